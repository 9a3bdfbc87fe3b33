"""`weft completion`: the script that completes weft's words in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script: eval "$(weft completion bash)"."""
    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    group = context.find_root().command
    click.echo(made(group, {}, "weft", "_WEFT_COMPLETE").source())
