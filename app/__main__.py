"""Start the studio: `python -m app [FILE]`."""

from __future__ import annotations

import sys

from app.guard import refusal_here
from app.options import read_options


def main() -> int:
    """Open the window, or say in one sentence why it can't open; returns the exit code."""
    options = read_options(sys.argv[1:])
    if sentence := refusal_here(with_screen=options.screenshot is None):
        sys.stderr.write(f"weft: {sentence}\n")
        return 1
    # Only now: with the wrong pair of versions, Qt must not even be loaded.
    from app.launch import launch

    return launch(options)


if __name__ == "__main__":
    sys.exit(main())
