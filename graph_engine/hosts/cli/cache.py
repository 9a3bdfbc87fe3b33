"""`weft cache`: what is kept between runs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Literal

import click

from graph_engine.checkpoints import STEPS_FOLDER, StepFiles
from graph_engine.disk_cache import DiskCache, DiskUse
from graph_engine.hosts.cli.options import cache_option, json_option
from graph_engine.hosts.cli.output import print_json
from graph_engine.places import default_cache
from graph_engine.session import DISK_LIMIT, STEPS_DISK_LIMIT


@click.command()
@click.argument("action", type=click.Choice(["clear"]), required=False)
@cache_option
@json_option
def cache(action: Literal["clear"] | None, cache_folder: Path | None, as_json: bool) -> None:
    """Show how much the cache holds and how often it helped, or clear it.

    Results of nodes and the steps inside samplers have each a limit of their own.
    """
    folder = cache_folder or default_cache()
    results = DiskCache(folder, {}, DISK_LIMIT)
    steps = StepFiles(folder / STEPS_FOLDER, STEPS_DISK_LIMIT)
    before = results.use()
    chains, step_bytes = len(steps.states), steps.states.total_bytes()
    if action == "clear":
        results.clear()
        steps.clear()
        if not as_json:
            freed = before.bytes + step_bytes
            click.echo(
                f"Cleared {before.entries} entries and the steps of {chains} samplings,"
                f" {freed / 1e6:,.1f} MB."
            )
            return
    use = results.use()
    if as_json:
        kept = {
            "chains": len(steps.states),
            "bytes": steps.states.total_bytes(),
            "limit": STEPS_DISK_LIMIT,
        }
        described = {**asdict(use), "hit_rate": round(_hit_rate(use), 4), "limit": results.limit}
        cleared = before.entries - use.entries
        print_json({"folder": str(folder), **described, "cleared": cleared, "steps": kept})
        return
    click.echo(f"{folder}: {_in_words(use, results.limit)}")
    click.echo(
        f"{folder / STEPS_FOLDER}: the steps of {chains} samplings, {step_bytes / 1e6:,.1f} MB"
        f" of {STEPS_DISK_LIMIT / 1e9:,.0f} GB."
    )


def _in_words(use: DiskUse, limit: int) -> str:
    return (
        f"{use.entries} entries, {use.bytes / 1e6:,.1f} MB of {limit / 1e9:,.0f} GB,"
        f" hit rate {_hit_rate(use):.0%} of {use.hits + use.misses}."
    )


def _hit_rate(use: DiskUse) -> float:
    asked = use.hits + use.misses
    return use.hits / asked if asked else 0.0
