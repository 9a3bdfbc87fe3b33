"""The studio's side of the engine's process, and the node descriptions that it gave."""
