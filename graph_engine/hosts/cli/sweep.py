"""`weft sweep`: run a workflow with lists of values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph_engine.contact_sheet import check_sheet_file, draw_sheets
from graph_engine.hosts.cli.listening import listener, stop_on_interrupt
from graph_engine.hosts.cli.options import RunOptions, json_option, run_options
from graph_engine.hosts.cli.output import print_broken_packs, print_error, print_json
from graph_engine.sweep import Cell, Sweep, parse_sweep
from graph_engine.sweep_plan import SweepPlan, plan_sweep
from graph_engine.sweep_run import CellResult, SweepResult, run_sweep

_EXIT_CODES = {"ok": 0, "failed": 1, "cancelled": 130}


@click.command()
@run_options
@click.option(
    "--axis",
    "axes",
    multiple=True,
    required=True,
    metavar="NODE.PARAM=V1,V2,…",
    help="Values for a param: a list, a:b:step or a:b:xN; NODE.PARAM&NODE.PARAM=… sets several"
    " at once; may be given again.",
)
@click.option(
    "--grid",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write a labelled contact sheet: PNG, JPEG or WebP.",
)
@click.option("--plan", "only_plan", is_flag=True, help="Only say what is known or shared.")
@json_option
def sweep(
    axes: tuple[str, ...], grid: Path | None, only_plan: bool, as_json: bool, **given: Any
) -> int:
    """Run WORKFLOW once for each combination of the axes' values.

    Cells share what they have in common, steps of samplers too. Each picture carries its own
    workflow. Ctrl-C keeps what is done; a cell that fails does not stop the others.
    """
    options = RunOptions(**given)
    if grid is not None:
        check_sheet_file(grid)
    with options.session() as session, stop_on_interrupt() as stop:
        if not as_json:
            print_broken_packs(session.catalog)
        workflow = options.load(session)
        wanted = parse_sweep(axes, workflow, session.catalog)
        cells = wanted.cells(workflow, session.catalog)
        plan = plan_sweep(session, cells, options.targets)
        if only_plan:
            return _tell_plan(plan, as_json)
        if not as_json:
            click.echo(plan.sentence(), err=True)
        result = run_sweep(
            session,
            plan,
            cells,
            options.targets,
            follow=lambda cell: listener(as_json, events=False),
            on_cell=lambda done: None if as_json else _print_cell(wanted, done),
            stop=stop,
        )
    files = _drawn(wanted, result, grid)
    if as_json:
        sheets = {"grid": [str(file) for file in files]} if grid is not None else {}
        print_json({**result.as_data(wanted), "plan": plan.as_data(), **sheets})
    else:
        for file in files:
            click.echo(file)
        click.echo(_summary(result, cells), err=True)
    return _EXIT_CODES[result.status]


def _tell_plan(plan: SweepPlan, as_json: bool) -> int:
    if as_json:
        print_json({"status": "ok", "plan": plan.as_data()})
    else:
        click.echo(plan.sentence())
    return 0


def _drawn(wanted: Sweep, result: SweepResult, grid: Path | None) -> list[Path]:
    """The contact sheet of what was made, if one is wanted and anything was."""
    if grid is None:
        return []
    pictures = result.pictures
    if not pictures:
        click.echo("No cell saved a picture of its own, so there is no contact sheet.", err=True)
        return []
    return draw_sheets(wanted, pictures, grid)


def _print_cell(wanted: Sweep, done: CellResult) -> None:
    values = zip(wanted.axes, done.cell.values, strict=True)
    label = ", ".join(f"{axis.name}={value}" for axis, value in values)
    if done.error is not None:
        click.echo(f"{label}: failed", err=True)
        print_error(done.error, as_json=False)
    for outputs in done.run.outputs.values() if done.run is not None else ():
        for files in outputs.values():
            for file in files if isinstance(files, list) else [files]:
                click.echo(f"{file}  {label}")


def _summary(result: SweepResult, cells: tuple[Cell, ...]) -> str:
    done = sum(cell.status == "ok" for cell in result.cells.values())
    how = {
        "ok": "",
        "failed": "; the others failed",
        "cancelled": "; stopped, and what was finished is kept",
    }[result.status]
    return f"{done} of {len(cells)} cells done in {result.seconds:.2f} s{how}."
