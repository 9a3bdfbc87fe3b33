"""SizeRow: the usual proportions of width and height, and a button that swaps the two."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.docks.form_parts import INSET
from app.editors.aspects import Preset, presets
from app.editors.context import EditorContext
from app.editors.field import FieldLook
from app.editors.preset_button import PresetButton
from app.editors.tool_button import ToolButton
from app.look.words import tr
from app.page.page import WorkflowPage
from graph_engine.edits import Batch, SetParam
from graph_engine.hints import Size
from graph_engine.spec import InputSpec

WIDTH, HEIGHT = "width", "height"


def is_size(scalars: Sequence[InputSpec]) -> bool:
    """Whether a node has a width and a height in pixels."""
    return {WIDTH, HEIGHT} <= {one.name for one in scalars if isinstance(one.hint, Size)}


class SizeRow(QWidget):
    """Stands under the fields of both params; a click sets both as one undo entry."""

    def __init__(
        self,
        page: WorkflowPage,
        names: Sequence[str],
        scalars: Sequence[InputSpec],
        context: EditorContext,
    ) -> None:
        super().__init__()
        self._page = page
        self._names = tuple(names)
        self._level = page.document.level
        self._specs = {one.name: one for one in scalars if one.name in (WIDTH, HEIGHT)}
        look = FieldLook(context)
        self.presets = [PresetButton(one, look, self) for one in presets(context.pixels)]
        self.swap = ToolButton("swap", tr("Swap width and height"), look, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(INSET, 3, INSET, 3)
        row.setSpacing(3)
        for button in self.presets:
            button.clicked.connect(lambda _=False, button=button: self._choose(button.preset))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.addWidget(button, 1)
        row.addWidget(self.swap)
        self.swap.clicked.connect(self._swap)
        self.refresh()

    def show_nodes(self, names: Sequence[str]) -> None:
        """Be about other nodes of the same type."""
        self._names = tuple(names)
        self.refresh()

    def refresh(self) -> None:
        """Show which preset holds; with a link to one of both there is nothing to choose."""
        nodes = self._page.document.graph.nodes
        links = (name in nodes and nodes[name].inputs.keys() & self._specs for name in self._names)
        self.setVisible(not any(links))
        sizes = set(self._sizes().values())
        for button in self.presets:
            button.setChecked(sizes == {(button.preset.width, button.preset.height)})

    def _sizes(self) -> dict[str, tuple[int, int]]:
        nodes = self._page.document.graph.nodes
        return {
            name: (self._value(name, WIDTH), self._value(name, HEIGHT))
            for name in self._names
            if name in nodes
        }

    def _value(self, node: str, param: str) -> int:
        spec = self._specs[param]
        given = self._page.document.graph.nodes[node].params.get(param, spec.default)
        return int(spec.normalised(given))

    def _choose(self, preset: Preset) -> None:
        size = preset.width, preset.height
        self._set(dict.fromkeys(self._sizes(), size), preset.name)

    def _swap(self) -> None:
        sizes = {name: (height, width) for name, (width, height) in self._sizes().items()}
        self._set(sizes, tr("Swap width and height"))

    def _set(self, sizes: dict[str, tuple[int, int]], text: str) -> None:
        if self._page.document.level != self._level:
            return
        edits = [
            SetParam(name, param, value)
            for name, size in sizes.items()
            for param, value in zip((WIDTH, HEIGHT), size, strict=True)
        ]
        self._page.stage.apply(Batch(tuple(edits)), text)
        self.refresh()
