"""Thumbnails: pictures as squares of the gallery, read by threads, kept on disk and in memory."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread, current_thread

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QImage, QImageWriter, QPainter

from app.editors.thumbnails import read_small
from app.gallery.picture import Picture
from graph_engine.atomic import write_atomically
from graph_engine.places import default_cache

KEPT_SIDE = 256
MEMORY_BYTES = 48 * 2**20
DISK_BYTES = 256 * 2**20
MOST_WAITING = 400
_READERS = 2
_QUALITY = 85
Stamp = tuple[str, int, int]
Wanted = tuple[Stamp, int, float]


class Thumbnails(QObject):
    """Hands out what is in memory at once; `loaded` tells the path of what came later.

    Of more than can be read soon the newest wishes count: those are what is looked at.
    """

    loaded = Signal(str)

    def __init__(self, parent: QObject, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._images: OrderedDict[Wanted, QImage | None] = OrderedDict()
        self._bytes = 0
        self._readers = _Readers(ThumbnailFolder(folder or default_cache() / "thumbnails"))
        self._readers.read.connect(self._keep)

    def get(self, picture: Picture, side: int, radius: float) -> QImage | None:
        """A picture as a square of device pixels with round corners, if it is in memory."""
        wanted = (picture.stamp, side, radius)
        if wanted in self._images:
            self._images.move_to_end(wanted)
            return self._images[wanted]
        self._readers.ask(wanted)
        return None

    def is_unreadable(self, picture: Picture, side: int, radius: float) -> bool:
        """Whether it was tried to read a picture, in vain."""
        wanted = (picture.stamp, side, radius)
        return wanted in self._images and self._images[wanted] is None

    @property
    def bytes(self) -> int:
        """How much memory the squares take."""
        return self._bytes

    @property
    def reads(self) -> int:
        """How many squares were made so far."""
        return self._readers.done

    def wait(self) -> None:
        """Wait until all that was asked for has been read."""
        self._readers.join()

    def _keep(self, wanted: Wanted, image: QImage) -> None:
        self._readers.settle(wanted)
        kept = None if image.isNull() else image
        self._images[wanted] = kept
        self._bytes += image.sizeInBytes()
        while self._bytes > MEMORY_BYTES and len(self._images) > 1:
            _, old = self._images.popitem(last=False)
            self._bytes -= old.sizeInBytes() if old is not None else 0
        self.loaded.emit(wanted[0][0])


class ThumbnailFolder:
    """Small copies of pictures on disk, by their path, length and time of change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written = 0
        self._lock = Lock()

    def read(self, stamp: Stamp) -> QImage:
        """A picture whose shorter side is at most KEPT_SIDE; null if it can't be read."""
        name = hashlib.sha256("\n".join(map(str, stamp)).encode()).hexdigest()[:32]
        file = self._folder / name[:2] / f"{name[2:]}.thumb"
        image = QImage(str(file))
        if image.isNull():
            image = read_small(Path(stamp[0]), KEPT_SIDE)
            if not image.isNull():
                self._write(file, image)
        return image

    def _write(self, file: Path, image: QImage) -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        kind = b"PNG" if image.hasAlphaChannel() else b"JPEG"
        writer = QImageWriter(buffer, QByteArray(kind))
        writer.setQuality(_QUALITY)
        writer.write(image)
        data = bytes(buffer.data().data())
        # A full disk costs only that the picture is read again next time.
        with suppress(OSError):
            write_atomically(file, data)
            self._count(len(data))

    def _count(self, written: int) -> None:
        """Now and then make room; the first file of a session looks at what is there."""
        with self._lock:
            is_first, self._written = self._written == 0, self._written + written
            if not is_first and self._written < DISK_BYTES // 8:
                return
            self._written = 1
        self.prune()

    def prune(self) -> None:
        """Remove the oldest copies if there are more than DISK_BYTES of them."""
        with suppress(OSError):
            files = [(one, one.stat()) for one in self._folder.glob("*/*.thumb")]
            total = sum(status.st_size for _, status in files)
            if total <= DISK_BYTES:
                return
            for file, status in sorted(files, key=lambda pair: pair[1].st_mtime):
                if total <= DISK_BYTES * 3 // 4:
                    return
                file.unlink(missing_ok=True)
                total -= status.st_size


class _Readers(QObject):
    """Threads that end when there is nothing left to read; they outlive who asked."""

    read = Signal(object, QImage)

    def __init__(self, folder: ThumbnailFolder) -> None:
        super().__init__()
        self._folder = folder
        self._waiting: OrderedDict[Wanted, None] = OrderedDict()
        self._busy: set[Wanted] = set()
        self._threads: set[Thread] = set()
        self._lock = Lock()
        self.done = 0

    def ask(self, wanted: Wanted) -> None:
        """Read a square before all that were asked for earlier."""
        with self._lock:
            if wanted in self._busy:
                return
            self._waiting[wanted] = None
            self._waiting.move_to_end(wanted)
            if len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)
            if len(self._threads) < _READERS:
                thread = Thread(target=self._work, name="gallery thumbnails", daemon=True)
                self._threads.add(thread)
                thread.start()

    def settle(self, wanted: Wanted) -> None:
        """A square has arrived; it may be asked for again when it is dropped."""
        with self._lock:
            self._busy.discard(wanted)

    def join(self) -> None:
        """Wait until nothing is left."""
        while True:
            with self._lock:
                thread = next(iter(self._threads), None)
            if thread is None:
                return
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._threads.discard(current_thread())
                    return
                wanted, _ = self._waiting.popitem(last=True)
                self._busy.add(wanted)
            stamp, side, radius = wanted
            image = square(self._folder.read(stamp), side, radius)
            self.done += 1
            with suppress(RuntimeError):  # destroyed at the end of the program
                self.read.emit(wanted, image)


def square(image: QImage, side: int, radius: float) -> QImage:
    """The middle of a picture as a square with round corners, as it is painted; null stays so."""
    if image.isNull():
        return image
    shorter = min(image.width(), image.height())
    cut = QRect(0, 0, shorter, shorter)
    cut.moveCenter(image.rect().center())
    scaled = image.copy(cut).scaled(
        QSize(side, side),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    made = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(scaled))
    painter.drawRoundedRect(QRectF(0, 0, side, side), radius, radius)
    painter.end()
    return made
