"""Actions: everything that the user can do, as data, with its keys and menus."""
