"""Canvas: a workflow as it is drawn."""
