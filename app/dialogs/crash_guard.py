"""Crash guard: an error in a slot, an event handler or in painting is shown, and ends nothing."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Qt, Signal

from app.look.words import tr


@dataclass(frozen=True)
class Crash:
    """An error of our own making: a sentence for the user, and the report for us."""

    sentence: str
    details: str

    @property
    def report(self) -> str:
        """What to send: the versions, then the traceback."""
        return f"{report_head()}\n{self.sentence}\n\n{self.details}"


def report_head() -> str:
    """The versions that every report begins with, in one line."""
    python = platform.python_version()
    line = f"Weft {_weft_version()} · Python {python} · PySide6 {PySide6.__version__}"
    return f"{line} · {platform.platform()}"


class CrashGuard(QObject):
    """Emits `crashed` once for each place where something goes wrong, on the GUI thread.

    PySide hands everything that slots, event handlers and paint functions raise to Python's
    excepthook, so nothing of Qt has to be overridden. The emission is queued: a report must not
    open in the middle of painting.
    """

    crashed = Signal(Crash)
    _caught = Signal(Crash)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[tuple[str, str, int]] = set()
        self._caught.connect(self.crashed, Qt.ConnectionType.QueuedConnection)
        self._before = sys.excepthook
        self._thread_before = threading.excepthook

    def install(self) -> None:
        """Catch from now on."""
        self._before, sys.excepthook = sys.excepthook, self._catch
        self._thread_before = threading.excepthook
        threading.excepthook = self._catch_in_thread

    def remove(self) -> None:
        """Let Python's own hooks hold again."""
        sys.excepthook = self._before
        threading.excepthook = self._thread_before

    def _catch(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, Exception):
            self._before(kind, error, trace)
            return
        place = _place(kind, trace)
        details = "".join(traceback.format_exception(kind, error, trace))
        # The frames hold the painter of a failed paint event, which Qt needs back at once.
        traceback.clear_frames(trace)
        sys.stderr.write(details)
        if place not in self._seen:
            self._seen.add(place)
            self._caught.emit(Crash(_sentence(kind, error), details))

    def _catch_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._catch(told.exc_type, told.exc_value, told.exc_traceback)


def install_crash_guard(
    show: Callable[[Crash], object], parent: QObject | None = None
) -> CrashGuard:
    """Show each error once from now on; `remove()` the guard to end that."""
    guard = CrashGuard(parent)
    guard.crashed.connect(show)
    guard.install()
    return guard


def _place(kind: type[BaseException], trace: TracebackType | None) -> tuple[str, str, int]:
    """Where an error was raised: the same place again is the same error."""
    last = trace
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None:
        return kind.__name__, "", 0
    return kind.__name__, last.tb_frame.f_code.co_filename, last.tb_lineno


def _sentence(kind: type[BaseException], error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    what = f"{kind.__name__}: {lines[0][:200]}" if lines else kind.__name__
    return tr("Weft could not finish what it was doing ({what}).", what=what)


def _weft_version() -> str:
    try:
        return version("weft")
    except PackageNotFoundError:
        return "?"
