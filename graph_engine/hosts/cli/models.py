"""`weft models`: the model files found, and the folders that are searched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from graph_engine.hosts.cli.options import json_option, models_option
from graph_engine.hosts.cli.output import print_json
from graph_engine.model_files import (
    KnownModels,
    ModelSource,
    describe_model,
    kind_in_words,
    list_models,
)
from graph_engine.model_folders import forget, remember, remembered_folders, settings_problem
from graph_engine.places import Places, default_cache

_folder = click.Path(path_type=Path)


@click.command()
@models_option
@click.option(
    "--add",
    multiple=True,
    type=_folder,
    metavar="DIR",
    help="Remember a folder of models, such as ComfyUI's or AUTOMATIC1111's.",
)
@click.option("--remove", multiple=True, type=_folder, metavar="DIR", help="Forget a folder.")
@json_option
def models(
    models: tuple[Path, ...], add: tuple[Path, ...], remove: tuple[Path, ...], as_json: bool
) -> None:
    """List the model files found, with family and kind, or remember a folder of models."""
    notes = [f"Remembered {remember(folder)}." for folder in add]
    notes += [f"Forgot {forget(folder)}." for folder in remove]
    notes += [problem] if (problem := settings_problem()) else []
    folders = Places.default(models=models).models
    found = list_models(folders, KnownModels(default_cache() / "models.json"))
    if as_json:
        print_json(
            {
                "models": [asdict(describe_model(model)) for model in found],
                "folders": [str(folder) for folder in folders],
                "remembered": [str(folder) for folder in remembered_folders()],
            }
        )
    else:
        _print_table([model for model in found if not model.problem])
        _print_problems([model for model in found if model.problem])
        if not found:
            click.echo("No models were found.")
    for note in notes:
        click.echo(note, err=True)
    if not as_json:
        click.echo(f"Searched in: {', '.join(map(_searched, folders))}", err=True)


def _print_table(found: list[ModelSource]) -> None:
    """One line per model: name, kind, family, prediction and size, in columns."""
    lines = [
        (
            model.name,
            kind_in_words(model.kind) + (f" ({model.task})" if model.task != "text" else ""),
            model.family or "?",
            model.prediction_type,
            f"{model.bytes / 1e6:,.1f} MB",
        )
        for model in found
    ]
    *widths, size = (
        (max(map(len, column)) for column in zip(*lines, strict=True)) if lines else (0,)
    )
    for *words, bytes_ in lines:
        left = "  ".join(word.ljust(width) for word, width in zip(words, widths, strict=True))
        click.echo(f"{left}  {bytes_:>{size}}")


def _print_problems(broken: Iterable[ModelSource]) -> None:
    for index, model in enumerate(broken):
        if not index:
            click.echo("\nCan't be used:")
        click.echo(f"{model.name}\n    {f'{model.problem} {model.hint}'.strip()}")


def _searched(folder: Path) -> str:
    return str(folder) if folder.is_dir() else f"{folder} (not there)"
