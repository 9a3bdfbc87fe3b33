"""Weft's canvas, measured: run by `benchmarks.canvas` as a process of its own."""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication

from app.canvas.arranging import lay_out
from app.canvas.node_item import NodeItem
from app.canvas.scene import WorkflowScene
from app.canvas.view import Canvas
from app.document.document import Document
from app.look.style import apply_style
from app.look.theme import Theme
from benchmarks.canvas_measure import SIZE, links, memory, milliseconds, once, place, report
from graph_engine.catalog import Catalog
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.workflow import Layout, Workflow

# Two inputs and an output or two each, with values to show: more than the peer's nodes paint.
TYPES = (
    ("BlendImages", ("first", "second"), ("image", "image")),
    ("CompositeImage", ("image", "overlay"), ("image", "image")),
    ("ImageBatch", ("first", "second"), ("image", "image")),
)


def make_workflow(count: int) -> Workflow:
    """The measured graph, of nodes that have fields too."""
    catalog = Catalog.load()
    types = [entry for entry in TYPES if _fits(catalog, *entry)]
    nodes = {}
    inputs: dict[int, dict[str, Link]] = {at: {} for at in range(count)}
    for source, output, target, sink in links(count):
        port = types[target % len(types)][1][sink]
        inputs[target][port] = Link(f"node_{source}", types[source % len(types)][2][output])
    for at in range(count):
        type_id = types[at % len(types)][0]
        values = {
            scalar.name: scalar.default for scalar in catalog[type_id].scalars[:2]
            if scalar.default is not None
        }  # fmt: skip
        nodes[f"node_{at}"] = GraphNode(type_id, values, inputs[at])
    layout = {
        f"node_{at}": {
            "at": list(place(at, count)),
            "pinned": [scalar.name for scalar in catalog[node.type].scalars[:2]],
        }
        for at, node in enumerate(nodes.values())
    }
    return Workflow(Graph(nodes), layout=Layout(nodes=layout))


def _fits(
    catalog: Catalog, type_id: str, inputs: tuple[str, ...], outputs: tuple[str, ...]
) -> bool:
    spec = catalog.get(type_id)
    return spec is not None and {*inputs} <= {*spec.inputs} and {*outputs} <= {*spec.outputs}


def main() -> None:
    """Build, paint, pan, zoom and drag a graph, and report the times."""
    count = int(sys.argv[1])
    application = QApplication([])
    theme = Theme.load("dark")
    apply_style(application, theme)
    workflow = make_workflow(count)
    catalog = Catalog.load()
    view = Canvas(theme)
    view.resize(*SIZE)
    view.show()
    application.processEvents()
    scenes = []

    def build() -> None:
        scenes.append(WorkflowScene(Document(workflow, catalog), theme))
        view.show_scene(scenes[-1], theme)

    figures = {"build": once(build)}
    scene = scenes[-1]
    view.frame(scene.content())
    application.processEvents()
    steps = iter(range(100_000))
    names = list(scene.nodes)[:100]
    before = scene.places()

    def repaint() -> None:
        view.viewport().repaint()

    def pan() -> None:
        view.scroll(QPoint(7 if next(steps) % 2 else -7, 0))
        application.processEvents()

    def zoom() -> None:
        view.zoom_by(1.127 if next(steps) % 2 else 1 / 1.127)
        view.viewport().repaint()

    def drag() -> None:
        shift = QPointF(5.0 if next(steps) % 2 else -5.0, 0.0)
        scene.show_nodes_at({name: before[name] + shift for name in names})
        application.processEvents()

    figures["repaint, all in view"] = milliseconds(repaint)
    figures["pan step, all in view"] = milliseconds(pan)
    figures["zoom step, all in view"] = milliseconds(zoom)
    figures["drag 100 nodes, all in view"] = milliseconds(drag)
    figures["memory of the process"] = memory()
    for percent in (100, 60, 45, 26):
        view.zoom_to_life()
        view.zoom_by(percent / 100)
        application.processEvents()
        figures[f"repaint at {percent} %"] = milliseconds(repaint)
        figures[f"pan step at {percent} %"] = milliseconds(pan)
        names[:] = [
            item.view.id
            for item in view.items(view.viewport().rect())
            if isinstance(item, NodeItem)
        ][:100]
        figures[f"drag the {len(names)} nodes in view at {percent} %"] = milliseconds(drag)
    figures["auto layout of all"] = milliseconds(
        lambda: lay_out(workflow, scene.nodes, scene.nodes), 3
    )
    report(figures)


main()
