"""FloatingEditor: the one editor over the canvas, laid exactly over what it edits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.canvas.node_item import NodeItem
from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.line import LineEditor
from app.editors.making import make_editor
from app.editors.number import NumberEditor
from app.editors.prompt import PromptEditor
from app.editors.seed import SeedEditor
from app.look.theme import font, size
from app.look.words import tr
from app.tools.stage import Stage
from graph_engine.edits import SetParam

Json = Any
Key = Qt.Key
TYPED = (NumberEditor, SeedEditor, LineEditor, PromptEditor)
TextDone = Callable[[str], object]
LEGIBLE = 0.8
"""The zoom below which editors grow no smaller: over a node that is small, they are wider."""


class FloatingEditor(QObject):
    """Opens an editor over a field, a title, a frame or a note; at most one at a time."""

    def __init__(self, stage: Stage, context: Callable[[str], EditorContext]) -> None:
        super().__init__(stage.canvas)
        self._stage = stage
        self._context = context
        self.widget: QWidget | None = None
        self._place: Callable[[], QRectF | None] = lambda: None
        self._undo_index = 0
        self._edited = ("", "")
        self._done: TextDone = lambda text: None
        stage.canvas.moved.connect(self._follow)
        stage.canvas.resized.connect(self._follow)
        stage.document.changed.connect(self._document_changed)

    def edit_value(self, node: str, param: str, *, by_keys: bool = False) -> None:
        """Open the editor of a param; each value that it gives is in the document at once."""
        self.close()
        document, scene = self._stage.document, self._stage.scene
        given = document.graph.nodes[node]
        spec = document.catalog.get(given.type)
        declared = spec.inputs.get(param) if spec is not None else None
        if declared is None or param in given.inputs:
            return
        context = replace(self._context(node), home="node", zoom=self._zoom())
        value = declared.normalised(given.params.get(param, declared.default))
        editor = make_editor(declared, value, context, self._stage.canvas.viewport())
        merge = self._stage.new_gesture(f"edit {node}.{param}")
        self._undo_index = document.undo.index()

        def take(new: Json) -> None:
            self._stage.apply(SetParam(node, param, new), tr("Set {param}", param=param), merge)

        def place() -> QRectF | None:
            item = scene.nodes.get(node)
            return item.mapRectToScene(_field_of(item, param)) if item is not None else None

        editor.changed.connect(take)
        editor.finished.connect(self.close)
        editor.cancelled.connect(self._cancel_value)
        self._edited = node, param
        self._open(editor, place)
        for part in (editor, *editor.findChildren(QWidget)):
            part.installEventFilter(self)
        if by_keys and not isinstance(editor, TYPED):
            # A list would be in the way of Tab, and a switch would turn; Space does both.
            editor.setFocus()
        else:
            editor.start()

    def edit_first(self, node: str) -> None:
        """Open the editor of a node's first value: the first that shows, if one does."""
        view = self._stage.scene.nodes[node].view
        for param in (*view.shown_params, *view.params):
            self.edit_value(node, param.name, by_keys=True)
            if self.widget is not None:
                return

    def edit_line(self, text: str, place: Callable[[], QRectF | None], done: TextDone) -> None:
        """Open a line over a title; Enter keeps the new text, Esc the old one."""
        self.close()
        line = QLineEdit(text, self._stage.canvas.viewport())
        line.setObjectName("floatingTitle")
        line.setAccessibleName(tr("Title"))
        line.setMaxLength(200)
        line.setFont(_zoomed(font("nodeTitle", QFont.Weight.DemiBold), self._zoom()))
        self._done = done
        line.returnPressed.connect(self._keep_text)
        self._open(line, place)
        line.selectAll()
        line.setFocus()

    def edit_text(self, text: str, place: Callable[[], QRectF | None], done: TextDone) -> None:
        """Open a text editor over a note; leaving it keeps the text, by Esc as well."""
        self.close()
        editor = QPlainTextEdit(text, self._stage.canvas.viewport())
        editor.setObjectName("floatingNote")
        editor.setAccessibleName(tr("Note, in Markdown"))
        editor.setTabChangesFocus(True)
        editor.setFont(_zoomed(font("body"), self._zoom()))
        self._done = done
        self._open(editor, place)
        editor.selectAll()
        editor.setFocus()

    def close(self) -> None:
        """Close what is open; values that were given stay, and so does a text."""
        if isinstance(self.widget, QLineEdit | QPlainTextEdit):
            self._keep_text()
        else:
            self._shut()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(self.widget, Editor):
            return self._editor_key(event)
        if watched is not self.widget:
            return False
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            # The line's own menu is no reason to leave it.
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self.close()
        elif isinstance(event, QKeyEvent) and event.key() == Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress and isinstance(watched, QPlainTextEdit):
                self.close()
            elif event.type() == QEvent.Type.KeyPress:
                self._shut()
            event.accept()
            return True
        return False

    def _editor_key(self, event: QEvent) -> bool:
        """Tab leads from value to value, Shift+Tab back."""
        if not isinstance(event, QKeyEvent) or event.key() not in (Key.Key_Tab, Key.Key_Backtab):
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._go_on(1 if event.key() == Key.Key_Tab else -1)
        event.accept()
        return True

    def _go_on(self, by: int) -> None:
        """Open the next value of the node, also one that is folded away at its default."""
        node, param = self._edited
        # As if one had clicked elsewhere: the editor settles what was typed, and closes.
        self._stage.canvas.setFocus()
        self.close()
        names = [one.name for one in self._stage.scene.nodes[node].view.params]
        at = names.index(param) if param in names else 0
        for step in range(1, len(names)):
            self.edit_value(node, names[(at + by * step) % len(names)], by_keys=True)
            if self.widget is not None:
                return

    def _open(self, widget: QWidget, place: Callable[[], QRectF | None]) -> None:
        self.widget, self._place = widget, place
        if not isinstance(widget, Editor):
            widget.installEventFilter(self)
        self._follow()
        widget.show()

    def _keep_text(self) -> None:
        widget, done = self.widget, self._done
        self._shut()
        if isinstance(widget, QLineEdit):
            done(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            done(widget.toPlainText())

    def _cancel_value(self) -> None:
        self._stage.document.revoke(self._undo_index)
        self._shut()

    def _shut(self) -> None:
        widget, self.widget = self.widget, None
        if widget is None:
            return
        widget.removeEventFilter(self)
        # Of the window, which may not be the active one while a list is open over it.
        focused = self._stage.canvas.window().focusWidget()
        had_focus = focused is widget or widget.isAncestorOf(focused)
        widget.hide()
        widget.deleteLater()
        if had_focus:
            self._stage.canvas.setFocus()

    def _follow(self) -> None:
        if self.widget is None:
            return
        place = self._place()
        if place is None:
            self._shut()
            return
        canvas = self._stage.canvas
        view = canvas.mapFromScene(place).boundingRect()
        legible = (place.size() * self._zoom()).toSize()
        hint = self.widget.minimumSizeHint()
        room = QRect(view.topLeft(), view.size().expandedTo(legible).expandedTo(hint))
        self.widget.setGeometry(room)

    def _zoom(self) -> float:
        """The zoom of editors: that of the canvas, but never too small to be read."""
        return max(self._stage.canvas.zoom, LEGIBLE)

    def _document_changed(self) -> None:
        widget, (node, param) = self.widget, self._edited
        given = self._stage.document.graph.nodes.get(node)
        if isinstance(widget, Editor) and given is not None:
            value = widget.spec.normalised(given.params.get(param, widget.spec.default))
            if value != widget.value:
                widget.set_value(value)
        self._follow()


def _field_of(item: NodeItem, param: str) -> QRectF:
    """A value's field in its node; where the folded ones are for one that does not show."""
    shape = item.shape_of
    if (field := shape.fields.get(param)) is not None:
        return field
    side = size("node.side")
    fold = shape.fold or QRectF(side, shape.height, shape.width - 2 * side, 0)
    return QRectF(fold.left(), fold.top(), fold.width(), size("node.paramField"))


def _zoomed(base: QFont, zoom: float) -> QFont:
    made = QFont(base)
    made.setPointSizeF(base.pointSizeF() * zoom)
    return made
