"""The embedded models and the script that trains them."""
