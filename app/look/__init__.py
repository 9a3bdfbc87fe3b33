"""Look: the design tokens as colours, fonts, icons and small painted parts."""
