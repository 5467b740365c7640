"""Pauses in a row of levels: found by what is loud and quiet there, never in music or rhythm."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from chaptag.audio.pauses import STEP_MS, Pause, find_pauses


def talk(ms: int, *, loud: float = -20.0, seed: int = 1) -> list[float]:
    """Speech: loud frames with short gaps."""
    dice = random.Random(seed)
    levels: list[float] = []
    while len(levels) < ms // STEP_MS:
        levels += [loud - dice.uniform(0, 8) for _ in range(dice.randint(12, 30))]
        levels += [loud - 45.0] * dice.randint(3, 9)
    return [*levels[: ms // STEP_MS - 10], *[loud] * 10]


def rest(ms: int, level: float = -70.0) -> list[float]:
    return [level] * (ms // STEP_MS)


def test_a_pause_has_a_beginning_and_an_end() -> None:
    assert find_pauses([*talk(2000), *rest(900), *talk(2000, seed=2)]) == (Pause(2000, 2900),)


def test_how_loud_it_is_all_over_does_not_matter() -> None:
    loud = [*talk(2000), *rest(900), *talk(2000, seed=2)]
    assert find_pauses([level - 25 for level in loud]) == find_pauses(loud)


def test_a_pause_in_a_noisy_room_is_a_pause() -> None:
    dice = random.Random(7)
    noisy = [max(level, -42 + dice.uniform(-2, 2)) for level in [*talk(2000), *rest(900), *talk(2000, seed=2)]]
    (pause,) = find_pauses(noisy)
    assert abs(pause.end - 2900) <= 20


def test_a_click_does_not_end_a_pause_and_a_short_gap_is_none() -> None:
    assert find_pauses([*talk(2000), *rest(500), -30.0, -28.0, *rest(500), *talk(2000)]) == (Pause(2000, 3020),)
    assert not find_pauses([*talk(2000), *rest(250), *talk(2000)])


def test_the_soft_beginning_of_a_word_belongs_to_the_word() -> None:
    soft = [-60.0, -57.0, -54.0]
    assert find_pauses([*talk(2000), *rest(900), *soft, *talk(2000)])[0].end == 2900


def test_quiet_until_the_end_is_no_pause() -> None:
    assert not find_pauses([*talk(2000), *rest(900)])
    assert not find_pauses(rest(3000))
    assert not find_pauses([])


def test_music_without_rests_has_no_pauses() -> None:
    assert not find_pauses([-18.0 - (at % 50) / 5 for at in range(700)])


def test_a_tone_that_dies_away_is_no_pause() -> None:
    note = [-15.0 - at * 0.45 for at in range(100)]
    assert not find_pauses(note * 5)


def test_a_rhythm_has_no_pauses() -> None:
    strike = [-10.0] * 15
    assert not find_pauses([*strike, *rest(350)] * 14)
    assert not find_pauses([*strike, *rest(700)] * 8)


@given(st.lists(st.floats(-120, 0), max_size=600))
def test_pauses_lie_inside_in_order_and_apart(levels: list[float]) -> None:
    last = -1
    for pause in find_pauses(levels):
        assert last < pause.start < pause.end <= len(levels) * STEP_MS
        last = pause.end
