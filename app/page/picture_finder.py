"""PictureFinder: finds and reads picture files in a thread, so that no slow disk stops the canvas."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from app.editors.picture_files import file_of
from app.editors.thumbnails import read_small

SIDE = 400
Stamp = tuple[Path, int, int]


@dataclass(frozen=True)
class Named:
    """A picture as a param names it, and the folders in which it may lie."""

    name: str
    folders: tuple[Path, ...]


@dataclass(frozen=True, eq=False)
class Found:
    """What there was: the picture, small, and its size in words; no picture if there was none."""

    picture: QImage | None = None
    caption: str = ""
    stamp: Stamp | None = None


class PictureFinder(QObject):
    """Tells by `found` what became of each name asked for; it outlives who asked."""

    found = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[tuple[Named, Found | None]] = deque()
        self._lock = Lock()
        self._thread: Thread | None = None

    def ask(self, named: Named, known: Found | None) -> None:
        """Look for a picture; one that is known and has not changed is not read again."""
        with self._lock:
            self._waiting.append((named, known))
            if self._thread is None:
                self._thread = Thread(target=self._work, name="pictures", daemon=True)
                self._thread.start()

    def join(self) -> None:
        """Wait until all that was asked for has been read."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                named, known = self._waiting.popleft()
            self.found.emit(named, look_for(named, known))


def look_for(named: Named, known: Found | None) -> Found:
    """Find and read a picture, unless it is as it is known."""
    file = file_of(named.name, named.folders)
    stamp = _stamp(file) if file is not None else None
    if file is None or stamp is None:
        return Found()
    if known is not None and known.stamp == stamp:
        return known
    picture = read_small(file, SIDE)
    if picture.isNull():
        return Found(stamp=stamp)
    return Found(picture, _size_in_words(file), stamp)


def _size_in_words(file: Path) -> str:
    reader = QImageReader(str(file))
    whole = reader.size()
    if reader.transformation().value & QImageIOHandler.Transformation.TransformationRotate90.value:
        whole.transpose()
    return f"{whole.width()} × {whole.height()}" if whole.isValid() else ""


def _stamp(file: Path) -> Stamp | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return file, status.st_mtime_ns, status.st_size
