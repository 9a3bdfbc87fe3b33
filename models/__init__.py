"""The embedded model ``tiny-sd15`` and the script that trains it."""
