"""``chaptag completion``: the script that completes commands and options in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

__all__ = ["command"]

_EXAMPLES = """\b
Examples:
  chaptag completion bash >> ~/.bashrc
  chaptag completion zsh >> ~/.zshrc
  chaptag completion fish > ~/.config/fish/completions/chaptag.fish
"""


@click.command("completion", epilog=_EXAMPLES)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish", "powershell"]), help="Your shell.")
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for SHELL."""
    kind = get_completion_class(shell)
    if kind is None:
        msg = f"click cannot complete for {shell}"
        raise click.UsageError(msg)
    click.echo(kind(ctx.find_root().command, {}, "chaptag", "_CHAPTAG_COMPLETE").source())
