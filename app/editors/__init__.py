"""Editors: one widget per hint, over a painted field of the canvas or in the inspector."""
