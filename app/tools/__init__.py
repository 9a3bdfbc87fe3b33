"""Tools: one object per gesture of the mouse."""
