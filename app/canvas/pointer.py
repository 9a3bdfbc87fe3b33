"""Pointer: where the mouse is during a gesture, and which port it means."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True, slots=True)
class PortRef:
    """One port of one node."""

    node: str
    port: str
    is_output: bool

    def __str__(self) -> str:
        return f"{self.node}.{self.port}"


@dataclass(frozen=True, slots=True)
class Pointer:
    """The mouse at one moment: on the view, on the canvas, and what is held with it."""

    view: QPointF
    scene: QPointF
    button: Qt.MouseButton
    modifiers: Qt.KeyboardModifier

    @classmethod
    def of(cls, event: QMouseEvent, scene: QPointF) -> Pointer:
        return cls(event.position(), scene, event.button(), event.modifiers())

    @property
    def ctrl(self) -> bool:
        return bool(self.modifiers & CTRL)

    @property
    def shift(self) -> bool:
        return bool(self.modifiers & SHIFT)

    @property
    def alt(self) -> bool:
        return bool(self.modifiers & ALT)
