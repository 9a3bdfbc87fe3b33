"""`weft cache`: what is kept between runs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import click

from graph_engine.checkpoints import STEPS_FOLDER
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
    steps = DiskCache(folder / STEPS_FOLDER, {}, STEPS_DISK_LIMIT)
    before = results.use(), steps.use()
    if action == "clear":
        results.clear()
        steps.clear()
    after = results.use(), steps.use()
    cleared = sum(use.entries for use in before) - sum(use.entries for use in after)
    if as_json:
        described = {**_described(after[0], results.limit), "cleared": cleared}
        print_json({"folder": str(folder), **described, "steps": _described(after[1], steps.limit)})
    elif action == "clear":
        freed = sum(use.bytes for use in before) - sum(use.bytes for use in after)
        click.echo(f"Cleared {cleared} entries, {freed / 1e6:,.1f} MB.")
    else:
        click.echo(f"{folder}: {_in_words(after[0], results.limit)}")
        click.echo(f"{folder / STEPS_FOLDER}: {_in_words(after[1], steps.limit)}")


def _described(use: DiskUse, limit: int) -> dict[str, Any]:
    return {**asdict(use), "hit_rate": round(_hit_rate(use), 4), "limit": limit}


def _in_words(use: DiskUse, limit: int) -> str:
    return (
        f"{use.entries} entries, {use.bytes / 1e6:,.1f} MB of {limit / 1e9:,.0f} GB,"
        f" hit rate {_hit_rate(use):.0%} of {use.hits + use.misses}."
    )


def _hit_rate(use: DiskUse) -> float:
    asked = use.hits + use.misses
    return use.hits / asked if asked else 0.0
