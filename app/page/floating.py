"""FloatingEditor: the one editor over the canvas, laid exactly over what it edits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.making import make_editor
from app.look.theme import font
from app.look.words import tr
from app.tools.stage import Stage
from graph_engine.edits import SetParam

Json = Any
TextDone = Callable[[str], object]


class FloatingEditor(QObject):
    """Opens an editor over a field, a title, a frame or a note; at most one at a time."""

    def __init__(self, stage: Stage, context: Callable[[str], EditorContext]) -> None:
        super().__init__(stage.canvas)
        self._stage = stage
        self._context = context
        self.widget: QWidget | None = None
        self._place: Callable[[], QRectF | None] = lambda: None
        self._undo_index = 0
        self._done: TextDone = lambda text: None
        stage.canvas.moved.connect(self._follow)
        stage.canvas.resized.connect(self._follow)
        stage.document.changed.connect(self._document_changed)

    def edit_value(self, node: str, param: str) -> None:
        """Open the editor of a param; each value that it gives is in the document at once."""
        self.close()
        document, scene = self._stage.document, self._stage.scene
        given = document.graph.nodes[node]
        spec = document.catalog.get(given.type)
        declared = spec.inputs.get(param) if spec is not None else None
        if declared is None or param in given.inputs:
            return
        context = replace(self._context(node), home="node", zoom=self._stage.canvas.zoom)
        value = declared.normalised(given.params.get(param, declared.default))
        editor = make_editor(declared, value, context, self._stage.canvas.viewport())
        merge = self._stage.new_gesture(f"edit {node}.{param}")
        self._undo_index = document.undo.index()

        def take(new: Json) -> None:
            self._stage.apply(SetParam(node, param, new), tr("Set {param}", param=param), merge)

        def place() -> QRectF | None:
            item = scene.nodes.get(node)
            field = item.shape_of.fields.get(param) if item is not None else None
            return item.mapRectToScene(field) if item is not None and field is not None else None

        editor.changed.connect(take)
        editor.finished.connect(self.close)
        editor.cancelled.connect(self._cancel_value)
        self._open(editor, place)
        editor.start()

    def edit_line(self, text: str, place: Callable[[], QRectF | None], done: TextDone) -> None:
        """Open a line over a title; Enter keeps the new text, Esc the old one."""
        self.close()
        line = QLineEdit(text, self._stage.canvas.viewport())
        line.setObjectName("floatingTitle")
        line.setAccessibleName(tr("Title"))
        line.setMaxLength(200)
        line.setFont(_zoomed(font("nodeTitle", QFont.Weight.DemiBold), self._stage.canvas.zoom))
        self._done = done
        line.returnPressed.connect(self._keep_text)
        self._open(line, place)
        line.selectAll()
        line.setFocus()

    def edit_text(self, text: str, place: Callable[[], QRectF | None], done: TextDone) -> None:
        """Open a text editor over a note; leaving it keeps the text, Esc does not."""
        self.close()
        editor = QPlainTextEdit(text, self._stage.canvas.viewport())
        editor.setObjectName("floatingNote")
        editor.setAccessibleName(tr("Note, in Markdown"))
        editor.setTabChangesFocus(True)
        editor.setFont(_zoomed(font("body"), self._stage.canvas.zoom))
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
        if watched is not self.widget:
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self._shut()
            event.accept()
            return True
        return False

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
        focused = QApplication.focusWidget()
        had_focus = focused is widget or (focused is not None and widget.isAncestorOf(focused))
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
        room = QRect(view.topLeft(), view.size().expandedTo(self.widget.minimumSizeHint()))
        self.widget.setGeometry(room.translated(QPoint(0, 0)))

    def _document_changed(self) -> None:
        self._follow()


def _zoomed(base: QFont, zoom: float) -> QFont:
    made = QFont(base)
    made.setPointSizeF(max(6.0, base.pointSizeF() * zoom))
    return made
