"""`weft film`: the denoising of a picture, as a file that moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph_engine.film import Film
from graph_engine.film_export import check_film_file, film_frames, write_film
from graph_engine.hosts.cli.options import RunOptions, json_option, run_options
from graph_engine.hosts.cli.output import print_json


@click.command()
@run_options
@click.option(
    "-o",
    "--film",
    "file",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="What to write: .gif, .webp, .png (APNG) or .mp4.",
)
@click.option(
    "--speed",
    type=click.FloatRange(0.5, 60),
    default=8.0,
    show_default=True,
    metavar="N",
    help="Steps per second.",
)
@click.option("--sketches", is_flag=True, help="Enlarge the small previews instead of decoding.")
@json_option
def film(file: Path, speed: float, sketches: bool, as_json: bool, **given: Any) -> None:
    """Write the steps that runs of WORKFLOW have kept as a film, from noise to the picture."""
    options = RunOptions(**given)
    check_film_file(file)
    with options.session() as session:
        made = Film(session, options.load(session), options.targets)
        places = [
            (section.node, step) for section in made.sections() for step in sorted(section.known)
        ]
        count = write_film(film_frames(made, places, decoded=not sketches), file, speed)
    if as_json:
        print_json({"status": "ok", "file": str(file), "frames": count})
    else:
        click.echo(str(file))
