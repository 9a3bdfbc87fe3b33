"""PaintedMenu: a menu in the studio's look: icons, words, and keys in a quieter colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QIcon,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from app.look.icons import paint_icon
from app.look.key_names import key_name
from app.look.rounded import mask_rounded
from app.look.theme import Theme, current_theme

EDGE = 5
ICON_LEFT = 10
TEXT_LEFT = 36
TEXT_RIGHT = 12
KEY_GAP = 24
MORE_HEIGHT = 16
ROW_RADIUS = 5.0
RADIUS = 9.0


class PaintedMenu(QMenu):
    """Paints its rows itself, because a style sheet can't give the keys another colour."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName("paintedMenu")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setToolTipsVisible(False)
        self.setSeparatorsCollapsible(True)

    def drop_idle_lines(self) -> None:
        """Remove lines that separate nothing, where actions between them are not bound."""
        before: QAction | None = None
        for action in self.actions():
            if action.isSeparator() and (before is None or before.isSeparator()):
                self.removeAction(action)
            else:
                before = action
        if before is not None and before.isSeparator():
            self.removeAction(before)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        mask_rounded(self, QRectF(self.rect()), RADIUS - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour("bg.popup"))
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(body, RADIUS, RADIUS)
        for action in self.actions():
            rect = self.actionGeometry(action)
            if action.isVisible() and rect.intersects(event.rect()):
                self._paint_row(painter, theme, action, rect)
        self._paint_more(painter, theme)

    def _paint_more(self, painter: QPainter, theme: Theme) -> None:
        """Where the screen is too low for the menu: the arrows over the rows that are hidden."""
        rows = [self.actionGeometry(action) for action in self.actions() if action.isVisible()]
        if not rows:
            return
        hidden = {"up": rows[0].top() < 0, "down": rows[-1].bottom() > self.height()}
        for arrow, top in (("up", 1), ("down", self.height() - MORE_HEIGHT - 1)):
            if hidden[arrow]:
                strip = QRectF(1, top, self.width() - 2, MORE_HEIGHT)
                painter.fillRect(strip, theme.colour("bg.popup"))
                target = QRectF(strip.center().x() - 6, strip.center().y() - 6, 12, 12)
                colours = (theme.colour("text.secondary"), theme.colour("bg.popup"))
                paint_icon(painter, arrow, *colours, target)

    def _paint_row(self, painter: QPainter, theme: Theme, action: QAction, rect: QRect) -> None:
        if action.isSeparator():
            painter.setPen(QPen(theme.colour("line.normal"), 1))
            y = rect.center().y() + 0.5
            painter.drawLine(QPointF(EDGE + 6, y), QPointF(self.width() - EDGE - 6, y))
            return
        chosen = action is self.activeAction() and action.isEnabled()
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("user.fill"))
            row = QRectF(EDGE, rect.y(), self.width() - 2 * EDGE, rect.height())
            painter.drawRoundedRect(row, ROW_RADIUS, ROW_RADIUS)
        surface = theme.colour("user.fill" if chosen else "bg.popup")
        text = theme.colour("text.primary" if action.isEnabled() else "text.disabled")
        quiet = theme.colour("text.secondary" if action.isEnabled() else "text.disabled")
        self._paint_icon(painter, theme, action, rect, quiet, surface)
        room = rect.adjusted(TEXT_LEFT - rect.x(), 0, 0, 0)
        room.setRight(self.width() - EDGE - TEXT_RIGHT)
        painter.setFont(self.font())
        middle = Qt.AlignmentFlag.AlignVCenter
        if key := self._key(action):
            painter.setPen(quiet)
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, key)
            room.setRight(room.right() - self.fontMetrics().horizontalAdvance(key) - KEY_GAP // 2)
        if action.menu() is not None:
            arrow = QRectF(room.right() - 11, rect.center().y() - 6, 12, 12)
            paint_icon(painter, "right", quiet, surface, arrow)
            room.setRight(room.right() - 16)
        painter.setPen(text)
        flags = middle | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic
        words = action.text().partition("\t")[0]
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, flags, shown)

    @staticmethod
    def _key(action: QAction) -> str:
        return key_name(action.shortcut()) if action.menu() is None else ""

    @staticmethod
    def _paint_icon(
        painter: QPainter,
        theme: Theme,
        action: QAction,
        rect: QRect,
        colour: QColor,
        surface: QColor,
    ) -> None:
        target = QRectF(ICON_LEFT, rect.center().y() - 7, 16, 16)
        if action.isChecked():
            paint_icon(painter, "check", theme.colour("user.base"), surface, target)
        elif not action.icon().isNull():
            mode = QIcon.Mode.Normal if action.isEnabled() else QIcon.Mode.Disabled
            action.icon().paint(painter, target.toRect(), mode=mode)
