"""Files of every program that writes MP4 chapters: read, replaced, removed; all else stays."""

from __future__ import annotations

import pytest

from chaptag.containers import mp4
from chaptag.model.source import BytesSource
from tests.containers.mp4.tagging import edited, foreign_boxes, listed, removed, rules, stores, tagged
from tests.support.mp4 import SILENCE, samples_of
from tests.support.mp4_layouts import CHAPTERS, LAYOUTS

NEW = [(0, "One"), (1500, "Two"), (30_000, "Three ✂"), (59_000, "Four")]
OURS = {"ffmpeg": {2}, "mp4v2": {2}, "auphonic": {2, 3, 4}, "hindenburg": {1, 3, 4}, "taglib": {2}, "track-only": {2}}
OURS |= {"ffmpeg-fast": {2}, "ffmpeg-3gp": {2}, "nero": set(), "two-languages": {3}}


@pytest.mark.parametrize("name", LAYOUTS)
def test_chapters_are_read(name: str) -> None:
    assert listed(LAYOUTS[name]()) == CHAPTERS


@pytest.mark.parametrize("name", LAYOUTS)
def test_chapters_are_replaced_and_nothing_else(name: str) -> None:
    data = LAYOUTS[name]()
    new = tagged(data, NEW)
    assert stores(new) == {"text-track": NEW, "chpl": NEW}
    assert foreign_boxes(new) == foreign_boxes(data)
    before, after = samples_of(data), samples_of(new)
    kept = set(before) - OURS[name]
    assert {number: after[number] for number in kept} == {number: before[number] for number in kept}
    assert len(after) == len(kept) + 1
    assert not rules(new) & {
        "mp4-stores-disagree",
        "mp4-one-store",
        "mp4-several-text-tracks",
        "mp4-dangling-reference",
    }


@pytest.mark.parametrize("name", LAYOUTS)
def test_chapters_are_removed_and_nothing_else(name: str) -> None:
    data = LAYOUTS[name]()
    bare = removed(data)
    assert stores(bare) == {}
    assert foreign_boxes(bare) == foreign_boxes(data)
    before, after = samples_of(data), samples_of(bare)
    assert after == {number: samples for number, samples in before.items() if number not in OURS[name]}
    assert b"chap" not in bare[bare.index(b"moov") :].split(b"mdat")[0]


@pytest.mark.parametrize("name", LAYOUTS)
def test_tag_remove_tag_is_the_same_as_tag(name: str) -> None:
    data = LAYOUTS[name]()
    once = tagged(data, NEW)
    again = tagged(removed(once), NEW)
    assert stores(again) == stores(once)
    assert samples_of(again) == samples_of(once)
    assert len(again) <= len(once)


@pytest.mark.parametrize("name", ["ffmpeg", "ffmpeg-fast", "ffmpeg-3gp", "mp4v2", "taglib"])
def test_a_sound_file_of_another_program_is_unchanged(name: str) -> None:
    assert edited(BytesSource(LAYOUTS[name]()), CHAPTERS).unchanged


@pytest.mark.parametrize("name", ["auphonic", "hindenburg", "nero", "track-only", "two-languages"])
def test_a_file_with_half_of_it_is_completed(name: str) -> None:
    new = tagged(LAYOUTS[name](), CHAPTERS)
    assert {kind: found for kind, found in stores(new).items() if kind != "image-track"} == {
        "text-track": CHAPTERS,
        "chpl": CHAPTERS,
    }


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_changed_title_or_start_is_not_taken_for_the_same(name: str) -> None:
    data = LAYOUTS[name]()
    for other in (CHAPTERS[:2], [*CHAPTERS[:2], (40_001, CHAPTERS[2][1])], [*CHAPTERS[:2], (40_000, "Good-bye")]):
        assert listed(tagged(data, other)) == other


@pytest.mark.parametrize("name", LAYOUTS)
def test_faststart_is_kept_as_it_was(name: str) -> None:
    data = LAYOUTS[name]()
    new = tagged(data, NEW)
    details = dict(mp4.inspect(BytesSource(data)).details)
    assert dict(mp4.inspect(BytesSource(new)).details)["moov"] == details["moov"]
    # The movie is before or after all sound, as it was.
    first = data.index(b"mdat") < data.index(b"moov")
    assert (new.index(b"mdat") < new.index(b"moov")) == first


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_payload_is_the_sound(name: str) -> None:
    data = LAYOUTS[name]()
    for each in (data, tagged(data, NEW), removed(data)):
        layout = mp4.inspect(BytesSource(each))
        sound = [number for number, samples in samples_of(each).items() if samples[0].endswith(SILENCE)]
        expected = b"".join(sample for number in sound for sample in samples_of(each)[number])
        assert b"".join(each[start:stop] for start, stop in mp4.payload(BytesSource(each))) == expected
        assert layout.payload


def test_what_is_wrong_with_each_is_said() -> None:
    said = {name: rules(make()) for name, make in LAYOUTS.items()}
    assert said["ffmpeg"] == said["mp4v2"] == said["taglib"] == set()
    assert said["auphonic"] == said["hindenburg"] == {"mp4-several-text-tracks", "mp4-one-store"}
    assert said["nero"] == said["track-only"] == {"mp4-one-store"}
    assert said["two-languages"] == {"mp4-dangling-reference"}


def test_links_and_pictures_of_other_tracks_belong_to_the_titles() -> None:
    chapters = mp4.inspect(BytesSource(LAYOUTS["auphonic"]())).chapters
    assert [each.url for each in chapters] == [f"https://example.com/{n}" for n in (1, 2, 3)]
    assert all(each.image is not None and each.image.media_type == "image/jpeg" for each in chapters)
