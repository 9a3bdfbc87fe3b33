"""Drops: what becomes of nodes, models, pictures, workflows and text dropped on the window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF

from app.docks.model_loading import DraggedModel, add_model, read_dragged_model
from app.docks.palette import NODE_MIME
from app.docks.placing import add_node
from app.look.words import tr
from app.page.page import WorkflowPage
from graph_engine.errors import WorkflowFileError
from graph_engine.hints import ImageFile
from graph_engine.model_files import read_model
from graph_engine.picture_metadata import read_workflow_text
from graph_engine.spec import NodeSpec

if TYPE_CHECKING:
    from app.window import StudioWindow

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff"})
STEP = QPointF(24, 24)


def can_drop(data: QMimeData) -> bool:
    """Whether there is something for the studio in a drag."""
    is_ours = data.hasFormat(NODE_MIME) or read_dragged_model(data) is not None
    return is_ours or any(_files(data)) or (data.hasText() and "{" in data.text()[:2000])


def drop(window: StudioWindow, data: QMimeData, at: QPointF) -> None:
    """Take what was dropped at a point of the canvas that is shown."""
    page = window.page or window.workspace.new()
    if data.hasFormat(NODE_MIME):
        add_node(page, data.data(NODE_MIME).toStdString(), {}, at)
    elif (model := read_dragged_model(data)) is not None:
        add_model(page, model, at)
    elif files := list(_files(data)):
        for number, file in enumerate(files):
            _drop_file(window, page, file, at + STEP * number)
    else:
        page.commands.paste_text(data.text(), at)


def find_picture_loader(catalog: Mapping[str, NodeSpec]) -> tuple[str, str] | None:
    """The first node type that loads a picture, and its param that names one."""
    for spec in catalog.values():
        for scalar in spec.files:
            if isinstance(scalar.hint, ImageFile):
                return spec.type, scalar.name
    return None


def _files(data: QMimeData) -> Iterator[Path]:
    return (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def _drop_file(window: StudioWindow, page: WorkflowPage, file: Path, at: QPointF) -> None:
    if file.suffix.lower() == ".json":
        window.open(file)
    elif file.suffix.lower() in PICTURES:
        _drop_picture(window, page, file, at)
    else:
        _drop_model(page, file, at)


def _drop_picture(window: StudioWindow, page: WorkflowPage, file: Path, at: QPointF) -> None:
    """A picture that carries a workflow opens it; any other gets a node that loads it."""
    try:
        read_workflow_text(file)
    except WorkflowFileError:
        loader = find_picture_loader(page.document.catalog)
        if loader is None:
            page.say(tr("No node loads pictures."))
            return
        type_id, param = loader
        add_node(page, type_id, {param: _name_from(page, file)}, at)
        if window.live is not None:
            window.live.gallery.welcome(file)
    else:
        window.open(file)


def _drop_model(page: WorkflowPage, file: Path, at: QPointF) -> None:
    model = read_model(file, str(file))
    if model is None or model.problem:
        why = model.problem if model is not None else tr("It is no model that Weft knows.")
        page.say(f"{file.name}: {why}")
        return
    add_model(page, DraggedModel(str(file), model.kind), at)


def _name_from(page: WorkflowPage, file: Path) -> str:
    """How a workflow names a file: from its own folder where it lies there."""
    folder = page.document.path.parent if page.document.path is not None else None
    if folder is not None and file.resolve().is_relative_to(folder.resolve()):
        return file.resolve().relative_to(folder.resolve()).as_posix()
    return str(file)
