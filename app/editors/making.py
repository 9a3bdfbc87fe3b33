"""Making editors: which editor a param gets, by its hint and its type."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.editors.choice import ChoiceEditor
from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.line import LineEditor
from app.editors.number import NumberEditor
from app.editors.prompt import PromptEditor
from app.editors.seed import SeedEditor
from app.editors.switch import SwitchEditor
from graph_engine.hints import Prompt, Seed
from graph_engine.spec import InputSpec


def make_editor(
    spec: InputSpec, value: Any, context: EditorContext, parent: QWidget | None = None
) -> Editor:
    """The editor for a param, holding a value."""
    return _editor_class(spec)(spec, value, context, parent)


def _editor_class(spec: InputSpec) -> type[Editor]:
    if spec.type.choices:
        return ChoiceEditor
    if isinstance(spec.hint, Seed):
        return SeedEditor
    if isinstance(spec.hint, Prompt):
        return PromptEditor
    if spec.type.names == ("bool",):
        return SwitchEditor
    if spec.type.names in (("int",), ("float",)):
        return NumberEditor
    return LineEditor
