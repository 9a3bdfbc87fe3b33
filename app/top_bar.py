"""TopBar: Weft's mark, the menus, what runs, the device, and the way to every command."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenuBar,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from app.look.icons import logo, paint_icon
from app.look.key_caps import caps_width, paint_caps
from app.look.theme import current_theme, font, size, text_scale
from app.look.words import tr
from app.running.gauge import Gauge
from app.running.run_bar import RunBar

MARK = 22
MARGIN, SPACING, EXTRA = 12, 6, 20
PAD = 10.0
GAP = 8.0


class TopBar(QWidget):
    """The row above everything; where it has no room for all, the least needed goes first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.run_bar = RunBar()
        self.gauge = Gauge()
        self.command = CommandButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(SPACING)
        # The window may be narrower than all of it.
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(_mark())
        row.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.run_bar)
        row.addStretch(1)
        row.addWidget(self.gauge)
        row.addSpacing(8)
        row.addWidget(self.command)
        self._folds = (
            lambda away: self.command.show_word(not away),
            *self.run_bar.folds()[:2],
            self.gauge.fold,
            *self.run_bar.folds()[2:],
        )
        self._fitted: tuple[object, ...] = ()
        self._fit_height()

    def fit(self) -> None:
        """Show all that there is room for, where the room or what needs it has changed."""
        now = (self.width(), self.menus.sizeHint().width(), *self.run_bar.wishes(),
               self.gauge.words, self.command.wishes())  # fmt: skip
        if now == self._fitted:
            return
        self._fitted = now
        for fold in reversed(self._folds):
            fold(False)
        for fold in self._folds:
            if self._needed() <= self.width():
                break
            fold(True)
        room = self._needed() <= self.width()
        self.menus.setMinimumWidth(self.menus.sizeHint().width() if room else 0)
        self.run_bar.updateGeometry()
        self.run_bar.place()

    def minimumSizeHint(self) -> QSize:
        # What has no room is folded, so that the window may be as narrow as its panels let it.
        return QSize(0, super().minimumSizeHint().height())

    def _needed(self) -> int:
        parts = (self.menus, self.run_bar, self.gauge, self.command)
        shown = [part.sizeHint().width() for part in parts if not part.isHidden()]
        return sum(shown) + SPACING * len(shown) + 2 * MARGIN + MARK + EXTRA

    def _fit_height(self) -> None:
        words = QFontMetricsF(font("menu")).height() + 24
        self.setFixedHeight(max(round(size("topBar")), round(words)))

    def event(self, event: QEvent) -> bool:
        # A part that has grown or shrunk: the cost of a run is told after each edit.
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit_height()
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class CommandButton(QPushButton):
    """Opens the command palette, and shows the key that does the same."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("commandButton")
        self.setAccessibleName(tr("Command palette"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._caps: tuple[str, ...] = ()
        self._has_word = True

    def wishes(self) -> object:
        """What decides how much room it would take."""
        return self._caps, text_scale()

    def show_word(self, on: bool) -> None:
        """Show the word and the key, or the sign alone."""
        if on != self._has_word:
            self._has_word = on
            self.updateGeometry()
            self.update()

    def show_keys(self, caps: Sequence[str]) -> None:
        """Show these keys beside the word."""
        self._caps = tuple(caps)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if not self._has_word:
            return QSize(round(2 * PAD + size("icon")), round(size("runButton")))
        words = QFontMetricsF(font("small")).horizontalAdvance(tr("Command"))
        keys = GAP + caps_width(self._caps) if self._caps else 0
        width = PAD + size("icon") + GAP + words + keys + PAD
        return QSize(round(width), round(size("runButton")))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, middle = size("icon"), self.height() / 2
        icon = QRectF(PAD, middle - side / 2, side, side)
        ink = theme.colour("text.secondary")
        paint_icon(painter, "search", ink, theme.colour("bg.field"), icon)
        if not self._has_word:
            return
        used = font("small")
        painter.setFont(used)
        painter.setPen(ink)
        word = tr("Command")
        left = icon.right() + GAP
        width = QFontMetricsF(used).horizontalAdvance(word)
        place = QRectF(left, 0, width + 2, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, word)
        paint_caps(painter, theme, QPointF(left + width + GAP, middle), self._caps)


def _mark() -> QLabel:
    label = QLabel()
    pixmap = logo(MARK * 2)
    pixmap.setDevicePixelRatio(2)
    label.setPixmap(pixmap)
    return label
