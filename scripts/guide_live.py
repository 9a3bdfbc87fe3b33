"""Guide live: the guide's pictures of runs, with the real engine and the embedded models."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

from app.preview.branch_dialog import BranchDialog
from app.sweeps.definition import AxisDraft, Definition
from app.sweeps.dialog import SweepDialog
from app.timings.commands import show_timings
from app.window_live import Live
from graph_engine.events import Event, NodePreview, NodeProgress, RunStarted
from scripts.guide_studio import GuideStudio
from scripts.guide_workflows import STARTER, STARTER_AT, layout

PROMPTS = (
    "a red circle on a blue background",
    "two green squares on a white background",
    "mountains with a house at night",
    "a yellow triangle on a black background",
    "the sea with a boat at sunset",
)


def live(studio: GuideStudio) -> Live:
    """What runs in the window."""
    if studio.window.live is None:
        raise LookupError("the window is not live")
    return studio.window.live


def run(studio: GuideStudio) -> None:
    """Run what is shown, to its end."""
    jobs = live(studio).jobs
    assert jobs is not None
    ended: list[object] = []
    jobs.ended.connect(ended.append)
    studio.settle()
    studio.window.actions_of.run("run.run")
    studio.wait(lambda: bool(ended))
    jobs.ended.disconnect(ended.append)
    studio.settle()


def stop_at(studio: GuideStudio, step: int) -> None:
    """Run what is shown, and come back when a sampler shows this step."""
    jobs = live(studio).jobs
    assert jobs is not None
    seen = [0]

    def look(_job: object, event: Event) -> None:
        if isinstance(event, NodeProgress | NodePreview):
            seen[0] = max(seen[0], event.done if isinstance(event, NodeProgress) else event.step)

    jobs.told.connect(look)
    studio.settle()
    studio.window.actions_of.run("run.run")
    studio.wait(lambda: seen[0] >= step)
    jobs.told.disconnect(look)


def prepare(studio: GuideStudio, prompt: str, seed: int = 7, steps: int = 20) -> None:
    """Show the starter workflow with a prompt of its own."""
    nodes = {
        **STARTER,
        "prompt": {**STARTER["prompt"], "params": {"text": prompt}},
        "sampler": {
            **STARTER["sampler"],
            "params": {"seed": seed, "steps": steps, "guidance": 5.0},
        },
    }
    studio.open("Text to image", nodes, layout(STARTER_AT))


def gallery(studio: GuideStudio, target: Path) -> None:
    """Some pictures, one of them starred, and how it was made."""
    for seed, prompt in enumerate(PROMPTS, 7):
        prepare(studio, prompt, seed)
        run(studio)
    dock = live(studio).gallery.dock
    store = live(studio).gallery.store
    studio.wait(lambda: dock.model.rowCount() >= len(PROMPTS))
    first = dock.model.picture(dock.model.index(1))
    assert first is not None
    store.star([first.path], starred=True)
    store.rate([first.path], 4)
    dock.list.choose(first.path)
    with studio.sized(1280, 760, "gallery"):
        dock.head.details_button.setChecked(True)
        studio.settle()
        studio.grab(target, studio.panel_rect("gallery"))
        dock.head.details_button.setChecked(False)


def running(studio: GuideStudio, target: Path) -> None:
    """A run in the middle of sampling, in the whole window."""
    prepare(studio, PROMPTS[0], 21, 40)
    with studio.sized(1600, 1000, *studio.panels):
        studio.place(0.85)
        stop_at(studio, 24)
        studio.grab(target)
        finish(studio)


def finish(studio: GuideStudio) -> None:
    """Wait until nothing runs."""
    jobs = live(studio).jobs
    assert jobs is not None
    studio.wait(lambda: jobs.running is None)
    studio.settle()


def film(studio: GuideStudio, target: Path) -> None:
    """The film, back at a step in its first half."""
    prepare(studio, PROMPTS[0], 7)
    run(studio)
    with studio.sized(1000, 860, "preview"):
        show = live(studio).preview.dock.show_of
        show.go(7)
        studio.settle()
        studio.grab(target, studio.panel_rect("preview"))


def branch(studio: GuideStudio, target: Path) -> None:
    """The dialog that makes a variant from a step."""
    dock = live(studio).preview.dock
    dock.show_of.go(7)
    dock.actions_of.branch()
    studio.settle()
    studio.grab_dialog(BranchDialog, target)


def compare_pictures(studio: GuideStudio, target: Path) -> None:
    """Two pictures of the gallery under a slider."""
    model = live(studio).gallery.dock.model
    pictures = [model.picture(model.index(row)) for row in (0, 1)]
    dock = live(studio).preview.dock
    with studio.sized(1000, 860, "preview"):
        first, second = (picture.file for picture in pictures if picture is not None)
        dock.compare(first, second)
        dock.wait()
        studio.settle()
        studio.grab(target, studio.panel_rect("preview"))
        dock.stage.end_comparison()


def sweep(studio: GuideStudio, target: Path) -> None:
    """The dialog of a sweep, with its axes and what they cost."""
    prepare(studio, PROMPTS[0])
    sweeps = live(studio).sweeps
    assert sweeps is not None
    axes = (AxisDraft("sampler.end", "0.4:1:0.2"), AxisDraft("sampler.seed", "7, 8, 9"))
    sweeps.open(definition=Definition(axes))
    dialog = studio.dialog(SweepDialog)
    studio.wait(dialog.plan_box.bar.isVisible)
    studio.settle()
    studio.grab_dialog(SweepDialog, target)


def timings(studio: GuideStudio, target: Path) -> None:
    """The flame of the last run."""
    prepare(studio, PROMPTS[1], 33)
    run(studio)
    with studio.sized(1280, 720):
        show_timings(studio.window)
        studio.settle()
        studio.grab(target)


def offered(studio: GuideStudio, target: Path) -> None:
    """The queue after the engine died twice over a job."""
    prepare(studio, PROMPTS[0], 77, 120)
    engine = studio.window.engine
    jobs = live(studio).jobs
    assert engine is not None
    assert jobs is not None
    stop_at(studio, 10)
    started: list[object] = []
    jobs.told.connect(lambda _job, event: started.append(isinstance(event, RunStarted)))
    os.kill(engine.process_id, signal.SIGKILL)
    studio.wait(lambda: True in started)
    os.kill(engine.process_id, signal.SIGKILL)
    studio.wait(lambda: any(job.state == "offered" for job in jobs.jobs))
    studio.wait(lambda: engine.is_ready)
    studio.settle()
    with studio.sized(1280, 760, "queue"):
        studio.grab(target, studio.panel_rect("queue"))


LIVE: Mapping[str, Callable[[GuideStudio, Path], None]] = {
    "gallery": gallery,
    "running": running,
    "film": film,
    "branch": branch,
    "compare_pictures": compare_pictures,
    "sweep": sweep,
    "timings": timings,
    "offered": offered,
}
