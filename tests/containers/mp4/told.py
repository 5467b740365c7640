"""Files with chapters as other programs lay them, on bare movies, and what is said of them."""

from __future__ import annotations

from chaptag.containers.mp4.inspection import inspect_file
from chaptag.containers.mp4.movie import Movie, read_movie
from chaptag.model.finding import Finding
from chaptag.model.layout import Layout
from chaptag.model.source import BytesSource
from tests.containers.mp4.bare import film, trak, u32
from tests.support.mp4 import box, text_sample

__all__ = ["FIRST", "JPEG", "TEXT", "chap", "file", "holding", "inspected", "read", "said", "spell", "titles"]

FIRST = 128 + 116
TEXT = u32(1) + box(b"text", bytes(8))
JPEG = u32(1) + box(b"jpeg", bytes(8))


def chap(*ids: int, kind: bytes = b"chap") -> bytes:
    return box(b"tref", box(kind, u32(*ids)))


def holding(number: int, samples: list[bytes], deltas: list[int], media: int, **more: object) -> bytes:
    """A chapter track whose samples lie at byte `media` of the file."""
    tables = {
        "stts": u32(len(deltas), *(n for delta in deltas for n in (1, delta))),
        "stsz": u32(0, len(samples), *map(len, samples)),
        "stsc": u32(1, 1, max(1, len(samples)), 1),
        "stco": u32(1, media) if samples else u32(0),
    }
    given = {"handler": b"text", "stsd": TEXT, "flags": 0, "duration": sum(deltas)} | tables | more
    return trak(number, **given)  # type: ignore[arg-type]


def file(
    *tracks: tuple[int, list[bytes], list[int], dict[str, object]], nero: bytes = b"", refs: bytes = b"", **more: object
) -> bytes:
    """Sound that names chapter tracks, their samples in a media box at the end."""
    udta = box(b"udta", nero) if nero else b""

    def made(start: int) -> bytes:
        traks = [trak(1, front=refs, stts=u32(1, 10, 6000), duration=60_000)]
        for number, samples, deltas, given in tracks:
            traks.append(holding(number, samples, deltas, start, **given))
            start += sum(map(len, samples))
        data = b"".join(sample for _, samples, _, _ in tracks for sample in samples)
        return film(*traks, more=udta, top=box(b"mdat", data), duration=60_000, **more)  # type: ignore[arg-type]

    empty = made(0)
    return made(len(empty) - sum(len(sample) for _, samples, _, _ in tracks for sample in samples))


def titles(
    *named: str, number: int = 2, deltas: list[int] | None = None, **more: object
) -> tuple[int, list[bytes], list[int], dict[str, object]]:
    samples = [text_sample(title) for title in named]
    return number, samples, deltas or [10_000] * len(samples), more


def read(data: bytes) -> Movie:
    return read_movie(BytesSource(data, "a.m4a"))


def inspected(data: bytes) -> Layout:
    return inspect_file(BytesSource(data, "a.m4a"))


def spell(findings: tuple[Finding, ...] | list[Finding]) -> list[tuple[str, str, int | None, int | None]]:
    return [(each.rule, each.message, each.place.offset if each.place else None, each.chapter) for each in findings]


def said(data: bytes) -> list[tuple[str, str, int | None, int | None]]:
    layout = inspected(data)
    return spell(layout.findings) + [each for store in layout.stores for each in spell(store.findings)]
