"""Dialogs: windows of their own."""
