"""Start the engine's process: `python -m graph_engine.hosts.engine_process [options]`."""

from __future__ import annotations

import argparse
import faulthandler
import logging
import signal
import sys
from pathlib import Path

from graph_engine.device import DTYPES
from graph_engine.hosts.engine_process.server import Server
from graph_engine.hosts.engine_process.service import Service, ServiceOptions
from graph_engine.hosts.engine_process.streams import Streams


def main() -> None:
    """Serve the studio that started this process until it is gone."""
    # Ctrl-C in a terminal reaches the studio too, and that decides what happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    options = _read_options(sys.argv[1:])
    streams = Streams.take_standard()
    faulthandler.enable()  # the studio's log then has where a library crashed
    logging.basicConfig(level=logging.WARNING, format="weft: %(message)s", stream=sys.stderr)
    Server(streams, Service(options)).serve()


def _read_options(arguments: list[str]) -> ServiceOptions:
    parser = argparse.ArgumentParser(prog="weft-engine", description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("output"))
    parser.add_argument("--models", type=Path, action="append", default=[])
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--dtype", choices=DTYPES, default="auto")
    given = vars(parser.parse_args(arguments))
    return ServiceOptions(**{**given, "models": tuple(given["models"])})


if __name__ == "__main__":
    main()
