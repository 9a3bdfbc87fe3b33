"""Options: what the command line asks of the studio."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ThemeName = Literal["dark", "light"]
DEFAULT_SIZE = (1600, 1000)


@dataclass(frozen=True)
class Options:
    """A file to open, and for a picture of the window: where it goes, its size, its theme.

    With `run` the picture is taken after a run of the file.
    """

    file: Path | None = None
    screenshot: Path | None = None
    size: tuple[int, int] = DEFAULT_SIZE
    theme: ThemeName | None = None
    run: bool = False


def read_options(arguments: Sequence[str]) -> Options:
    """Read the arguments; leaves with exit code 2 and a sentence where they are wrong."""
    parser = argparse.ArgumentParser(
        prog="weft", description="Open the studio, with a workflow if one is given."
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a workflow")
    parser.add_argument(
        "--screenshot",
        type=Path,
        metavar="OUT.png",
        help="write a picture of the window to a file, without showing it, and exit",
    )
    parser.add_argument(
        "--size",
        type=_size,
        default=DEFAULT_SIZE,
        metavar="WIDTHxHEIGHT",
        help="the window's size in pixels (1600x1000)",
    )
    parser.add_argument("--theme", choices=("dark", "light"))
    parser.add_argument(
        "--run", action="store_true", help="with --screenshot: run the workflow first"
    )
    options = Options(**vars(parser.parse_args(arguments)))
    if options.run and options.screenshot is None:
        parser.error("--run needs --screenshot OUT.png; without it, use `weft run FILE`")
    return options


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f'"{text}" is no size; give one such as 1600x1000')
    return int(match[1]), int(match[2])
