"""The studio: Weft's window. It shows what the engine knows and never imports torch."""
