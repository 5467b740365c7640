"""A sample of every format that is read, in the form in which its usual writer leaves it, with what it says."""

from __future__ import annotations

from typing import NamedTuple

from chaptag.model.chapter import Chapter, Image

__all__ = ["JPEG", "PNG", "SAMPLES", "Sample"]

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(64)) + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(64))


class Sample(NamedTuple):
    format: str
    file: str
    data: bytes
    chapters: tuple[Chapter, ...]


def _sample(form: str, file: str, text: str, *chapters: Chapter) -> Sample:
    return Sample(form, file, text.encode(), chapters)


SAMPLES = (
    _sample(
        "audacity",
        "Label Track.txt",
        "0.000000\t0.000000\tIntro\n61.500000\t120.250000\tGuest: Ärger & Glück\n\\\t100.0\t2000.0\n"
        "130.000000\t130.000000\t\n",
        Chapter(0, "Intro"),
        Chapter(61_500, "Guest: Ärger & Glück", end=120_250),
        Chapter(130_000),
    ),
    _sample(
        "audacity",
        "decimal comma.txt",
        "0,000000\t0,000000\tIntro\r\n61,500000\t61,500000\tNews\r\n",
        Chapter(0, "Intro"),
        Chapter(61_500, "News"),
    ),
    _sample(
        "reaper",
        "markers.csv",
        '#,Name,Start,End,Length,Color\nM1,Intro,0:00.000,,,\nM2,"News, weather",1:01.500,,,FF0000\nM3,,1:00:00.250,,,'
        "\n",
        Chapter(0, "Intro"),
        Chapter(61_500, "News, weather"),
        Chapter(3_600_250),
    ),
    _sample(
        "reaper",
        "regions.csv",
        "#,Name,Start,End,Length\nR1,Intro,0.000,61.500,61.500\nR2,News,61.500,100.000,38.500\n",
        Chapter(0, "Intro", end=61_500),
        Chapter(61_500, "News", end=100_000),
    ),
    _sample(
        "audition",
        "Markers.csv",
        "Name\tStart\tDuration\tTime Format\tType\tDescription\nIntro\t0:00.000\t0:00.000\tdecimal\tCue\t\n"
        "Marker 02\t9:39.590\t0:10.000\tdecimal\tSubclip\tThe news\nMarker 01\t1:44:53.111\t0:00.000\tdecimal\tCue\n",
        Chapter(0, "Intro"),
        Chapter(579_590, "The news", end=589_590),
        Chapter(6_293_111, "Marker 01"),
    ),
    _sample(
        "hindenburg",
        "Episode.nhsx",
        '<?xml version="1.0" encoding="utf-8"?>\n<Session Version="Hindenburg PRO 2.03" Samplerate="48000">\n'
        '  <AudioPool Path="x"/>\n  <Markers>\n    <Marker Id="1" Name="check this" Time="35:53.564"/>\n'
        '    <Marker Id="2" Name="News &amp; more" Time="1:05:50.925" Type="Chapter" URL="https://example.org/n"/>\n'
        '    <Marker Id="3" Name="Intro" Time="00.000" Type="Chapter"/>\n  </Markers>\n</Session>\n',
        Chapter(0, "Intro"),
        Chapter(3_950_925, "News & more", url="https://example.org/n"),
    ),
    _sample(
        "resolve",
        "Timeline 1.edl",
        "TITLE: Timeline 1\nFCM: NON-DROP FRAME\n\n"
        "001  001      V     C        01:00:00:00 01:00:00:01 01:00:00:00 01:00:00:01  \n"
        " |C:ResolveColorBlue |M:Intro |D:1\n\n"
        "002  001      V     C        01:00:20:20 01:00:20:21 01:00:20:20 01:00:20:21  \n"
        "a note |C:ResolveColorGreen |M:The news |D:1\n",
        Chapter(0, "Intro"),
        Chapter(20_000, "The news"),
    ),
    _sample(
        "json",
        "chapters.json",
        '{"version": "1.2.0", "chapters": [\n  {"startTime": 0, "title": "Intro", "img": "https://example.org/a.png"},\n'
        '  {"startTime": 168.5, "title": "News", "url": "https://example.org/", "endTime": 200},\n'
        '  {"startTime": 180, "toc": false}\n]}',
        Chapter(0, "Intro", image=Image(url="https://example.org/a.png")),
        Chapter(168_500, "News", end=200_000, url="https://example.org/"),
        Chapter(180_000, hidden=True),
    ),
    _sample(
        "psc",
        "episode.psc",
        '<?xml version="1.0"?>\n<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">\n'
        '  <psc:chapter start="0" title="Welcome" />\n'
        '  <psc:chapter start="3:07" title="Intro" href="https://podlove.org/"/>\n'
        '  <psc:chapter start="8:26.250" title="A &amp; B" image="https://example.org/b.jpg"/>\n'
        '  <psc:chapter start="01:12:42.5" title="Resumée" />\n</psc:chapters>\n',
        Chapter(0, "Welcome"),
        Chapter(187_000, "Intro", url="https://podlove.org/"),
        Chapter(506_250, "A & B", image=Image(url="https://example.org/b.jpg")),
        Chapter(4_362_500, "Resumée"),
    ),
    _sample(
        "psc",
        "default-namespace.xml",
        '<chapters version="1.1" xmlns="http://podlove.org/simple-chapters/">'
        '<chapter start="0:01" title="A"/></chapters>',
        Chapter(1000, "A"),
    ),
    _sample(
        "podlove-json",
        "podlove.json",
        '[{"start":"00:00:00.000","title":"Intro","href":"","image":""},'
        '{"start":"01:02:03.456","title":"Later","href":"https://example.org/","image":"https://example.org/i.jpg"}]',
        Chapter(0, "Intro"),
        Chapter(3_723_456, "Later", url="https://example.org/", image=Image(url="https://example.org/i.jpg")),
    ),
    _sample(
        "podigee",
        "podigee.json",
        '[{"start_time": "00:00:00", "title": "Intro"}, {"start_time": "00:12:34", "title": "News", '
        '"url": "https://example.org/"}]',
        Chapter(0, "Intro"),
        Chapter(754_000, "News", url="https://example.org/"),
    ),
    _sample(
        "auphonic",
        "production.json",
        '{"status_code": 200, "data": {"output_basename": "ep", "chapters": [\n'
        '  {"start": "00:00:00.000", "start_sec": 0, "start_output": "00:00:05.000", "start_output_sec": 5.0,'
        ' "title": "Intro", "url": "", "image": null},\n'
        '  {"start": "00:01:00.500", "start_sec": 60.5, "title": "News", "url": "https://example.org/"}]}}',
        Chapter(5000, "Intro"),
        Chapter(60_500, "News", url="https://example.org/"),
    ),
    _sample(
        "auphonic",
        "request.json",
        '{"metadata": {"title": "Ep"}, "chapters": [{"start": "00:00:00", "title": "Intro"},'
        ' {"start": "00:02:18.5", "title": "News", "url": "https://example.org/"}]}',
        Chapter(0, "Intro"),
        Chapter(138_500, "News", url="https://example.org/"),
    ),
    _sample(
        "webvtt",
        "chapters.vtt",
        "WEBVTT - chapters\nKind: chapters\n\nNOTE made by hand\nwith two lines\n\n"
        "1\n00:00:00.000 --> 00:01:00.000\nIntro\n\n"
        "01:00.000 --> 02:00.500 align:start\n<v Ann>News &amp;\n<b>weather</b>\n",
        Chapter(0, "Intro", end=60_000),
        Chapter(60_000, "News & weather", end=120_500),
    ),
    _sample(
        "ffmetadata",
        "meta.ffmeta",
        ";FFMETADATA1\ntitle=Episode\nencoder=Lavf59\n; a comment\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=60000\n"
        "title=Intro\n[CHAPTER]\nTIMEBASE=1/48000\nSTART=2880000\nEND=4800000\ntitle=A \\= B \\; C \\# \\\\ \\\nD\n"
        "[STREAM]\ntitle=not a chapter\n",
        Chapter(0, "Intro", end=60_000),
        Chapter(60_000, "A = B ; C # \\ \nD", end=100_000),
    ),
    _sample(
        "ffprobe",
        "probe.json",
        '{\n    "chapters": [\n        {"id": 0, "time_base": "1/1000", "start": 0, "start_time": "0.000000", '
        '"end": 60000, "end_time": "60.000000", "tags": {"title": "Intro"}},\n'
        '        {"id": 1, "time_base": "1/44100", "start": 2646000, "start_time": "60.000000", '
        '"end": 4410000, "end_time": "100.000000"}\n    ]\n}\n',
        Chapter(0, "Intro", end=60_000),
        Chapter(60_000, "", end=100_000),
    ),
    _sample(
        "cue",
        "episode.cue",
        'REM GENRE Podcast\nPERFORMER "Ann"\nTITLE "Episode"\nFILE "episode.mp3" MP3\n  TRACK 01 AUDIO\n'
        '    TITLE "Intro"\n    PERFORMER "Ann"\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    TITLE News\n'
        "    INDEX 00 00:59:00\n    INDEX 01 01:00:37\n",
        Chapter(0, "Intro"),
        Chapter(60_493, "News"),
    ),
    _sample(
        "ogm",
        "chapters.txt",
        "CHAPTER01=00:00:00.000\nCHAPTER01NAME=Intro\nCHAPTER02=00:01:00.500\nCHAPTER02NAME=News = more\n",
        Chapter(0, "Intro"),
        Chapter(60_500, "News = more"),
    ),
    _sample(
        "mp4chaps",
        "episode.chapters.txt",
        "## total-duration: 00:02:00.000\n##\n00:00:00.000 Intro\n00:01:59.000 Podlove <https://podlove.org/>\n",
        Chapter(0, "Intro"),
        Chapter(119_000, "Podlove", url="https://podlove.org/"),
    ),
    _sample(
        "matroska",
        "chapters.xml",
        '\ufeff<?xml version="1.0"?>\n<!-- <!DOCTYPE Chapters SYSTEM "matroskachapters.dtd"> -->\n<Chapters>\n'
        "  <EditionEntry>\n    <EditionFlagDefault>0</EditionFlagDefault>\n    <ChapterAtom>\n"
        "      <ChapterUID>1</ChapterUID>\n      <ChapterTimeStart>00:00:00.000000000</ChapterTimeStart>\n"
        "      <ChapterTimeEnd>00:01:00.000000000</ChapterTimeEnd>\n"
        "<ChapterDisplay><ChapterString>Part</ChapterString><ChapterLanguage>eng</ChapterLanguage></ChapterDisplay>\n"
        "<ChapterDisplay><ChapterString>Teil</ChapterString><ChapterLanguage>ger</ChapterLanguage></ChapterDisplay>\n"
        "      <ChapterAtom><ChapterTimeStart>00:00:30.500000000</ChapterTimeStart>"
        "<ChapterFlagHidden>1</ChapterFlagHidden></ChapterAtom>\n    </ChapterAtom>\n  </EditionEntry>\n</Chapters>\n",
        Chapter(0, "Part", end=60_000),
        Chapter(30_500, hidden=True),
    ),
    _sample(
        "vorbis",
        "comments.txt",
        "TITLE=Episode\nARTIST=Ann\nCHAPTER001=00:00:00.000\nCHAPTER001NAME=Intro\n"
        "chapter002=00:01:00.500\nchapter002name=News\nCHAPTER002URL=https://example.org/\n",
        Chapter(0, "Intro"),
        Chapter(60_500, "News", url="https://example.org/"),
    ),
    _sample(
        "subrip",
        "markers.srt",
        "1\n00:00:00,000 --> 00:01:00,000\nIntro\n\n2\n00:01:00,500 --> 00:02:00,000\n<i>News</i>\nand weather\n",
        Chapter(0, "Intro", end=60_000),
        Chapter(60_500, "News and weather", end=120_000),
    ),
    _sample(
        "csv",
        "chapters.csv",
        'start,end,title,url\r\n00:00:00.000,,Intro,\r\n00:01:00.500,00:02:00.000,"\'=News, ""live""",https://example.org/\r\n',
        Chapter(0, "Intro"),
        Chapter(60_500, '=News, "live"', end=120_000, url="https://example.org/"),
    ),
    _sample(
        "csv",
        "semicolon.csv",
        "Title;Timestamp;Duration\nIntro;0:00;60\nNews;1:00;\n",
        Chapter(0, "Intro", end=60_000),
        Chapter(60_000, "News"),
    ),
    _sample(
        "csv",
        "tabs.tsv",
        "Start Time\tChapter Title\n0.0\tIntro\n61.25\tNews\n",
        Chapter(0, "Intro"),
        Chapter(61_250, "News"),
    ),
)
