"""Sweeps: U-Net evaluations that cells share, and what reading and planning a sweep takes.

    python benchmarks/sweeps.py

Three sweeps of the embedded model with nine to twelve cells. Counted are the evaluations that the
sweep computes and those that its cells compute when each is run alone, without a cache. Then, of
the processor's time: reading 1,000 values as they are typed, and planning 100 cells.
"""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from graph_engine import Session, load_workflow
from graph_engine.overrides import with_settings
from graph_engine.shipped import templates
from graph_engine.sweep import parse_axis, parse_sweep
from graph_engine.sweep_plan import plan_sweep
from graph_engine.sweep_run import run_sweep
from graph_engine.workflow import Workflow

SIZE, STEPS = 64, 10
PROMPTS = (
    "a red circle on a blue background",
    "a green square on a white background",
    "a yellow triangle on a black background",
)
SWEEPS = {
    "end × seed": ("text_to_image", ("sampler.end=0.4,0.6,0.8,1", "sampler.seed=1,2,3")),
    "second prompt × switch": (
        "prompt_switch",
        ("second.text=" + ",".join(PROMPTS), "first_half.end&second_half.start=0.4,0.6,0.8"),
    ),
    "guidance × seed": ("text_to_image", ("sampler.guidance=3,5,7", "sampler.seed=1,2,3")),
}


def small(name: str, session: Session) -> Workflow:
    """A shipped workflow with small pictures and few steps."""
    workflow = load_workflow(templates()[name])
    settings = []
    for node, found in workflow.graph.nodes.items():
        names = session.catalog[found.type].inputs
        if {"width", "height"} <= names.keys():
            settings += [f"{node}.width={SIZE}", f"{node}.height={SIZE}"]
        if "steps" in names:
            settings.append(f"{node}.steps={STEPS}")
    return with_settings(workflow, session.catalog, settings)


def evaluations(name: str, axes: tuple[str, ...], folder: Path) -> tuple[int, int, int]:
    """How many cells there are, and the evaluations of the sweep and of its cells alone."""
    with Session(cache=folder / "cache", output=folder / "out") as session:
        workflow = small(name, session)
        sweep = parse_sweep(axes, workflow, session.catalog)
        cells = sweep.cells(workflow, session.catalog)
        together = run_sweep(session, plan_sweep(session, cells), cells).unet_evaluations
    alone = 0
    for cell in cells:
        with Session(
            cache=folder / "none", output=folder / "out", keep_results=False, keep_steps=False
        ) as session:
            nodes = session.run(cell.workflow).nodes.values()
            alone += sum(node.counts.get("unet_evaluations", 0) for node in nodes)
    return len(cells), together, alone


def processor_ms(work: Callable[[], object]) -> float:
    """The least processor time of five tries."""
    times = []
    for _ in range(5):
        started = time.process_time()
        work()
        times.append((time.process_time() - started) * 1000)
    return min(times)


def main() -> None:
    """Print both tables."""
    print("| sweep | cells | evaluations | each cell alone |\n|---|---|---|---|")
    for title, (name, axes) in SWEEPS.items():
        with TemporaryDirectory() as folder:
            cells, together, alone = evaluations(name, axes, Path(folder))
        print(f"| {title} | {cells} | {together} | {alone} |", flush=True)
    with TemporaryDirectory() as folder, Session(cache=Path(folder)) as session:
        workflow = small("text_to_image", session)
        axes = ("sampler.end=0.1:1:x10", "sampler.seed=1:10:1")
        sweep = parse_sweep(axes, workflow, session.catalog)
        hundred = sweep.cells(workflow, session.catalog)
        read = processor_ms(lambda: parse_axis("sampler.seed=1:1000:1", workflow, session.catalog))
        planned = processor_ms(lambda: plan_sweep(session, hundred))
    print(f"\n1,000 values read: {read:.0f} ms · 100 cells planned: {planned:.0f} ms")


if __name__ == "__main__":
    main()
