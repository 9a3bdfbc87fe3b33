"""Editors in a window of their own, with a neighbour that can take the focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.making import make_editor
from app.look.style import apply_style
from app.look.theme import Theme
from graph_engine.hints import Hint
from graph_engine.spec import InputSpec
from graph_engine.types import PortType

MakeSpec = Callable[..., InputSpec]


@pytest.fixture
def context(application: QApplication) -> EditorContext:
    theme = Theme.load("dark")
    apply_style(application, theme)
    return EditorContext(theme)


@pytest.fixture
def make_spec() -> MakeSpec:
    def make(
        type: str, default: Any, hint: Hint | None = None, choices: tuple[str, ...] = ()
    ) -> InputSpec:
        return InputSpec("param", PortType((type,), choices), False, default, hint, "What it is.")

    return make


@dataclass
class Heard:
    """What an editor signalled, in order."""

    values: list[Any] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)

    def to(self, editor: Editor) -> Heard:
        editor.changed.connect(self.values.append)
        editor.finished.connect(lambda: self.ends.append("finished"))
        editor.cancelled.connect(lambda: self.ends.append("cancelled"))
        return self


class Stage:
    """A window with an editor and a neighbour."""

    def __init__(self, context: EditorContext) -> None:
        self.context = context
        self.window = QWidget()
        self.window.resize(600, 400)
        self.neighbour = QLineEdit(self.window)
        self.neighbour.setGeometry(10, 360, 100, 26)

    def put(self, spec: InputSpec, value: Any, context: EditorContext | None = None) -> Editor:
        return self.show(make_editor(spec, value, context or self.context, self.window))

    def show(self, editor: Editor) -> Editor:
        editor.move(20, 20)
        editor.resize(220, editor.sizeHint().height())
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)
        editor.show()
        self.neighbour.setFocus()
        QApplication.processEvents()
        return editor


@pytest.fixture
def stage(context: EditorContext) -> Iterator[Stage]:
    made = Stage(context)
    yield made
    made.window.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def type_text(text: str) -> None:
    """Type into whatever has the focus."""
    QTest.keyClicks(focused(), text)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, held)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def turn_wheel(widget: QWidget, notches: int) -> None:
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def drag(
    widget: QWidget,
    by: int,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    *,
    release: bool = True,
) -> None:
    start, left = widget.rect().center(), Qt.MouseButton.LeftButton
    QTest.mousePress(widget, left, held, start)
    steps = 4
    for step in range(1, steps + 1):
        move(widget, start + QPoint(by * step // steps, 0), held)
    if release:
        QTest.mouseRelease(widget, left, held, start + QPoint(by, 0))


def move(widget: QWidget, to: QPoint, held: Qt.KeyboardModifier) -> None:
    # QTest.mouseMove can hold neither buttons nor keys.
    from PySide6.QtGui import QMouseEvent

    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    place, everywhere = QPointF(to), QPointF(widget.mapToGlobal(to))
    event = QMouseEvent(QEvent.Type.MouseMove, place, everywhere, none, left, held)
    QApplication.sendEvent(widget, event)
