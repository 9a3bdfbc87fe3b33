"""Guard: whether the studio can start here, told before Qt is imported and aborts."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
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


def screen_refusal(platform: str, environment: Mapping[str, str]) -> str:
    """Why there is no screen for a window, as one sentence; empty if there may be one."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if not platform.startswith("linux") or any(environment.get(name) for name in names):
        return ""
    return "There is no screen here to show the studio on; workflows run without one: weft run FILE"


def refusal_here(*, with_screen: bool) -> str:
    """The refusal for this machine, its Python, its PySide6 and, if one is needed, its screen."""
    unsound = refusal(sys.version_info[:2], _installed_pyside())
    return unsound or (screen_refusal(sys.platform, os.environ) if with_screen else "")


def _installed_pyside() -> str:
    for name in ("PySide6-Essentials", "PySide6"):
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return ""
