"""What every chapter format keeps to; a new line in the registry is picked up by itself."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaptag.formats.registry import FORMATS, FormatKind, detect, load
from chaptag.model.chapter import Chapter, ChapterList, Image, Location
from tests.formats.lists import all_chapters, held, random_list
from tests.formats.samples import JPEG, SAMPLES, Sample

BOTH = [pytest.param(kind, id=kind.name) for kind in FORMATS if kind.reads and kind.writes]
WRITERS = [pytest.param(kind, id=kind.name) for kind in FORMATS if kind.writes]
READERS = [pytest.param(kind, id=kind.name) for kind in FORMATS if kind.reads]
EACH_SAMPLE = [pytest.param(sample, id=f"{sample.format}: {sample.file}") for sample in SAMPLES]


def _agree(got: list[Chapter], wanted: list[Chapter], kind: FormatKind) -> None:
    assert len(got) == len(wanted)
    slack = 0 if kind.ticks >= 1000 else 500 // kind.ticks + 1
    for read, want in zip(got, wanted, strict=True):
        assert abs(read.start - want.start) <= slack
        assert (read.title, read.end, read.url, read.image, read.hidden, read.location) == (
            *(want.title, want.end, want.url, want.image, want.hidden, want.location),
        )


def _round_trip(chapters: ChapterList, duration: int | None, kind: FormatKind) -> None:
    module = load(kind.name)
    data = module.dumps(chapters, duration=duration).text.encode("utf-8")
    reading = module.loads(data, name="x")
    assert reading.format == kind.name
    assert reading.resolution == kind.resolution_ms
    _agree(all_chapters(reading), held(chapters, kind, duration), kind)


@pytest.mark.parametrize("kind", BOTH)
def test_two_hundred_random_lists_come_back(kind: FormatKind) -> None:
    for seed in range(200):
        chapters, duration = random_list(seed)
        _round_trip(chapters, duration if seed % 4 else None, kind)


_TITLES = st.text(max_size=30).map(str.strip)
_CHAPTERS = st.builds(Chapter, start=st.integers(0, 10**9), title=_TITLES, hidden=st.booleans())


@pytest.mark.parametrize("kind", BOTH)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chapters=st.lists(_CHAPTERS, max_size=6, unique_by=lambda chapter: chapter.start))
def test_any_title_comes_back(kind: FormatKind, chapters: list[Chapter]) -> None:
    if kind.name == "mp4chaps":  # a title that ends in <https://…> is a link there, and that is a finding
        chapters = [chapter for chapter in chapters if ">" not in chapter.title]
    _round_trip(ChapterList(tuple(chapters)), 10**9 + 1, kind)


@pytest.mark.parametrize("kind", BOTH)
def test_writing_what_was_read_gives_the_same_bytes(kind: FormatKind) -> None:
    for seed in range(20):
        chapters, duration = random_list(seed)
        module = load(kind.name)
        first = module.dumps(chapters, duration=duration)
        again = module.dumps(
            ChapterList.of(all_chapters(module.loads(first.text.encode(), name="x"))), duration=duration
        )
        assert again.text == first.text


@pytest.mark.parametrize("kind", WRITERS)
def test_a_plain_list_loses_nothing_and_says_nothing(kind: FormatKind) -> None:
    chapters = ChapterList.of([Chapter(0, "Intro"), Chapter(60_000, "News"), Chapter(120_000, "Sport")])
    dumped = load(kind.name).dumps(chapters, duration=180_000)
    assert dumped.findings == ()
    assert dumped.text.endswith("\n")


_LOSSES = {
    "urls": (Chapter(0, "A", url="https://example.org/"), "links-lost", "1 link "),
    "images": (Chapter(0, "A", image=Image(JPEG, "image/jpeg")), "images-lost", "1 image "),
    "hidden": (Chapter(0, "A", hidden=True), "hidden-left-out", "1 hidden chapter "),
    "locations": (Chapter(0, "A", location=Location("B", "geo:1,2")), "locations-lost", "1 location "),
    "any-title": (Chapter(0, "A\nB"), "titles-changed", "1 title "),
    "ends": (Chapter(0, "A", end=30_000), "ends-lost", "1 chapter "),
}


@pytest.mark.parametrize("feature", _LOSSES)
@pytest.mark.parametrize("kind", WRITERS)
def test_each_loss_is_a_finding_with_its_count(kind: FormatKind, feature: str) -> None:
    chapter, rule, count = _LOSSES[feature]
    rest = [Chapter(start, "More") for start in (60_000, 120_000, 180_000)]
    dumped = load(kind.name).dumps(ChapterList.of([chapter, *rest]), duration=240_000)
    told = [finding for finding in dumped.findings if finding.rule == rule]
    if feature in kind.holds:
        assert told == []
    else:
        assert [count in finding.message for finding in told] == [True]


@pytest.mark.parametrize("kind", WRITERS)
def test_rounding_is_a_finding_with_the_worst_error(kind: FormatKind) -> None:
    chapters = ChapterList.of([Chapter(0, "A"), Chapter(60_006, "B"), Chapter(120_400, "C"), Chapter(180_000, "D")])
    told = [f.message for f in load(kind.name).dumps(chapters, duration=240_000).findings if f.rule == "times-rounded"]
    if kind.ticks >= 1000:
        assert told == []
    elif kind.ticks == 75:
        assert told == ["CUE sheet holds 1/75 s: 1 start rounded by up to 6 ms"]
    else:
        assert told == [f"{kind.label} holds whole seconds: 2 starts rounded by up to 400 ms"]


@pytest.mark.parametrize("kind", WRITERS)
def test_only_web_links_are_written(kind: FormatKind) -> None:
    bad = [
        Chapter(n * 60_000, "A", url=url)
        for n, url in enumerate(
            ("javascript:alert(1)", "file:///etc/passwd", "ftp://evil.example", "https://evil.example/\nx", "http://")
        )
    ]
    dumped = load(kind.name).dumps(ChapterList.of(bad), duration=600_000)
    rule, count = ("link-left-out", 5) if "urls" in kind.holds else ("links-lost", 1)
    assert [f.rule for f in dumped.findings].count(rule) == count
    assert "alert" not in dumped.text
    assert "passwd" not in dumped.text
    assert "evil" not in dumped.text


@pytest.mark.parametrize("kind", WRITERS)
def test_whatever_is_in_a_list_the_file_can_be_encoded(kind: FormatKind) -> None:
    bad = "\ud800\x00\udfff"
    chapter = Chapter(
        0, bad, url="https://e.org/" + bad, image=Image(url="https://e.org/" + bad), location=Location(bad, bad, bad)
    )
    dumped = load(kind.name).dumps(ChapterList.of([chapter]), duration=60_000, title=bad)
    assert "\x00" not in dumped.text
    assert dumped.text.encode("utf-8")


@pytest.mark.parametrize("kind", BOTH)
def test_links_that_could_end_a_quotation_are_percent_encoded(kind: FormatKind) -> None:
    if "urls" in kind.holds:
        chapters = ChapterList.of([Chapter(0, "A", url="https://e.org/a'\"<b>`\\c")])
        module = load(kind.name)
        read = module.loads(module.dumps(chapters, duration=60_000).text.encode(), name="x").chapters
        assert [chapter.url for chapter in read] == ["https://e.org/a'%22%3Cb%3E%60%5Cc"]


@pytest.mark.parametrize("kind", WRITERS)
def test_an_empty_list_can_be_written(kind: FormatKind) -> None:
    dumped = load(kind.name).dumps(ChapterList())
    if kind.reads:
        assert not load(kind.name).loads(dumped.text.encode(), name="x").chapters


@pytest.mark.parametrize("kind", WRITERS)
def test_the_order_is_that_of_time_and_told(kind: FormatKind) -> None:
    chapters = ChapterList.of([Chapter(60_000, "late"), Chapter(0, "early"), Chapter(120_000, "last")])
    dumped = load(kind.name).dumps(chapters, duration=180_000)
    assert dumped.text.index("early") < dumped.text.index("late") < dumped.text.index("last")
    assert [f.rule for f in dumped.findings] == ["not-ascending"]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_chapter_before_the_audio_is_left_out_and_told(kind: FormatKind) -> None:
    chapters = ChapterList.of([Chapter(-5000, "before"), *(Chapter(n * 60_000, "x") for n in range(3))])
    dumped = load(kind.name).dumps(chapters, duration=180_000)
    assert "before" not in dumped.text
    assert [f.rule for f in dumped.findings] == ["negative-start"]


@pytest.mark.parametrize("sample", EACH_SAMPLE)
def test_samples_are_read_as_their_writers_mean_them(sample: Sample) -> None:
    reading = load(sample.format).loads(sample.data, name=sample.file)
    assert tuple(reading.chapters) == sample.chapters
    assert reading.format == sample.format


@pytest.mark.parametrize("sample", EACH_SAMPLE)
def test_every_chapter_says_where_it_was_read(sample: Sample) -> None:
    for chapter in load(sample.format).loads(sample.data, name=sample.file).chapters:
        assert chapter.origin is not None
        assert chapter.origin.file == sample.file
        assert chapter.origin.path or chapter.origin.line


@pytest.mark.parametrize("sample", EACH_SAMPLE)
@pytest.mark.parametrize("form", ["as it is", "crlf", "bom", "utf-16", "no name"])
def test_samples_are_recognised_by_their_content(sample: Sample, form: str) -> None:
    text = sample.data.decode("utf-8-sig")
    data = {
        "as it is": sample.data,
        "crlf": text.replace("\r\n", "\n").replace("\n", "\r\n").encode(),
        "bom": text.encode("utf-8-sig"),
        "utf-16": text.encode("utf-16"),
        "no name": sample.data,
    }[form]
    kind = detect(data, "notes" if form == "no name" else sample.file)
    assert kind is not None
    assert kind.name == sample.format


@pytest.mark.parametrize("kind", BOTH)
def test_what_is_written_is_recognised(kind: FormatKind) -> None:
    for seed in range(40):
        chapters, duration = random_list(seed)
        shown = ChapterList.of(chapter for chapter in chapters if not chapter.hidden)
        if not shown:
            continue
        found = detect(load(kind.name).dumps(shown, duration=duration).text.encode(), "notes")
        assert found is not None
        assert found.name == kind.name


def test_every_format_that_is_read_has_a_sample() -> None:
    assert {kind.name for kind in FORMATS if kind.reads} == {sample.format for sample in SAMPLES}


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in FORMATS])
def test_a_module_offers_what_the_registry_says(kind: FormatKind) -> None:
    module = load(kind.name)
    assert hasattr(module, "loads") == hasattr(module, "sniff") == kind.reads
    assert hasattr(module, "dumps") == kind.writes
    assert kind.suffixes
    assert bool(kind.loses) == kind.writes
    assert kind.media_type.count("/") == 1


@pytest.mark.parametrize("second", BOTH)
@pytest.mark.parametrize("first", BOTH)
def test_from_one_format_to_another_nothing_is_lost_that_both_hold(first: FormatKind, second: FormatKind) -> None:
    image = Image(JPEG, "image/jpeg")
    chapters = ChapterList.of(
        [
            Chapter(0, "Intro", end=60_040, url="https://example.org/"),
            Chapter(60_040, "Zürich, 日本 & <b>it's</b> = #1; \\", end=3_600_000, image=image),
            Chapter(3_600_000, "=Last", end=3_700_000),
        ]
    )
    read = chapters
    for kind in (first, second):
        module = load(kind.name)
        read = module.loads(module.dumps(read, duration=3_700_000).text.encode(), name="x").chapters
    both = first.holds & second.holds
    ends = "ends" in both or ("ends" in second.holds and "no-ends" not in second.holds)
    assert read == ChapterList.of(
        Chapter(
            chapter.start,
            chapter.title,
            end=chapter.end if ends else None,
            url=chapter.url if "urls" in both else None,
            image=chapter.image if "images" in both else None,
        )
        for chapter in chapters
    )
