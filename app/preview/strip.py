"""Strip: a row of frames of the film, hatched where nothing is done yet."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import current_theme, size
from app.look.words import tr
from app.preview.film import Film
from app.preview.picture import Picture

# The ring around a frame, and the head below, stand out over the edges of the film.
INSET = 3
_GAP = 2.0
_RADIUS = 3.0
_GROWN = 3.0
_HATCH = 6.0
Place = tuple[str, int]


class Strip(QWidget):
    """Frames at even distances through the film; a click on one goes to its step (`chosen`)."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.film = Film()
        self.at = -1
        self.sketches: Mapping[Place, Picture] = {}
        self.setFixedHeight(round(size("scrubFrame") + 2 * _GROWN))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Frames"))

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def show_film(self, film: Film, at: int, sketches: Mapping[Place, Picture]) -> None:
        """Show frames of a film, a step being the one that is looked at."""
        self.film, self.at, self.sketches = film, at, sketches
        self.update()

    @property
    def frames(self) -> int:
        """How many frames fit."""
        fitting = round((self.width() - 2 * INSET + _GAP) / size("scrubFrame"))
        return max(1, min(fitting, len(self.film)))

    def frame_rects(self) -> list[QRectF]:
        """Where the frames are."""
        pitch = (self.width() - 2 * INSET + _GAP) / self.frames
        return [
            QRectF(INSET + n * pitch, _GROWN, pitch - _GAP, size("scrubFrame"))
            for n in range(self.frames)
        ]

    def steps_of(self, frame: int) -> range:
        """The steps that a frame stands for."""
        count, frames = len(self.film), self.frames
        return range(frame * count // frames, (frame + 1) * count // frames)

    def shown_steps(self) -> list[int]:
        """For each frame the step whose picture it shows."""
        return [self._shown_step(frame) for frame in range(self.frames)]

    def _shown_step(self, frame: int) -> int:
        steps = self.steps_of(frame)
        if self.at in steps:
            return self.at
        done = [at for at in steps if self.film.is_step_known(at)]
        if not done:
            return -1
        middle = done[len(done) // 2]
        pictured = [at for at in done if self._sketch(at) is not None]
        return min(pictured, key=lambda at: abs(at - middle)) if pictured else middle

    def _sketch(self, at: int) -> Picture | None:
        tick = self.film.ticks[at]
        return self.sketches.get((tick.node, tick.step))

    def _sketch_before(self, at: int) -> Picture | None:
        """The last picture before a step: its own comes in a moment."""
        return next((one for n in range(at, -1, -1) if (one := self._sketch(n)) is not None), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        for frame, rect in enumerate(self.frame_rects()):
            if rect.adjusted(0, -_GROWN, _GAP, _GROWN).contains(at) and len(self.film):
                step = self._shown_step(frame)
                self.chosen.emit(step if step >= 0 else self.steps_of(frame)[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        if not len(self.film):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        front: tuple[QRectF, Picture | None] | None = None
        for frame, rect in enumerate(self.frame_rects()):
            step = self._shown_step(frame)
            picture = self._sketch(step) if step >= 0 else None
            if self.at in self.steps_of(frame):
                front = rect, picture or self._sketch_before(self.at)
            _paint_frame(painter, rect, picture)
        if front is not None:
            _paint_front(painter, *front)


def _paint_frame(painter: QPainter, rect: QRectF, picture: Picture | None) -> None:
    painter.save()
    path = QPainterPath()
    path.addRoundedRect(rect, _RADIUS, _RADIUS)
    painter.setClipPath(path)
    if picture is not None:
        picture.paint(painter, _covering(rect, picture))
    else:
        theme = current_theme()
        painter.fillRect(rect, theme.colour("bg.picture" if theme.name == "dark" else "bg.panel"))
        _paint_hatching(painter, rect, theme.colour("line.normal"))
    painter.restore()


def _paint_front(painter: QPainter, rect: QRectF, picture: Picture | None) -> None:
    """The frame that is looked at: larger, with a ring in the ink of text."""
    theme = current_theme()
    outer = rect.adjusted(-1.5, -_GROWN, 1.5, _GROWN)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("bg.panel"))
    painter.drawRoundedRect(outer, _RADIUS + 3, _RADIUS + 3)
    _paint_frame(painter, rect.adjusted(1, 0, -1, 0), picture)
    painter.setPen(QPen(theme.colour("text.primary"), 1.75))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(outer.adjusted(0.9, 0.9, -0.9, -0.9), _RADIUS + 2, _RADIUS + 2)


def _paint_hatching(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1))
    left = rect.left() - rect.height()
    while left < rect.right():
        start, end = QPointF(left, rect.bottom()), QPointF(left + rect.height(), rect.top())
        painter.drawLine(QLineF(start, end))
        left += _HATCH


def _covering(rect: QRectF, picture: Picture) -> QRectF:
    """Where a picture lies that covers a place, cut at two sides."""
    scale = max(rect.width() / picture.width, rect.height() / picture.height)
    found = QRectF(0, 0, picture.width * scale, picture.height * scale)
    found.moveCenter(rect.center())
    return found
