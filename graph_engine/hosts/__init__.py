"""Hosts: who calls the engine: the command line, and in time a server."""
