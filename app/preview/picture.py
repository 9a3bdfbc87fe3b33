"""Picture: what is shown, in sizes that are quick to paint at any zoom."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread

from PySide6.QtCore import QObject, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPainter

_LEAST_SIDE = 64
_SMOOTH_SIDE = 256
_BAND = 1 << 18
_CRISP = 6.0
_FORMAT = QImage.Format.Format_RGB32
_WITH_OPACITY = QImage.Format.Format_ARGB32_Premultiplied


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture, `width` × `height` pixels, of which `levels` has fewer or as many.

    Each level has half the sides of the one before. A sketch has only few pixels of its own.
    """

    levels: tuple[QImage, ...]
    width: int
    height: int
    is_sketch: bool = False

    @property
    def size(self) -> QSizeF:
        return QSizeF(self.width, self.height)

    def paint(self, painter: QPainter, target: QRectF) -> None:
        """Paint it to a place, from the smallest level that has enough pixels for it."""
        ratio = painter.device().devicePixelRatioF()
        wanted = target.width() * ratio
        level = next(
            (one for one in reversed(self.levels) if one.width() >= wanted), self.levels[0]
        )
        crisp = not self.is_sketch and wanted >= _CRISP * level.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        painter.drawImage(target, level, QRectF(level.rect()))


Pictures = tuple[Picture, ...]


def make_picture(image: QImage, width: int = 0, height: int = 0) -> Picture:
    """A picture of an image, which may be a sketch of a larger one; quick enough for a thread."""
    kind = _WITH_OPACITY if image.hasAlphaChannel() else _FORMAT
    base = image if image.format() == kind else _drawn(image, image.size(), kind)
    is_sketch = bool(width) and width > image.width()
    if is_sketch:
        base = _enlarged(base)
    levels = [base]
    while min(levels[-1].width(), levels[-1].height()) >= 2 * _LEAST_SIDE:
        half = QSize(levels[-1].width() // 2, levels[-1].height() // 2)
        levels.append(_drawn(levels[-1], half, kind))
    return Picture(tuple(levels), width or image.width(), height or image.height(), is_sketch)


def make_pictures(image: QImage, width: int, height: int, count: int) -> Pictures:
    """The pictures of a batch that stand in a square, with a gap of one pixel."""
    if count <= 1:
        return (make_picture(image, width, height),)
    columns = next(n for n in range(1, count + 1) if n * n >= count)
    rows = -(-count // columns)
    across, down = (image.width() + 1) // columns - 1, (image.height() + 1) // rows - 1
    places = ((at // columns, at % columns) for at in range(count))
    parts = (QRect(c * (across + 1), r * (down + 1), across, down) for r, c in places)
    return tuple(make_picture(image.copy(part), width, height) for part in parts)


def _enlarged(image: QImage) -> QImage:
    """A small image with smooth transitions: doubling by halves rounds what one leap makes edged."""
    while max(image.width(), image.height()) < _SMOOTH_SIDE:
        image = _scaled(image, image.size() * 2)
    return image


def _drawn(image: QImage, size: QSize, kind: QImage.Format) -> QImage:
    """An image in another format, or half as large, each pixel being the mean of four.

    Done in bands: Qt keeps the interpreter's lock while it works on an image, and the window must
    not wait for it.
    """
    drawn = QImage(size, kind)
    down = image.height() / size.height()
    band = max(1, _BAND // size.width())
    for top in range(0, size.height(), band):
        rows = min(band, size.height() - top)
        painter = QPainter(drawn)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        source = QRectF(0, top * down, image.width(), rows * down)
        painter.drawImage(QRectF(0, top, size.width(), rows), image, source)
        painter.end()
    return drawn


def _scaled(image: QImage, size: QSize) -> QImage:
    mode = Qt.TransformationMode.SmoothTransformation
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)


class Preparing(QObject):
    """Makes pictures in a thread of its own, in their order, or only the newest of them."""

    def __init__(self, parent: QObject, *, only_newest: bool = False) -> None:
        super().__init__(parent)
        self._only_newest = only_newest
        self._number = 0
        self._worker = _Worker()
        self._worker.made.connect(self._take)

    def make(self, make: Callable[[], Pictures], then: Callable[[Pictures], object]) -> None:
        """Have pictures made; `then` is called with them, on the thread that asked."""
        if self._only_newest:
            self.drop()
        self._worker.ask(_Task(self._number, make, then))

    def drop(self) -> None:
        """Nobody waits for what was asked for until now."""
        self._number += 1
        self._worker.clear()

    def wait(self) -> None:
        """Wait until nothing is being made."""
        self._worker.join()

    def _take(self, task: _Task, pictures: Pictures) -> None:
        if task.number == self._number and pictures:
            task.then(pictures)


@dataclass(frozen=True, eq=False)
class _Task:
    number: int
    make: Callable[[], Pictures]
    then: Callable[[Pictures], object]


class _Worker(QObject):
    """Does tasks in a thread that ends when there are none left; it outlives who asked."""

    made = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._tasks: deque[_Task] = deque()
        self._lock = Lock()
        self._thread: Thread | None = None

    def ask(self, task: _Task) -> None:
        """Do a task after those that were asked for before."""
        with self._lock:
            self._tasks.append(task)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="previews", daemon=True)
                self._thread.start()

    def clear(self) -> None:
        """Drop the tasks that have not begun."""
        with self._lock:
            self._tasks.clear()

    def join(self) -> None:
        """Wait until all tasks are done."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._tasks:
                    self._thread = None
                    return
                task = self._tasks.popleft()
            self.made.emit(task, task.make())
