"""Sweeps: one workflow with lists of values, as a grid of pictures that arrive one by one."""
