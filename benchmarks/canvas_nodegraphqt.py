"""The canvas of NodeGraphQt, measured: run by `benchmarks.canvas` in an environment of its own."""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_PREFERRED_BINDING", "PySide6")
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.canvas_measure import SIZE, links, memory, milliseconds, once, place, report

# Neither is there where Weft is checked: they live in the peer's environment only.
peer: Any = importlib.import_module("NodeGraphQt")
widgets: Any = importlib.import_module("Qt.QtWidgets")


def _add_ports(self: Any) -> None:
    peer.BaseNode.__init__(self)
    for at in range(2):
        self.add_input(f"in{at}", multi_input=False)
        self.add_output(f"out{at}")


def main() -> None:
    """Build, paint, pan, zoom and drag a graph, and report the times."""
    count = int(sys.argv[1])
    application = widgets.QApplication([])
    # Two inputs, two outputs and no field.
    node_type = type(
        "PlainNode",
        (peer.BaseNode,),
        {"__identifier__": "bench", "NODE_NAME": "Plain", "__init__": _add_ports},
    )
    graph = peer.NodeGraph()
    # Its check for cycles at every link would take most of the time by far.
    graph.set_acyclic(False)
    graph.register_node(node_type)
    view = graph.viewer()
    view.resize(*SIZE)
    view.show()
    application.processEvents()
    nodes: list[Any] = []

    def build() -> None:
        for at in range(count):
            node = graph.create_node(
                "bench.PlainNode", name=f"Node {at}", selected=False,
                pos=place(at, count), push_undo=False,
            )  # fmt: skip
            nodes.append(node)
        for source, output, target, sink in links(count):
            port = nodes[source].output(output)
            port.connect_to(nodes[target].input(sink), push_undo=False)

    figures = {"build": once(build)}
    view.zoom_to_nodes([node.view for node in nodes])
    application.processEvents()
    steps = iter(range(100_000))

    def repaint() -> None:
        view.viewport().repaint()

    def pan() -> None:
        # What its own panning gesture does with each movement of the mouse.
        view._set_viewer_pan(view.scene_rect()[2] / SIZE[0] * _to_and_fro(steps, 7.0), 0.0)
        application.processEvents()

    def drag() -> None:
        shift = _to_and_fro(steps, 5.0)
        for node in nodes[:100]:
            node.view.moveBy(shift, 0.0)
        application.processEvents()

    def zoom() -> None:
        view._set_viewer_zoom(_to_and_fro(steps, 120.0))
        view.viewport().repaint()

    figures["repaint, all in view"] = milliseconds(repaint)
    figures["pan step, all in view"] = milliseconds(pan)
    figures["zoom step, all in view"] = milliseconds(zoom)
    figures["drag 100 nodes, all in view"] = milliseconds(drag)
    figures["memory of the process"] = memory()
    report(figures)


def _to_and_fro(steps: Any, by: float) -> float:
    return by if next(steps) % 2 else -by


main()
