"""Options by name: what a manifest's row, a configuration file or the environment says, turned into settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chaptag.model.errors import ConfigError
from chaptag.model.finding import Severity
from chaptag.model.options import WriteOptions
from chaptag.model.retime import Cut, Insertion, parse_cut, parse_insert
from chaptag.model.timestamp import parse_time
from chaptag.workflow.judging import check_rule_names
from chaptag.workflow.settings import ReadOptions, RuleSettings, StoreOptions

__all__ = ["OPTIONS", "ROW_OPTIONS", "Settings", "build_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """All that shapes one tagging."""

    reading: ReadOptions = field(default_factory=ReadOptions)
    writing: WriteOptions = field(default_factory=WriteOptions)
    storing: StoreOptions = field(default_factory=StoreOptions)
    rules: RuleSettings = field(default_factory=RuleSettings)
    sidecars: tuple[str, ...] = ()
    replace: bool = False
    deep: bool = False


def _time(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else parse_time(str(value))


def _flag(value: object) -> bool:
    words = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}
    if isinstance(value, bool):
        return value
    try:
        return words[str(value).strip().lower()]
    except KeyError:
        msg = f"{value!r} is neither yes nor no"
        raise ValueError(msg) from None


def _number(value: object) -> int:
    number = int(str(value))
    if number < 1:
        msg = f"{value!r} is not a number from 1"
        raise ValueError(msg)
    return number


def _names(value: object) -> frozenset[str]:
    parts = value if isinstance(value, list | tuple | set | frozenset) else str(value).split(",")
    return check_rule_names(str(part).strip() for part in parts if str(part).strip())


def _insertions(value: object) -> tuple[Insertion, ...]:
    return tuple(each if isinstance(each, Insertion) else parse_insert(str(each)) for each in _parts(value))


def _cuts(value: object) -> tuple[Cut, ...]:
    return tuple(each if isinstance(each, Cut) else parse_cut(str(each)) for each in _parts(value))


def _parts(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [part for part in str(value).split(",") if part.strip()]


def _list(value: object) -> tuple[str, ...]:
    return tuple(str(part).strip() for part in _parts(value))


def _severities(value: object) -> tuple[tuple[str, Severity], ...]:
    if isinstance(value, Mapping):
        pairs = [(str(rule), str(level)) for rule, level in value.items()]
    else:
        parts = value if isinstance(value, list | tuple) else str(value).split(",")
        pairs = [(rule.strip(), level.strip()) for rule, _, level in (str(part).partition("=") for part in parts)]
    check_rule_names(rule for rule, _ in pairs)
    return tuple((rule, _severity(level)) for rule, level in pairs)


def _severity(value: object) -> Severity:
    if isinstance(value, Severity):
        return value
    try:
        return Severity[str(value).upper()]
    except KeyError:
        msg = f"{value!r} is not error, warning or info"
        raise ValueError(msg) from None


def _id3(value: object) -> int:
    try:
        return {"2.3": 3, "2.4": 4}[str(value)]
    except KeyError:
        msg = f"{value!r} is neither 2.3 nor 2.4"
        raise ValueError(msg) from None


# Name on the command line → the part of the settings, the field in it, how its text is read.
OPTIONS: dict[str, tuple[str, str, Callable[[Any], object]]] = {
    "item": ("reading", "item", str),
    "pick": ("reading", "pick", _number),
    "offset": ("reading", "offset", _time),
    "intro": ("reading", "intro", str),
    "insert": ("reading", "insertions", _insertions),
    "cut": ("reading", "cuts", _cuts),
    "snap": ("reading", "snap", _time),
    "depth": ("reading", "depth", _number),
    "duration": ("reading", "duration", _time),
    "notes-format": ("reading", "notes_format", str),
    "fps": ("reading", "fps", float),
    "strict": ("reading", "strict", _flag),
    "fetch": ("reading", "fetch", _flag),
    "id3": ("writing", "id3_version", _id3),
    "long-titles": ("writing", "long_titles", _flag),
    "overwrite": ("storing", "overwrite", _flag),
    "keep-mtime": ("storing", "keep_mtime", _flag),
    "backup": ("storing", "backup", str),
    "ignore": ("rules", "ignore", _names),
    "select": ("rules", "select", _names),
    "severity": ("rules", "severities", _severities),
    "fail-on": ("rules", "fail_on", _severity),
    "sidecar": ("", "sidecars", _list),
    "replace": ("", "replace", _flag),
    "deep": ("", "deep", _flag),
}

# What a manifest's row may say beside audio, notes and output.
ROW_OPTIONS: tuple[str, ...] = (
    "item",
    "pick",
    "offset",
    "insert",
    "cut",
    "snap",
    "intro",
    "depth",
    "notes-format",
    "fps",
    "strict",
    "ignore",
    "id3",
    "long-titles",
    "replace",
)


def build_settings(values: Mapping[str, object], origin: str = "") -> Settings:
    """Turn options by name into settings; an empty text means that the option is not given.

    Raises ConfigError, which names the option and `origin`, for a name or a value that makes no sense.
    """
    parts: dict[str, dict[str, object]] = {"reading": {}, "writing": {}, "storing": {}, "rules": {}, "": {}}
    for name, value in values.items():
        if value is None or value == "":
            continue
        if name not in OPTIONS:
            raise ConfigError(f"{origin}: there is no option {name!r}" if origin else f"there is no option {name!r}")
        part, key, parse = OPTIONS[name]
        try:
            parts[part][key] = parse(value)
        except ValueError as error:
            raise ConfigError(f"{origin + ': ' if origin else ''}{name}: {error}") from error
    return Settings(
        reading=ReadOptions(**parts["reading"]),  # type: ignore[arg-type]
        writing=WriteOptions(**parts["writing"]),  # type: ignore[arg-type]
        storing=StoreOptions(**parts["storing"]),  # type: ignore[arg-type]
        rules=RuleSettings(**parts["rules"]),  # type: ignore[arg-type]
        **parts[""],  # type: ignore[arg-type]
    )
