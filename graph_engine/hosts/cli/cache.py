"""`weft cache`: what is kept between runs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Literal

import click

from graph_engine.disk_cache import DiskCache
from graph_engine.hosts.cli.options import cache_option, json_option
from graph_engine.hosts.cli.output import print_json
from graph_engine.places import default_cache
from graph_engine.session import DISK_LIMIT


@click.command()
@click.argument("action", type=click.Choice(["clear"]), required=False)
@cache_option
@json_option
def cache(action: Literal["clear"] | None, cache_folder: Path | None, as_json: bool) -> None:
    """Show how much the cache holds and how often it helped, or clear it."""
    folder = cache_folder or default_cache()
    disk = DiskCache(folder, {}, DISK_LIMIT)
    before = disk.use()
    if action == "clear":
        disk.clear()
    use = disk.use()
    asked = use.hits + use.misses
    hit_rate = use.hits / asked if asked else 0.0
    if as_json:
        data = {"folder": str(folder), **asdict(use), "hit_rate": round(hit_rate, 4)}
        print_json({**data, "limit": disk.limit, "cleared": before.entries - use.entries})
        return
    if action == "clear":
        click.echo(f"Cleared {before.entries} entries, {before.bytes / 1e6:,.1f} MB.")
        return
    click.echo(f"{folder}: {use.entries} entries, {use.bytes / 1e6:,.1f} MB", nl=False)
    click.echo(f" of {disk.limit / 1e9:,.0f} GB, hit rate {hit_rate:.0%} of {asked}.")
