"""Search: finding nodes, actions and files by a few letters."""
