"""Preview cost: what previews add to a step, with the smallest model, where the share is at its worst.

Samples with the embedded model, in turn with and without previews, and compares the process's own
time; and, in the runs with previews, adds up the time inside what makes them:

    python benchmarks/preview_cost.py
    python benchmarks/preview_cost.py --json

`share` is the part of the sampler's own time that goes into previews, the median of several runs;
`ratio` is the own time of a sampler with previews to one without, the median of pairs, and carries
the noise of the machine. At most 15 previews a second are made, so that longer steps cost less.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from graph_engine import Session, Workflow, load_workflow
from graph_engine.events import Event, NodePreview
from graph_engine.overrides import with_settings
from graph_engine.shipped import templates
from nodes.diffusion.previews import Previews

STEPS = 40
RUNS = 5
SIZES = ((128, 1), (128, 4), (512, 1))


class Watch:
    """Adds up the process's own seconds inside a function."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time added up."""

        def watched(*given: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return function(*given, **named)
            finally:
                self.seconds += time.process_time() - began

        return watched


def timed(session: Session, workflow: Workflow, *, previews: bool) -> tuple[float, int]:
    """The own seconds of a run of the sampler, and how many previews it showed."""
    shown = 0

    def hear(event: Event) -> None:
        nonlocal shown
        shown += isinstance(event, NodePreview)

    began = time.process_time()
    session.run(workflow, ["sampler"], on_event=hear, previews=previews)
    return time.process_time() - began, shown


def measure(session: Session, size: int, batch: int, steps: int, watch: Watch) -> dict[str, float]:
    """Medians for one size of picture."""
    starter = load_workflow(templates()["text_to_image"])
    settings = [f"latent.width={size}", f"latent.height={size}", f"latent.batch={batch}"]
    settings.append(f"sampler.steps={steps}")
    shares, ratios, counts = [], [], []
    for seed in range(RUNS + 1):
        workflow = with_settings(starter, session.catalog, [*settings, f"sampler.seed={seed}"])
        without, _ = timed(session, workflow, previews=False)
        watch.seconds = 0.0
        watched, shown = timed(session, workflow, previews=True)
        if seed:  # the first run loads the model
            shares.append(watch.seconds / watched)
            ratios.append(watched / without)
            counts.append(shown)
    return {
        "share": statistics.median(shares),
        "ratio": statistics.median(ratios),
        "previews": statistics.median(counts),
        "steps": steps,
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = parser.parse_args().json
    watch = Watch()
    Previews.offer = watch.around(Previews.offer)  # type: ignore[method-assign]
    found = {}
    # Nothing is kept: each run samples from its start.
    with Session(keep_results=False, keep_steps=False, memory_limit=0) as session:
        for size, batch in SIZES:
            steps = STEPS if size < 512 else STEPS // 8
            found[f"{size} px x {batch}"] = measure(session, size, batch, steps, watch)
    if as_json:
        print(json.dumps(found, indent=2))
        return
    print(f"{'picture':<12} {'share':>7} {'ratio':>7} {'previews':>9} {'steps':>6}")
    for name, figures in found.items():
        print(
            f"{name:<12} {figures['share']:>7.2%} {figures['ratio']:>7.3f}"
            f" {figures['previews']:>9.0f} {figures['steps']:>6}"
        )


if __name__ == "__main__":
    main()
