"""RunButton: the one amber button: Run with what it costs, and what else can be run below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.look.icons import paint_icon
from app.look.theme import Theme, current_theme, font, size
from app.look.words import tr
from app.running.run_plan import Cost
from app.running.words import cost_parts

PAD, GAP, ICON = 12.0, 8.0, 14.0
MENU_WIDTH = 27
BOLD, MEDIUM = QFont.Weight.DemiBold, QFont.Weight.Medium


class RunButton(QWidget):
    """Emits `run_wanted`, and `menu_wanted` for the arrow; `fold` leaves parts of the cost out."""

    run_wanted = Signal()
    menu_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.main = _MainPart(self)
        self.arrow = _MenuPart(self)
        self.main.clicked.connect(self.run_wanted)
        self.arrow.clicked.connect(self.menu_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.main)
        row.addWidget(self.arrow)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_cost(self, cost: Cost | None, why_not: str = "") -> None:
        """Show what a run costs, that nothing is to do, or why it can't begin; None: unknown."""
        self.main.show_cost(cost, why_not)
        self.updateGeometry()

    def fold(self, parts: int) -> None:
        """Show at most so many parts of the cost."""
        self.main.fold(parts)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        main, arrow = self.main.sizeHint(), self.arrow.sizeHint()
        return QSize(main.width() + arrow.width(), main.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def set_tips(self, run: str, more: str) -> None:
        """What is said of both parts under the pointer."""
        self.main.tip = run
        self.arrow.setToolTip(more)
        self.main.retell()


class _Part(QAbstractButton):
    """A part of the button: one filled shape that lights up under the pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paint_ground(self, painter: QPainter, theme: Theme, *, left: bool) -> QColor:
        """Fill the part, which is rounded at its own end, and return the colour."""
        name = "engine.pressed" if self.isDown() else "engine.base"
        if not self.isDown() and self.underMouse():
            name = "engine.hover"
        colour = theme.colour(name)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape, radius = QPainterPath(), 6.0
        box = QRectF(self.rect())
        box.adjust(0 if left else -2 * radius, 0, 2 * radius if left else 0, 0)
        edge = theme.colours.get("engine.outline", colour)
        inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
        shape.addRoundedRect(inner, radius, radius)
        painter.setClipRect(self.rect())
        painter.setPen(QPen(edge, 1))
        painter.setBrush(colour)
        painter.drawPath(shape)
        if self.hasFocus():
            ring = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
            painter.setPen(QPen(theme.colour("text.onEngine"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, radius - 2, radius - 2)
        return colour

    def paint_line(self, painter: QPainter, theme: Theme, x: float) -> None:
        """Paint the thin line between two parts."""
        ink = QColor(theme.colour("text.onEngine"))
        ink.setAlphaF(0.28)
        painter.fillRect(QRectF(x, 6, 1, self.height() - 12), ink)


class _MainPart(_Part):
    """Run, and what it costs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tip = ""
        self._parts: tuple[str, ...] = ()
        self._most = 3
        self._why_not = ""
        self.setAccessibleName(tr("Run"))

    def show_cost(self, cost: Cost | None, why_not: str) -> None:
        if why_not:
            parts: tuple[str, ...] = (why_not,)
        elif cost is None:
            parts = ()
        else:
            parts = cost_parts(cost) if cost.nodes else (tr("Up to date"),)
        if (parts, why_not) != (self._parts, self._why_not):
            self._parts, self._why_not = parts, why_not
            self.retell()
            self.updateGeometry()
            self.update()

    def fold(self, parts: int) -> None:
        if parts != self._most:
            self._most = parts
            self.updateGeometry()
            self.update()

    def retell(self) -> None:
        """Say the whole cost to who can't see it, and in the tooltip."""
        cost = " · ".join(self._parts)
        self.setAccessibleDescription(cost)
        self.setToolTip(f"{self.tip}\n{cost}" if cost else self.tip)

    @property
    def parts(self) -> tuple[str, ...]:
        """The cost in words, whether or not there is room for all of it."""
        return self._parts

    @property
    def text_shown(self) -> str:
        """The cost as far as it is shown: the time outlasts the steps."""
        if len(self._parts) <= self._most:
            return " · ".join(self._parts)
        if self._most == 1:
            return self._parts[-1]
        return " · ".join((self._parts[0], *self._parts[-1:])) if self._most else ""

    def sizeHint(self) -> QSize:
        run = QFontMetricsF(font("menu", BOLD)).horizontalAdvance(tr("Run"))
        width = PAD + ICON + GAP + run + PAD
        if text := self.text_shown:
            cost = QFontMetricsF(font("menu", MEDIUM)).horizontalAdvance(text)
            width += 1 + PAD + cost + PAD - 2
        return QSize(round(width), _height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        ground = self.paint_ground(painter, theme, left=True)
        ink = theme.colour("text.onEngine")
        middle = self.height() / 2
        icon = QRectF(PAD, middle - ICON / 2, ICON, ICON)
        paint_icon(painter, "play", ink, ground, icon)
        x = self._write(painter, ink, icon.right() + GAP, tr("Run"), BOLD)
        if text := self.text_shown:
            self.paint_line(painter, theme, x + PAD)
            self._write(painter, ink, x + PAD + 1 + PAD, text, MEDIUM)

    def _write(self, painter: QPainter, ink: QColor, x: float, text: str, weight: int) -> float:
        used = font("menu", weight)
        width = QFontMetricsF(used).horizontalAdvance(text)
        painter.setFont(used)
        painter.setPen(ink)
        place = QRectF(x, 0, width + 2, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
        return x + width


class _MenuPart(_Part):
    """The arrow that opens what else can be run."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("More ways to run"))

    def sizeHint(self) -> QSize:
        return QSize(MENU_WIDTH, _height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        ground = self.paint_ground(painter, theme, left=False)
        self.paint_line(painter, theme, 0)
        middle = QPointF(self.width() / 2 + 0.5, self.height() / 2)
        icon = QRectF(middle.x() - 7, middle.y() - 7, 14, 14)
        paint_icon(painter, "down", theme.colour("text.onEngine"), ground, icon)


def _height() -> int:
    words = QFontMetricsF(font("menu", BOLD)).height() + 10
    return max(round(size("runButton")), round(words))
