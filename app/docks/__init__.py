"""Docks: the panels around the canvas."""
