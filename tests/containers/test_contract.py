"""Every container keeps the same promises, for every sample."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace

import pytest

from chaptag.containers.registry import CONTAINERS
from chaptag.containers.sniff import sniff
from chaptag.model.chapter import Chapter, Image
from chaptag.model.errors import AudioError
from chaptag.model.normalise import Normalised
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.contract import SAMPLES, apply, change, chapters_of, list_of, payload_hash
from tests.containers.sample import Sample
from tests.support.mp4 import jpeg

JPEG = jpeg(64, 48)
PLAIN = list_of(Chapter(0, "Intro"), Chapter(12_345, "Größe, 大きさ 😀"), Chapter(40_000, "Ende", end=59_000))
OTHER = list_of(Chapter(500, "Late"), Chapter(30_000, "A much longer title than any of the first list had"))
NONE = list_of()

every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=str)


def _rich(sample: Sample) -> Normalised:
    return list_of(
        Chapter(0, "Intro", url="https://example.org/?a=1&b=2" if sample.links else None),
        Chapter(9_000, "Picture", image=Image(JPEG, "image/jpeg") if sample.images else None),
        Chapter(9_000, "Secret", hidden=True) if sample.hidden else Chapter(9_500, "Open"),
        Chapter(30_000, "", end=31_000),
    )


@every_sample
def test_it_is_recognised(sample: Sample) -> None:
    kind = sniff(BytesSource(sample.build()))
    assert kind is not None
    assert kind.name == sample.container


@every_sample
def test_the_sample_is_what_it_says(sample: Sample) -> None:
    assert bool(chapters_of(sample, sample.build())) == sample.had_chapters


@every_sample
def test_what_is_written_is_read_back_in_every_store(sample: Sample) -> None:
    for wanted in (PLAIN, OTHER):
        lists = chapters_of(sample, change(sample, sample.build(), wanted))
        assert lists
        for chapters in lists:
            assert [(c.start, c.title) for c in chapters if c.title] == [(c.start, c.title) for c in wanted.chapters]


@every_sample
def test_links_images_hidden_marks_and_ends_are_read_back(sample: Sample) -> None:
    wanted = _rich(sample)
    layout = sample.module.inspect(BytesSource(change(sample, sample.build(), wanted)))
    assert layout.container == sample.container
    assert [(c.start, c.title, c.url, c.image, c.hidden) for c in layout.chapters] == [
        (c.start, c.title, c.url, c.image, c.hidden) for c in wanted.chapters
    ]


@every_sample
def test_what_is_written_has_no_findings(sample: Sample) -> None:
    layout = sample.module.inspect(BytesSource(change(sample, sample.build(), PLAIN)))
    assert not [finding for store in layout.stores for finding in store.findings]


@every_sample
def test_the_second_run_changes_nothing(sample: Sample) -> None:
    for wanted in (PLAIN, _rich(sample)):
        new = change(sample, sample.build(), wanted)
        again = sample.module.edit(BytesSource(new), wanted, WriteOptions())
        assert again.unchanged
        assert apply(new, again) == new


@every_sample
def test_sound_and_all_else_stay(sample: Sample) -> None:
    old = sample.build()
    new = change(sample, old, _rich(sample))
    gone = change(sample, new, NONE)
    for data in (new, gone, change(sample, new, OTHER)):
        assert payload_hash(sample, data) == payload_hash(sample, old)
        assert sample.others(data) == sample.others(old)


@every_sample
def test_the_payload_is_what_inspect_says(sample: Sample) -> None:
    source = BytesSource(sample.build())
    known = sample.module.inspect(source).payload
    payload = tuple(sample.module.payload(source))
    if sample.container in {"mp4", "ogg"}:  # samples lie in the media data, packets in pages, among other things
        assert all(any(start <= span.start and span.stop <= stop for start, stop in known) for span in payload)
    else:
        assert payload == known


@every_sample
def test_the_duration_survives(sample: Sample) -> None:
    old = sample.build()
    before = sample.module.measure(BytesSource(old)).duration
    new = BytesSource(change(sample, old, PLAIN))
    assert sample.module.measure(new).duration.ns == before.ns
    assert abs(sample.module.measure(new, deep=True).duration.ns - before.ns) <= 1_000_000
    stated = sample.module.inspect(new).duration
    assert stated is None or stated.ns == before.ns


@every_sample
def test_removing_removes_all(sample: Sample) -> None:
    gone = change(sample, change(sample, sample.build(), _rich(sample)), NONE)
    assert not sample.module.inspect(BytesSource(gone)).chapters
    assert not chapters_of(sample, gone)
    assert sample.module.edit(BytesSource(gone), NONE, WriteOptions()).unchanged


@every_sample
def test_removing_nothing_changes_nothing(sample: Sample) -> None:
    if not sample.had_chapters:
        assert sample.module.edit(BytesSource(sample.build()), NONE, WriteOptions()).unchanged


@every_sample
def test_tag_remove_tag_gives_the_bytes_of_the_first_tag(sample: Sample) -> None:
    for wanted in (PLAIN, _rich(sample)):
        first = change(sample, sample.build(), wanted)
        gone = change(sample, first, NONE)
        assert change(sample, gone, wanted) == first or sample.had_chapters


@every_sample
def test_the_same_input_gives_the_same_bytes(sample: Sample) -> None:
    assert change(sample, sample.build(), _rich(sample)) == change(sample, sample.build(), _rich(sample))


@every_sample
def test_replacing_leaves_no_trace_of_the_old_list(sample: Sample) -> None:
    straight = change(sample, sample.build(), OTHER)
    detour = change(sample, change(sample, sample.build(), PLAIN), OTHER)
    assert [list(each) for each in chapters_of(sample, detour)] == [
        list(each) for each in chapters_of(sample, straight)
    ]
    assert "Größe".encode() not in detour
    assert "Größe".encode("utf-16-le") not in detour


@every_sample
def test_one_and_many_chapters(sample: Sample) -> None:
    many = list_of(*(Chapter(number * 200, f"Chapter {number}") for number in range(300)))
    for wanted in (list_of(Chapter(0, "Only")), many):
        new = change(sample, sample.build(), wanted)
        chapters = sample.module.inspect(BytesSource(new)).chapters
        assert [(c.start, c.title) for c in chapters] == [(c.start, c.title) for c in wanted.chapters]
        assert sample.module.edit(BytesSource(new), wanted, WriteOptions()).unchanged


@every_sample
def test_damage_ends_in_a_message_or_a_valid_edit(sample: Sample) -> None:
    """Cut off and flipped bytes: nothing but AudioError is raised, and an edit that is made keeps the sound."""
    chance = random.Random(str(sample))
    data = change(sample, sample.build(), _rich(sample))
    cuts = [data[: chance.randrange(len(data))] for _ in range(15)]
    cuts += [data[:length] for length in (0, 1, 9, 10, 11, 40, 200)]
    for damaged in (*cuts, *_flipped(data, chance)):
        _try_all(sample, damaged)


def _flipped(data: bytes, chance: random.Random) -> list[bytes]:
    """Damage structure rather than sound: the first and the last few kilobytes."""
    found = []
    for _ in range(60):
        copy = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 8))):
            near = chance.randrange(min(4096, len(data)))
            at = near if chance.random() < 0.7 else len(data) - 1 - near
            copy[at] = chance.choice((0, 0xFF, 0x80, 0x7F, copy[at] ^ 1 << chance.randrange(8)))
        found.append(bytes(copy))
    return found


def _try_all(sample: Sample, data: bytes) -> None:
    source = BytesSource(data, "damaged")
    for call in (sample.module.inspect, sample.module.measure, lambda each: list(sample.module.payload(each))):
        with suppress(AudioError):
            call(source)
    for wanted in (PLAIN, NONE):
        try:
            edit = sample.module.edit(source, wanted, WriteOptions())
        except AudioError:
            continue
        before = payload_hash(sample, data)
        new = apply(data, edit)
        assert payload_hash(sample, new) == before
        shown = sample.module.inspect(BytesSource(new)).chapters
        assert [(c.start, c.title) for c in shown] == [(c.start, c.title) for c in wanted.chapters]


def test_every_container_is_under_contract() -> None:
    assert len({str(sample) for sample in SAMPLES}) == len(SAMPLES)
    assert {sample.container for sample in SAMPLES} == {kind.name for kind in CONTAINERS}
    assert replace(SAMPLES[0], name="x").name == "x"
