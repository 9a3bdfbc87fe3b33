"""The Preview panel: the live picture, the film of its denoising, and comparisons."""
