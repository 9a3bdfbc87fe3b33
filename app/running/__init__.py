"""Running: what a run of the shown workflow would do, and what it does."""
