"""`weft nodes`: the node catalogue, and the reference of one node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from graph_engine.catalog import Catalog
from graph_engine.descriptions import catalog_data
from graph_engine.errors import InputError
from graph_engine.hints import Number
from graph_engine.hosts.cli.options import json_option
from graph_engine.hosts.cli.output import print_broken_packs, print_json
from graph_engine.places import node_folders
from graph_engine.spec import InputSpec, NodeSpec
from graph_engine.subgraphs import catalog_of
from graph_engine.workflow_io import load_workflow


def _complete_type(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    catalog = Catalog.load(node_folders())
    return [
        CompletionItem(spec.type, help=spec.summary)
        for spec in catalog.values()
        if spec.type.lower().startswith(incomplete.lower())
    ]


@click.command()
@click.argument("type_id", metavar="[TYPE]", required=False, shell_complete=_complete_type)
@click.option(
    "--workflow",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also the types that the subgraphs of this workflow make.",
)
@json_option
def nodes(type_id: str | None, workflow: Path | None, as_json: bool) -> None:
    """List the node types, or show the reference of one TYPE."""
    catalog = Catalog.load(node_folders())
    if workflow is not None:
        catalog = catalog_of(load_workflow(workflow), catalog)
    if type_id is not None:
        if type_id not in catalog:
            raise InputError(
                f'There is no node type "{type_id}".', type=type_id, hint=catalog.nearest(type_id)
            )
        spec = catalog[type_id]
        print_json(spec.describe()) if as_json else _print_reference(spec)
        return
    if as_json:
        print_json(catalog_data(catalog))
        return
    _print_catalog(catalog)
    print_broken_packs(catalog)


def _print_catalog(catalog: Catalog) -> None:
    width = max(map(len, catalog), default=0)
    by_category: dict[str, list[NodeSpec]] = {}
    for spec in catalog.values():
        by_category.setdefault(spec.category, []).append(spec)
    for category, specs in by_category.items():
        click.echo(click.style(category, bold=True))
        for spec in specs:
            click.echo(f"  {spec.type:<{width}}  {spec.summary}")


def _print_reference(spec: NodeSpec) -> None:
    click.echo(click.style(spec.type, bold=True) + f"  (version {spec.version}, {spec.category})")
    click.echo(f"\n{spec.doc}\n")
    if spec.inputs:
        click.echo("Inputs:")
    for port in spec.inputs.values():
        click.echo(f"  {port.name}: {port.type}{_details(port)}")
        if port.doc:
            click.echo(f"      {port.doc}")
    if spec.outputs:
        click.echo("Outputs:")
    for output in spec.outputs.values():
        click.echo(f"  {output.name}: {output.type}")
        if output.doc:
            click.echo(f"      {output.doc}")


def _details(port: InputSpec) -> str:
    details: list[Any] = []
    if port.type.choices:
        details.append(", ".join(map(str, port.type.choices)))
    if isinstance(port.hint, Number):
        details += [text for text in (port.hint.limits,) if text]
    if port.required:
        details.append("required")
    elif port.type.is_scalar:
        details.append(f"default {port.default!r}")
    else:
        details.append("optional")
    return f" ({'; '.join(details)})"
