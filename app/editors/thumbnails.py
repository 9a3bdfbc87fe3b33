"""Thumbnails: small pictures of files, read by a thread and never while painting."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from threading import Lock, Thread

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPixmap

from app.look.icons import paint_icon
from app.look.theme import Theme, load_tokens

_LARGEST_MB = 512


class Thumbnails(QObject):
    """Pictures as squares of a side; `loaded` says that a waiting one can be painted now."""

    loaded = Signal()

    def __init__(self, side: int, parent: QObject) -> None:
        super().__init__(parent)
        self._known: dict[Path, QPixmap | None] = {}
        self._asked: set[Path] = set()
        self._reader = _Reader(side * 2)
        self._reader.read.connect(self._keep)

    def get(self, file: Path) -> QPixmap | None:
        """The picture if it is there already; if not, it is asked for."""
        if file not in self._asked:
            self._asked.add(file)
            self._reader.ask(file)
        return self._known.get(file)

    def paint(self, painter: QPainter, frame: QRectF, file: Path, theme: Theme) -> None:
        """Paint a file's picture, cut to fill a frame, or an icon where there is none yet."""
        radius = float(load_tokens()["radius"]["badge"])
        outline = QPainterPath()
        outline.addRoundedRect(frame, radius, radius)
        painter.fillPath(outline, theme.colour("bg.picture"))
        pixmap = self.get(file)
        if pixmap is None:
            target = QRectF(frame.center().x() - 8, frame.center().y() - 8, 16, 16)
            colour = theme.colour("text.tertiary")
            paint_icon(painter, "image", colour, theme.colour("bg.picture"), target)
            return
        painter.save()
        painter.setClipPath(outline)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        scale = max(frame.width() / pixmap.width(), frame.height() / pixmap.height())
        cut = QSize(round(frame.width() / scale), round(frame.height() / scale))
        source = QRectF(
            (pixmap.width() - cut.width()) / 2,
            (pixmap.height() - cut.height()) / 2,
            cut.width(),
            cut.height(),
        )
        painter.drawPixmap(frame, pixmap, source)
        painter.restore()

    def wait(self) -> None:
        """Wait until all that was asked for has been read."""
        self._reader.join()

    def _keep(self, name: str, image: QImage) -> None:
        self._known[Path(name)] = None if image.isNull() else QPixmap.fromImage(image)
        self.loaded.emit()


class _Reader(QObject):
    """Reads files in a thread that ends when there are none left; it outlives who asked."""

    # A QThreadPool won't do: to be destroyed it waits for its threads while it holds the
    # interpreter's lock, which they need.
    read = Signal(str, QImage)

    def __init__(self, side: int) -> None:
        super().__init__()
        self._side = side
        self._files: deque[Path] = deque()
        self._lock = Lock()
        self._thread: Thread | None = None

    def ask(self, file: Path) -> None:
        """Read a file after those that were asked for before."""
        with self._lock:
            self._files.append(file)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="thumbnails", daemon=True)
                self._thread.start()

    def join(self) -> None:
        """Wait until all files have been read."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._files:
                    self._thread = None
                    return
                file = self._files.popleft()
            self.read.emit(str(file), read_small(file, self._side))


def read_small(file: Path, side: int) -> QImage:
    """A picture whose shorter side is at most `side` pixels, null if it can't be read."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    reader.setAllocationLimit(_LARGEST_MB)
    whole = reader.size()
    if whole.isValid() and min(whole.width(), whole.height()) > side:
        wanted = QSize(side, side)
        reader.setScaledSize(whole.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()
