"""Where an option's value comes from: the call, the environment, a show's table, the configuration, the default."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from chaptag.cli.console import Console
from chaptag.model.errors import ConfigError
from chaptag.model.text import visible
from chaptag.model.timestamp import Milliseconds, format_time
from chaptag.workflow.configfile import CONFIGURABLE, find_config_file

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from chaptag.workflow.config import Value

__all__ = ["configured", "given"]

_F = TypeVar("_F", bound=Callable[..., Any])

_ENVIRONMENT = "CHAPTAG_"
_FROM_ENVIRONMENT = "chaptag.environment"
# How like a name a variable is that was meant to be it: CHAPTAG_OFSET is, CHAPTAG_VERSION (severity?) is not.
_NEAR = 0.8


def configured(function: _F) -> _F:
    """Fill options that the call left out, from the environment and the configuration nearest to the first file.

    Stands directly below the arguments of a command, above the decorators that gather its options. Adds
    ``--show-config``, which prints every option that can be configured, with its origin, and does nothing else.
    """

    @functools.wraps(function)
    def call(*args: Any, show_config: bool, **params: Any) -> Any:
        context = click.get_current_context()
        origins = _fill(context, params)
        if show_config:
            return _print(context, params, origins)
        return function(*args, **params)

    option = click.option(
        "--show-config", is_flag=True, help="Print each option that can be configured, and where its value comes from."
    )
    return option(call)  # type: ignore[return-value]


def given(context: click.Context, name: str) -> bool:
    """Whether the call or the environment, not a file, gave the parameter its value."""
    environment = context.meta.get(_FROM_ENVIRONMENT, frozenset())
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE or name in environment


def _fill(context: click.Context, params: dict[str, Any]) -> dict[str, str]:
    options = {
        max(param.opts, key=len).removeprefix("--"): param
        for param in context.command.params
        if isinstance(param, click.Option)
    }
    names = CONFIGURABLE & options.keys()
    _refuse_misspelt(options.keys())
    said = _said(context, params, names)
    context.meta[_FROM_ENVIRONMENT] = frozenset(
        options[name].name for name in said if said[name].origin.startswith(_ENVIRONMENT) and name in names
    )
    origins = {}
    for name, param in options.items():
        if param.name is None:
            continue
        source = context.get_parameter_source(param.name)
        if name in said and name in names and source in {ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP}:
            params[param.name] = _converted(context, param, name, said[name])
            origins[name] = said[name].origin
        else:
            origins[name] = "the call" if source is ParameterSource.COMMANDLINE else "default"
    return origins


def _said(context: click.Context, params: dict[str, Any], names: AbstractSet[str]) -> dict[str, Value]:
    """What the environment and the configuration nearest to the first file say, by option name."""
    from_environment = {
        name: _ENVIRONMENT + name.upper().replace("-", "_")
        for name in names
        if _ENVIRONMENT + name.upper().replace("-", "_") in os.environ
    }
    first = _first_file(context, params)
    folder = "." if first is None else os.path.dirname(first)
    if first is not None and os.path.isdir(first):  # a batch: its own configuration is in it, and no show's is about it
        folder, first = first, None
    path = find_config_file(folder)
    if path is None and not from_environment:
        return {}
    from pathlib import Path

    from chaptag.workflow.config import Value, read_config

    said: dict[str, Value] = {}
    if path is not None:
        said = read_config(Path(path), CONFIGURABLE).values_for(None if first is None else Path(first))
    said.update({name: Value(os.environ[variable], variable) for name, variable in from_environment.items()})
    return said


def _refuse_misspelt(options: AbstractSet[str]) -> None:
    """Raise ConfigError for a variable that was meant to configure: nearly a name, or an option that belongs to a call.

    Others are left alone: whoever builds an image may well keep a CHAPTAG_VERSION of their own.
    """
    for variable in os.environ:
        name = variable.removeprefix(_ENVIRONMENT).lower().replace("_", "-")
        if not variable.startswith(_ENVIRONMENT) or name in CONFIGURABLE:
            continue
        from difflib import get_close_matches

        near = get_close_matches(name, CONFIGURABLE, n=1, cutoff=_NEAR)
        if near or name in options:
            meant = f"Did you mean {_ENVIRONMENT}{near[0].upper().replace('-', '_')}?" if near else ""
            raise ConfigError(
                f"{visible(variable)}: there is no option {name!r} that can be configured",
                hint=meant or f"--{name} belongs to the call; unset {variable}.",
            )


def _first_file(context: click.Context, params: dict[str, Any]) -> str | None:
    for param in context.command.params:
        if isinstance(param, click.Argument) and param.name in params:
            value = params[param.name]
            first = value[0] if isinstance(value, tuple) and value else value
            if isinstance(first, str | os.PathLike) and first != "-":
                return os.fspath(first)
    return None


def _converted(context: click.Context, param: click.Option, name: str, said: Value) -> Any:
    """Read a value as the call's own text would be, so that 35 is 35 seconds in a file, too."""
    from chaptag.workflow.optionset import OPTIONS, as_text, as_texts, parse_flag, parse_option

    try:
        if name in OPTIONS:
            parse_option(name, said.value, said.origin)
        if param.is_flag:
            return parse_flag(said.value)
        return param.type_cast_value(context, as_texts(said.value) if param.multiple else as_text(said.value))
    except (ValueError, click.BadParameter) as error:
        why = error.message if isinstance(error, click.BadParameter) else error
        raise ConfigError(
            f"{said.origin}: {name} = {said.value!r}: {why}",
            hint=f"chaptag {context.command.name} --help says what {name} takes.",
        ) from error


def _print(context: click.Context, params: dict[str, Any], origins: dict[str, str]) -> None:
    by_name = {max(p.opts, key=len).removeprefix("--"): p.name for p in context.command.params}
    names = sorted(CONFIGURABLE & origins.keys())
    rows = [(name, _plain(params.get(by_name[name] or "")), origins[name]) for name in names]
    console = Console("json" if params.get("json") else params.get("output_format", "text"))
    if console.machine:
        from chaptag.cli.render.results import config_object

        console.object(config_object(rows))
        return
    width = max(map(len, names))
    for name, value, origin in rows:
        console.result(f"{name:<{width}}  {visible(_line(value)):<24}  {visible(origin)}")


def _plain(value: Any) -> Any:
    """Give a value as JSON can hold it; times are written out."""
    from chaptag.model.retime import Cut, Insertion

    if isinstance(value, Milliseconds):
        return format_time(value)
    if isinstance(value, Insertion | Cut):
        return value.written(format_time)
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _line(value: Any) -> str:
    """Write a plain value as a configuration would; a dash where there is none."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
