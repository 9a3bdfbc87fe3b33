"""`weft new`: a workflow from a shipped template."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from graph_engine.errors import InputError, nearest
from graph_engine.shipped import templates
from graph_engine.workflow_io import load_workflow, save_workflow


def _complete_template(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in templates() if name.startswith(incomplete)]


@click.command()
@click.argument("template", default="text_to_image", shell_complete=_complete_template)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def new(template: str, output: Path | None, force: bool) -> None:
    """Write a workflow made from TEMPLATE to FILE; without -o, list the templates."""
    shipped = templates()
    if output is None:
        for name, file in shipped.items():
            click.echo(f"{name:<20}  {load_workflow(file).description}")
        return
    if template not in shipped:
        raise InputError(
            f'There is no template "{template}".',
            hint=nearest(template, shipped) or f"There are {', '.join(shipped)}.",
        )
    if output.exists() and not force:
        raise InputError(f'"{output}" is already there.', hint="Use --force to replace it.")
    try:
        save_workflow(load_workflow(shipped[template]), output)
    except OSError as error:
        raise InputError(f'"{output}" can\'t be written: {error.strerror}.') from error
    click.echo(output)
