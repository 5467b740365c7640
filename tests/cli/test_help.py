"""Help in sections: every option in one of them, the ones that a beginner needs in the first."""

from __future__ import annotations

import re
import sys

import click
import pytest

from chaptag.cli import command as module
from chaptag.cli.main import COMMANDS, cli, run


def commands() -> dict[str, click.Command]:
    found = {name: cli.get_command(click.Context(cli), name) for name in COMMANDS}
    return {name: each for name, each in found.items() if each is not None}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_stands_in_one_section(name: str) -> None:
    command = commands()[name]
    assert isinstance(command, module.Command)
    context = click.Context(command, info_name=name, terminal_width=120, help_option_names=["-h", "--help"])
    listed = re.findall(r"^  (?:-\w, )?(--[\w-]+)", command.get_help(context), flags=re.MULTILINE)
    options = [max(param.opts, key=len) for param in command.get_params(context) if isinstance(param, click.Option)]
    assert sorted(listed) == sorted(options)


def test_the_sections_name_options_that_there_are() -> None:
    known = {param.name for command in commands().values() for param in command.params}
    assert {name for names in module._SECTIONS.values() for name in names} <= known


def test_tag_begins_with_what_a_beginner_needs() -> None:
    command = commands()["tag"]
    context = click.Context(command, info_name="tag", terminal_width=100, help_option_names=["-h", "--help"])
    first = command.get_help(context).partition("\nOptions:\n")[2].partition("\n\n")[0]
    assert re.findall(r"--[\w-]+", first) == ["--output", "--dry-run", "--offset", "--overwrite", "--verbose", "--help"]


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_examples_fit_a_terminal_of_eighty_columns(name: str) -> None:
    command = commands()[name] if name else cli
    context = click.Context(command, info_name="chaptag", terminal_width=80, help_option_names=["-h", "--help"])
    assert all(len(line) <= 80 for line in command.get_help(context).split("\n"))


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_what_stands_above_the_examples_fits_a_terminal_of_forty_columns(name: str) -> None:
    command = commands()[name] if name else cli
    context = click.Context(command, info_name="chaptag", terminal_width=38, help_option_names=["-h", "--help"])
    above = command.get_help(context).partition("Examples:")[0]
    assert [line for line in above.split("\n") if len(line) > 40 and not line.startswith("  --")] == []
    if name not in {"", "completion"}:
        assert "  -h, --help\n        Show this message and exit.\n" in above
    wide = click.Context(command, info_name="chaptag", terminal_width=58, help_option_names=["-h", "--help"])
    assert re.search(r"--help  +Show this", command.get_help(wide))


@pytest.mark.parametrize(("columns", "longest"), [("40", 40), ("51", 51), ("90", 90), ("200", 100)])
def test_help_is_as_wide_as_the_terminal(columns: str, longest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "stdout", Terminal(printed))
    assert run(["tag", "--help"]) == 0
    above = "".join(printed).partition("Examples:")[0]
    assert longest - 15 < max(map(len, above.split("\n"))) <= longest


class Terminal:
    """A terminal that keeps what is printed."""

    def __init__(self, printed: list[str]) -> None:
        self.write = printed.append

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        pass
