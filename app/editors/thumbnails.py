"""Thumbnails: small pictures of files, read by a thread and never while painting."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPixmap

from app.look.icons import paint_icon
from app.look.theme import Theme, load_tokens

_LARGEST_MB = 512


class Thumbnails(QObject):
    """Pictures as squares of a side; `loaded` says that a waiting one can be painted now."""

    loaded = Signal()
    _read = Signal(str, QImage)

    def __init__(self, side: int, parent: QObject) -> None:
        super().__init__(parent)
        self._side = side
        self._known: dict[Path, QPixmap | None] = {}
        self._waiting: set[Path] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._read.connect(self._keep)

    def get(self, file: Path) -> QPixmap | None:
        """The picture if it is there already; if not, it is asked for."""
        if file not in self._known and file not in self._waiting:
            self._waiting.add(file)
            self._pool.start(_Reading(file, self._side * 2, self))
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
        self._pool.waitForDone()

    def _keep(self, name: str, image: QImage) -> None:
        file = Path(name)
        self._waiting.discard(file)
        self._known[file] = None if image.isNull() else QPixmap.fromImage(image)
        self.loaded.emit()


class _Reading(QRunnable):
    def __init__(self, file: Path, side: int, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._file = file
        self._side = side
        self._thumbnails = thumbnails

    def run(self) -> None:
        self._thumbnails._read.emit(str(self._file), read_small(self._file, self._side))


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
