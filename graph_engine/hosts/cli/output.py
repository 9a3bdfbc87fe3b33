"""What the command line prints: JSON, errors, problems."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from graph_engine.errors import ProblemsError, WeftError

if TYPE_CHECKING:
    from graph_engine.catalog import Catalog
    from graph_engine.check import Problem


def print_json(data: Any) -> None:
    """Print one JSON object on standard output."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the command line asks for JSON, told before it is parsed."""
    return "--json" in arguments


def print_error(error: WeftError, *, as_json: bool) -> None:
    """Tell an error: as JSON on standard output, or as sentences on standard error."""
    if as_json:
        data: dict[str, Any] = {"status": "failed", "error": error.as_data()}
        if isinstance(error, ProblemsError):
            data["problems"] = [problem.as_data() for problem in error.problems]
        print_json(data)
    elif isinstance(error, ProblemsError):
        print_problems(error.problems)
    else:
        click.echo(f"Error: {error.message}", err=True)
        if error.hint:
            click.echo(f"       {error.hint}", err=True)


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems on standard error, one paragraph each."""
    for problem in problems:
        click.echo(f"{problem.severity.capitalize()}: {problem.message}", err=True)
        if problem.hint:
            click.echo(f"       {problem.hint}", err=True)


def print_broken_packs(catalog: Catalog) -> None:
    """Print the node packs that could not be loaded on standard error."""
    for pack in catalog.broken:
        click.echo(f'Warning: node pack "{pack.name}" ({pack.origin}): {pack.message}', err=True)
