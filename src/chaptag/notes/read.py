"""`read_notes`: notes of any kind to a graded reading."""

from __future__ import annotations

from dataclasses import replace

from chaptag.model.duration import Duration
from chaptag.model.errors import NotesError
from chaptag.model.finding import Finding
from chaptag.model.reading import Reading
from chaptag.notes.assembly.assemble import assemble
from chaptag.notes.encoding import decode
from chaptag.notes.options import NotesOptions
from chaptag.notes.registry import kind_of, read_document

__all__ = ["NotesOptions", "read_notes"]


def read_notes(
    data: bytes | str,
    *,
    name: str = "<notes>",
    kind: str | None = None,
    duration: Duration | None = None,
    options: NotesOptions = NotesOptions(),
) -> Reading:
    """Read the chapters in show notes.

    `name` is what messages call the notes. `kind` is ``text``, ``markdown``, ``html`` or ``feed``; None decides by
    the content and the name's suffix. `duration` is that of the audio. Raises NotesError for what is no notes: more
    than 2 MiB, no text, a feed without the item.
    """
    findings: tuple[Finding, ...] = ()
    if isinstance(data, bytes):
        decoded = decode(data, name=name)
        data, findings = decoded.text, decoded.findings
    kind = kind or kind_of(data, name)
    document = read_document(kind, data, name)
    reading = assemble(document, None if duration is None else duration.ms, options)
    return replace(reading, findings=(*findings, *document.findings, *reading.findings))
