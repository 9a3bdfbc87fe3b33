"""`weft plan`: what a run would do."""

from __future__ import annotations

from typing import Any

import click

from graph_engine.durations import about_seconds
from graph_engine.hosts.cli.options import RunOptions, json_option, run_options
from graph_engine.hosts.cli.output import print_broken_packs, print_json
from graph_engine.plan import Plan, PlannedNode

_WORDS = {"will_run": "will run", "cached": "cached", "skipped": "skipped"}


@click.command()
@run_options
@json_option
def plan(as_json: bool, **given: Any) -> None:
    """Show what running WORKFLOW would do, and why; loads no weights."""
    options = RunOptions(**given)
    with options.session() as session:
        made = session.plan(options.load(session), options.targets)
        if as_json:
            print_json({"status": "ok", **made.as_data()})
            return
        print_broken_packs(session.catalog)
    _print_plan(made)


def _print_plan(made: Plan) -> None:
    width = max(map(len, made.nodes), default=0)
    for node in made.nodes.values():
        told = f"{node.reason}{_resumes(node)}{_takes(node)}"
        click.echo(f"{node.id:<{width}}  {_WORDS[node.status]:<8}  {told}")
    runs, cached = made.with_status("will_run"), made.with_status("cached")
    takes = _about(made.estimated_seconds)
    about = f" It takes {takes}." if takes else ""
    click.echo(f"{len(runs)} to run, {len(cached)} cached.{about}")


def _resumes(node: PlannedNode) -> str:
    if node.resumes is None or node.resumes.step == 0:
        return ""
    return f"; resumes at step {node.resumes.step} of {node.resumes.steps}"


def _takes(node: PlannedNode) -> str:
    takes = _about(node.seconds) if node.status == "will_run" else ""
    return f"; {takes}" if takes else ""


def _about(seconds: float | None) -> str:
    """An estimate that is worth telling, or nothing."""
    return about_seconds(seconds) if seconds is not None and seconds >= 0.05 else ""
