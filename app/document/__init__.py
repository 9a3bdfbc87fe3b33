"""Document: the open workflow, and every way that it changes."""
