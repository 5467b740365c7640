"""What stands where a file should be named and is none: a URL, the notes themselves, a name that is nearly right."""

from __future__ import annotations

import os
import re

from chaptag.model.errors import InputError, UsageError
from chaptag.model.finding import Place
from chaptag.model.text import quote, visible
from chaptag.storage.paths import typed
from chaptag.workflow.naming import called_audio

__all__ = ["nearest", "refuse_text", "refuse_url"]

_MOST_NAMES = 10_000
_HEAD = 1000
_AROUND = " \"'“”‘’«»"  # what is pasted along with a name
_TIME = re.compile(r"\d:[0-5]\d\s")


def refuse_url(name: str) -> None:
    """Raise UsageError, with the way to a file, for a URL."""
    if "://" not in name[:12]:
        return
    hint = f"Download it first: curl -LO {visible(typed(name))}"
    if name[:7].lower() == "file://":
        from urllib.parse import unquote, urlsplit

        hint = f"Name the file: {visible(typed(unquote(urlsplit(name).path)))}"
    raise UsageError("is a URL; chaptag reads files", hint=hint, place=Place(name))


def refuse_text(name: str) -> None:
    """Raise InputError for a name, of no file, that is notes: what was copied, or a `str` in Python."""
    if "\n" in name or len(_TIME.findall(name[:_HEAD])) > 1:
        raise InputError(
            f"{quote(name, 40)} is text, not the name of a file",
            hint="Save it as a file and name that, or send it through a pipe: pbpaste | chaptag tag AUDIO - "
            "(in Python: chaptag.parse_notes).",
        )


def nearest(name: str) -> str:
    """The file in the same folder that is called most like it, or none: in other letters, mistyped, without its suffix.

    Names are compared without their suffixes, which would make all names alike.
    """
    from difflib import get_close_matches

    try:
        home = os.path.expanduser(name)
        if home != name and os.path.lexists(home):
            return home  # the shell leaves ~ alone in quotation marks
        folder, wanted = os.path.split(name)
        entries = [entry for entry in os.listdir(folder or ".") if not entry.startswith(".")][:_MOST_NAMES]
    except (OSError, ValueError):  # ValueError: no name of this system
        return ""
    wanted = wanted.strip(_AROUND).casefold()
    stem, suffix = os.path.splitext(wanted)
    sound = not suffix or called_audio(wanted)
    stems: dict[str, list[str]] = {}
    for entry in entries:
        stems.setdefault(os.path.splitext(entry.casefold())[0], []).append(entry)
    found = [stem] if stem in stems else get_close_matches(stem, stems, n=1, cutoff=0.7)
    if not found:
        return ""

    def unlikeness(entry: str) -> tuple[bool, bool, str]:
        return not entry.casefold().endswith(suffix), called_audio(entry) != sound, entry

    return os.path.join(folder, min(stems[found[0]], key=unlikeness))
