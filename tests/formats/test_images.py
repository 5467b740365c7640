"""Chapter images in chapter files: addresses, data URIs, and paths that only the caller can resolve."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote

import pytest

from chaptag.formats.base import ImageResolver
from chaptag.formats.images import MAX_IMAGE
from chaptag.formats.registry import load
from chaptag.model.chapter import Chapter, ChapterList, Image
from chaptag.model.errors import NotesError
from chaptag.model.reading import Reading
from tests.formats.samples import JPEG, PNG


def _json(image: str, resolve: ImageResolver | None = None) -> Reading:
    text = '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "A", "img": ' + _string(image) + "}]}"
    return load("json").loads(text.encode(), name="c.json", resolve=resolve)


def _psc(image: str, resolve: ImageResolver | None = None) -> Reading:
    entry = f'<chapter start="0" title="A" image="{image}"/>'
    text = f'<chapters xmlns="http://podlove.org/simple-chapters">{entry}</chapters>'
    return load("psc").loads(text.encode(), name="c.psc", resolve=resolve)


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


Read = Callable[..., Reading]
READ = pytest.mark.parametrize("read", [_json, _psc])


@READ
@pytest.mark.parametrize(("data", "kind"), [(JPEG, "image/jpeg"), (PNG, "image/png")])
@pytest.mark.parametrize("declared", ["image/jpeg", "image/png;charset=x", "", "text/html"])
def test_a_data_uri_becomes_bytes_of_the_type_that_they_are(read: Read, data: bytes, kind: str, declared: str) -> None:
    for uri in (f"data:{declared};base64,{b64encode(data).decode()}", f"data:{declared},{quote(data)}"):
        reading = read(uri)
        assert reading.chapters[0].image == Image(data, kind)
        assert reading.findings == ()


@READ
@pytest.mark.parametrize(
    ("uri", "why"),
    [
        ("data:image/png;base64", "no comma"),
        ("data:image/png;base64,A", "not base64"),
        ("data:image/svg+xml;base64," + b64encode(b"<svg onload='x'/>").decode(), "neither a JPEG nor a PNG"),
        ("data:text/html,hello", "neither a JPEG nor a PNG"),
        ("http://", "not an address"),
        ("images/a.png", "no such JPEG or PNG beside the chapter file"),
        ("../../etc/passwd", "no such JPEG or PNG"),
        ("file:///etc/passwd", "no such JPEG or PNG"),
        ("javascript:alert(1)", "no such JPEG or PNG"),
    ],
)
def test_what_is_no_picture_is_left_out_and_told(read: Read, uri: str, why: str) -> None:
    reading = read(uri)
    assert reading.chapters == ChapterList.of([Chapter(0, "A")])
    assert [finding.rule for finding in reading.findings] == ["image-left-out"]
    assert why in reading.findings[0].message


@READ
def test_a_picture_beyond_the_limit_is_left_out(read: Read) -> None:
    reading = read("data:image/png;base64," + b64encode(PNG + bytes(MAX_IMAGE)).decode())
    assert "the limit is 7,340,032" in reading.findings[0].message
    assert reading.chapters == ChapterList.of([Chapter(0, "A")])


def test_a_data_uri_beyond_all_bounds_is_left_out_of_json_and_refused_in_xml() -> None:
    uri = "data:image/png;base64," + "A" * (3 * MAX_IMAGE + 1)
    assert "larger than 7 MiB" in _json(uri).findings[0].message
    with pytest.raises(NotesError, match="this is not XML"):
        _psc(uri)


@READ
def test_a_path_is_what_the_caller_makes_of_it(read: Read) -> None:
    asked: list[str] = []

    def resolve(path: str) -> Image | None:
        asked.append(path)
        return Image(JPEG, "image/jpeg") if path == "images/ä b.jpg" else None

    assert read("images/ä b.jpg", resolve=resolve).chapters[0].image == Image(JPEG, "image/jpeg")
    assert read("other.jpg", resolve=resolve).chapters[0].image is None
    assert read("https://example.org/i.jpg", resolve=resolve).chapters[0].image == Image(
        url="https://example.org/i.jpg"
    )
    assert asked == ["images/ä b.jpg", "other.jpg"]


@pytest.mark.parametrize("name", ["json", "psc", "podlove-json"])
def test_the_largest_picture_goes_there_and_back(name: str) -> None:
    image = Image(PNG + bytes(MAX_IMAGE - len(PNG)), "image/png")
    text = load(name).dumps(ChapterList.of([Chapter(0, "A", image=image)])).text
    assert load(name).loads(text.encode(), name="x").chapters[0].image == image


@pytest.mark.parametrize("name", ["json", "psc", "podlove-json"])
def test_an_image_with_neither_bytes_nor_address_is_not_written(name: str) -> None:
    for image in (Image(), Image(url="javascript:x"), Image(url="a.png"), Image(bytes(MAX_IMAGE + 1), "image/png")):
        dumped = load(name).dumps(ChapterList.of([Chapter(0, "A", image=image)]))
        assert [finding.rule for finding in dumped.findings] == ["image-left-out"]
        assert "javascript" not in dumped.text
