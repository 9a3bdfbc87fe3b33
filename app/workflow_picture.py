"""Workflow picture: a whole canvas as a PNG that carries its workflow."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QBuffer, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from app.canvas.scene import WorkflowScene
from app.look.words import tr
from graph_engine.atomic import write_atomically
from graph_engine.errors import WorkflowFileError
from graph_engine.picture_metadata import WORKFLOW_KEY
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import format_workflow

SCALE = 2.0
PADDING = 48.0
MOST_PIXELS = 64_000_000
LONGEST_SIDE = 16_000
SMALLEST = QRectF(0, 0, 320, 200)


def draw_workflow(scene: WorkflowScene) -> QImage:
    """The canvas at twice its size, as nobody touches it: nothing selected, all detail.

    One too large for a picture is drawn smaller.
    """
    content = scene.content()
    area = (content if not content.isEmpty() else SMALLEST).adjusted(
        -PADDING, -PADDING, PADDING, PADDING
    )
    scale = min(
        SCALE,
        LONGEST_SIDE / max(area.width(), area.height()),
        math.sqrt(MOST_PIXELS / (area.width() * area.height())),
    )
    pixels = QSize(math.ceil(area.width() * scale), math.ceil(area.height() * scale))
    image = QImage(pixels, QImage.Format.Format_RGB32)
    image.fill(scene.theme.colour("bg.canvas"))
    painter = QPainter(image)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )
    with _Untouched(scene):
        scene.render(painter, QRectF(image.rect()), area)
    painter.end()
    return image


def save_picture(scene: WorkflowScene, workflow: Workflow, path: Path) -> None:
    """Write the picture with the workflow inside; raises WorkflowFileError if it can't be."""
    image = draw_workflow(scene)
    image.setText(WORKFLOW_KEY, format_workflow(workflow))
    buffer = QBuffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    try:
        write_atomically(path, bytes(buffer.data().data()))
    except OSError as error:
        raise WorkflowFileError(
            tr("{file} can't be written: {why}.", file=path.name, why=error.strerror or error),
            hint=tr("Save the picture in another place."),
        ) from error


class _Untouched:
    """While it lasts, a scene shows no selection and no mark, and nothing is told of that."""

    def __init__(self, scene: WorkflowScene) -> None:
        self._scene = scene
        self._zoom = scene.zoom
        self._selected = scene.selectedItems()
        self._wires = scene.links.marked("selected"), scene.links.marked("hovered")

    def __enter__(self) -> None:
        self._scene.blockSignals(True)
        self._scene.set_zoom(1.0)
        for item in self._selected:
            item.setSelected(False)
        self._scene.links.mark("selected", ())
        self._scene.links.mark("hovered", ())

    def __exit__(self, *_raised: object) -> None:
        for item in self._selected:
            item.setSelected(True)
        self._scene.links.mark("selected", self._wires[0])
        self._scene.links.mark("hovered", self._wires[1])
        self._scene.set_zoom(self._zoom)
        self._scene.blockSignals(False)
