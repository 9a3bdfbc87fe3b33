"""Mask painter: a picture below, a mask over it, and the tools that paint it."""
