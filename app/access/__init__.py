"""Access: the canvas for assistive tools, and what a screen reader is told while one works."""
