"""Notes, feeds and chapter files that were made to hurt, through the command itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.hostile.driver import MIB, attack

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
_BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "0:00 lol">{_LAUGHS}]>'
_QUADRATIC = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"0:00 a " * 10_000}">]>'
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]>'
_PARAMETER = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % p SYSTEM "file://{secret}"> %p;]>'
_PSC = '<psc:chapters xmlns:psc="http://podlove.org/simple-chapters">{}</psc:chapters>'
_FEED = "<rss><channel><item><title>{0}</title><description>0:00 {0}</description></item></channel></rss>"

# Name of the file, and its text; the secret's path takes the place of {secret}.
_TEXTS: dict[str, tuple[str, str]] = {
    "laughs-psc": ("x.psc", _BOMB + _PSC.format('<psc:chapter start="0" title="&l11;"/>')),
    "laughs-feed": ("x.xml", _BOMB + _FEED.format("&l11;")),
    "laughs-html": ("x.html", _BOMB + "<html><p>&l11;</p></html>"),
    "laughs-matroska": ("x.xml", _BOMB + "<Chapters><EditionEntry>&l11;</EditionEntry></Chapters>"),
    "quadratic-psc": ("x.psc", _QUADRATIC + _PSC.format("&a;" * 10_000)),
    "quadratic-feed": ("x.xml", _QUADRATIC + _FEED.format("&a;" * 10_000)),
    "external-psc": ("x.psc", _OUTSIDE + _PSC.format('<psc:chapter start="0" title="&s;"/>&s;')),
    "external-feed": ("x.xml", _OUTSIDE + _FEED.format("&s;")),
    "external-html": ("x.html", _OUTSIDE + "<html><p>0:00 &s;</p><p>0:05 b</p></html>"),
    "parameter-feed": ("x.xml", _PARAMETER + _FEED.format("a")),
    "parameter-psc": ("x.psc", _PARAMETER + _PSC.format("")),
    "external-dtd": ("x.xml", '<!DOCTYPE rss SYSTEM "file://{secret}">' + _FEED.format("a")),
    "include": (
        "x.psc",
        _PSC.format('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}" parse="text"/>'),
    ),
    "nested-html": ("x.html", "<div>" * 100_000 + "0:00 a" + "</div>" * 100_000),
    "nested-lists": ("x.html", "<ul><li>0:00 a" * 100_000),
    "nested-html-unclosed": ("x.html", "<b><i>" * 50_000 + "0:00 a<br>0:05 b"),
    "nested-xml": ("x.psc", "<a>" * 100_000 + "</a>" * 100_000),
    "nested-feed": ("x.xml", "<rss><channel><item>" + "<a>" * 100_000),
    "nested-json": ("x.json", "[" * 100_000 + "]" * 100_000),
    "nested-json-objects": ("x.json", '{"chapters":' * 100_000),
    "nested-markdown": ("x.md", ">" * 100_000 + " 0:00 a"),
    "nested-emphasis": ("x.md", "*" * 100_000 + "0:00 a" + "*" * 100_000),
    "digits-json": ("x.json", '{"version":"1.2.0","chapters":[{"startTime":' + "9" * 1_000_000 + "}]}"),
    "digits-exponent": ("x.json", '{"version":"1.2.0","chapters":[{"startTime":1e999999999}]}'),
    "digits-small-exponent": ("x.json", '{"version":"1.2.0","chapters":[{"startTime":1e-999999999}]}'),
    "digits-notes": ("x.txt", "9" * 1_000_000 + ":00 a\n0:05 b\n"),
    "digits-other": ("x.txt", "٠" * 500_000 + ":٠٠ a\n"),
    "digits-psc": ("x.psc", _PSC.format(f'<psc:chapter start="{"9" * 1_000_000}:00" title="a"/>')),
    "digits-vtt": ("x.vtt", "WEBVTT\n\n" + "9" * 1_000_000 + ":00.000 --> 99:00.000\na\n"),
    "digits-ffmetadata": ("x.ffmeta", ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/0\nSTART=" + "9" * 1_000_000 + "\nEND=5\n"),
    "digits-timebase": ("x.ffmeta", ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=" + "9" * 5000 + "/1\nSTART=1\nEND=5\n"),
    "digits-cue": ("x.cue", 'FILE "a" MP3\n  TRACK 01 AUDIO\n    INDEX 01 ' + "9" * 1_000_000 + ":00:00\n"),
    "surrogates-json": ("x.json", '{"version":"1.2.0","chapters":[{"startTime":0,"title":"\\ud800\\udc00\\udfff"}]}'),
    "nul": ("x.txt", "0:00 a\0b\n0:05 c\n"),
    "million-lines": ("x.txt", "0:00 a\n" * 290_000),
    "million-chapters-json": (
        "x.json",
        '{"version":"1.2.0","chapters":[' + ",".join(f'{{"startTime":{n}}}' for n in range(1_000_000)) + "]}",
    ),
    "million-chapters-psc": ("x.psc", _PSC.format("".join(f'<psc:chapter start="{n}"/>' for n in range(1_000_000)))),
    "million-chapters-csv": ("x.csv", "start,title\n" + "".join(f"{n},a\n" for n in range(1_000_000))),
    "million-chapters-mp4chaps": ("x.txt", "".join(f"00:00:{n % 60:02d}.{n % 1000:03d} a\n" for n in range(100_000))),
    "front-matter": ("x.md", "---\n" + "a: &a [*a, *a, *a]\n" * 1000 + "---\n0:00 a\n"),
    "long-line": ("x.txt", "0:00 " + "a" * MIB + "\n0:05 b\n"),
}


def _written(folder: Path, case: str) -> str:
    name, text = _TEXTS[case]
    secret = folder / "secret.txt"
    secret.write_text("0:00 TOP-SECRET")
    (folder / name).write_text(text.replace("{secret}", str(secret)), "utf-8")
    return name


@pytest.mark.parametrize("case", _TEXTS)
def test_whatever_the_text_there_is_an_answer(case: str, folder: Path) -> None:
    name = _written(folder, case)
    answer = attack(folder, "show", name)
    assert "TOP-SECRET" not in answer.out + answer.err
    assert len(answer.err) < 200_000


@pytest.mark.parametrize("case", ["laughs-feed", "external-html", "nested-json", "digits-json", "digits-notes", "nul"])
def test_it_is_never_written_into_an_episode(case: str, folder: Path) -> None:
    name = _written(folder, case)
    answer = attack(folder, "tag", "ep.mp3", name, "--dry-run", "--json")
    assert "TOP-SECRET" not in answer.out
    json.loads(answer.out)
    attack(folder, "verify", "ep.mp3", name)


@pytest.mark.parametrize("case", ["million-chapters-json", "million-chapters-csv", "nested-json-objects"])
def test_it_is_not_converted(case: str, folder: Path) -> None:
    name = _written(folder, case)
    attack(folder, "convert", name, "--to", "json", codes=(1, 3))


def test_standard_input_is_bounded(folder: Path) -> None:
    attack(folder, "show", "-", stdin=b"0:00 a\n" * (12 * MIB), codes=(3,))
    attack(folder, "show", "-", stdin=b"\0" * MIB, codes=(3,))
