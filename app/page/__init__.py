"""Page: one open workflow: its canvas and all that floats over it."""
