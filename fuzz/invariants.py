"""What must hold for whatever bytes a stranger sends: the error tree or a right result, in time."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable

from chaptag.containers.base import Container
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.edit import EditedSource
from chaptag.model.errors import AudioError, ChaptagError
from chaptag.model.finding import Finding
from chaptag.model.normalise import Normalised, normalise
from chaptag.model.options import WriteOptions
from chaptag.model.reading import Grade, Reading
from chaptag.model.source import ByteSource, BytesSource

__all__ = ["check_container", "check_findings", "check_reading", "check_time", "refused"]

SECONDS = 2.0  # for anything, on a slow machine with every line counted
SECONDS_PER_KIB = 0.05

_WANTED = normalise(
    ChapterList.of([Chapter(0, "Intro", url="https://example.org/"), Chapter(400, "Größe 大"), Chapter(900, "")]), 1_000
)
_NOTHING = Normalised((), 0)
_RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def check_time(attempt: Callable[[bytes], None], data: bytes) -> None:
    """Fail where an attempt takes time out of proportion to the size of the input, and takes it again."""
    allowed = SECONDS + SECONDS_PER_KIB * len(data) / 1024
    spent = _seconds(attempt, data)
    if spent > allowed:  # a machine that is short of memory bills its own work to whoever runs
        spent = min(_seconds(attempt, data) for _ in range(2))
    assert spent <= allowed, f"{spent:.1f} s for {len(data)} bytes"


def _seconds(attempt: Callable[[bytes], None], data: bytes) -> float:
    started = time.process_time()
    attempt(data)
    return time.process_time() - started


def refused(error: ChaptagError) -> None:
    """Check a refusal: it says what is wrong, in text that a terminal can take."""
    assert error.message
    assert not _RAW.search(error.message), error.message
    check_findings(error.findings)


def check_findings(findings: Iterable[Finding]) -> None:
    """Check that no message carries raw control characters."""
    for each in findings:
        assert not _RAW.search(each.message), each.message


def check_reading(reading: Reading, duration: int | None = None) -> None:
    """Check a reading of notes or of a chapter file."""
    check_findings(reading.findings)
    if reading.grade is Grade.DOUBT:
        assert not reading.chapters, "a doubt has chapters"
    for chapter in reading.chapters:
        assert isinstance(chapter.start, int)
        assert chapter.end is None or isinstance(chapter.end, int)
    if reading.chapters and duration is not None:
        normalised = normalise(reading.chapters, duration)
        starts = [chapter.start for chapter in normalised.visible]
        assert starts == sorted(set(starts))
        assert all(0 <= start < duration for start in starts)


def check_container(container: Container, data: bytes) -> None:
    """Look, measure, tag, tag again, and strip; every step is refused or right, and the sound stays what it was."""
    source = BytesSource(data, "fuzz")
    try:
        layout = container.inspect(source)
    except AudioError as error:
        refused(error)
    else:
        check_findings(layout.findings)
        for store in layout.stores:
            check_findings(store.findings)
        assert all(0 <= span.start <= span.stop <= len(data) for span in layout.payload)
    for deep in (False, True):
        try:
            measured = container.measure(source, deep=deep)
        except AudioError as error:
            refused(error)
        else:
            assert measured.duration.ns >= 0
            check_findings(measured.findings)
    tagged = _edited(container, source, _WANTED)
    if tagged is None:
        return
    shown = container.inspect(BytesSource(tagged))
    for store in shown.stores:
        if store.editable and store.chapters:
            assert [c.start for c in store.chapters.visible] == [c.start for c in _WANTED.visible], store.kind
    assert shown.chapters
    again = container.edit(BytesSource(tagged), _WANTED, WriteOptions())
    assert again.unchanged, "the second edit is not nothing"
    stripped = _edited(container, BytesSource(tagged), _NOTHING)
    assert stripped is not None, "what was tagged cannot be stripped"
    left = [
        store.kind for store in container.inspect(BytesSource(stripped)).stores if store.editable and store.chapters
    ]
    assert not left, left


def _edited(container: Container, source: BytesSource, chapters: Normalised) -> bytes | None:
    """The new file, its sound compared; None where the container refuses."""
    try:
        before = _hash(container, source)
        edit = container.edit(source, chapters, WriteOptions())
    except AudioError as error:
        refused(error)
        return None
    edit.check()
    check_findings(edit.findings)
    new = EditedSource(source, edit)
    result = new.read(0, new.size)
    assert len(result) == edit.size
    assert _hash(container, BytesSource(result)) == before, "the sound is another"
    return result


def _hash(container: Container, source: ByteSource) -> str:
    digest = hashlib.sha256()
    for start, stop in container.payload(source):
        digest.update(source.read(start, stop - start))
    return digest.hexdigest()
