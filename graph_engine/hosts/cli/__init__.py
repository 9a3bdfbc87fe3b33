"""The command line `weft`."""

from graph_engine.hosts.cli.main import main

__all__ = ["main"]
