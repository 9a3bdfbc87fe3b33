"""Training of ``tiny-sd15``: run ``python -m models.train --help``."""
