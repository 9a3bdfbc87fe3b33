"""`weft check`: find everything that is wrong with a workflow."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import click

from graph_engine.hosts.cli.options import json_option, models_option
from graph_engine.hosts.cli.output import print_broken_packs, print_json, print_problems
from graph_engine.session import Session
from graph_engine.workflow import Workflow
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
        problems = session.check(loaded)
        errors = [problem for problem in problems if problem.severity == "error"]
        if as_json:
            found = [problem.as_data() for problem in problems]
            status = "failed" if errors else "ok"
            print_json({"status": status, "problems": found, "known": _known(session, loaded)})
        else:
            print_broken_packs(session.catalog)
            print_problems(problems)
            if not problems:
                click.echo(f"{workflow}: no problems.")
    return 2 if errors else 0


def _known(session: Session, workflow: Workflow) -> dict[str, dict[str, Any]]:
    """What is known of outputs, as JSON data."""
    described = {
        node: {
            port: asdict(facts)
            for port, facts in outputs.items()
            if is_dataclass(facts) and not isinstance(facts, type)
        }
        for node, outputs in session.facts(workflow).items()
    }
    return {node: outputs for node, outputs in described.items() if outputs}
