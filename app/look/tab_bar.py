"""TabBar: the tabs of open workflows, with our own close buttons and a button for a new one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QTabBar, QWidget

from app.look.icons import paint_icon
from app.look.theme import Theme, current_theme, font, size
from app.look.words import tr

UNSAVED = " ●"
PAD = 14.0
BUTTON = 24
WIDEST = 240
NARROWEST = 92
LINE = 2.0


class SignButton(QAbstractButton):
    """A square button that is one icon; it shows a ground under the pointer and with the focus."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setFixedSize(BUTTON, BUTTON)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse()
        surface = theme.colour("bg.hover" if lit else "bg.panelHeader")
        ground = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        if lit or self.hasFocus():
            edge = QPen(theme.colour("user.base")) if self.hasFocus() else Qt.PenStyle.NoPen
            painter.setPen(edge)
            painter.setBrush(surface)
            painter.drawRoundedRect(ground, 5, 5)
        side = 12 if self._icon == "x" else 16
        corner = (BUTTON - side) / 2
        colour = theme.colour("text.primary" if lit else "text.secondary")
        paint_icon(painter, self._icon, colour, surface, QRectF(corner, corner, side, side))


class TabBar(QTabBar):
    """Paints its tabs: the shown one joins the canvas, under a line in the user's blue.

    A title that ends in `UNSAVED` has its dot in a quieter colour. A middle click closes a tab.
    A number as a tab's data is the share of its run that is done, shown as a line below its title.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Before the rest, which lays the tabs out.
        self.add_button = SignButton("plus", tr("New workflow"), self)
        self.setObjectName("workflowTabs")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setMouseTracking(True)

    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        old = self.tabButton(index, QTabBar.ButtonPosition.RightSide)
        close = SignButton("x", tr("Close tab"), self)
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(lambda _checked=False: self._close(close))
        self.setTabButton(index, QTabBar.ButtonPosition.RightSide, close)
        if isinstance(old, QWidget):
            old.deleteLater()

    def tabLayoutChange(self) -> None:
        super().tabLayoutChange()
        right = self.tabRect(self.count() - 1).right() + 1 if self.count() else 0
        self.add_button.move(right + 4, (self.height() - BUTTON) // 2)
        self.add_button.setVisible(right + 4 + BUTTON <= self.width())

    def minimumTabSizeHint(self, index: int) -> QSize:
        return QSize(NARROWEST, self._height())

    def tabSizeHint(self, index: int) -> QSize:
        metrics = QFontMetricsF(font("body"))
        width = metrics.horizontalAdvance(self.tabText(index)) + 2 * PAD + BUTTON
        return QSize(round(min(WIDEST, max(NARROWEST, width))), self._height())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + BUTTON + 8, self._height())

    @staticmethod
    def _height() -> int:
        return max(round(size("tab")), round(QFontMetricsF(font("body")).height() + 14))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and at >= 0:
            self.tabCloseRequested.emit(at)
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg.panelHeader"))
        painter.setPen(QPen(theme.colour("bg.window"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in range(self.count()):
            self._paint_tab(painter, theme, at)

    def _paint_tab(self, painter: QPainter, theme: Theme, at: int) -> None:
        body = QRectF(self.tabRect(at))
        shown = at == self.currentIndex()
        if shown:
            painter.fillRect(body, theme.colour("bg.canvas"))
            line = QRectF(body.left(), body.top(), body.width(), LINE)
            painter.fillRect(line, theme.colour("user.base"))
            if self.hasFocus():
                painter.setPen(QPen(theme.colour("user.base"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(body.adjusted(3.5, 5.5, -3.5, -3.5), 4, 4)
        self._paint_run(painter, theme, body, self.tabData(at))
        used = font("body")
        metrics = QFontMetricsF(used)
        text = self.tabText(at).replace("&&", "&")
        unsaved = text.endswith(UNSAVED)
        text = text.removesuffix(UNSAVED)
        dot = 14.0 if unsaved else 0.0
        room = body.width() - PAD - BUTTON - 6 - dot
        title = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(used)
        painter.setPen(theme.colour("text.primary" if shown else "text.secondary"))
        words = QRectF(body.left() + PAD, body.top() + 1, room, body.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        if unsaved:
            x = words.left() + metrics.horizontalAdvance(title) + 9
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("text.tertiary"))
            painter.drawEllipse(QPointF(x, body.center().y() + 0.5), 3, 3)

    def _paint_run(self, painter: QPainter, theme: Theme, body: QRectF, share: object) -> None:
        if not isinstance(share, float):
            return
        track = QRectF(body.left(), body.bottom() - LINE, body.width(), LINE)
        painter.fillRect(track, theme.colour("engine.track"))
        track.setWidth(max(6.0, body.width() * share))
        painter.fillRect(track, theme.colour("state.running"))

    def _close(self, button: QAbstractButton) -> None:
        side = QTabBar.ButtonPosition.RightSide
        for at in range(self.count()):
            if self.tabButton(at, side) is button:
                self.tabCloseRequested.emit(at)
                return
