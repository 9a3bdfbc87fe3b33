"""Training of the embedded models: run ``python -m models.train --help``."""
