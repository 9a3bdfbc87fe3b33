"""`python -m graph_engine.hosts.cli`: the command line without an installed `weft`."""

from graph_engine.hosts.cli.main import main

main()
