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
    """The file in the same folder that is called most like it: without suffix, in other letters, mistyped; or none."""
    from difflib import get_close_matches

    home = os.path.expanduser(name)
    if home != name and os.path.lexists(home):
        return home  # the shell leaves ~ alone in quotation marks
    folder, wanted = os.path.split(name)
    try:
        entries = [entry for entry in os.listdir(folder or ".") if not entry.startswith(".")][:_MOST_NAMES]
    except OSError:
        return ""
    wanted = wanted.strip().casefold()
    names = {entry.casefold(): entry for entry in sorted(entries, reverse=True)}
    found = [each for each in names if each == wanted or os.path.splitext(each)[0] == wanted]
    found = sorted(found, key=lambda each: (each != wanted, not called_audio(each), each))
    found = found or get_close_matches(wanted, names, n=1, cutoff=0.7)
    return os.path.join(folder, names[found[0]]) if found else ""
