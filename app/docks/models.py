"""Models: the model files that were found, by kind; dragged or added as the node that loads them."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.docks.filter_field import FilterField
from app.docks.model_loading import MODEL_MIME, DraggedModel, add_model
from app.docks.palette import lay_out_list, make_nothing
from app.docks.shelf import Group, Item, ShelfModel
from app.docks.shelf_view import ShelfView
from app.docks.signs import IconButton
from app.look.file_dialog import ask_for_folder
from app.look.fonts import set_font
from app.look.words import marked, tr
from app.page.page import WorkflowPage
from app.search.fuzzy import Match, best_match
from graph_engine.errors import WeftError
from graph_engine.model_files import SUFFIXES, FoundModel, kind_in_words
from graph_engine.model_folders import remember

# In the order of the list: title, and the port type whose shape stands for it.
KINDS: Mapping[str, tuple[str, str]] = {
    "checkpoint": (marked("Checkpoints"), "UNet"),
    "controlnet": (marked("ControlNets"), "ControlNet"),
    "t2i_adapter": (marked("T2I-Adapters"), "ControlNet"),
    "lora": (marked("LoRAs"), "TextEncoder"),
    "embedding": (marked("Embeddings"), "Conditioning"),
    "vae": (marked("VAEs"), "VAE"),
    "tiny_decoder": (marked("Tiny decoders"), "VAE"),
    "unet": (marked("U-Nets"), "UNet"),
    "text_encoder": (marked("Text encoders"), "TextEncoder"),
}
BADGES: Mapping[str, str] = {
    "sd1": "1.5",
    "sd2": "2.x",
    "sdxl": "XL",
    "sdxl_refiner": "XL-R",
}
COMMAND = "weft models --add"


class Models(QWidget):
    """The dock *Models*. `rescan_wanted` asks for the folders to be searched again."""

    rescan_wanted = Signal()
    said = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(160)
        self._page: WorkflowPage | None = None
        self.model = ShelfModel(_find, self)
        self.list = ShelfView(self.model, tr("Models"))
        self.field = FilterField(tr("Find a model"), self.list)
        self.nothing = make_nothing(tr("No model is called that."))
        self._is_looking = True
        self.empty_words = make_nothing("")
        self.empty_button = QPushButton(tr("Add folder…"))
        self.empty = self._make_empty()
        self.rescan = IconButton("reset", tr("Search the folders again"))
        self.add_folder = IconButton("plus", tr("Add folder…"))
        self.head_buttons = (self.rescan, self.add_folder)
        self.field.changed.connect(self._filter)
        self.field.left.connect(self.left)
        self.list.left.connect(self.left)
        self.list.taken.connect(self._add)
        self.rescan.clicked.connect(self._rescan)
        self.add_folder.clicked.connect(self.choose_folder)
        self.empty_button.clicked.connect(self.choose_folder)
        self.setFocusProxy(self.field)
        lay_out_list(self, self.field, self.list, self.nothing, self.empty)
        self._show_what_there_is()

    def show_page(self, page: WorkflowPage | None) -> None:
        """Add to this page from now on."""
        self._page = page

    def show_models(self, models: Iterable[FoundModel]) -> None:
        """Show what was found."""
        first = self.model.is_empty
        self.model.show_groups(model_groups(models))
        if first:
            self.list.open_groups({group.key for group in self.model.groups})
        self.stop_looking()

    def stop_looking(self) -> None:
        """The search has ended, or there is no engine that would search."""
        self._is_looking = False
        self.rescan.setEnabled(True)
        self._show_what_there_is()

    def choose_folder(self) -> None:
        """Ask for a folder with models, remember it, and search it."""
        folder = ask_for_folder(self, tr("Add a folder with models"))
        if folder is not None:
            self.add(folder)

    def add(self, folder: Path) -> None:
        """Remember a folder and search it."""
        try:
            full = remember(folder)
        except WeftError as error:
            self.said.emit(f"{error.message} {error.hint}".strip())
            return
        self.said.emit(tr("{folder} is searched for models from now on.", folder=full))
        self._rescan()

    def _rescan(self) -> None:
        self._is_looking = True
        self.rescan.setEnabled(False)
        self._show_what_there_is()
        self.rescan_wanted.emit()

    def _filter(self, query: str) -> None:
        self.model.filter(query)
        self._show_what_there_is()

    def _show_what_there_is(self) -> None:
        empty = self.model.is_empty
        self.field.setVisible(not empty)
        self.empty.setVisible(empty)
        self.empty_words.setText(tr("Looking for models…") if self._is_looking else _how_to_add())
        self.empty_button.setVisible(not self._is_looking)
        self.list.setVisible(bool(self.model.groups))
        self.nothing.setVisible(not empty and not self.model.groups)

    def _add(self, item: Item) -> None:
        if self._page is not None:
            name, kind = item.key.split("\n")
            add_model(self._page, DraggedModel(name, kind))

    def _make_empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.empty_words)
        set_font(self.empty_button, "body")
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 12)
        row.addWidget(self.empty_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return page


def _how_to_add() -> str:
    words = tr(
        "No models were found. Add a folder with checkpoints, LoRAs or ControlNets, or run"
        " {command} in a terminal."
    )
    return html.escape(words).format(command=f"<code>{html.escape(COMMAND)}</code>")


def model_groups(models: Iterable[FoundModel]) -> list[Group]:
    """The models by kind, each kind in the order of the names."""
    found: dict[str, list[Item]] = {}
    for model in sorted(models, key=lambda one: one.name.casefold()):
        found.setdefault(model.kind, []).append(_item(model))
    order = [*(kind for kind in KINDS if kind in found), *(k for k in found if k not in KINDS)]
    return [Group(kind, _title(kind), tuple(found[kind])) for kind in order]


def _title(kind: str) -> str:
    if kind in KINDS:
        return tr(KINDS[kind][0])
    words = kind_in_words(kind) if kind else tr("Others")
    return words[:1].upper() + words[1:]


def _find(query: str, item: Item, group: Group) -> Match | None:
    return best_match(query, item.title, [(item.badge, 70), (group.title, 55)])


def _title_of(name: str) -> str:
    """The last part of a model's name, without the ending of its file."""
    path = Path(name)
    return path.stem if path.suffix.lower() in SUFFIXES else path.name


def _item(model: FoundModel) -> Item:
    dragged = DraggedModel(model.name, model.kind)
    return Item(
        key=f"{model.name}\n{model.kind}",
        title=_title_of(model.name),
        kind=KINDS.get(model.kind, ("", "any"))[1],
        mime=(MODEL_MIME, dragged.as_bytes()),
        badge=family_badge(model.family),
        note=size_text(model.bytes),
        problem=f"{model.problem} {model.hint}".strip(),
        tip=_tip(model),
        thumbnail=Path(model.thumbnail) if model.thumbnail else None,
    )


def family_badge(family: str) -> str:
    """A family as its badge: `sdxl` reads "XL"."""
    return BADGES.get(family, family)


def size_text(count: int) -> str:
    """Bytes in words, such as "6.9 GB"."""
    units = ("B", "kB", "MB", "GB", "TB")
    amount, unit = float(count), 0
    while amount >= 1000 and unit < len(units) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.1f} {units[unit]}" if unit and amount < 10 else f"{amount:.0f} {units[unit]}"


def _tip(model: FoundModel) -> str:
    facts = [kind_in_words(model.kind) if model.kind else "", family_badge(model.family)]
    facts += [model.task if model.task != "text" else "", size_text(model.bytes)]
    lines = [
        f"<b>{html.escape(model.name)}</b>",
        html.escape(", ".join(fact for fact in facts if fact)),
        html.escape(model.path),
        html.escape(f"{model.problem} {model.hint}".strip()),
    ]
    return "".join(f"<div>{line}</div>" for line in lines if line)
