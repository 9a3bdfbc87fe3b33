"""`weft check`: find everything that is wrong with a workflow."""

from __future__ import annotations

from pathlib import Path

import click

from graph_engine.foresight import facts_data
from graph_engine.hosts.cli.options import json_option, models_option
from graph_engine.hosts.cli.output import print_broken_packs, print_json, print_problems
from graph_engine.session import Session
from graph_engine.workflow_io import load_workflow


@click.command()
@click.argument("workflow", type=click.Path(path_type=Path))
@models_option
@json_option
def check(workflow: Path, models: tuple[Path, ...], as_json: bool) -> int:
    """Validate WORKFLOW; every problem names its node and port.

    With --json also what is known of each output before a run, such as a model's family.
    """
    with Session(models=models, keep_results=False) as session:
        loaded = load_workflow(workflow)
        examination = session.examine(loaded)
        problems = examination.problems
        errors = [problem for problem in problems if problem.severity == "error"]
        if as_json:
            found = [problem.as_data() for problem in problems]
            status = "failed" if errors else "ok"
            known = facts_data(examination.facts)
            print_json({"status": status, "problems": found, "known": known})
        else:
            print_broken_packs(session.catalog)
            print_problems(problems)
            if not problems:
                click.echo(f"{workflow}: no problems.")
    return 2 if errors else 0
