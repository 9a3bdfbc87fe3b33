"""`weft models`: the model files found."""

from __future__ import annotations

from pathlib import Path

import click

from graph_engine.hosts.cli.options import json_option, models_option
from graph_engine.hosts.cli.output import print_json
from graph_engine.model_files import list_models
from graph_engine.places import Places


@click.command()
@models_option
@json_option
def models(models: tuple[Path, ...], as_json: bool) -> None:
    """List the model files found, with family and kind."""
    folders = Places.default(models=models).models
    found = list_models(folders)
    if as_json:
        described = [
            {
                "name": model.name,
                "kind": model.kind,
                "family": model.family,
                "path": str(model.path),
                "bytes": model.bytes,
            }
            for model in found
        ]
        print_json({"models": described, "folders": [str(folder) for folder in folders]})
        return
    width = max((len(model.name) for model in found), default=0)
    for model in found:
        size = f"{model.bytes / 1e6:,.1f} MB"
        click.echo(f"{model.name:<{width}}  {model.kind:<12}  {model.family or '?':<5}  {size:>12}")
    if not found:
        click.echo("No models were found.")
    click.echo(f"Searched in: {', '.join(map(str, folders))}", err=True)
