"""Verifying: makes a saved picture again and says whether its pixels are the same."""
