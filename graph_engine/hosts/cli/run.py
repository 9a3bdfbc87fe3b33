"""`weft run`: execute a workflow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph_engine.hosts.cli.listening import listener, stop_on_interrupt
from graph_engine.hosts.cli.options import RunOptions, json_option, run_options
from graph_engine.hosts.cli.output import print_broken_packs, print_error, print_json
from graph_engine.hosts.cli.profiling import profiling
from graph_engine.run_result import RunResult

_EXIT_CODES = {"ok": 0, "failed": 1, "cancelled": 130}


@click.command()
@run_options
@json_option
@click.option(
    "--events",
    is_flag=True,
    help="Print each event as a line of JSON (with --json: on standard error).",
)
@click.option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write where time and memory went, for chrome://tracing or Perfetto.",
)
def run(as_json: bool, events: bool, profile: Path | None, **given: Any) -> int:
    """Execute WORKFLOW, a workflow file or a picture that carries one.

    Prints the files written. Ctrl-C stops within one step and keeps what is done.
    """
    options = RunOptions(**given)
    with options.session() as session, stop_on_interrupt() as stop:
        if not as_json:
            print_broken_packs(session.catalog)
        workflow = options.load(session)
        with listener(as_json, events) as on_event, profiling(profile, on_event) as heard:
            result = session.run(
                workflow,
                options.targets,
                on_event=heard.on_event,
                on_span=heard.on_span,
                memory=heard.memory,
                previews=events,
                stop=stop,
            )
    if as_json:
        print_json(result.as_data())
    elif not events:
        _print_result(result)
    return _EXIT_CODES[result.status]


def _print_result(result: RunResult) -> None:
    for outputs in result.outputs.values():
        for files in outputs.values():
            for file in files if isinstance(files, list) else [files]:
                click.echo(_in_a_line(file))
    for name, node in result.nodes.items():
        for warning in node.warnings:
            click.echo(f'Warning: node "{name}": {warning}', err=True)
        if node.error is not None:
            print_error(node.error, as_json=False)
        elif node.status == "skipped":
            click.echo(f'Node "{name}" was skipped: {node.reason}.', err=True)
    click.echo(_summary(result), err=True)


def _in_a_line(made: Any) -> str:
    """A file, or figures by name."""
    if not isinstance(made, dict):
        return str(made)
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in made.items())


def _summary(result: RunResult) -> str:
    with_effects = set(result.outputs)
    ran = [n for n, r in result.nodes.items() if r.status in ("ran", "resumed")]
    computed = [name for name in ran if name not in with_effects]
    cached = sum(node.status == "cached" for node in result.nodes.values())
    took = f"{result.seconds:.2f} s"
    if result.status == "cancelled":
        return f"Stopped after {took}; what was finished is kept for the next run."
    if result.status == "failed":
        failed = [f'"{n}"' for n, r in result.nodes.items() if r.status == "failed"]
        return f"Failed: {', '.join(failed)} ({took}). The other results are kept."
    if cached and not computed:
        return f"Everything was cached; nothing had to be computed ({took})."
    from_cache = f", {cached} from the cache" if cached else ""
    return f"{len(ran)} {'node' if len(ran) == 1 else 'nodes'} ran{from_cache} ({took})."
