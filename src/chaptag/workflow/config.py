"""Configuration: `chaptag.toml`, or `[tool.chaptag]` in `pyproject.toml`, nearest upward from the audio."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chaptag.model.errors import ConfigError
from chaptag.model.finding import Place
from chaptag.workflow.configfile import PYPROJECT, find_config_file, read_bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from os import PathLike

__all__ = ["Config", "Value", "find_config", "read_config"]


@dataclass(frozen=True, slots=True)
class Value:
    """What a configuration says about an option, and where it says so."""

    value: object
    origin: str


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration file, validated: options for all episodes, and for those that a show's glob matches."""

    path: Path
    options: Mapping[str, object]
    shows: tuple[tuple[str, Mapping[str, object]], ...] = ()

    def values_for(self, audio: Path | None) -> dict[str, Value]:
        """The options that hold for an audio file; a later show's table wins over an earlier one and over the file.

        A glob without a slash is held against the file's name, one with slashes against its path from the
        configuration's folder.
        """
        values = {name: Value(value, str(self.path)) for name, value in self.options.items()}
        for glob, options in self.shows:
            if audio is not None and self._matches(glob, audio):
                origin = f"{self.path}, show {glob!r}"
                values.update({name: Value(value, origin) for name, value in options.items()})
        return values

    def _matches(self, glob: str, audio: Path) -> bool:
        if "/" not in glob:
            return fnmatchcase(audio.name, glob)
        try:
            relative = audio.absolute().relative_to(self.path.absolute().parent)
        except ValueError:
            return False
        return fnmatchcase(relative.as_posix(), glob)


def find_config(folder: str | PathLike[str], names: Callable[[], Collection[str]]) -> Config | None:
    """Find and read the configuration that holds in `folder`; None where there is none.

    `names` gives the names of all options; it is asked only where there is a file. Raises ConfigError, with the line,
    for broken TOML, an unknown name (with the nearest one) or a show without a glob.
    """
    path = find_config_file(folder)
    return None if path is None else read_config(Path(path), names())


def read_config(path: Path, known: Collection[str]) -> Config:
    """Read a configuration file; raises ConfigError."""
    table = _parsed(path, _text(path))
    if path.name == PYPROJECT:
        table = table.get("tool", {}).get("chaptag", {})
    return _config(path, table, known)


def _text(path: Path) -> str:
    try:
        return read_bounded(path).decode()
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", hint="Save it as UTF-8.", place=Place(str(path))) from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        place = Place(str(path), int(line[1]) if line else None)
        raise ConfigError(f"is not valid TOML: {error}", hint="Correct the line.", place=place) from error
    return table


def _config(path: Path, table: object, known: Collection[str]) -> Config:
    if not isinstance(table, dict):
        raise ConfigError("chaptag's part must be a table of options", place=Place(str(path)))
    shows = table.pop("show", [])
    if not isinstance(shows, list) or not all(isinstance(show, dict) for show in shows):
        raise ConfigError("shows must be tables: [[show]]", place=_place(path, "show"))
    named = []
    for show in shows:
        glob = show.pop("match", None)
        if not isinstance(glob, str):
            raise ConfigError('a show needs a glob: match = "episodes/*.mp3"', place=_place(path, "show"))
        named.append((glob, _options(path, show, known)))
    return Config(path, _options(path, table, known), tuple(named))


def _options(path: Path, table: dict[str, object], known: Collection[str]) -> dict[str, object]:
    for name in table:
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Those are: {', '.join(sorted(known))}."
            raise ConfigError(
                f"there is no option {name!r} that can be configured", hint=hint, place=_place(path, name)
            )
    return table


def _place(path: Path, name: str) -> Place:
    """The line that first sets or opens `name`; TOML libraries do not say."""
    pattern = re.compile(rf"\s*(?:\[\[?[^\]]*\b)?[\"']?{re.escape(name)}[\"']?\s*[=\].]")
    for number, line in enumerate(_text(path).splitlines(), 1):
        if pattern.match(line):
            return Place(str(path), number, text=line)
    return Place(str(path))
