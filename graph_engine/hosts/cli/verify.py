"""`weft verify`: make a saved picture again and compare."""

from __future__ import annotations

from pathlib import Path

import click

from graph_engine.device import DTYPES
from graph_engine.errors import InputError
from graph_engine.hosts.cli.listening import listener, stop_on_interrupt
from graph_engine.hosts.cli.options import json_option, models_option
from graph_engine.hosts.cli.output import print_broken_packs, print_error, print_json
from graph_engine.session import Session
from graph_engine.verification import Verification
from graph_engine.verification import verify as verify_picture

_EXIT_CODES = {"same": 0, "alike": 0, "different": 1, "failed": 1, "cancelled": 130}


@click.command()
@click.argument("picture", type=click.Path(path_type=Path))
@models_option
@click.option(
    "--cache",
    "cache_folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the details of a failure go; no result in it is used or kept.",
)
@click.option("--device", default="auto", show_default=True, metavar="auto|cpu|cuda[:N]|mps")
@click.option("--dtype", type=click.Choice(DTYPES), default="auto", show_default=True)
@json_option
def verify(
    picture: Path,
    models: tuple[Path, ...],
    cache_folder: Path | None,
    device: str,
    dtype: str,
    as_json: bool,
) -> int:
    """Run the workflow inside PICTURE anew and say whether its pixels come out the same.

    If not, tells what has changed since it was saved: versions, model files, device. A JPEG or
    WebP was saved with losses and needs to be alike only. Exit code 0 if it was made again, 1 if
    not.
    """

    def make_session(output: Path) -> Session:
        session = Session(
            models=models,
            output=output,
            cache=cache_folder,
            keep_results=False,
            device=device,
            dtype=dtype,
        )
        if not as_json:
            print_broken_packs(session.catalog)
        return session

    for folder in models:
        if not folder.is_dir():
            raise InputError(f'There is no model folder "{folder}".')
    with stop_on_interrupt() as stop, listener(as_json, events=False) as on_event:
        found = verify_picture(picture, make_session, on_event=on_event, stop=stop)
    if as_json:
        print_json(found.as_data())
    else:
        _print(found)
    return _EXIT_CODES[found.status]


def _print(found: Verification) -> None:
    if found.run.error is not None:
        print_error(found.run.error, as_json=False)
    click.echo(f"{found.picture}: {found.sentence()}")
    for line in found.details():
        click.echo(f"  {line}")
