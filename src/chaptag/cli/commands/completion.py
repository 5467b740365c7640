"""``chaptag completion``: the script that completes commands and options in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from chaptag.cli.command import Command
from chaptag.cli.console import Console

__all__ = ["command"]

_EXAMPLES = """\b
Examples:
  chaptag completion bash >> ~/.bashrc
  chaptag completion zsh >> ~/.zshrc
  chaptag completion fish > ~/.config/fish/completions/chaptag.fish
"""


class _Shell(click.Choice[str]):
    """A shell; a missing one is asked for on one line."""

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:  # noqa: ARG002 (click decides the signature)
        """Name the shells."""
        return f"Choose one of: {', '.join(self.choices)}."


@click.command("completion", cls=Command, epilog=_EXAMPLES)
@click.argument(
    "shell", type=_Shell(["bash", "zsh", "fish", "powershell"]), metavar="SHELL", help="bash, zsh, fish or powershell."
)
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for SHELL."""
    kind = get_completion_class(shell)
    if kind is None:
        msg = f"click cannot complete for {shell}"
        raise click.UsageError(msg)
    Console().result(kind(ctx.find_root().command, {}, "chaptag", "_CHAPTAG_COMPLETE").source())
