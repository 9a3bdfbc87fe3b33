"""The engine's process beside the studio: checks, plans and catalogues over standard streams.

Start it with `python -m graph_engine.hosts.engine_process`; it opens no port, speaks frames of
JSON (`frames`, `messages`), and ends when its standard input does.
"""
