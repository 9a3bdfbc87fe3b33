"""The command `weft`: its subcommands, how files open, and how errors reach the user."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from graph_engine.errors import InputError, WeftError
from graph_engine.hosts.cli.output import print_error, wants_json

# Loaded when they are called: the studio shall not wait for what runs workflows.
_COMMANDS = (
    "run",
    "plan",
    "sweep",
    "check",
    "diff",
    "verify",
    "film",
    "nodes",
    "models",
    "new",
    "cache",
    "completion",
)
_STUDIO_OPTIONS = frozenset({"--run", "--screenshot", "--size", "--theme"})


class _CommandOrFile(click.Group):
    """A group whose first word may also be a file to open in the studio, or an option of that."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"graph_engine.hosts.cli.{cmd_name}")
        found: click.Command = getattr(module, cmd_name)
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and _is_studio_option(args[0]):
            args = ["--", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        is_file = word not in _COMMANDS and (Path(word).suffix or Path(word).exists())
        if is_file or _is_studio_option(word):
            return "open", open_studio, args
        return super().resolve_command(ctx, args)


def _is_studio_option(word: str) -> bool:
    return word.partition("=")[0] in _STUDIO_OPTIONS


@click.group(
    cls=_CommandOrFile,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Without a command, weft opens the studio; weft FILE opens a workflow in it.",
)
@click.version_option(package_name="weft", prog_name="weft")
@click.pass_context
def weft(context: click.Context) -> None:
    """Build and run diffusion workflows; only what changed runs again."""
    if context.invoked_subcommand is None:
        context.invoke(open_studio)


@click.command("open", hidden=True, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def open_studio(arguments: tuple[str, ...] = ()) -> None:
    """Open the studio, in a process of its own: this one never imports Qt."""
    command = [sys.executable, "-m", "app", *arguments]
    if os.name == "posix":
        # In place of this one: who ends `weft` ends the studio, and no second Python waits.
        os.execv(sys.executable, command)
    sys.exit(subprocess.call(command))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 wrong input, 130 interrupted."""
    logging.basicConfig(level=logging.WARNING, format="weft: %(message)s", stream=sys.stderr)
    given: list[str] = sys.argv[1:] if arguments is None else arguments
    sys.exit(exit_code(given))


def exit_code(given: list[str]) -> int:
    """Run the command line and return its exit code; errors have been told by then."""
    try:
        outcome: Any = weft.main(args=given, prog_name="weft", standalone_mode=False)
    except WeftError as error:
        print_error(error, as_json=wants_json(given))
        return 2 if isinstance(error, InputError) else 1
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return 130
    except click.ClickException as error:
        if wants_json(given):
            print_error(InputError(error.format_message()), as_json=True)
        else:
            error.show()
        return 2
    except BrokenPipeError:
        # The reader has gone (`weft nodes | head`); keep Python's own flush at exit quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return outcome if isinstance(outcome, int) else 0
