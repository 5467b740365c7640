"""What each reader makes of the odd files: doubts that a person settles, assumptions that are told, refusals."""

from __future__ import annotations

import pytest

from chaptag.formats.registry import load
from chaptag.model.chapter import Chapter, ChapterList, Location
from chaptag.model.errors import NotesError
from chaptag.model.reading import Grade, Reading

PSC = 'xmlns:psc="http://podlove.org/simple-chapters"'


def _read(name: str, text: str | bytes) -> Reading:
    return load(name).loads(text if isinstance(text, bytes) else text.encode(), name="file")


def _at(fps: float, name: str, text: str) -> Reading:
    return load(name).loads(text.encode(), name="file", fps=fps)


def _told(reading: Reading) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message) for finding in reading.findings]


REFUSED = [
    # Format, file, place, message.
    ("audacity", "0.0\t0.0\tA\nIntro\n", "file:2:1", "starts with a time in seconds"),
    ("audacity", "0.0\t0.0\tA\n1.0\tx\tB\n", "file:2:5", "end is a time"),
    ("reaper", "#,Name,Start,End,Length\nM1,A,1.1.00,,\n", "file:2:1", "1.1.00 is a place in measures and beats"),
    ("reaper", "#,Name,Start,End,Length\nM1,A,0,,\nM2,B,48000,,\n", "file:3:1", "48000 may be seconds or samples"),
    ("reaper", "#,Name,Start,End,Length\nM1,A,soon,,\n", "file:2:1", "“soon” is not a time"),
    ("reaper", "Name,Start\nA,0\n", "file:1:1", "heading is not #,Name"),
    (
        "audition",
        "Name\tStart\tDuration\tTime Format\tType\tDescription\nA\t48000\t0\tSamples\tCue\t\n",
        "file:2:1",
        "times in the format “Samples” are not read",
    ),
    ("audition", "Name\tStart\tDuration\tTime Format\tType\nA\tx\t0\tdecimal\tCue\n", "file:2:1", "“x” is not a time"),
    ("audition", "A\tB\n", "file:1:1", "heading is not Name"),
    (
        "hindenburg",
        "<Session Version='Hindenburg'>\n<Marker Name='A' Time='x' Type='Chapter'/></Session>",
        "file:2:1",
        "“x” is not a time",
    ),
    ("hindenburg", "<Project/>", "file:1:1", "not a Hindenburg session"),
    ("resolve", " |C:ResolveColorBlue |M:A |D:1\n", "file:1:1", "no event line before it"),
    (
        "resolve",
        "001  001  V  C  01:00:00:00 01:00:00:01 01:60:00:00 01:60:00:01\n",
        "file:1:1",
        "01:60:00:00 is no time code",
    ),
    ("json", '{"chapters": [\n  {"startTime": 0},\n  {"startTime": x}\n]}', "file:3:17", "this is not JSON"),
    ("json", '{"chapters": 5}', "file: $.chapters", "$.chapters should be an array; it is a number"),
    ("json", "{}", "file: $.chapters", "$.chapters should be an array; it is null or missing"),
    ("json", "[]", "file: $", "$ should be an object; it is an array"),
    ("json", '{"chapters": [{"startTime": 0}, {"title": "B"}]}', "file: $.chapters[1]", "its start is not a time"),
    (
        "json",
        '{"chapters": [{"startTime": "soon"}]}',
        "file: $.chapters[0].startTime",
        "should be a number; it is a string",
    ),
    (
        "json",
        '{"chapters": [{"startTime": 0, "title": []}]}',
        "file: $.chapters[0].title",
        "should be a string; it is an array",
    ),
    ("json", '{"chapters": [{"startTime": -3}]}', "file: $.chapters[0]", "-3 s is not a time between 0 and 1000 hours"),
    ("json", '{"chapters": [{"startTime": 3600001}]}', "file: $.chapters[0]", "is not a time between 0 and 1000 hours"),
    ("json", "", "file:1:1", "this is not JSON"),
    ("psc", f"<psc:chapters {PSC}>\n<psc:chapter title='A'/></psc:chapters>", "file:2:1", "chapter 1 has no start"),
    ("psc", f"<psc:chapters {PSC}><psc:chapter start='1:77'/></psc:chapters>", "file:1:1", "“1:77”, which is no time"),
    ("psc", "<chapters><chapter start='0'/></chapters>", "file:1:1", "no chapters element of http://podlove.org"),
    ("psc", "<psc:chapters>", "file:1:", "this is not XML"),
    ("psc", "", "file:1:1", "this is not XML"),
    ("podlove-json", '[{"start": "x", "title": "A"}]', "file: $[0].start", "is “x”, which is no time"),
    ("podigee", '[{"title": "A"}]', "file: $[0].start_time", "is null, which is no time"),
    ("auphonic", '{"data": {"chapters": [{"title": "A"}]}}', "file: $.data.chapters[0].start", "which is no time"),
    ("webvtt", "00:00.000 --> 00:01.000\n", "file:1:1", "first line is not WEBVTT"),
    ("webvtt", "WEBVTT\n\n0:00 --> soon\nA\n", "file:3:1", "is no timing"),
    ("ffmetadata", "[CHAPTER]\n", "file:1:1", "first line is not ;FFMETADATA1"),
    ("ffmetadata", ";FFMETADATA1\n[CHAPTER]\nEND=5\n", "file:2:1", "the chapter has no START"),
    ("ffmetadata", ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/0\n", "file:3:1", "“1/0” is not a time base"),
    ("ffmetadata", ";FFMETADATA1\n[CHAPTER]\nSTART=x\n", "file:3:1", "“x” is not a whole number"),
    ("ffmetadata", ";FFMETADATA1\n[CHAPTER]\ntitle\n", "file:3:1", "says key=value"),
    (
        "ffprobe",
        '{"chapters": [{"time_base": "1/0", "start": 0}]}',
        "file: $.chapters[0].time_base",
        "is not a time base",
    ),
    ("cue", "FILE a WAVE\n TRACK 01 AUDIO\n INDEX 01 00:00:00\nFILE b WAVE\n", "file:4:1", "describes several files"),
    ("cue", "FILE a WAVE\n TRACK 01 AUDIO\n TRACK 02 AUDIO\n INDEX 01 00:00:00\n", "file:2:1", "no INDEX 01"),
    ("cue", "FILE a WAVE\n TRACK 01 AUDIO\n INDEX 01 00:00:75\n", "file:3:1", "frames at 74"),
    ("cue", "FILE a WAVE\n TRACK 01 AUDIO\n INDEX 01 soon\n", "file:3:1", "“01 soon” is not an index"),
    ("ogm", "CHAPTER01=00:00:00.000\nIntro\n", "file:2:1", "says CHAPTER01=time"),
    ("ogm", "CHAPTER01=0\nCHAPTER01=1\n", "file:2:1", "chapter 01 has two starts"),
    ("ogm", "CHAPTER01=0\nCHAPTER02NAME=B\n", "file:2:1", "chapter 02 has no start"),
    ("vorbis", "CHAPTER001=soon\n", "file:1:1", "“soon” is not a time"),
    ("mp4chaps", "00:00:00.000 A\nB\n", "file:2:1", "“B” is not a time"),
    ("matroska", "<a/>", "file:1:1", "root element is not Chapters"),
    ("matroska", "<Chapters><EditionEntry>\n<ChapterAtom/></EditionEntry></Chapters>", "file:2:1", "which is no time"),
    ("subrip", "Intro\n00:00:00,000 --> 00:00:01,000\n", "file:1:1", "begins with a number and a timing"),
    ("subrip", "1\n00:00:00,000 --> later\nA\n", "file:2:1", "this is no timing"),
    ("csv", "start,title\n0:00,A\nsoon,B\n", "file:3:1", "“soon” is not a time"),
    ("csv", "when,what\n0:00,A\n", "file:1:1", "no heading with a start and a title"),
    ("csv", 'start,title\n0:00,"A\n', "file:", "the table is broken"),
]


@pytest.mark.parametrize(("name", "text", "place", "message"), REFUSED, ids=lambda value: str(value)[:30])
def test_refusals_say_what_and_where(name: str, text: str, place: str, message: str) -> None:
    with pytest.raises(NotesError) as caught:
        _read(name, text)
    assert message in caught.value.message
    assert str(caught.value).startswith(place)
    assert caught.value.hint


def test_reaper_with_markers_and_regions_is_a_doubt() -> None:
    reading = _read("reaper", "#,Name,Start,End,Length\nM1,A,0:01.000,,\nR1,B,0:00.000,1:00.000,1:00.000\n")
    assert reading.grade is Grade.DOUBT
    assert not reading.chapters
    assert [(c.why, list(c.chapters)) for c in reading.candidates] == [
        ("the 1 marker", [Chapter(1000, "A")]),
        ("the 1 region", [Chapter(0, "B", end=60_000)]),
    ]


def test_reaper_frames_are_left_out_and_told() -> None:
    reading = _read("reaper", "#,Name,Start,End,Length\nM1,A,00:00:00:00,,\nM2,B,01:00:10:24,,\n")
    assert [c.start for c in reading.chapters] == [0, 3_610_000]
    assert reading.resolution == 1000
    assert [rule for rule, _ in _told(reading)] == ["time-base-assumed"]


@pytest.mark.parametrize(
    ("fps", "code", "ms"),
    [
        (25, "00:00:10:05", 10_200),
        (24, "01:00:00:12", 3_600_500),
        (23.976, "01:00:00:00", 3_603_600),
        (29.97, "01:00:00:00", 3_603_600),
        (29.97, "01:00:00;00", 3_599_996),
        (29.97, "00:01:00;02", 60_060),
        (59.94, "01:00:00;00", 3_599_996),
        (30, "00:00:00:29", 967),
    ],
)
def test_frames_with_a_frame_rate(fps: float, code: str, ms: int) -> None:
    reading = _at(fps, "resolve", _edl("00:00:00:00", code))
    assert [c.start for c in reading.chapters] == [0, ms]
    assert reading.findings == ()
    assert reading.resolution <= 43
    assert [c.start for c in _at(fps, "reaper", f"#,Name,Start,End,Length\nM1,B,{code},,\n").chapters] == [ms]


def test_an_hour_of_dropped_frames_is_taken_off_whole() -> None:
    text = "FCM: DROP FRAME\n" + _edl("01:00:00:00", "02:00:00:00").replace("|D:1", "|D:30")
    reading = _at(29.97, "resolve", text)
    assert [(c.start, c.end) for c in reading.chapters] == [(0, 1001), (3_599_996, 3_600_997)]
    assert [rule for rule, _ in _told(reading)] == ["time-base-assumed"]


def test_more_frames_than_make_a_second_are_refused() -> None:
    with pytest.raises(NotesError, match="00:00:01:25 is no time code at 25 frames a second"):
        _at(25, "resolve", _edl("00:00:01:25"))


def test_audition_cd_frames_and_cart_timers() -> None:
    head = "Name\tStart\tDuration\tTime Format\tType\tDescription\n"
    reading = _read(
        "audition", head + "A\t01:00:37\t00:00:00\t75 fps\tCue\t\nT\t00:02:00\t00:00:00\t75 fps\tCart Timer\t\n"
    )
    assert list(reading.chapters) == [Chapter(60_493, "A")]
    assert _told(reading) == [("entry-left-out", "“T” is a cart timer, not a chapter")]


def test_a_hindenburg_session_with_plain_markers_only_is_a_doubt() -> None:
    markers = '<Marker Name="B" Time="1:00.000"/><Marker Name="A" Time="00.500"/>'
    reading = _read("hindenburg", f'<Session Version="Hindenburg"><Markers>{markers}</Markers></Session>')
    assert reading.grade is Grade.DOUBT
    assert [list(c.chapters) for c in reading.candidates] == [[Chapter(500, "A"), Chapter(60_000, "B")]]


def test_hindenburg_says_how_many_markers_are_no_chapters() -> None:
    markers = '<Marker Name="x" Time="1"/><Marker Name="A" Time="2" Type="Chapter"/>'
    reading = _read("hindenburg", f'<Session Version="Hindenburg"><Markers>{markers}</Markers></Session>')
    assert _told(reading) == [("entry-left-out", "1 marker left out: not of the type Chapter")]


def _edl(*codes: str) -> str:
    return "".join(f"001  001  V  C  {code} {code} {code} {code}\n |C:ResolveColorBlue |M:x |D:1\n" for code in codes)


def test_resolve_takes_an_hour_off_only_where_all_lie_behind_it() -> None:
    assert [c.start for c in _read("resolve", _edl("01:00:00:00", "02:00:05:12")).chapters] == [0, 3_605_000]
    reading = _read("resolve", _edl("00:00:01:00", "01:00:00:00"))
    assert [c.start for c in reading.chapters] == [1000, 3_600_000]
    assert [rule for rule, _ in _told(reading)] == ["time-base-assumed"]
    assert "one hour is taken off" not in reading.findings[0].message
    assert "one hour is taken off" in _read("resolve", _edl("01:00:00;02")).findings[0].message


@pytest.mark.parametrize("name", ["webvtt", "subrip"])
def test_a_transcript_is_a_doubt(name: str) -> None:
    times = [f"00:{n // 12:02d}:{n % 12 * 5:02d},000" for n in range(31)]
    cues = "".join(f"{n + 1}\n{times[n]} --> {times[n + 1]}\nx\n\n" for n in range(30))
    text = cues if name == "subrip" else "WEBVTT\n\n" + cues.replace(",", ".")
    reading = _read(name, text)
    assert reading.grade is Grade.DOUBT
    assert not reading.chapters
    assert len(reading.candidates[0].chapters) == 30
    assert _told(reading) == [("looks-like-transcript", "30 cues of 5 s each (median) are a transcript, not chapters")]


@pytest.mark.parametrize(("pause", "grade"), [(0, Grade.DOUBT), (30, Grade.SURE)])
def test_a_few_short_cues_are_speech_only_where_they_touch(pause: int, grade: Grade) -> None:
    starts = [n * (5 + pause) for n in range(8)]
    cues = "".join(
        f"{n}\n00:{at // 60:02d}:{at % 60:02d},000 --> 00:{(at + 5) // 60:02d}:{(at + 5) % 60:02d},000\nx\n\n"
        for n, at in enumerate(starts, 1)
    )
    assert _read("subrip", cues).grade is grade


@pytest.mark.parametrize(
    ("seconds", "grade"),
    [
        ((0, 4, 8), Grade.DOUBT),
        ((0, 4, 8, 12), Grade.DOUBT),
        ((0, 4), Grade.SURE),
        ((0, 4, 8, 600), Grade.SURE),
        ((0, 12, 24), Grade.SURE),
    ],
)
def test_two_or_three_short_cues_are_speech(seconds: tuple[int, ...], grade: Grade) -> None:
    times = [f"00:{at // 60:02d}:{at % 60:02d},000" for at in seconds]
    cues = "".join(f"{n}\n{a} --> {b}\nx\n\n" for n, (a, b) in enumerate(zip(times, times[1:], strict=False), 1))
    assert _read("subrip", cues).grade is grade


def test_matroska_says_what_it_leaves_out() -> None:
    def atom(start: int, title: str, more: str = "") -> str:
        displays = "".join(
            f"<ChapterDisplay><ChapterString>{title}{lang}</ChapterString>"
            f"<ChapterLanguage>{lang}</ChapterLanguage></ChapterDisplay>"
            for lang in ("eng", "ger")
        )
        return f"<ChapterAtom><ChapterTimeStart>00:00:{start:02d}.5</ChapterTimeStart>{displays}{more}</ChapterAtom>"

    disabled = atom(9, "off", "<ChapterFlagEnabled>0</ChapterFlagEnabled>")
    default = (
        f"<EditionEntry><EditionFlagDefault>1</EditionFlagDefault>{atom(1, 'A', atom(2, 'B'))}{disabled}</EditionEntry>"
    )
    reading = _read("matroska", f"<Chapters><EditionEntry>{atom(5, 'other')}</EditionEntry>{default}</Chapters>")
    assert list(reading.chapters) == [Chapter(1500, "Aeng"), Chapter(2500, "Beng")]
    assert _told(reading) == [
        ("entry-left-out", "1 other edition left out"),
        ("entry-left-out", "“offeng” is disabled"),
        ("entry-left-out", "the levels of 1 nested chapter are left out, not the chapters"),
        ("entry-left-out", "titles in other languages left out: ger"),
    ]


def test_matroska_numbers_are_nanoseconds() -> None:
    atom = "<ChapterAtom><ChapterTimeStart>60500000000</ChapterTimeStart></ChapterAtom>"
    reading = _read("matroska", f"<Chapters><EditionEntry>{atom}</EditionEntry></Chapters>")
    assert list(reading.chapters) == [Chapter(60_500)]


def test_psc_inside_an_atom_feed() -> None:
    entry = f'<entry><psc:chapters {PSC}><psc:chapter start="1" title="A"/></psc:chapters></entry>'
    text = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entry}</feed>'
    assert list(_read("psc", text).chapters) == [Chapter(1000, "A")]


def test_psc_inside_a_feed() -> None:
    item = f'<item><psc:chapters {PSC} version="1.1"><psc:chapter start="00:00:01" title="A"/></psc:chapters></item>'
    assert list(_read("psc", f"<rss><channel>{item}</channel></rss>").chapters) == [Chapter(1000, "A")]
    with pytest.raises(NotesError, match="there are 2 chapter lists, one per episode") as caught:
        _read("psc", f"<rss><channel>{item}{item}</channel></rss>")
    assert caught.value.hint == "Choose the episode with --item."


@pytest.mark.parametrize("namespace", ["http://podlove.org/simple-chapters/", "https://podlove.org/simple-chapters"])
def test_psc_with_a_namespace_that_is_nearly_right(namespace: str) -> None:
    assert len(_read("psc", f'<chapters xmlns="{namespace}"><chapter start="0"/></chapters>').chapters) == 1


@pytest.mark.parametrize(
    ("npt", "ms"),
    [
        ("0", 0),
        ("5", 5000),
        ("90.5", 90_500),
        ("1:02", 62_000),
        ("1:02.25", 62_250),
        ("1:02:03.4567", 3_723_457),
        ("0." + "9" * 30, 1000),
    ],
)
def test_psc_normal_play_time(npt: str, ms: int) -> None:
    assert [
        c.start for c in _read("psc", f"<psc:chapters {PSC}><psc:chapter start='{npt}'/></psc:chapters>").chapters
    ] == [ms]


def test_more_digits_than_a_millisecond_are_rounded() -> None:
    digits = "9" * 40
    assert [c.start for c in _read("csv", f"start,title\n0.{digits},A\n1.0005,B\n1.00049,C\n").chapters] == [
        1000,
        1001,
        1000,
    ]
    assert [c.start for c in _read("json", f'{{"chapters": [{{"startTime": 0.{digits}}}]}}').chapters] == [1000]


def test_json_location_and_odd_members() -> None:
    text = (
        '{"version": "1.2.0", "waypoints": true, "chapters": [{"startTime": "1.5", "endTime": 1, "title": 7, '
        '"toc": null, "location": {"name": "Berlin", "geo": "geo:52,13"}, "img": null, '
        '"url": " https://example.org/ "}]}'
    )
    reading = _read("json", text)
    assert _told(reading) == [("end-changed", "“7”: its end, 1 s, is left out")]
    chapter = reading.chapters[0]
    assert chapter == Chapter(1500, "7", url="https://example.org/")
    assert chapter.location == Location("Berlin", "geo:52,13")


def test_ffmetadata_without_a_time_base_counts_nanoseconds() -> None:
    reading = _read("ffmetadata", ";FFMETADATA1\n[CHAPTER]\nSTART=1500000000\ntitle=A\n")
    assert list(reading.chapters) == [Chapter(1500, "A")]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://example.org/", "www.example.org", "http://a b", "https://"]
)
def test_a_link_that_is_none_is_left_out_and_told(link: str) -> None:
    reading = _read("json", '{"chapters": [{"startTime": 0, "title": "A", "url": "' + link + '"}]}')
    assert reading.chapters[0].url is None
    assert _told(reading) == [("link-left-out", f"“A”: “{link}” is not an http(s) link")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    text = "00:00:00.000 Ärger mit 日本\n00:01:00.000 B\n"
    assert [c.title for c in _read("mp4chaps", text.encode(encoding)).chapters] == ["Ärger mit 日本", "B"]


def test_windows_1252_is_read_with_a_warning_where_writers_used_it() -> None:
    reading = _read("audacity", "0.0\t0.0\tA\n1.0\t1.0\tÄrger – hier\n".encode("cp1252"))
    assert reading.chapters[1].title == "Ärger – hier"
    assert _told(reading) == [("encoding-guessed", "byte 0xc4 is not UTF-8; the file is read as Windows-1252")]
    assert str(reading.findings[0].place) == "file:2:9"
    with pytest.raises(NotesError, match="is not UTF-8"):
        _read("json", '{"chapters": "Ä"}'.encode("cp1252"))


def test_a_csv_cell_may_span_lines_and_the_place_is_right() -> None:
    with pytest.raises(NotesError) as caught:
        _read("csv", 'start,title\n0:00,"A\nB"\nx,C\n')
    assert str(caught.value).startswith("file:4:1")
    assert list(_read("csv", 'start,title\n0:00,"A\nB"\n').chapters) == [Chapter(0, "A\nB")]


def test_a_mp4chaps_title_that_looks_like_a_link_is_told() -> None:
    dumped = load("mp4chaps").dumps(ChapterList.of([Chapter(0, "See <https://example.org/>")]))
    assert [finding.rule for finding in dumped.findings] == ["titles-changed"]
