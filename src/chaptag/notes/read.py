"""`read_notes`: notes of any kind to a graded reading."""

from __future__ import annotations

from dataclasses import replace

from chaptag.model.duration import Duration
from chaptag.model.errors import NotesError
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.reading import Grade, Reading
from chaptag.notes.assembly.assemble import Hint, assemble
from chaptag.notes.document import Document
from chaptag.notes.encoding import NOTES_LIMIT, decode
from chaptag.notes.options import NotesOptions
from chaptag.notes.registry import READERS, kind_of, once_unescaped, read_document

__all__ = ["NotesOptions", "read_notes"]

_DEFAULTS = NotesOptions()
_BEST_FIRST = (Grade.SURE, Grade.GUESS, Grade.DOUBT)


def read_notes(
    data: bytes | str,
    *,
    name: str = "<notes>",
    kind: str | None = None,
    duration: Duration | None = None,
    options: NotesOptions = _DEFAULTS,
) -> Reading:
    """Read the chapters in show notes.

    `name` is what messages call the notes. `kind` is ``text``, ``markdown``, ``html`` or ``feed``; None decides by
    the content and the name's suffix. `duration` is that of the audio. Raises NotesError for what is no notes: more
    than 2 MiB, no text, a feed without the item, a kind that there is not.
    """
    if kind not in {None, "feed", *(reader.name for reader in READERS)}:
        msg = f"{kind!r} is no kind of notes"
        raise NotesError(msg, hint=f"Choose {', '.join(reader.name for reader in READERS)} or feed.", place=Place(name))
    length = None if duration is None else duration.ms
    if kind == "feed" or (kind is None and _looks_like_feed(data)):
        return _feed(data, name, length, options)
    findings: tuple[Finding, ...] = ()
    if isinstance(data, bytes):
        decoded = decode(data, name=name)
        data, findings = decoded.text, decoded.findings
    elif len(data) > NOTES_LIMIT:
        msg = f"{len(data)} characters are too many for show notes"
        raise NotesError(msg, hint="Give the notes without the transcript.", place=Place(name))
    if kind is None and (unescaped := once_unescaped(data)) is not None:
        data, kind = unescaped, "html"
        said = "the notes show the tags of HTML as text; they are read as HTML"
        fix = "Escape the notes once, or give them as the page shows them."
        findings = (*findings, finding("escaped-twice", said, place=Place(name, 1), fix=fix))
    document = read_document(kind or kind_of(data, name), data, name)
    reading = _document(document, length, options)
    return replace(reading, findings=(*findings, *reading.findings))


def _looks_like_feed(data: bytes | str) -> bool:
    head = data[:4096]
    head = head.encode("utf-8", "replace") if isinstance(head, str) else head
    if not any(mark in head.replace(b"\0", b"") for mark in (b"<rss", b"<feed", b":RDF", b":feed")):
        return False
    from chaptag.notes.feed.prolog import looks_like_feed

    return looks_like_feed(data.encode("utf-8", "replace") if isinstance(data, str) else data)


def _feed(data: bytes | str, name: str, length: int | None, options: NotesOptions) -> Reading:
    """Read one item of a feed: the first of its fields that holds a list."""
    from chaptag.notes.feed.pick import pick_item

    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    item = pick_item(raw, name=name, item=options.item, audio_name=options.audio_name)
    hint = None if item.duration is None else Hint(item.duration.ms, item.duration.because)
    fields = item.alternatives or ((item.html, item.line),)
    readings = [_document(read_document("html", text, name), length, options, hint, line) for text, line in fields]
    chosen = next(
        (
            each
            for grade in _BEST_FIRST
            for each in readings
            if each.grade is grade and (*each.chapters, *each.candidates)
        ),
        readings[0],
    )
    return replace(chosen, format="feed", findings=(*item.findings, *chosen.findings))


def _document(
    document: Document, length: int | None, options: NotesOptions, hint: Hint | None = None, line: int = 1
) -> Reading:
    document.first_line = line
    reading = assemble(document, length, options, hint)
    return replace(reading, findings=(*document.findings, *reading.findings))
