"""MaskPainter: the window in which a mask is painted over a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.editors.context import EditorContext
from app.editors.field import FieldLook
from app.editors.mask_painter.brush import Brush, draw_strokes
from app.editors.mask_painter.canvas import MaskCanvas, Tool
from app.editors.mask_painter.files import mask_png
from app.editors.mask_painter.mask import Mask
from app.editors.mask_painter.strokes import Stroke, read_strokes, write_strokes
from app.editors.number import NumberEditor
from app.editors.tool_button import ToolButton
from app.look.words import tr
from graph_engine.hints import Slider
from graph_engine.spec import InputSpec
from graph_engine.types import PortType

_BLUR = 4.0
_TOOL_KEYS: Final[dict[Tool, str]] = {
    "brush": "B",
    "eraser": "E",
    "rectangle": "R",
    "lasso": "L",
    "fill": "G",
}


class MaskPainter(QDialog):
    """Paints a mask; `painted` and `png` have it when the dialog was accepted.

    With `strokes`, as PaintMask keeps them, there are only the tools that strokes can hold, and
    `strokes` has the text.
    """

    def __init__(
        self,
        picture: QImage,
        mask: Mask,
        context: EditorContext,
        parent: QWidget | None = None,
        *,
        strokes: tuple[Stroke, ...] | None = None,
    ) -> None:
        super().__init__(parent)
        self._kept = strokes
        self.canvas = MaskCanvas(picture, mask, context.theme, self)
        self.canvas.keeps_strokes = strokes is not None
        self._look = FieldLook(replace(context, home="inspector", zoom=1.0))
        self._context = replace(context, home="inspector", zoom=1.0)
        self.tools = {tool: self._tool_button(tool) for tool in _TOOL_KEYS}
        self.action_buttons = self._make_actions()
        self.size_field = self._number(tr("Size"), 1, 512, 48, 1, "int")
        self.softness = self._number(tr("Softness"), 0, 1, 0.0, 0.01)
        self.opacity = self._number(tr("Opacity"), 0.05, 1, 1.0, 0.01)
        self.zoom_label = QLabel()
        self._lay_out()
        self._limit_to_strokes()
        self.setWindowTitle(tr("Paint a mask"))
        self.resize(980, 720)
        self.canvas.settings_changed.connect(self._show_settings)
        self.canvas.undo.indexChanged.connect(self._show_settings)
        self._show_settings()
        self.canvas.setFocus()

    @classmethod
    def for_strokes(
        cls,
        text: str,
        size: QSize,
        picture: QImage,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> MaskPainter:
        """Paint the strokes of a PaintMask, over a picture if there is one; raises StrokesError."""
        strokes = read_strokes(text)
        mask = draw_strokes(strokes, size.width(), size.height())
        return cls(picture, mask, context, parent, strokes=strokes)

    @property
    def painted(self) -> Mask:
        """The mask as it is."""
        return self.canvas.painted

    @property
    def png(self) -> bytes:
        """The mask as an 8-bit grey PNG: white is repainted."""
        return mask_png(self.canvas.painted)

    @property
    def strokes(self) -> str:
        """The strokes as PaintMask's text."""
        kept = list(self._kept or ())
        for change in self.canvas.changes:
            # All that strokes can do but one thing leaves a stroke: clearing leaves none.
            kept = [*kept, change.stroke] if change.stroke is not None else []
        return write_strokes(kept)

    # --- Parts -------------------------------------------------------------------------------

    def _tool_button(self, tool: Tool) -> ToolButton:
        names = {
            "brush": tr("Brush"),
            "eraser": tr("Eraser"),
            "rectangle": tr("Rectangle"),
            "lasso": tr("Lasso"),
            "fill": tr("Fill"),
        }
        return self._button(tool, names[tool], _TOOL_KEYS[tool], lambda: self.canvas.set_tool(tool))

    def _make_actions(self) -> dict[str, ToolButton]:
        canvas = self.canvas
        return {
            "invert": self._button("invert", tr("Invert"), "I", self._invert),
            "blur": self._button("blur", tr("Blur"), "U", self._blur),
            "clear": self._button("trash", tr("Clear"), "Del", self._clear),
            "undo": self._button("undo", tr("Undo"), "Ctrl+Z", canvas.undo.undo),
            "redo": self._button("redo", tr("Redo"), "Ctrl+Shift+Z", canvas.undo.redo),
            "fit": self._button("fit", tr("Show the whole picture"), "F", canvas.fit),
        }

    def _button(self, icon: str, name: str, key: str, act: Callable[[], None]) -> ToolButton:
        button = ToolButton(icon, f"{name} ({key})", self._look, self)
        button.setFixedSize(32, 32)
        button.clicked.connect(act)
        if icon != "fit":  # the canvas has this key
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(button.click)
        return button

    def _number(
        self, name: str, low: float, high: float, value: float, step: float, kind: str = "float"
    ) -> NumberEditor:
        spec = InputSpec(name, PortType((kind,)), False, value, Slider(low, high, step))
        field = NumberEditor(spec, value, self._context, self)
        field.setFixedWidth(120)
        field.changed.connect(lambda _: self._take_brush())
        field.finished.connect(self.canvas.setFocus)
        return field

    def _lay_out(self) -> None:
        tools = QVBoxLayout()
        tools.setContentsMargins(10, 10, 10, 10)
        tools.setSpacing(6)
        for button in self.tools.values():
            tools.addWidget(button)
        for name, button in self.action_buttons.items():
            if name in ("invert", "undo"):
                tools.addWidget(self._rule())
            tools.addWidget(button)
        tools.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(tools)
        middle.addWidget(self.canvas, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addLayout(self._bottom())

    def _bottom(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(8)
        for field in (self.size_field, self.softness, self.opacity):
            label = QLabel(field.spec.name)
            label.setObjectName("label")
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)
            row.addSpacing(8)
        self.zoom_label.setObjectName("label")
        row.addWidget(self.zoom_label)
        row.addStretch(1)
        for text, act in ((tr("Cancel"), self.reject), (tr("Done"), self.accept)):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.addWidget(button)
        button.setObjectName("primary")
        return row

    def _rule(self) -> QFrame:
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        return rule

    def _limit_to_strokes(self) -> None:
        if self._kept is None:
            return
        reason = tr("PaintMask keeps strokes, which have hard edges.")
        limited = (
            self.softness,
            self.opacity,
            self.action_buttons["invert"],
            self.action_buttons["blur"],
        )
        for widget in limited:
            widget.setEnabled(False)
            widget.setToolTip(reason)

    # --- Settings ----------------------------------------------------------------------------

    def _take_brush(self) -> None:
        softness, opacity = self.softness.value, self.opacity.value
        self.canvas.brush = Brush(self.size_field.value / 2, softness, opacity)
        self.canvas.update()

    def _show_settings(self) -> None:
        for tool, button in self.tools.items():
            button.set_lit(tool == self.canvas.tool)
        size = max(1, round(self.canvas.brush.radius * 2))
        if self.size_field.value != size:
            self.size_field.set_value(size)
        self.action_buttons["undo"].setEnabled(self.canvas.undo.canUndo())
        self.action_buttons["redo"].setEnabled(self.canvas.undo.canRedo())
        self.zoom_label.setText(tr("{percent} %", percent=round(self.canvas.zoom * 100)))

    # --- Whole masks -------------------------------------------------------------------------

    def _invert(self) -> None:
        self._whole(tr("Invert"), lambda mask: mask.invert())

    def _blur(self) -> None:
        self._whole(tr("Blur"), lambda mask: mask.blur(_BLUR))

    def _clear(self) -> None:
        self._whole(tr("Clear"), lambda mask: mask.set_all(0))

    def _whole(self, text: str, act: Callable[[Mask], object]) -> None:
        self.canvas.cancel()
        before = self.canvas.copy_of_mask()
        act(self.canvas.painted)
        self.canvas.show_mask(self.canvas.painted.whole)
        self.canvas.change(text, self.canvas.painted.whole, before)

    # --- Leaving -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            # A key pressed once too often must not cost a painted mask.
            if self.canvas.undo.isClean():
                self.reject()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.canvas.cancel()
        super().closeEvent(event)
