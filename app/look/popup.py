"""Popup: a panel that floats over the window until something is chosen or Esc is pressed."""

from __future__ import annotations

from functools import cache

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsOpacityEffect,
    QVBoxLayout,
    QWidget,
)

from app.look.motion import Motion
from app.look.theme import Theme, current_theme, load_tokens

EDGE = 8
TOP = 0.14


class Popup(QWidget):
    """Covers its host; a press beside the panel closes it, and so does Esc.

    A child of the window and not a window of its own, so that its shadow shows without a
    compositor, it is in pictures of the window, and no window manager places it. The widget that
    had the focus gets it back.
    """

    closed = Signal()

    def __init__(self, host: QWidget, width: int) -> None:
        super().__init__(host)
        self._host = host
        self._wanted = QPoint()
        self._centred = False
        self._around: QRect | None = None
        self._side = 0
        self._width = width
        self._before: QWidget | None = None
        self.panel = QFrame(self)
        self.panel.setObjectName("popupPanel")
        self.column = QVBoxLayout(self.panel)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self._fade = Motion("popupIn", self)
        self.hide()
        host.installEventFilter(self)

    def open_at(self, at: QPoint) -> None:
        """Open with the panel's corner at a point of the host, moved to lie within it."""
        self._wanted, self._centred, self._around = at, False, None
        self._open()

    def open_beside(self, around: QRect) -> None:
        """Open below a part of the host, or else where it does not cover it."""
        self._around, self._side, self._centred = around, 0, False
        self._open()

    def open_centred(self) -> None:
        """Open in the upper middle of the host."""
        self._centred, self._around = True, None
        self._open()

    def close_popup(self) -> None:
        """Close; the focus goes back to where it was."""
        if self.isHidden():
            return
        # Before it hides: Qt would hand the focus to whatever comes next, which shows it.
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self.closed.emit()

    def place(self) -> None:
        """Give the panel the size that it needs now, at its place."""
        host = self._host
        self.setGeometry(host.rect())
        width = min(self._width, host.width() - 2 * EDGE)
        self.panel.setFixedWidth(width)
        self.column.activate()
        size = QSize(width, min(self.panel.sizeHint().height(), host.height() - 2 * EDGE))
        at = self._wanted
        if self._centred:
            at = QPoint((host.width() - width) // 2, round(host.height() * TOP))
        room = host.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        if self._around is not None:
            at = self._beside(self._around, room, size)
        self.panel.setGeometry(_within(room, QRect(at, size)))
        self.update()

    def _beside(self, around: QRect, room: QRect, size: QSize) -> QPoint:
        """The corner on the first side with room; it stays there as long as it fits."""
        sides = _sides(around, size)
        order = sorted(range(len(sides)), key=lambda side: side != self._side)
        free = (at for at in order if not _within(room, QRect(sides[at], size)).intersects(around))
        self._side = next(free, 0)
        return sides[self._side]

    def _open(self) -> None:
        if self.isHidden():
            self._before = QApplication.focusWidget()
            self._fade.start(self._show_faded)
        self.place()
        self.show()
        self.raise_()

    def _show_faded(self, share: float) -> None:
        """Show it as far as it has come; whole, it is painted without the detour of the effect."""
        effect = self.graphicsEffect()
        if not isinstance(effect, QGraphicsOpacityEffect):
            effect = QGraphicsOpacityEffect(self)
            self.setGraphicsEffect(effect)
        effect.setOpacity(share)
        effect.setEnabled(share < 1.0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_popup()
        # Not passed on: what is under a popup takes no keys.

    def event(self, event: QEvent) -> bool:
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            # Esc closes, whatever an action of the window would make of it.
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_popup()

    def paintEvent(self, event: QPaintEvent) -> None:
        panel = self.panel.geometry()
        margin = load_tokens()["ninePatch"]["popup"]["margin"]
        if not event.rect().intersects(panel.adjusted(-margin, -margin, margin, margin)):
            return
        painter = QPainter(self)
        shadow = popup_shadow(current_theme().name, panel.width(), panel.height())
        painter.drawPixmap(panel.topLeft() - QPoint(margin, margin), shadow)


def _sides(around: QRect, size: QSize) -> list[QPoint]:
    """The corners of a panel below, right, left and above, the best first."""
    top, left = around.top(), around.left()
    return [
        QPoint(left, around.bottom() + 1 + EDGE),
        QPoint(around.right() + 1 + EDGE, top),
        QPoint(left - EDGE - size.width(), top),
        QPoint(left, top - EDGE - size.height()),
    ]


def _within(room: QRect, panel: QRect) -> QRect:
    x = max(room.left(), min(panel.x(), room.right() + 1 - panel.width()))
    y = max(room.top(), min(panel.y(), room.bottom() + 1 - panel.height()))
    return QRect(QPoint(x, y), panel.size())


@cache
def popup_shadow(theme_name: str, width: int, height: int) -> QPixmap:
    """The shadow of a panel of this size, with the tokens' margin around it."""
    theme = Theme.load("light" if theme_name == "light" else "dark")
    tokens = load_tokens()
    margin, radius = tokens["ninePatch"]["popup"]["margin"], tokens["radius"]["popup"]
    pixmap = QPixmap(width + 2 * margin, height + 2 * margin)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    body = QRectF(margin, margin, width, height)
    for layer in tokens["themes"][theme.name]["shadow"]["popup"]:
        blur, colour = layer["blur"], QColor(layer["colour"])
        rings = max(2, int(blur))
        alpha = colour.alphaF()
        for ring in range(rings):
            # More in the middle of the blur than at its rims, which would show as an edge.
            share = (ring + 0.5) / rings
            colour.setAlphaF(alpha * 6 * share * (1 - share) / rings)
            painter.setBrush(colour)
            spread = blur * (0.5 - ring / rings)
            grown = body.adjusted(-spread, -spread, spread, spread).translated(0, layer["y"])
            corner = max(1.0, radius + spread)
            painter.drawRoundedRect(grown, corner, corner)
    painter.end()
    return pixmap
