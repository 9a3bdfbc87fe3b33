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
from app.editors.range import RangeEditor
from app.editors.seed import SeedEditor
from app.editors.sizes import SizeEditor
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
_PAIRS: Mapping[tuple[str, str], tuple[str, type[SizeEditor] | type[RangeEditor]]] = {
    ("width", "height"): ("size", SizeEditor),
    ("start", "end"): ("slider", RangeEditor),
}


def make_editor(
    spec: InputSpec, value: Any, context: EditorContext, parent: QWidget | None = None
) -> Editor:
    """The editor for a param, holding a value."""
    return _editor_class(spec)(spec, value, context, parent)


def make_pair_editor(
    specs: tuple[InputSpec, InputSpec],
    values: Mapping[str, Any],
    context: EditorContext,
    parent: QWidget | None = None,
) -> Editor | None:
    """One editor for two params that belong together; its value holds both by name.

    None where the two don't: width and height are a size, start and end a range.
    """
    widget, editor = _PAIRS.get((specs[0].name, specs[1].name), ("", None))
    if editor is None or any(spec.hint is None or spec.hint.widget != widget for spec in specs):
        return None
    return editor(specs, values, context, parent)


def _editor_class(spec: InputSpec) -> type[Editor]:
    if spec.type.choices:
        return ChoiceEditor
    widget = spec.hint.widget if spec.hint is not None else ""
    return _BY_WIDGET.get(widget) or _BY_TYPE.get(spec.type.names[0], LineEditor)
