"""`weft diff`: what sets two workflows apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph_engine.catalog import Catalog
from graph_engine.comparison import compare
from graph_engine.difference import Change, Difference, NodeDifference, ParamChange
from graph_engine.difference_text import Line, Style, difference_lines
from graph_engine.hosts.cli.options import json_option
from graph_engine.hosts.cli.output import print_json
from graph_engine.workflow_io import load_workflow

_COLOURS: dict[Style, dict[str, Any]] = {
    "plain": {},
    "added": {"fg": "green"},
    "removed": {"fg": "red"},
    "changed": {"fg": "yellow"},
}


@click.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--ignore-layout", is_flag=True, help="Places on the canvas don't count.")
@json_option
def diff(before: Path, after: Path, ignore_layout: bool, as_json: bool) -> int:
    """Show what sets the workflow AFTER apart from BEFORE, node by node.

    Exit code 0 if they are the same, 1 if they differ.
    """
    found = compare(load_workflow(before), load_workflow(after), Catalog.load())
    same = found.is_layout_only if ignore_layout else found.is_empty
    if as_json:
        print_json({"status": "same" if same else "different", **_data(found)})
    else:
        for line in difference_lines(found):
            click.echo(_painted(line))
    return 0 if same else 1


def _painted(line: Line) -> str:
    """The line in colours; `click.echo` takes them out where there is no terminal."""
    return "".join(click.style(piece.text, **_COLOURS[piece.style]) for piece in line)


def _data(found: Difference) -> dict[str, Any]:
    return {
        "properties": _changes_data(found.properties),
        "nodes": {
            "added": {node.after: _node_data(node) for node in found.of_kind("added")},
            "removed": {node.before: _node_data(node) for node in found.of_kind("removed")},
            "renamed": {node.before: node.after for node in found.of_kind("renamed")},
            "changed": {node.after: _node_data(node) for node in found.of_kind("changed")},
            "moved": [node.after for node in found.nodes if node.moved],
        },
        "layout": list(found.layout),
        "subgraphs": {
            "added": list(found.subgraphs_added),
            "removed": list(found.subgraphs_removed),
            "changed": {name: _data(inner) for name, inner in found.subgraphs.items()},
        },
    }


def _node_data(node: NodeDifference) -> dict[str, Any]:
    data: dict[str, Any] = {"type": node.type}
    if node.before and node.after != node.before and node.after:
        data["renamed_from"] = node.before
    data["params"] = {param.name: _param_data(param) for param in node.params}
    data["links"] = _changes_data(node.links)
    data["properties"] = _changes_data(node.properties)
    return data


def _param_data(param: ParamChange) -> dict[str, Any]:
    """A param's values; one that stands only for the default is not there."""
    data = {}
    if param.given_before:
        data["before"] = param.before
    if param.given_after:
        data["after"] = param.after
    return data


def _changes_data(changes: tuple[Change, ...]) -> dict[str, dict[str, str | None]]:
    return {change.name: {"before": change.before, "after": change.after} for change in changes}
