"""Options that several commands share, and the session they describe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from graph_engine.device import DTYPES
from graph_engine.errors import InputError
from graph_engine.overrides import with_seed, with_settings
from graph_engine.places import default_cache
from graph_engine.session import Session
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import load_workflow

Function = TypeVar("Function", bound=Callable[..., Any])

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
models_option = click.option(
    "--models",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder with models; may be given again.",
)
cache_option = click.option(
    "--cache",
    "cache_folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where results are kept between runs.",
)


@dataclass(frozen=True)
class RunOptions:
    """What `weft run` and `weft plan` are told about a run."""

    workflow: Path
    settings: tuple[str, ...]
    seed: int | None
    targets: tuple[str, ...]
    output: Path
    models: tuple[Path, ...]
    cache_folder: Path | None
    no_cache: bool
    device: str
    dtype: str

    def session(self) -> Session:
        """The session that these options describe; raises InputError."""
        folder = self.cache_folder or default_cache()
        if folder.exists() and not folder.is_dir():
            raise InputError(f'The cache folder "{folder}" is a file.')
        for models in self.models:
            if not models.is_dir():
                raise InputError(f'There is no model folder "{models}".')
        return Session(
            models=self.models,
            output=self.output,
            cache=folder,
            keep_results=not self.no_cache,
            device=self.device,
            dtype=self.dtype,
        )

    def load(self, session: Session) -> Workflow:
        """The workflow with `--set` and `--seed` applied; raises InputError."""
        workflow = load_workflow(self.workflow)
        workflow = with_settings(workflow, session.catalog, self.settings)
        if self.seed is not None:
            workflow = with_seed(workflow, session.catalog, self.seed)
        return workflow


def run_options(function: Function) -> Function:
    """Add the options that describe a run."""
    for decorate in reversed(
        (
            click.argument("workflow", type=click.Path(path_type=Path)),
            click.option(
                "--set",
                "settings",
                multiple=True,
                metavar="NODE.PARAM=VALUE",
                help="Give a param a value for this run; may be given again.",
            ),
            click.option("--seed", type=int, metavar="N", help="Set every seed in the workflow."),
            click.option(
                "--target",
                "targets",
                multiple=True,
                metavar="NODE",
                help="Run only what this node needs; may be given again.",
            ),
            click.option(
                "--output",
                type=click.Path(path_type=Path),
                default=Path("output"),
                show_default=True,
                metavar="DIR",
                help="Where files are written.",
            ),
            models_option,
            cache_option,
            click.option("--no-cache", is_flag=True, help="Neither use nor keep results on disk."),
            click.option(
                "--device", default="auto", show_default=True, metavar="auto|cpu|cuda[:N]|mps"
            ),
            click.option("--dtype", type=click.Choice(DTYPES), default="auto", show_default=True),
        )
    ):
        function = decorate(function)
    return function
