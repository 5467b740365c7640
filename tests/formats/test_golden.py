"""Each format as it is written, to the byte; and how it says the hard things."""

from __future__ import annotations

import json

import pytest

from chaptag.formats.registry import FORMATS, load
from chaptag.model.chapter import Chapter, ChapterList, Image, Location

CHAPTERS = ChapterList.of(
    [
        Chapter(0, "Intro"),
        Chapter(83_250, 'A & <b>; "B" = #1 \\', end=90_000, url="https://example.org/?a=1&b=2"),
        Chapter(3_600_000, "=Zürich\n--> 日本", image=Image(url="https://example.org/i.png")),
        Chapter(3_700_000, "Map", hidden=True, location=Location("Berlin", "geo:52.5,13.4", "R62422")),
    ]
)

GOLDEN = {
    "audacity": '0.000000\t0.000000\tIntro\n83.250000\t90.000000\tA & <b>; "B" = #1 \\\n'
    "3600.000000\t3600.000000\t=Zürich --> 日本\n",
    "json": """{
  "version": "1.2.0",
  "title": "Episode \\"1\\"",
  "chapters": [
    {
      "startTime": 0,
      "title": "Intro"
    },
    {
      "startTime": 83.25,
      "title": "A & <b>; \\"B\\" = #1 \\\\",
      "endTime": 90,
      "url": "https://example.org/?a=1&b=2"
    },
    {
      "startTime": 3600,
      "title": "=Zürich\\n--> 日本",
      "img": "https://example.org/i.png"
    },
    {
      "startTime": 3700,
      "title": "Map",
      "toc": false,
      "location": {
        "name": "Berlin",
        "geo": "geo:52.5,13.4",
        "osm": "R62422"
      }
    }
  ]
}
""",
    "psc": """<?xml version="1.0" encoding="UTF-8"?>
<psc:chapters xmlns:psc="http://podlove.org/simple-chapters" version="1.2">
  <psc:chapter start="00:00:00.000" title="Intro"/>
  <psc:chapter start="00:01:23.250" title="A &amp; &lt;b&gt;; &quot;B&quot; = #1 \\" href="https://example.org/?a=1&amp;b=2"/>
  <psc:chapter start="01:00:00.000" title="=Zürich --&gt; 日本" image="https://example.org/i.png"/>
</psc:chapters>
""",
    "podlove-json": """[
  {
    "start": "00:00:00.000",
    "title": "Intro"
  },
  {
    "start": "00:01:23.250",
    "title": "A & <b>; \\"B\\" = #1 \\\\",
    "href": "https://example.org/?a=1&b=2"
  },
  {
    "start": "01:00:00.000",
    "title": "=Zürich\\n--> 日本",
    "image": "https://example.org/i.png"
  }
]
""",
    "webvtt": """WEBVTT Episode "1"

1
00:00:00.000 --> 00:01:23.250
Intro

2
00:01:23.250 --> 00:01:30.000
A &amp; &lt;b&gt;; "B" = #1 \\

3
01:00:00.000 --> 01:06:40.000
=Zürich --&gt; 日本
""",
    "ffmetadata": """;FFMETADATA1
title=Episode "1"
[CHAPTER]
TIMEBASE=1/1000
START=0
END=83250
title=Intro
[CHAPTER]
TIMEBASE=1/1000
START=83250
END=90000
title=A & <b>\\; "B" \\= \\#1 \\\\
[CHAPTER]
TIMEBASE=1/1000
START=3600000
END=4000000
title=\\=Zürich\\
--> 日本
""",
    "cue": """TITLE "Episode '1'"
FILE "audio.mp3" MP3
  TRACK 01 AUDIO
    TITLE "Intro"
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    TITLE "A & <b>; 'B' = #1 \\"
    INDEX 01 01:23:19
  TRACK 03 AUDIO
    TITLE "=Zürich --> 日本"
    INDEX 01 60:00:00
""",
    "ogm": "CHAPTER01=00:00:00.000\nCHAPTER01NAME=Intro\nCHAPTER02=00:01:23.250\n"
    'CHAPTER02NAME=A & <b>; "B" = #1 \\\nCHAPTER03=01:00:00.000\nCHAPTER03NAME==Zürich --> 日本\n',
    "mp4chaps": '00:00:00.000 Intro\n00:01:23.250 A & <b>; "B" = #1 \\ <https://example.org/?a=1&b=2>\n'
    "01:00:00.000 =Zürich --> 日本\n",
    "vorbis": "CHAPTER001=00:00:00.000\nCHAPTER001NAME=Intro\nCHAPTER002=00:01:23.250\n"
    'CHAPTER002NAME=A & <b>; "B" = #1 \\\nCHAPTER002URL=https://example.org/?a=1&b=2\n'
    "CHAPTER003=01:00:00.000\nCHAPTER003NAME==Zürich --> 日本\n",
    "csv": "start,end,title,url\r\n00:00:00.000,,Intro,\r\n"
    '00:01:23.250,00:01:30.000,"A & <b>; ""B"" = #1 \\",https://example.org/?a=1&b=2\r\n'
    "01:00:00.000,,'=Zürich --> 日本,\r\n",
    "youtube": '00:00:00 Intro\n00:01:23 A & ‹b›; "B" = #1 \\\n01:00:00 =Zürich --› 日本\n',
    "spotify": '00:00:00 Intro\n00:01:23 A & <b>; "B" = #1 \\\n01:00:00 =Zürich --> 日本\n',
    "notes": '00:00:00 Intro\n00:01:23 A & <b>; "B" = #1 \\\n01:00:00 =Zürich --> 日本\n',
    "markdown": "- [00:00:00](#t=0) Intro\n"
    '- [00:01:23](#t=83) [A \\& \\<b\\>; "B" \\= \\#1 \\\\](<https://example.org/?a=1&b=2>)\n'
    "- [01:00:00](#t=3600) \\=Zürich \\-\\-\\> 日本\n",
    "html": '<ul>\n  <li><a href="#t=0">00:00:00</a> Intro</li>\n  <li><a href="#t=83">00:01:23</a> '
    '<a href="https://example.org/?a=1&amp;b=2">A &amp; &lt;b&gt;; &quot;B&quot; = #1 \\</a></li>\n'
    '  <li><a href="#t=3600">01:00:00</a> =Zürich --&gt; 日本</li>\n</ul>\n',
}


@pytest.mark.parametrize("name", GOLDEN)
def test_written_to_the_byte(name: str) -> None:
    assert load(name).dumps(CHAPTERS, duration=4_000_000, title='Episode "1"').text == GOLDEN[name]


def test_every_format_but_matroska_has_its_golden_text() -> None:
    assert {kind.name for kind in FORMATS if kind.writes} == {*GOLDEN, "matroska"}


def test_matroska_is_the_same_in_every_run() -> None:
    text = load("matroska").dumps(CHAPTERS[:1]).text
    assert text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Chapters>\n  <EditionEntry>\n    <ChapterAtom>\n'
        "      <ChapterUID>5110429991760099478</ChapterUID>\n"
        "      <ChapterTimeStart>00:00:00.000000000</ChapterTimeStart>\n      <ChapterDisplay>\n"
        "        <ChapterString>Intro</ChapterString>\n        <ChapterLanguage>und</ChapterLanguage>\n"
        "      </ChapterDisplay>\n    </ChapterAtom>\n  </EditionEntry>\n</Chapters>\n"
    )


@pytest.mark.parametrize("name", ["webvtt", "ffmetadata"])
def test_a_last_end_that_nobody_knows_is_a_second_later_and_told(name: str) -> None:
    dumped = load(name).dumps(ChapterList.of([Chapter(0, "A"), Chapter(60_000, "B")]))
    assert [(f.rule, f.message, f.chapter) for f in dumped.findings] == [
        ("end-assumed", "nothing says when “B” ends; 01:01 is written", 2)
    ]
    chapters = load(name).loads(dumped.text.encode(), name="x").chapters
    assert [chapter.end for chapter in chapters] == [60_000, 61_000]


def test_the_end_of_the_last_chapter_is_a_loss_where_nothing_else_says_it() -> None:
    chapters = ChapterList.of([Chapter(0, "A", end=60_000), Chapter(60_000, "B", end=90_000)])
    assert [f.rule for f in load("psc").dumps(chapters).findings] == ["ends-lost"]
    assert load("psc").dumps(chapters, duration=90_000).findings == ()


@pytest.mark.parametrize(
    ("name", "limit", "label"), [("cue", 99, "CUE sheet"), ("vorbis", 999, "Vorbis chapter comment")]
)
def test_chapters_beyond_the_limit_are_an_error(name: str, limit: int, label: str) -> None:
    chapters = ChapterList.of(Chapter(n * 1000, f"No. {n + 1}") for n in range(limit + 3))
    dumped = load(name).dumps(chapters)
    told = [finding for finding in dumped.findings if finding.rule != "platform-advice"]
    assert [(f.rule, f.severity.label, f.message) for f in told] == [
        ("too-many-chapters", "error", f"{label} holds {limit} chapters: the last 3 are left out")
    ]
    assert len(load(name).loads(dumped.text.encode(), name="x").chapters) == limit
    assert f"No. {limit + 1}" not in dumped.text


def test_vorbis_comments_beyond_ninety_nine_are_told() -> None:
    chapters = ChapterList.of(Chapter(n * 1000, "x") for n in range(100))
    assert [f.message for f in load("vorbis").dumps(chapters).findings] == [
        "AntennaPod shows no chapters where there are more than 99; there are 100"
    ]
    assert load("vorbis").dumps(chapters[:99]).findings == ()


def test_ogm_counts_past_ninety_nine() -> None:
    chapters = ChapterList.of(Chapter(n * 1000, f"No. {n + 1}") for n in range(120))
    text = load("ogm").dumps(chapters).text
    assert "CHAPTER100=00:01:39.000\nCHAPTER100NAME=No. 100\n" in text
    assert load("ogm").loads(text.encode(), name="x").chapters == chapters


def test_json_keeps_every_millisecond() -> None:
    chapters = ChapterList.of(Chapter(ms) for ms in [*range(0, 4000, 7), 35_999_999, 3_599_999_999])
    text = load("json").dumps(chapters).text
    assert [round(entry["startTime"] * 1000) for entry in json.loads(text)["chapters"]] == [c.start for c in chapters]
    assert load("json").loads(text.encode(), name="x").chapters == chapters


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "'=", "''", "'"])
def test_csv_cells_are_no_formulas_in_a_spreadsheet(mark: str) -> None:
    chapters = ChapterList.of([Chapter(0, mark + "HYPERLINK(x)")])
    text = load("csv").dumps(chapters).text
    cell = text.splitlines()[1].split(",")[2]
    assert not cell.startswith(("=", "+", "-", "@"))
    assert load("csv").loads(text.encode(), name="x").chapters == chapters
