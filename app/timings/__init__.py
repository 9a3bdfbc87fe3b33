"""Timings: where the time of the last runs went, as a flame."""
