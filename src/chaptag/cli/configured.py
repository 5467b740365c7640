"""Where an option's value comes from: the call, the environment, a show's table, the configuration, the default."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from chaptag.model.errors import ConfigError, UsageError
from chaptag.model.text import visible
from chaptag.workflow.config import Value, find_config

__all__ = ["configured", "given"]

_F = TypeVar("_F", bound=Callable[..., Any])

# Options of one call, never of a show.
_NOT_CONFIGURABLE = {"help", "output", "dry-run", "show-config", "list", "list-rules", "pick", "item", "explain"}
_ENVIRONMENT = "CHAPTAG_"
_FROM_ENVIRONMENT = "chaptag.environment"


def configured(function: _F) -> _F:
    """Fill options that the call left out, from the environment and the configuration nearest to the first file.

    Stands directly below the arguments of a command, above the decorators that gather its options. Adds
    ``--show-config``, which prints every option with its value and origin and does nothing else.
    """

    @functools.wraps(function)
    def call(*args: Any, show_config: bool, **params: Any) -> Any:
        context = click.get_current_context()
        origins = _fill(context, params)
        if show_config:
            return _print(context, params, origins)
        return function(*args, **params)

    option = click.option("--show-config", is_flag=True, help="Print every option's value and where it comes from.")
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
    names = {name for name in options if name not in _NOT_CONFIGURABLE}
    audio = _first_file(context, params)
    config = find_config(Path.cwd() if audio is None else audio.parent, lambda: _all_names(context))
    said = {} if config is None else config.values_for(audio)
    for name in names:
        text = os.environ.get(_ENVIRONMENT + name.upper().replace("-", "_"))
        if text is not None:
            said[name] = Value(text, _ENVIRONMENT + name.upper().replace("-", "_"))
    context.meta[_FROM_ENVIRONMENT] = frozenset(
        options[name].name for name in names if name in said and said[name].origin.startswith(_ENVIRONMENT)
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


def _all_names(context: click.Context) -> set[str]:
    """The options of every command: one file configures them all."""
    from chaptag.cli.main import COMMANDS, cli

    names = set()
    for name in COMMANDS:
        command = cli.get_command(context, name)
        for param in command.params if command is not None else ():
            if isinstance(param, click.Option):
                names.add(max(param.opts, key=len).removeprefix("--"))
    return names - _NOT_CONFIGURABLE


def _first_file(context: click.Context, params: dict[str, Any]) -> Path | None:
    for param in context.command.params:
        if isinstance(param, click.Argument) and param.name in params:
            value = params[param.name]
            first = value[0] if isinstance(value, tuple) and value else value
            if isinstance(first, str) and first != "-":
                return Path(first)
    return None


def _converted(context: click.Context, param: click.Option, name: str, said: Value) -> Any:
    value = said.value
    if isinstance(value, dict):
        value = [f"{key}={level}" for key, level in value.items()]
    if param.multiple and isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    elif isinstance(value, list) and not param.multiple:
        value = ",".join(str(part) for part in value)
    try:
        return param.type_cast_value(context, value)
    except click.BadParameter as error:
        raise ConfigError(
            f"{said.origin}: {name} = {said.value!r}: {error.message}",
            hint=f"chaptag {context.command.name} --help says what {name} takes.",
        ) from error


def _print(context: click.Context, params: dict[str, Any], origins: dict[str, str]) -> None:
    if not origins:
        raise UsageError("there are no options to show")
    width = max(len(name) for name in origins)
    by_name = {max(p.opts, key=len).removeprefix("--"): p.name for p in context.command.params}
    for name in sorted(set(origins) - _NOT_CONFIGURABLE):
        value = params.get(by_name[name] or "")
        click.echo(f"{name:<{width}}  {visible(str(value)):<24}  {visible(origins[name])}")
