"""Speaking: tells a screen reader what is selected, done and refused, while one listens."""

from __future__ import annotations

from functools import cache

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QUndoCommand,
)
from PySide6.QtWidgets import QWidget

from app.access.entries import entries_of
from app.access.interfaces import interface_of, make_interface
from app.canvas.scene import WorkflowScene
from app.canvas.view import Canvas
from app.document.document import Document
from app.look.words import tr, tr_count


@cache
def install_interfaces() -> None:
    """Let Qt ask us for the interfaces of canvases and their nodes, once."""
    QAccessible.installFactory(make_interface)


class Speaker(QObject):
    """Says sentences in the name of a window; `spoken` has each."""

    spoken = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        install_interfaces()

    def say(self, sentence: str) -> None:
        """Say a sentence after what is being said."""
        if not sentence or not QAccessible.isActive():
            return
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, sentence))
        self.spoken.emit(sentence)

    def follow(self, canvas: Canvas, scene: WorkflowScene, document: Document) -> None:
        """Say what happens on a canvas, as long as it lives."""
        _Listener(self, canvas, scene, document)


class _Listener(QObject):
    """Listens to one canvas."""

    def __init__(
        self, speaker: Speaker, canvas: Canvas, scene: WorkflowScene, document: Document
    ) -> None:
        super().__init__(canvas)
        self._speaker, self._canvas, self._scene = speaker, canvas, scene
        self._undo = document.undo
        self._index = self._undo.index()
        self._undone: list[QUndoCommand] = []
        scene.selection_changed.connect(self._say_selection)
        document.undo.indexChanged.connect(self._say_step)
        document.changed.connect(self._tell_nodes)
        document.level_changed.connect(self._tell_nodes)

    def _say_selection(self) -> None:
        if not QAccessible.isActive():
            return
        selected = self._scene.selected
        if len(selected) > 1:
            self._speaker.say(
                tr_count(len(selected), "{number} node selected", "{number} nodes selected")
            )
        elif selected and self._canvas.hasFocus():
            # The reader says what has the focus, so this is no announcement.
            entries = entries_of(self._canvas)
            entry = entries.nodes[entries.index(selected[0])]
            QAccessible.updateAccessibility(QAccessibleEvent(entry, QAccessible.Event.Focus))
            kinds = QAccessible.Text.Name, QAccessible.Text.Description
            node = interface_of(entry)
            self._speaker.spoken.emit(", ".join(node.text(kind) for kind in kinds))

    def _say_step(self, index: int) -> None:
        # The undo stack speaks up once more while its page is being destroyed.
        if not shiboken6.isValid(self._canvas) or not shiboken6.isValid(self._undo):
            return
        before, self._index = self._index, index
        if index > before:
            step = self._undo.text(index - 1)
            again = self._undo.command(index - 1) in self._undone
            self._speaker.say(tr("Done again: {step}", step=step) if again else step)
        elif index < min(before, self._undo.count()):
            self._undone = [self._undo.command(at) for at in range(index, self._undo.count())]
            self._speaker.say(tr("Undone: {step}", step=self._undo.text(index)))

    def _tell_nodes(self, *_: object) -> None:
        if QAccessible.isActive():
            event = QAccessibleEvent(self._canvas, QAccessible.Event.ObjectReorder)
            QAccessible.updateAccessibility(event)
