"""Making editors: which editor a param gets, by its hint and its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from app.editors.choice import ChoiceEditor
from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.line import LineEditor
from app.editors.model import ModelEditor
from app.editors.number import NumberEditor
from app.editors.picture import PictureEditor
from app.editors.prompt import PromptEditor
from app.editors.seed import SeedEditor
from app.editors.strokes import StrokesEditor
from app.editors.switch import SwitchEditor
from graph_engine.spec import InputSpec

_BY_WIDGET: Mapping[str, type[Editor]] = {
    "seed": SeedEditor,
    "strokes": StrokesEditor,
    "prompt": PromptEditor,
    "model_file": ModelEditor,
    "image_file": PictureEditor,
    "latent_file": PictureEditor,
    "file": PictureEditor,
}
_BY_TYPE: Mapping[str, type[Editor]] = {
    "bool": SwitchEditor,
    "int": NumberEditor,
    "float": NumberEditor,
}


def make_editor(
    spec: InputSpec, value: Any, context: EditorContext, parent: QWidget | None = None
) -> Editor:
    """The editor for a param, holding a value."""
    return _editor_class(spec)(spec, value, context, parent)


def _editor_class(spec: InputSpec) -> type[Editor]:
    if spec.type.choices:
        return ChoiceEditor
    widget = spec.hint.widget if spec.hint is not None else ""
    return _BY_WIDGET.get(widget) or _BY_TYPE.get(spec.type.names[0], LineEditor)
