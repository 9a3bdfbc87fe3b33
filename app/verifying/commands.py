"""Verify command: the action that makes a saved picture again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.actions.registry import Command
from app.look.words import tr
from graph_engine.workflow_io import PICTURES

if TYPE_CHECKING:
    from app.window import StudioWindow


def verify_commands(window: StudioWindow) -> dict[str, Command | Callable[[], object]]:
    """The action of the Run menu."""
    return {
        "run.verify": Command(
            lambda: _ask_and_verify(window),
            lambda: window.live is not None and window.live.jobs is not None,
        )
    }


def _ask_and_verify(window: StudioWindow) -> None:
    """Verify the picture that is open, or one that is asked for."""
    from app.look.file_dialog import ask_to_open

    if window.live is None or window.live.verifying is None:
        return
    page = window.page
    path = page.document.path if page is not None else None
    if path is None or path.suffix.lower() not in PICTURES:
        folder = path.parent if path is not None else Path()
        patterns = " ".join(f"*{suffix}" for suffix in sorted(PICTURES))
        kinds = f"{tr('Pictures')} ({patterns})"
        path = ask_to_open(window, tr("A picture to make again"), folder, kinds)
    if path is not None:
        window.live.verifying.verify(path)
