"""Forty faulty files and notes: what `verify` says of each, in full, held to a transcript.

`faulty.txt` is the transcript; ``CHAPTAG_UPDATE_GOLDEN=1`` writes it anew, for a person to read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from chaptag.model.rules import RULES
from tests.support import mp4_layouts
from tests.support.cli import Answer, chaptag
from tests.support.id3 import apic, chap, chapter_tag, compressed, ctoc, tag, text, wxxx
from tests.support.mp3 import cbr, garbage, mp3, vbr
from tests.support.mp4 import audio, box, chpl, plain, text_track

TRANSCRIPT = Path(__file__).with_name("faulty.txt")
THREE = [(0, 20_000, "Intro"), (20_000, 40_000, "Interview"), (40_000, 60_003, "Outro")]
PAIRS = [(start, title) for start, _, title in THREE]
LONG = "A title that is longer than what fits into one hundred and twenty-seven bytes of a sub-frame, " + "and on, " * 8


def chaps(*, version: int = 3, names: str = "abc", ends: bool = True) -> list[bytes]:
    return [
        chap(name, start, end if ends else 0xFFFFFFFF, text("TIT2", title, version=version), version=version)
        for name, (start, end, title) in zip(names, THREE, strict=False)
    ]


def tagged(*frames: bytes, version: int = 3, **more: object) -> bytes:
    return mp3(seconds=60, tag=tag(*frames, version=version, **more))  # type: ignore[arg-type]


def with_titles(*titles: str) -> bytes:
    return mp3(seconds=60, tag=chapter_tag([(s, e, t) for (s, e, _), t in zip(THREE, titles, strict=True)]))


def with_stores(nero: list[tuple[int, bytes | str]], track: list[tuple[int, str]], *, version: int = 1) -> bytes:
    sound = audio(1)
    sound.refs = {b"chap": (2,)}
    titles = text_track(2, track, 60_000)
    return plain(sound=sound, tracks=[titles], udta=box(b"udta", chpl(nero, version=version)))


def broken_header() -> bytes:
    data = bytearray(with_titles("Intro", "Interview", "Outro"))
    data[6:10] = b"\xff\xff\xff\xff"
    return bytes(data)


def files() -> dict[str, bytes]:
    """Every file by its name, which says what is wrong with it."""
    sound = mp3(seconds=60)
    far = [(0, 20_000, "Intro"), (20_000, 40_000, "Interview"), (90_000, 95_000, "Beyond")]
    return {
        "no-chapters.mp3": sound,
        "no-table.mp3": tagged(*chaps()),
        "table-not-top-level.mp3": tagged(ctoc("toc", "abc", flags=0x01), *chaps()),
        "table-not-ordered.mp3": tagged(ctoc("toc", "abc", flags=0x02), *chaps()),
        "table-names-nothing.mp3": tagged(ctoc("toc", ["a", "b", "c", "gone"]), *chaps()),
        "one-not-in-the-table.mp3": tagged(ctoc("toc", "ab"), *chaps()),
        "two-tables.mp3": tagged(ctoc("toc", "abc"), ctoc("toc2", "abc"), *chaps()),
        "out-of-order.mp3": tagged(ctoc("toc", "abc"), *reversed(chaps())),
        "doubled-id.mp3": tagged(ctoc("toc", "abc"), *chaps(names="aab")),
        "no-ends.mp3": tagged(ctoc("toc", "abc"), *chaps(ends=False)),
        "long-title-24.mp3": tagged(
            ctoc("toc", "a", version=4), chap("a", 0, 60_000, text("TIT2", LONG, version=4), version=4), version=4
        ),
        "image-24.mp3": tagged(
            ctoc("toc", "a", version=4),
            chap(
                "a",
                0,
                60_000,
                text("TIT2", "Intro", version=4),
                apic(b"\xff\xd8\xff" + bytes(300), version=4),
                version=4,
            ),
            version=4,
        ),
        "unsynchronised.mp3": tagged(ctoc("toc", "abc"), *chaps(), unsync=True),
        "plain-sizes-24.mp3": tagged(
            ctoc("toc", "abc", version=4),
            *[chap("a", 0, 9, text("TIT2", "x" * 130, version=4, encoding=3), version=4, plain=True)],
            version=4,
        ),
        "compressed.mp3": tagged(ctoc("toc", "a"), compressed("CHAP", chaps()[0][10:])),
        "no-title.mp3": tagged(ctoc("toc", "ab"), chaps()[0], chap("b", 20_000, 60_000)),
        "odd-link.mp3": tagged(ctoc("toc", "a"), chap("a", 0, 60_000, text("TIT2", "Intro"), wxxx("www.a.example"))),
        "odd-image.mp3": tagged(
            ctoc("toc", "a"), chap("a", 0, 60_000, text("TIT2", "Intro"), apic(b"GIF89a", "image/gif"))
        ),
        "beyond-the-end.mp3": mp3(seconds=60, tag=chapter_tag(far)),
        "mojibake.mp3": with_titles("CafÃ© stories", "Interview", "Outro"),
        "escapes.mp3": with_titles("Red \x1b[31malert", "Interview", "Outro"),
        "junk-in-padding.mp3": tagged(ctoc("toc", "abc"), *chaps(), padding=64).replace(
            bytes(64), bytes(32) + b"junk" * 8, 1
        ),
        "broken-size.mp3": broken_header(),
        "two-tags.mp3": tag(text("TIT2", "First")) + with_titles("Intro", "Interview", "Outro"),
        "truncated.mp3": sound[: len(sound) * 2 // 3],
        "vbr-without-index.mp3": vbr(2000),
        "garbage.mp3": cbr(1000) + garbage(3000) + cbr(1000),
        "stitched.mp3": mp3(seconds=60) + mp3(seconds=60),
        "chpl-only.m4a": mp4_layouts.nero(),
        "track-only.m4a": mp4_layouts.track_only(),
        "chpl-version-0.m4a": with_stores(list(PAIRS), PAIRS, version=0),
        "stores-disagree.m4a": with_stores([*PAIRS[:2], (41_000, "Outro")], PAIRS),
        "long-chpl-title.m4a": with_stores([(0, LONG), *PAIRS[1:]], [(0, LONG), *PAIRS[1:]]),
        "two-text-tracks.m4a": mp4_layouts.auphonic(),
        "cut-off.m4a": plain()[:4000],
        "swapped.txt": b"00:00 Intro\n05:10 B\n04:10 A\n12:30 C\n20:00 D\n31:00 E\n",
        "contradictory.txt": b"00:00 Intro\n25:10 B\n04:10 A\n32:30 C\n10:00 D\n51:00 E\n",
        "late.txt": b"00:10 Intro\n04:10 A\n12:30 C\n",
        "twins.txt": b"00:00 Intro\n04:10 A\n04:10 B\n12:30 C\n",
        "untidy.txt": b"00:00 INTRODUCTION AND NEWS\n04:10 Interview:\n04:11 B\n12:30 C\xc3\x83\xc2\xa9\n",
        "binary.txt": b"\x00\x01\x02" * 50,
        "empty.txt": b"",
    }


def entry(name: str, answer: Answer) -> str:
    return f"$ chaptag verify {name} -v\n{answer.out}{answer.err}[exit {answer.code}]\n"


@pytest.fixture(scope="module")
def transcript(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("faulty")
    before = Path.cwd()
    os.chdir(folder)
    try:
        for name, data in files().items():
            Path(name).write_bytes(data)
        return "\n".join(entry(name, chaptag("verify", name, "-v")) for name in files())
    finally:
        os.chdir(before)


def test_what_is_said_of_each(transcript: str) -> None:
    if os.environ.get("CHAPTAG_UPDATE_GOLDEN"):
        TRANSCRIPT.write_text(transcript, "utf-8")
    assert transcript == TRANSCRIPT.read_text("utf-8")


def test_there_are_forty() -> None:
    assert len(files()) >= 40


def test_each_finding_has_place_what_why_and_what_to_do(transcript: str) -> None:
    seen: set[str] = set()
    for part in re.split(r"^\$ ", transcript, flags=re.MULTILINE)[1:]:
        name = part.split()[2]
        heads = list(
            re.finditer(
                r"^(?:(?P<place>.+?): )?(?:error|warning|info): .+ \[(?P<rule>[a-z0-9-]+)\]$", part, re.MULTILINE
            )
        )
        for number, head in enumerate(heads):
            stop = heads[number + 1].start() if number + 1 < len(heads) else len(part)
            body = part[head.end() : stop]
            rule = head["rule"]
            assert rule in RULES, rule
            seen.add(rule)
            first = rule not in [other["rule"] for other in heads[:number]]
            if first:
                assert "  why: " in body, (name, rule)
                assert "  help: " in body or RULES[rule].fix == "Nothing to do.", (name, rule)
        assert heads or "error: " in part, name
    assert len(seen) >= 25, sorted(seen)


def test_sound_files_are_not_accused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sound = {
        "table-behind.mp3": tagged(*chaps(), ctoc("toc", "abc")),
        "ours.mp3": with_titles("Intro", "Interview", "Outro"),
        "ffmpeg.m4a": mp4_layouts.ffmpeg(),
        "taglib.m4a": mp4_layouts.taglib(),
    }
    for name, data in sound.items():
        Path(name).write_bytes(data)
        answer = chaptag("verify", name)
        assert (answer.code, answer.err) == (0, ""), (name, answer.err)
