"""Translations: the interface's texts in other languages, and how Qt comes to speak them."""
