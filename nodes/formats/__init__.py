"""Formats: the single files that models are shared as, read as if they were diffusers folders.

Names and shapes only: nothing here needs torch.
"""
