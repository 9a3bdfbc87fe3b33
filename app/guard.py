"""Guard: whether this Python and this Qt work together, told before Qt is imported."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version

FIRST_UNSOUND_QT = (6, 12)
FIRST_SOUND_PYTHON = (3, 12)


def refusal(python: tuple[int, ...], pyside: str) -> str:
    """Why the studio can't start, as one sentence; empty if it can.

    PySide6 6.12 loses a reference to `None` at each call that returns nothing on older Pythons,
    and the process aborts after some 5,000 of them.
    """
    if not pyside:
        return 'The studio needs PySide6; install it with: pip install "PySide6-Essentials<6.12"'
    major, minor = (int(part) for part in pyside.split(".")[:2])
    if (major, minor) < FIRST_UNSOUND_QT or python >= FIRST_SOUND_PYTHON:
        return ""
    return (
        f"PySide6 {pyside} aborts on Python {python[0]}.{python[1]}; install one that does not,"
        ' with: pip install "PySide6-Essentials>=6.11.3,<6.12"'
    )


def refusal_here() -> str:
    """The refusal for the Python that runs and the PySide6 that is installed."""
    return refusal(sys.version_info[:2], _installed_pyside())


def _installed_pyside() -> str:
    for name in ("PySide6-Essentials", "PySide6"):
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return ""
