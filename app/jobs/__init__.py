"""The queue of jobs: what was asked of the engine, in which order, and how it ended."""
