"""Options by name: what a manifest's row, a configuration file or the environment says, turned into settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from chaptag.model.errors import ConfigError
from chaptag.model.finding import Severity
from chaptag.model.options import WriteOptions
from chaptag.model.retime import Cut, Insertion, parse_cut, parse_insert
from chaptag.model.text import split_list
from chaptag.model.timestamp import Milliseconds, parse_time
from chaptag.workflow.judging import check_rule_names
from chaptag.workflow.settings import ReadOptions, RuleSettings, StoreOptions

__all__ = [
    "OPTIONS",
    "ROW_OPTIONS",
    "Settings",
    "as_text",
    "as_texts",
    "build_settings",
    "frame_rate",
    "parse_flag",
    "parse_option",
    "rule_names",
    "severities",
]


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


def as_texts(value: object) -> list[str]:
    """Give an option's value as the texts that the command line would take, whatever a file writes it as.

    Commas part a text, a list has one each, a table is ``name=value``; numbers are written out. Raises ValueError for
    what no option takes: a date, a list in a list.
    """
    if isinstance(value, Mapping):
        return [f"{key}={as_text(each)}" for key, each in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        return [part for each in value for part in split_list(as_text(each))]
    return split_list(as_text(value))


def as_text(value: object) -> str:
    """Give one value as text; a yes or no is none, since only flags take those."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        msg = f"{str(value).lower() if isinstance(value, bool) else value!r} is not what this option takes"
        raise ValueError(msg)  # noqa: TRY004 (what is wrong is what the user wrote)
    return value.strip() if isinstance(value, str) else str(value)


def _time(value: object) -> int:
    return int(value) if isinstance(value, Milliseconds) else parse_time(as_text(value))


def _length(value: object) -> int:
    ms = _time(value)
    if ms < 0:
        msg = f"{value!r} is negative"
        raise ValueError(msg)
    return ms


def frame_rate(value: object) -> float:
    """Read frames a second, from 1 to 1000; raises ValueError."""
    rate = float(as_text(value))
    if not 1 <= rate <= 1000:  # nan is not, either
        msg = f"{value} is not a frame rate: from 1 to 1000"
        raise ValueError(msg)
    return rate


def parse_flag(value: object) -> bool:
    """Read a yes or no; raises ValueError."""
    words = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}
    if isinstance(value, bool):
        return value
    try:
        return words[str(value).strip().lower()]
    except KeyError:
        msg = f"{value!r} is neither yes nor no"
        raise ValueError(msg) from None


_DIGITS = 18  # of a number; Python refuses to read thousands


def _number(value: object) -> int:
    text = as_text(value)
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS and int(text) > 0):
        msg = f"{value!r} is not a whole number from 1"
        raise ValueError(msg)
    return int(text)


def rule_names(value: object) -> frozenset[str]:
    """Read names of rules; raises ConfigError for one that there is not."""
    return check_rule_names(as_texts(value))


def _insertions(value: object) -> tuple[Insertion, ...]:
    return tuple(each if isinstance(each, Insertion) else parse_insert(each) for each in _parts(value, Insertion))


def _cuts(value: object) -> tuple[Cut, ...]:
    return tuple(each if isinstance(each, Cut) else parse_cut(each) for each in _parts(value, Cut))


_Part = TypeVar("_Part", Insertion, Cut)


def _parts(value: object, kind: type[_Part]) -> list[_Part | str]:
    """Parts that the command line has read already, or texts."""
    values = value if isinstance(value, list | tuple) else [value]
    return [part for each in values for part in ([each] if isinstance(each, kind) else as_texts(each))]


def _list(value: object) -> tuple[str, ...]:
    return tuple(as_texts(value))


def severities(value: object) -> tuple[tuple[str, Severity], ...]:
    """Read ``rule=level``, any number of them; raises ValueError, or ConfigError for a rule that there is not."""
    pairs = [(rule.strip(), level.strip()) for rule, _, level in (part.partition("=") for part in as_texts(value))]
    check_rule_names(rule for rule, _ in pairs)
    return tuple((rule, _severity(level)) for rule, level in pairs)


def _severity(value: object) -> Severity:
    if isinstance(value, Severity):
        return value
    try:
        return Severity[str(value).upper()]
    except KeyError:
        msg = f"{value!r} is no severity: error, warning or info"
        raise ValueError(msg) from None


def _id3(value: object) -> int:
    try:
        return {"2.3": 3, "2.4": 4}[as_text(value)]
    except KeyError:
        msg = f"{value!r} is neither 2.3 nor 2.4"
        raise ValueError(msg) from None


# Name on the command line → the part of the settings, the field in it, how its text is read.
OPTIONS: dict[str, tuple[str, str, Callable[[Any], object]]] = {
    "item": ("reading", "item", as_text),
    "pick": ("reading", "pick", _number),
    "offset": ("reading", "offset", _time),
    "intro": ("reading", "intro", as_text),
    "insert": ("reading", "insertions", _insertions),
    "cut": ("reading", "cuts", _cuts),
    "snap": ("reading", "snap", _length),
    "depth": ("reading", "depth", _number),
    "duration": ("reading", "duration", _length),
    "notes-format": ("reading", "notes_format", as_text),
    "fps": ("reading", "fps", frame_rate),
    "strict": ("reading", "strict", parse_flag),
    "fetch": ("reading", "fetch", parse_flag),
    "id3": ("writing", "id3_version", _id3),
    "long-titles": ("writing", "long_titles", parse_flag),
    "overwrite": ("storing", "overwrite", parse_flag),
    "keep-mtime": ("storing", "keep_mtime", parse_flag),
    "backup": ("storing", "backup", as_text),
    "ignore": ("rules", "ignore", rule_names),
    "select": ("rules", "select", rule_names),
    "severity": ("rules", "severities", severities),
    "fail-on": ("rules", "fail_on", _severity),
    "sidecar": ("", "sidecars", _list),
    "replace": ("", "replace", parse_flag),
    "deep": ("", "deep", parse_flag),
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


def parse_option(name: str, value: object, origin: str = "") -> object:
    """Read one option of the table; raises ConfigError, which names it and `origin`."""
    start = f"{origin}: " if origin else ""
    try:
        return OPTIONS[name][2](value)
    except ConfigError as error:
        raise ConfigError(f"{start}{name}: {error.message}" if origin else error.message, hint=error.hint) from error
    except ValueError as error:
        hint = f"chaptag tag --help says what {name} takes."
        raise ConfigError(f"{start}{name} = {_shown(value)}: {error}", hint=hint) from error


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return repr(", ".join(map(str, value)))  # as it is written on the command line
    return str(value).lower() if isinstance(value, bool) else repr(value)


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
        part, key, _ = OPTIONS[name]
        parts[part][key] = parse_option(name, value, origin)
    return Settings(
        reading=ReadOptions(**parts["reading"]),  # type: ignore[arg-type]
        writing=WriteOptions(**parts["writing"]),  # type: ignore[arg-type]
        storing=StoreOptions(**parts["storing"]),  # type: ignore[arg-type]
        rules=RuleSettings(**parts["rules"]),  # type: ignore[arg-type]
        **parts[""],  # type: ignore[arg-type]
    )
