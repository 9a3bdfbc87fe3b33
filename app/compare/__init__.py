"""Comparing: two workflows side by side, on the canvas and as a list, and the ways back."""
