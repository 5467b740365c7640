"""Options that commands share, each spelt once; decorators that turn them into the values of the workflow."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from chaptag.cli.configured import given
from chaptag.cli.console import Console
from chaptag.model.text import split_list
from chaptag.model.timestamp import Milliseconds, parse_time

if TYPE_CHECKING:
    from chaptag.workflow.settings import ReadOptions

__all__ = [
    "Several",
    "TimeType",
    "WholeNumber",
    "output_options",
    "raw_options",
    "read_options",
    "rule_options",
    "say_unused",
    "store_options",
    "write_options",
]

_READ = (
    "item",
    "pick",
    "offset",
    "intro",
    "insert",
    "cut",
    "snap",
    "depth",
    "duration",
    "notes_format",
    "fps",
    "strict",
    "fetch",
)
_WRITE = ("id3_version", "long_titles")
_STORE = ("overwrite", "keep_mtime", "backup")
_RULES = ("ignore", "select", "fail_on", "severity")

_F = TypeVar("_F", bound=Callable[..., Any])


class TimeType(click.ParamType[Milliseconds]):
    """A time such as ``35s``, ``1:02.5`` or ``1:02:03.500``; gives milliseconds."""

    name = "time"

    def __init__(self, *, signed: bool) -> None:
        self._signed = signed

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Milliseconds:
        """Read the option's text."""
        if isinstance(value, Milliseconds):
            return value
        try:
            ms = Milliseconds(parse_time(str(value)))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if ms < 0 and not self._signed:
            self.fail(f"{value!r} is negative", param, ctx)
        return ms


class WholeNumber(click.IntRange):
    """A whole number from a least one on; called so where a text is none."""

    name = "whole number"


class FrameRate(click.ParamType[float]):
    """Frames a second."""

    name = "frame rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the option's text."""
        from chaptag.workflow.optionset import frame_rate

        try:
            return frame_rate(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Several(click.Option):
    """An option that may be given several times, or once with commas between; its values come one by one."""

    def __init__(self, declarations: Sequence[str], **attributes: Any) -> None:
        attributes["multiple"] = True
        super().__init__(declarations, **attributes)

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """Part what commas part, then convert each."""
        if value is not None:
            value = [part for each in value for part in (split_list(each) if isinstance(each, str) else [each])]
        return super().type_cast_value(ctx, value)


class PartType(click.ParamType[Any]):
    """A part that was put in (``12:00+30s``) or cut out (``40:00-41:15``)."""

    def __init__(self, name: str) -> None:
        self.name = name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the option's text."""
        if not isinstance(value, str):
            return value
        from chaptag.model.retime import parse_cut, parse_insert

        try:
            return parse_cut(value) if self.name == "cut" else parse_insert(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def _stack(*options: Callable[[_F], _F]) -> Callable[[_F], _F]:
    def apply(function: _F) -> _F:
        for option in reversed(options):
            function = option(function)
        return function

    return apply


def _gather(keyword: str, names: tuple[str, ...], build: Callable[[dict[str, Any]], object]) -> Callable[[_F], _F]:
    """Replace the parameters `names` of a command by one value under `keyword`."""

    def decorate(function: _F) -> _F:
        @functools.wraps(function)
        def call(*args: Any, **params: Any) -> Any:
            params[keyword] = build({name: params.pop(name) for name in names})
            return function(*args, **params)

        return call  # type: ignore[return-value]

    return decorate


# Each of the following loads what it builds when a command is called, not when its options are declared.


def _reading(params: dict[str, Any]) -> object:
    from chaptag.workflow.settings import ReadOptions

    insertions, cuts = params.pop("insert"), params.pop("cut")
    return ReadOptions(insertions=insertions, cuts=cuts, **params)


def _writing(params: dict[str, Any]) -> object:
    from chaptag.model.options import WriteOptions

    versions: dict[str | None, Any] = {"2.3": 3, "2.4": 4, None: None}
    return WriteOptions(id3_version=versions[params["id3_version"]], long_titles=params["long_titles"])


def _storing(params: dict[str, Any]) -> object:
    from chaptag.workflow.settings import StoreOptions

    return StoreOptions(**params)


def _rules(params: dict[str, Any]) -> object:
    from chaptag.model.finding import Severity
    from chaptag.workflow.settings import RuleSettings

    said = {}
    if params["ignore"] or params["select"] or params["severity"]:
        from chaptag.workflow.optionset import parse_option

        said = {
            key: parse_option(name, params[name])
            for key, name in (("ignore", "ignore"), ("select", "select"), ("severities", "severity"))
            if params[name]
        }
    return RuleSettings(fail_on=Severity[params["fail_on"].upper()], **said)  # type: ignore[arg-type]


def _console(params: dict[str, Any]) -> Console:
    form = "json" if params["json"] else params["output_format"]
    console = Console(form, -1 if params["quiet"] else int(params["verbose"]))
    built = click.get_current_context().obj
    if isinstance(built, list):
        built.append(console)  # for errors: a file or the environment may have said the form
    return console


def raw_options(function: _F) -> _F:
    """Give a command what the call or the environment said, by option name: for batches, where rows and shows differ.

    Stands directly below `configured`, above the decorators that gather options.
    """

    @functools.wraps(function)
    def call(*args: Any, **params: Any) -> Any:
        from chaptag.workflow.optionset import OPTIONS

        context = click.get_current_context()
        said = {}
        for param in context.command.params:
            name = max(param.opts, key=len).removeprefix("--")
            if name in OPTIONS and given(context, param.name or ""):
                said[name] = params[param.name]
        return function(*args, said=said, **params)

    return call  # type: ignore[return-value]


read_options: Callable[[_F], _F] = _stack(
    click.option("--item", metavar="ITEM", help="The feed's item: its GUID, number, title or enclosure name."),
    click.option("--pick", type=WholeNumber(1), metavar="N", help="Take the Nth list where notes are in doubt."),
    click.option(
        "--offset",
        type=TimeType(signed=True),
        default=Milliseconds(0),
        metavar="TIME",
        help="Move every chapter later by TIME (35s, 5m, 1:02.5, -3s).",
    ),
    click.option(
        "--insert",
        cls=Several,
        type=PartType("insert"),
        metavar="TIME+LENGTH",
        help="Something was put into the audio (12:00+30s).",
    ),
    click.option(
        "--cut",
        cls=Several,
        type=PartType("cut"),
        metavar="FROM-TO",
        help="Something was cut from the audio (40:00-41:15).",
    ),
    click.option(
        "--snap",
        type=TimeType(signed=False),
        metavar="TIME",
        help="Move each start to the end of the longest pause within TIME (2s).",
    ),
    click.option("--intro", metavar="TITLE", help="Add a chapter at 00:00 where the first one starts later."),
    click.option("--depth", type=WholeNumber(1), metavar="N", help="Leave out chapters nested deeper than N lists."),
    click.option(
        "--duration", type=TimeType(signed=False), metavar="TIME", help="The audio's duration, where there is no audio."
    ),
    click.option("--notes-format", metavar="NAME", help="Read the notes as this format, whatever they look like."),
    click.option("--fps", type=FrameRate(), metavar="N", help="Frames a second of editor timecodes."),
    click.option("--strict", is_flag=True, help="Refuse chapters that had to be guessed."),
    click.option("--fetch", is_flag=True, help="Fetch chapter images that are URLs, and embed them."),
    _gather("reading", _READ, _reading),
)

rule_options: Callable[[_F], _F] = _stack(
    click.option("--ignore", cls=Several, metavar="RULE", help="Do not report this rule, nor stop for it."),
    click.option("--select", cls=Several, metavar="RULE", help="Of warnings, report those of this rule only."),
    click.option(
        "--fail-on",
        type=click.Choice(["info", "warning", "error"]),
        default="error",
        show_default=True,
        help="Exit with 1 for findings from this severity on.",
    ),
    click.option("--severity", cls=Several, metavar="RULE=LEVEL", help="Report this rule as error, warning or info."),
    _gather("rules", _RULES, _rules),
)

write_options: Callable[[_F], _F] = _stack(
    click.option(
        "--id3",
        "id3_version",
        type=click.Choice(["2.3", "2.4"]),
        help="Convert the ID3 tag to this version; without it the tag keeps its own (2.3 for a new tag).",
    ),
    click.option("--long-titles", is_flag=True, help="Keep titles that some players cannot read, instead of cutting."),
    _gather("writing", _WRITE, _writing),
)

store_options: Callable[[_F], _F] = _stack(
    click.option("--overwrite", is_flag=True, help="Let -o replace a file that exists."),
    click.option("--keep-mtime", is_flag=True, help="Keep the file's time of modification."),
    click.option(
        "--backup", metavar="SUFFIX", help="Keep the old file beside the new one, under its name plus SUFFIX."
    ),
    _gather("storing", _STORE, _storing),
)


def say_unused(console: Console, reading: ReadOptions) -> None:
    """Say that ``--duration`` has nothing to do where there is audio."""
    if reading.duration is not None:
        console.note("--duration is not used: the audio says itself how long it is")


def output_options(*forms: str) -> Callable[[_F], _F]:
    """Options of output; `forms` are the formats beside text that the command speaks."""
    return _stack(
        click.option("--json", "json", is_flag=True, help="Print one JSON object (= --output-format json)."),
        click.option(
            "--output-format",
            type=click.Choice(["text", *forms]),
            default="text",
            show_default=True,
            help="How to print the result.",
        ),
        click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
        click.option("-v", "--verbose", is_flag=True, help="Print every finding, and why it matters."),
        _gather("console", ("json", "output_format", "quiet", "verbose"), _console),
    )
