"""Whatever bytes come, a chapter file is read or refused with its place; nothing else is raised, and nothing hangs."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaptag.formats.intake import MAX_CHAPTERS
from chaptag.formats.registry import FORMATS, FormatKind, detect, load
from chaptag.formats.textfile import MAX_BYTES
from chaptag.model.chapter import ChapterList
from chaptag.model.errors import NotesError
from chaptag.model.reading import Reading
from tests.formats.lists import random_list
from tests.formats.samples import SAMPLES, Sample

READERS = [pytest.param(kind, id=kind.name) for kind in FORMATS if kind.reads]
EACH_SAMPLE = [pytest.param(sample, id=f"{sample.format}: {sample.file}") for sample in SAMPLES]


def _read(name: str, data: bytes) -> Reading | None:
    """Read, or be refused with a place that says a line with its column, or a JSON path."""
    try:
        return load(name).loads(data, name="hostile.x")
    except NotesError as error:
        refused = error
    assert refused.message
    assert refused.place is not None
    assert refused.place.file == "hostile.x"
    assert refused.place.path or (refused.place.line and refused.place.column)
    assert "\x1b" not in refused.message
    return None


@pytest.mark.parametrize("sample", EACH_SAMPLE)
def test_a_file_cut_anywhere_is_read_or_refused(sample: Sample) -> None:
    for end in range(len(sample.data)):
        _read(sample.format, sample.data[:end])
        detect(sample.data[:end], sample.file)


@pytest.mark.parametrize("sample", EACH_SAMPLE)
def test_a_file_with_wrong_bytes_is_read_or_refused(sample: Sample) -> None:
    rng = random.Random(sample.file)
    for _ in range(300):
        data = bytearray(sample.data)
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(data))
            data[at : at + rng.randint(0, 2)] = rng.choice(
                (b"", b"\x00", b"\xff", b'"', b"<", b"9" * 30, b"\n", b"-", b"[" * 50)
            )
        _read(sample.format, bytes(data))
        detect(bytes(data), sample.file)


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=60)
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_noise_is_read_or_refused(kind: FormatKind, data: bytes) -> None:
    _read(kind.name, data)
    detect(data, "noise" + kind.suffixes[0])


@pytest.mark.parametrize("sample", EACH_SAMPLE)
def test_a_sample_of_another_format_is_read_or_refused(sample: Sample) -> None:
    for kind in FORMATS:
        if kind.reads:
            _read(kind.name, sample.data)


@pytest.mark.parametrize("kind", READERS)
def test_bytes_that_are_no_text_are_refused_with_line_and_column(kind: FormatKind) -> None:
    with pytest.raises(NotesError) as caught:
        load(kind.name).loads(b"first line\n\x81\x8d\xff\xfe\x00\x81", name="x")
    assert caught.value.place is not None
    assert (caught.value.place.line or 0) >= 1
    assert (caught.value.place.column or 0) >= 1


def test_the_place_of_a_wrong_byte_is_exact() -> None:
    with pytest.raises(NotesError, match="byte 0xff at 17 is not UTF-8") as caught:
        load("json").loads('{"version":\n "üb'.encode() + b'\xff", "chapters": []}', name="x")
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == (2, 5)


@pytest.mark.parametrize("kind", READERS)
def test_a_file_beyond_all_bounds_is_refused(kind: FormatKind) -> None:
    with pytest.raises(NotesError, match="too many for a chapter file"):
        load(kind.name).loads(bytes(MAX_BYTES + 1), name="x")


def test_too_many_lines_values_and_tags_are_refused_before_memory_is_spent() -> None:
    for name, data in {
        "resolve": b"\n" * 500_000,
        "ffmetadata": b";FFMETADATA1\n[CHAPTER]\n" + b"\\\n" * 500_000,
        "json": b'{"chapters": [' + b"1," * 1_000_000 + b"1]}",
        "psc": b"<a>" + b"<b/>" * 1_000_000 + b"</a>",
    }.items():
        with pytest.raises(NotesError, match=r"more than [\d,]+ (lines|values|tags) are no chapter list"):
            load(name).loads(data, name="x")


@pytest.mark.parametrize("opening", ["[", '{"chapters":', '[{"start":', '{"a":[', "<a>", "<a b='c'>", '"'])
@pytest.mark.parametrize("kind", READERS)
def test_deep_nesting_is_refused_at_once(kind: FormatKind, opening: str) -> None:
    started = time.process_time()
    _read(kind.name, (opening * (300_000 // len(opening))).encode())
    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "\t",
        "\n",
        "\\",
        "-->",
        "0:0",
        '"',
        "'",
        "<",
        "&",
        "&amp;",
        ";",
        "[CHAPTER]\n",
        "CHAPTER01=0\n",
        "a,",
        "=",
        "00:00:00.000 x\n",
        "\u2028",
    ],
)
@pytest.mark.parametrize("kind", READERS)
def test_long_runs_take_linear_time(kind: FormatKind, unit: str) -> None:
    started = time.process_time()
    for before in (
        "",
        "WEBVTT\n\n1\n00:00.000 --> 00:01.000\n",
        ";FFMETADATA1\n[CHAPTER]\nSTART=0\ntitle=",
        "start,title\n0:00,",
        "0.0\t0.0\t",
    ):
        data = (before + unit * (200_000 // len(unit))).encode()
        _read(kind.name, data)
        detect(data, "x")
    assert time.process_time() - started < 60


@pytest.mark.parametrize(
    "number",
    [
        "1e999999999",
        "-1e999999999",
        "1e-999999999",
        "9" * 4000,
        "0." + "1" * 100_000,
        "NaN",
        "Infinity",
        "-1",
        "1e30",
        '"x"',
        "true",
        "[]",
    ],
)
def test_numbers_beyond_all_bounds_are_refused(number: str) -> None:
    started = time.process_time()
    reading = _read("json", f'{{"chapters": [{{"startTime": {number}, "title": "x"}}]}}'.encode())
    assert time.process_time() - started < 10
    if reading is not None:
        assert [chapter.start for chapter in reading.chapters] == [0 if "e-" in number else 111]


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("audacity", "1.0\t1.0\tx\n"),
        ("mp4chaps", "00:00:01.000 x\n"),
        ("csv", "1,x\n"),
        ("ogm", "CHAPTER{n}=00:00:01.000\n"),
    ],
)
def test_more_entries_than_an_episode_can_have_are_refused(name: str, entry: str) -> None:
    head = "start,title\n" if name == "csv" else ""
    body = (
        "".join(entry.replace("{n}", str(n)) for n in range(1, MAX_CHAPTERS + 2))
        if "{n}" in entry
        else entry * (MAX_CHAPTERS + 1)
    )
    with pytest.raises(NotesError, match=r"20,000 entries|is CHAPTER|CHAPTER01=time"):
        load(name).loads((head + body).encode(), name="x")


def test_entities_are_refused_before_anything_is_parsed() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?>\n<!DOCTYPE c [<!ENTITY l0 "ha">{laughs}]>\n<c title="&l11;"/>'
    for data in (bomb.encode(), bomb.encode("utf-16")):
        with pytest.raises(NotesError, match="entity declarations are not read"):
            load("psc").loads(data, name="x")


def test_no_external_thing_is_loaded(tmp_path: object) -> None:
    data = (
        '<?xml version="1.0"?><!DOCTYPE chapters SYSTEM "file:///etc/passwd">'
        '<chapters xmlns="http://podlove.org/simple-chapters" xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<xi:include href="file:///etc/passwd" parse="text"/><chapter start="1" title="A"/></chapters>'
    )
    assert [c.title for c in load("psc").loads(data.encode(), name="x").chapters] == ["A"]


# FFMETADATA escapes a line break, which the round trip and ffmpeg prove.
ONE_LINE = [pytest.param(kind, id=kind.name) for kind in FORMATS if kind.writes and kind.name != "ffmetadata"]


@pytest.mark.parametrize("kind", ONE_LINE)
def test_titles_never_leave_their_line(kind: FormatKind) -> None:
    """Each chapter is as many lines as a harmless one: no title can add one."""
    for seed in range(30):
        chapters, duration = random_list(seed)
        plain = ChapterList.of(type(c)(c.start, "x", c.end, c.url, c.image, c.hidden, c.location) for c in chapters)
        module = load(kind.name)
        assert module.dumps(chapters, duration=duration).text.count("\n") == module.dumps(
            plain, duration=duration
        ).text.count("\n")
