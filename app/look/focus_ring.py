"""FocusRing: a ring around whatever has the focus, once the keyboard has moved it."""

from __future__ import annotations

from collections.abc import Iterator

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QTabWidget, QWidget

from app.look.popup import Popup
from app.look.theme import current_theme, load_tokens

GROWN, GAP = 1, 2
TALL = 60
_MOVING = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.ParentChange,
    }
)


class FocusRing(QObject):
    """Watches the focus of the application and shows it in each of its windows.

    Widgets need not paint their focus themselves. A click moves the focus without a ring, as
    Qt's own styles have it.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._ring: _Ring | None = None
        self._followed: list[QWidget] = []
        application.focusChanged.connect(self._focus_changed)

    @property
    def target(self) -> QWidget | None:
        """The widget that has the ring."""
        return self._followed[0] if self._followed else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVING:
            self._place()
        return False

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        for followed in self._followed:
            if shiboken6.isValid(followed):
                followed.removeEventFilter(self)
        self._followed = []
        if now is not None and _by_keyboard(now):
            self._followed = list(_with_parents(ringed(now)))
        for followed in self._followed:
            followed.installEventFilter(self)
            if isinstance(followed, QScrollArea):
                # Qt does so only when the focus moves within it.
                followed.ensureWidgetVisible(self._followed[0])
        self._place()

    def _place(self) -> None:
        ring, target = self._ring, self.target
        if ring is not None and not shiboken6.isValid(ring):
            ring = self._ring = None
        if target is None or not shiboken6.isValid(target):
            if ring is not None:
                ring.hide()
            return
        window = target.window()
        if ring is None or ring.parentWidget() is not window:
            if ring is not None:
                ring.deleteLater()
            ring = self._ring = _Ring(window)
        place = visible_rect(target)
        ring.setGeometry(ring_rect(target))
        ring.setVisible(not place.isEmpty())
        ring.raise_()


def ring_rect(target: QWidget) -> QRect:
    """Where the ring of a widget lies; around what is blue itself it leaves a gap."""
    by = GROWN + (GAP if target.objectName() == "primary" else 0)
    return visible_rect(target).adjusted(-by, -by, by, by) & target.window().rect()


class _Ring(QWidget):
    """The ring, over everything in a window; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        width = float(load_tokens()["line"]["focus"])
        radii = load_tokens()["radius"]
        radius = radii["control" if self.height() < TALL else "badge"]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current_theme().colour("user.base"), width))
        half = width / 2
        body = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(body, radius, radius)


def ringed(focused: QWidget) -> QWidget:
    """What the ring goes around: the field as a whole where only the line in it has the focus."""
    widget = focused
    while True:
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or parent.focusProxy() is not widget:
            return widget
        if isinstance(parent, QTabWidget):
            # It hands the focus to its tabs; its pages have their own.
            return widget
        widget = parent


def _with_parents(widget: QWidget) -> Iterator[QWidget]:
    """A widget and all that it stands in, up to its window."""
    while True:
        yield widget
        parent = widget.parentWidget()
        if parent is None or widget.isWindow():
            return
        widget = parent


def _by_keyboard(focused: QWidget) -> bool:
    # In a popup the caret shows it: where else could the focus be.
    in_popup = any(isinstance(parent, Popup) for parent in _with_parents(focused))
    moved = focused.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    return moved and not in_popup


def visible_rect(target: QWidget) -> QRect:
    """The part of a widget that no parent cuts off, in its window; empty if it is hidden.

    `QWidget.visibleRegion` is of no use here: it lacks what opaque children cover.
    """
    window = target.window()
    shown = target.rect() if target.isVisible() else QRect()
    for parent in _with_parents(target):
        shown &= parent.rect()
        if parent is not window:
            shown.translate(parent.pos())
    return shown
