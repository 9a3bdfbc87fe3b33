"""Waiting for what an engine process does, while events go on; nothing sleeps."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

PATIENCE_MS = 120_000


def wait_until(done: Callable[[], object]) -> None:
    """Let events come until it is done."""
    loop = QEventLoop()
    tick = QTimer(interval=2)
    tick.timeout.connect(lambda: loop.quit() if done() else None)
    tick.start()
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    if not done():
        loop.exec()
    assert done(), "nothing came"


def exists(process: int) -> bool:
    """Whether there is such a process, be it a zombie."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def works(process: int) -> bool:
    """Whether a process has not ended; in a container, nobody may care for its remains."""
    status = Path(f"/proc/{process}/stat")
    if not status.exists():
        return exists(process)
    return status.read_text().rpartition(")")[2].split()[0] != "Z"


class Collected:
    """What an ask was answered with, or why it was refused."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.refusals: list[str] = []

    @property
    def is_there(self) -> bool:
        return bool(self.answers or self.refusals)
