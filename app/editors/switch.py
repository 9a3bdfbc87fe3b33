"""SwitchEditor: on or off."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from app.editors.editor import Editor
from app.look.words import tr

_TRACK = (22.0, 12.0)
_TURNED = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}


class SwitchEditor(Editor):
    """A click or Space turns it, the arrows turn it off and on."""

    def start(self) -> None:
        super().start()
        self._turn(not self.value)
        self._finish()

    def sizeHint(self) -> QSize:
        return QSize(60, round(self.look.height))

    def minimumSizeHint(self) -> QSize:
        return QSize(36, round(self.look.height))

    def _turn(self, on: bool) -> None:
        self._offer(on)
        self._show_value()

    def _show_value(self) -> None:
        self.setAccessibleDescription(tr("on") if self.value else tr("off"))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._turn(not self.value)
        elif event.key() in _TURNED and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._turn(_TURNED[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self._turn(not self.value)
            self._finish()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place, look = QPainter(self), QRectF(self.rect()), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if look.in_node:
            look.paint(painter, place, hovered=self.underMouse(), focused=self.hasFocus())
        inner = look.inner(place)
        look.paint_name(painter, inner, self.spec.name)
        width, height = (part * look.zoom * (1 if look.in_node else 1.25) for part in _TRACK)
        left = inner.right() - width if look.in_node else place.left() + 3
        track = QRectF(left, place.center().y() - height / 2, width, height)
        if self.hasFocus() and not look.in_node:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.theme.colour("user.base"))
            ring = track.adjusted(-3, -3, 3, 3)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
            painter.setBrush(look.theme.colour("bg.panel"))
            gap = track.adjusted(-1.5, -1.5, 1.5, 1.5)
            painter.drawRoundedRect(gap, gap.height() / 2, gap.height() / 2)
        self._paint_track(painter, track)
        if not look.in_node:
            word = QRectF(track.right() + 8, place.top(), place.width(), place.height())
            state = tr("on") if self.value else tr("off")
            look.paint_text(
                painter, word, state, right=False, bold=not self.is_default, colour="text.secondary"
            )

    def _paint_track(self, painter: QPainter, track: QRectF) -> None:
        theme, half = self.look.theme, track.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("user.base" if self.value else "line.control"))
        painter.drawRoundedRect(track, half, half)
        x = track.right() - half if self.value else track.left() + half
        painter.setBrush(theme.colour("text.onUser" if self.value else "node.field"))
        painter.drawEllipse(QPointF(x, track.center().y()), half - 2, half - 2)
