"""Every param of the shipped nodes has an editor that shows its value and can be painted."""

from __future__ import annotations

import builtins
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from app.editors.choice import ChoiceEditor
from app.editors.context import EditorContext, Home
from app.editors.editor import Editor
from app.editors.line import LineEditor
from app.editors.making import make_editor
from app.editors.model import ModelEditor
from app.editors.number import NumberEditor
from app.editors.picture import PictureEditor
from app.editors.prompt import PromptEditor
from app.editors.seed import SeedEditor
from app.editors.switch import SwitchEditor
from graph_engine.catalog import Catalog


@pytest.mark.parametrize(
    ("type", "param", "kind"),
    [
        ("Sample", "seed", SeedEditor),
        ("Sample", "steps", NumberEditor),
        ("Sample", "guidance", NumberEditor),
        ("Sample", "sampler", ChoiceEditor),
        ("EmptyLatent", "width", NumberEditor),
        ("DecodeLatent", "tiled", SwitchEditor),
        ("EncodeText", "text", PromptEditor),
        ("LoadCheckpoint", "model", ModelEditor),
        ("LoadImage", "image", PictureEditor),
        ("SaveImage", "name", LineEditor),
        ("SaveImage", "format", ChoiceEditor),
    ],
)
def test_the_editor_of_a_param(
    catalog: Catalog, context: EditorContext, type: str, param: str, kind: builtins.type[Editor]
) -> None:
    editor = make_editor(catalog[type].inputs[param], None, context)
    assert editor.__class__ is kind
    editor.deleteLater()


@pytest.mark.parametrize("home", ["node", "inspector"])
def test_every_param_has_an_editor(catalog: Catalog, context: EditorContext, home: Home) -> None:
    window = QWidget()
    inside = replace(context, home=home)
    params = [scalar for spec in catalog.values() for scalar in spec.scalars]
    for param in params:
        editor = make_editor(param, param.default, inside, window)
        heard: list[object] = []
        editor.changed.connect(heard.append)
        assert editor.value == param.default
        assert editor.accessibleName() == param.name
        editor.resize(200, editor.sizeHint().height())
        assert not editor.grab().isNull()
        editor.set_value(param.default)
        assert heard == []
    assert len(params) > 100
    window.deleteLater()
