"""An edit to the shown plan at 1,000 nodes, and Ctrl+Enter to "Up to date": times of the studio.

    python benchmarks/edit_to_plan.py

A window with the canvas, without a screen, and the engine's own process. The workflow is many
copies of the starter, each with a seed of its own. Measured is from before the edit is applied to
when every node shows what it would do, in milliseconds: the edit itself, the canvas following it,
the message to the engine, its plan, the message back and the nodes' new statuses. Two edits: of a
value that one picture hangs on, and of one that all of them hang on. Then a small workflow is run,
and Run is asked again and again with nothing changed.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.engine.client import EngineClient
from app.engine.descriptions_store import load_descriptions
from app.look.style import apply_style
from app.look.theme import Theme
from app.settings.store import SettingsStore
from app.window import StudioWindow
from graph_engine.edits import SetParam
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.shipped import templates
from graph_engine.workflow import Layout, Workflow
from graph_engine.workflow_io import load_workflow

NODES, EDITS = 1000, 25
BUDGET_MS, UP_TO_DATE_MS = 50, 100
SMALL = {
    "mask": {"type": "PaintMask", "params": {"width": 64, "height": 64}},
    "picture": {"type": "ImageFromMask", "inputs": {"mask": "mask.mask"}},
    "save": {"type": "SaveImage", "inputs": {"image": "picture.image"}},
}


def many_starters(count: int) -> Workflow:
    """Copies of the starter workflow with one prompt and one size for all, side by side."""
    starter = load_workflow(templates()["text_to_image"]).graph.nodes
    nodes: dict[str, GraphNode] = {}
    places: dict[str, dict[str, list[int]]] = {}
    shared = ("prompt", "latent", "checkpoint")
    for name in shared:
        nodes[name] = starter[name]
    copies = 0
    while len(nodes) < count:
        for at, (name, node) in enumerate(starter.items()):
            if name in shared:
                continue
            params = {**node.params, **({"seed": copies} if "seed" in node.params else {})}
            inputs = {
                port: link if link.node in shared else Link(f"{link.node}_{copies}", link.port)
                for port, link in node.inputs.items()
            }
            nodes[f"{name}_{copies}"] = GraphNode(node.type, params, inputs)
            places[f"{name}_{copies}"] = {"at": [at * 260, copies * 420]}
        copies += 1
    return Workflow(Graph(nodes), name="Many", layout=Layout(nodes=places))


def wait_until(done: Callable[[], object], seconds: float = 120) -> float:
    """Let events come until it is done; returns the milliseconds that it took."""
    started, loop, tick = time.perf_counter(), QEventLoop(), QTimer(interval=1)
    tick.timeout.connect(lambda: loop.quit() if done() else None)
    QTimer.singleShot(round(seconds * 1000), loop, loop.quit)
    tick.start()
    loop.exec()
    if not done():
        sys.exit("The engine has not answered.")
    return (time.perf_counter() - started) * 1000


def time_edits(window: StudioWindow, node: str, param: str, values: list[object]) -> list[float]:
    """Edit a value again and again; the milliseconds until each plan is shown."""
    assert window.page is not None
    assert window.live is not None
    assert window.live.running is not None
    document, run = window.page.document, window.live.running.shown
    assert run is not None
    plans: list[int] = []
    run.shown.connect(lambda: plans.append(document.revision))
    times = []
    for value in values:
        wait_until(lambda: window.engine is not None and window.engine.is_idle)
        QTest.qWait(120)  # the checks of the edit before, which no one waits for
        plans.clear()
        started = time.perf_counter()
        document.apply(SetParam(node, param, value), "Edit")
        wait_until(lambda: plans and run.planning.is_settled)
        times.append((time.perf_counter() - started) * 1000)
    return times


def time_up_to_date(window: StudioWindow) -> list[float]:
    """Run a small workflow, then ask for more with Ctrl+Enter; the milliseconds to the answer."""
    assert window.page is not None
    assert window.live is not None
    assert window.live.running is not None
    running, run = window.live.running, window.live.running.shown
    assert run is not None
    assert window.live.jobs is not None
    wait_until(lambda: run.cost is not None)
    running.run()
    jobs = window.live.jobs
    wait_until(lambda: jobs.jobs and jobs.jobs[0].is_over and run.planning.is_settled)
    times = []
    for _ in range(EDITS):
        window.say("")
        QTest.qWait(30)
        started = time.perf_counter()
        QTest.keyClick(window.page.canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        wait_until(lambda: "Up to date" in window.status.text())
        times.append((time.perf_counter() - started) * 1000)
    return times


def report(what: str, times: list[float], budget: int) -> None:
    """Print the median and the longest of some times."""
    print(f"{what:<44} {median(times):6.1f} ms   longest {max(times):6.1f}   budget {budget}")


def main() -> None:
    """Measure both and print them."""
    with TemporaryDirectory() as folder:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            os.environ[name] = str(Path(folder) / name.lower())
        os.chdir(folder)
        application = QApplication([])
        theme = Theme.load("dark")
        apply_style(application, theme, 100)
        engine = EngineClient()
        settings = SettingsStore(Path(folder) / "studio.json")
        window = StudioWindow(load_descriptions().catalog, settings, theme, engine=engine)
        window.resize(1600, 1000)
        window.show()
        window.go_live()
        engine.start()
        page = window.workspace.new(many_starters(NODES))
        assert window.live is not None
        assert window.live.running is not None
        run = window.live.running.of(page)
        wait_until(lambda: run is not None and run.cost is not None)
        count = len(page.document.graph.nodes)
        guidance = [3 + at / 10 for at in range(EDITS)]
        times = time_edits(window, "sampler_5", "guidance", list(guidance))
        report(f"an edit of one picture's, {count} nodes", times, BUDGET_MS)
        prompts = [f"a circle, take {at}" for at in range(EDITS)]
        times = time_edits(window, "prompt", "text", list(prompts))
        report(f"an edit of every picture's, {count} nodes", times, BUDGET_MS)
        small = {"format": "weft", "version": 1, "name": "Small", "nodes": SMALL}
        file = Path(folder) / "small.weft.json"
        file.write_text(json.dumps(small), encoding="utf-8")
        window.open(file)
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        assert window.page is not None
        window.page.canvas.setFocus()
        report('Ctrl+Enter to "Up to date"', time_up_to_date(window), UP_TO_DATE_MS)
        window.close()


if __name__ == "__main__":
    main()
