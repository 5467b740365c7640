"""How sure a reading is, why, and what settles it: order, duration, --strict, --pick."""

from __future__ import annotations

import pytest

from chaptag.model.duration import Duration
from chaptag.model.errors import NotesError, UsageError
from chaptag.model.reading import Grade, Reading
from chaptag.notes.assembly.case import Rule
from chaptag.notes.assembly.judge import DOUBTS, GUESSES, REJECTIONS, judge
from chaptag.notes.document import Kind
from chaptag.notes.read import NotesOptions, read_notes
from tests.notes.cases import RULES, Made

WRAP = "0:00 A\n20:00 B\n45:00 C\n59:30 D\n1:05 E\n1:20 F\n"
HOURS = "00:00 A\n00:12 B\n00:40 C\n01:05 D\n01:30 E\n"
TYPO = "0:00 A\n0:20:00 B\n0:47:10 C\n1:49:18 D\n0:52:00 E\n0:58:00 F\n"
PLAIN = "00:00 A\n05:10 B\n12:30 C\n"


def minutes(count: float) -> Duration:
    return Duration(int(count * 60e9), "header", "the test says so")


def rules(reading: Reading) -> list[str]:
    return [each.rule for each in reading.findings]


def starts(reading: Reading) -> list[float]:
    return [chapter.start / 1000 for chapter in reading.chapters]


class TestWrap:
    def test_after_the_hour_two_parts_are_hours_and_minutes(self) -> None:
        reading = read_notes(WRAP, name="a.txt")
        assert reading.grade is Grade.GUESS
        assert starts(reading)[-2:] == [3900, 4800]
        (found,) = reading.findings
        assert found.rule == "reread-times"
        assert found.place is not None
        assert (found.place.line, found.place.column, found.place.end_column) == (5, 1, 5)
        assert found.message == "“1:05” comes after 59:30: it is read as 1:05:00"

    def test_an_audio_that_is_too_short_makes_it_a_doubt(self) -> None:
        assert read_notes(WRAP, duration=minutes(61)).grade is Grade.DOUBT

    def test_ends_are_read_the_same_way(self) -> None:
        text = "0:00-20:00 A\n20:00-45:00 B\n45:00-59:30 C\n59:30-1:05 D\n1:05-1:20 E\n"
        assert [chapter.end for chapter in read_notes(text).chapters] == [
            1_200_000,
            2_700_000,
            3_570_000,
            None,
            4_800_000,
        ]


class TestHours:
    def test_the_duration_tells(self) -> None:
        long = read_notes(HOURS, duration=minutes(95))
        assert (long.grade, starts(long)) == (Grade.GUESS, [0, 720, 2400, 3900, 5400])
        assert rules(long) == ["reread-times"]
        short = read_notes(HOURS, duration=minutes(2))
        assert (short.grade, starts(short)) == (Grade.SURE, [0, 12, 40, 65, 90])

    def test_without_it_there_are_two_candidates(self) -> None:
        reading = read_notes(HOURS)
        assert reading.grade is Grade.DOUBT
        assert [[c.start // 1000 for c in each.chapters] for each in reading.candidates] == [
            [0, 12, 40, 65, 90],
            [0, 720, 2400, 3900, 5400],
        ]
        assert rules(reading) == ["doubtful-list"]
        assert "--pick 1 or --pick 2" in reading.findings[0].advice

    def test_picking_settles_it(self) -> None:
        reading = read_notes(HOURS, options=NotesOptions(pick=2))
        assert (reading.grade, starts(reading)[-1]) == (Grade.SURE, 5400)
        with pytest.raises(UsageError, match="--pick 3: there are only 2 lists"):
            read_notes(HOURS, options=NotesOptions(pick=3))
        with pytest.raises(NotesError, match="nothing to pick"):
            read_notes("no times", options=NotesOptions(pick=1))

    def test_front_matter_is_a_hint_and_named(self) -> None:
        reading = read_notes(f'---\ntitle: x\nduration: "1:35:00"\n---\n\n{HOURS}', name="a.md")
        assert (reading.grade, starts(reading)[-1]) == (Grade.GUESS, 5400)
        assert rules(reading) == ["reread-times", "stated-duration"]
        assert (place := reading.findings[1].place) is not None
        assert (place.line, place.column, place.end_column) == (3, 12, 13)

    def test_a_hint_never_overrules_the_audio(self) -> None:
        reading = read_notes(f'---\nduration: "1:35:00"\n---\n\n{HOURS}', name="a.md", duration=minutes(2))
        assert starts(reading)[-1] == 90

    def test_minutes_seconds_and_hundredths(self) -> None:
        text = "00:00:00 A\n03:15:00 B\n10:40:00 C\n27:30:00 D\n"
        assert starts(read_notes(text, duration=minutes(45))) == [0, 195, 640, 1650]


class TestMistyped:
    def test_one_time_is_mended(self) -> None:
        reading = read_notes(TYPO, name="a.txt")
        assert (reading.grade, starts(reading)) == (Grade.GUESS, [0, 1200, 2830, 2958, 3120, 3480])
        (found,) = reading.findings
        assert (found.rule, found.chapter) == ("mistyped-time", 4)
        assert "did you mean 0:49:18?" in found.message
        assert found.place is not None
        assert (found.place.line, found.place.text) == (4, "1:49:18 D")

    @pytest.mark.parametrize(
        ("wrong", "meant"),
        [("12:75", None), ("0:94:18", 2958), ("94:18", 2958), ("49:18:00", 2958), ("2:49:18", 2958)],
    )
    def test_only_where_there_is_one_answer(self, wrong: str, meant: int | None) -> None:
        reading = read_notes(f"0:00 A\n20:00 B\n47:10 C\n{wrong} D\n52:00 E\n58:00 F\n")
        assert reading.grade is (Grade.DOUBT if meant is None else Grade.GUESS)
        assert meant is None or starts(reading)[3] == meant

    def test_neighbours_in_the_wrong_order_stay_as_they_are(self) -> None:
        reading = read_notes("0:00 A\n17:48 B\n20:38 C\n20:27 D\n22:50 E\n")
        assert (reading.grade, starts(reading)) == (Grade.GUESS, [0, 1068, 1238, 1227, 1370])
        assert rules(reading) == ["times-out-of-order"]

    def test_a_list_beyond_the_audio_is_a_doubt(self) -> None:
        assert read_notes("0:00 A\n20:00 B\n40:00 C\n55:00 D\n", duration=minutes(30)).grade is Grade.DOUBT

    def test_one_chapter_beyond_it_is_left_to_the_checks(self) -> None:
        assert len(read_notes("0:00 A\n9:00 B\n20:30 C\n31:00 D\n", duration=minutes(30.5)).chapters) == 4


class TestLists:
    def test_plain_lists_are_sure(self) -> None:
        reading = read_notes(PLAIN)
        assert (reading.grade, reading.findings, reading.candidates) == (Grade.SURE, (), ())
        assert all(each.taken for each in reading.explained)

    def test_strict_refuses_guesses_and_says_so(self) -> None:
        reading = read_notes(WRAP, options=NotesOptions(strict=True))
        assert (reading.grade, len(reading.chapters)) == (Grade.DOUBT, 0)
        assert read_notes(WRAP, options=NotesOptions(strict=True, pick=1)).grade is Grade.SURE
        assert read_notes(PLAIN, options=NotesOptions(strict=True)).grade is Grade.SURE

    def test_a_second_list_is_said(self) -> None:
        reading = read_notes(PLAIN + "\nPart 2\n00:00 D\n07:10 E\n11:00 F\n", duration=minutes(13))
        assert (reading.grade, starts(reading)) == (Grade.GUESS, [0, 310, 750])
        assert rules(reading) == ["second-list"]
        assert [(each.place.line, each.taken) for each in reading.explained if not each.taken] == [
            (6, False),
            (7, False),
            (8, False),
        ]

    def test_the_same_list_in_two_languages_stays_sure(self) -> None:
        reading = read_notes(PLAIN + "\nKapitel\n00:00 D\n05:10 E\n12:30 F\n")
        assert (reading.grade, rules(reading)) == (Grade.SURE, ["repeated-list"])

    def test_a_time_that_fits_nowhere_is_said(self) -> None:
        reading = read_notes("00:00 A\n10:00 B\n20:00 C\n01:30 D\n30:00 E\n40:00 F\n")
        assert reading.grade is not Grade.SURE
        assert set(rules(reading)) & {"left-out", "second-list", "times-out-of-order", "doubtful-list"}

    def test_depth_keeps_the_outermost(self) -> None:
        text = "- 00:00 A\n- 05:10 B\n  - 06:00 C\n    - 06:30 D\n- 22:10 E\n"
        for depth, count in ((1, 3), (2, 4), (3, 5), (None, 5)):
            assert len(read_notes(text, kind="markdown", options=NotesOptions(depth=depth)).chapters) == count

    def test_frames(self) -> None:
        text = "00:00:00:00 A\n00:12:10:12 B\n00:32:10:15 C\n"
        plain = read_notes(text)
        assert (starts(plain), rules(plain), plain.resolution) == ([0, 730, 1930], ["frames-ignored"], 1000)
        exact = read_notes(text, options=NotesOptions(fps=25))
        assert (starts(exact), rules(exact), exact.resolution) == ([0, 730.48, 1930.6], [], 1)

    def test_links_become_urls(self) -> None:
        text = "- 00:00 [A](https://a.example)\n- 05:10 B <https://b.example>\n- 12:30 C (https://c.example/x)\n"
        assert [(c.title, c.url) for c in read_notes(text, kind="markdown").chapters] == [
            ("A", "https://a.example"),
            ("B", "https://b.example"),
            ("C", "https://c.example/x"),
        ]

    def test_open_shownotes(self) -> None:
        text = "00:00:00 A <https://a.example> #chapter\n00:01:00 no <https://x.example> #link\n"
        text += "00:05:10 B#chapter\n00:12:30 C #chapter\n"
        assert [(c.title, c.url) for c in read_notes(text).chapters] == [
            ("A", "https://a.example"),
            ("B", None),
            ("C", None),
        ]


class TestWhatIsNoList:
    def test_subtitles_are_a_transcript(self) -> None:
        reading = read_notes("1\n00:00:01,000 --> 00:00:04,000\nHello.\n\n2\n00:00:05,000 --> 00:00:09,000\nBye.\n")
        assert (len(reading.chapters), rules(reading)) == (0, ["transcript"])
        assert {each.why for each in reading.explained} == {"a cue of subtitles"}

    def test_speakers_turns_are_a_transcript(self) -> None:
        text = "\n\n".join(f"[00:0{n}:05] {'AB'[n % 2]}: some words number {n}" for n in range(8))
        reading = read_notes(text)
        assert (len(reading.chapters), rules(reading)) == (0, ["transcript"])

    def test_nothing_is_nothing(self) -> None:
        reading = read_notes("", name="a.txt")
        assert (reading.grade, len(reading.chapters), reading.findings, reading.explained) == (Grade.SURE, 0, (), ())

    def test_every_line_with_a_time_says_why_not(self) -> None:
        reading = read_notes("Live at 4:30 PM.\n\nListen at around 24:40, it is fun.\n\nA single (29:55)\n")
        assert [(each.place.line, each.why) for each in reading.explained] == [
            (1, "a time of day"),
            (3, "inside a sentence"),
            (5, "the only time of its kind"),
        ]


class TestErrors:
    def test_too_much(self) -> None:
        with pytest.raises(NotesError):
            read_notes(b"a" * (2 * 1024 * 1024 + 1))
        with pytest.raises(NotesError):
            read_notes("a" * (2 * 1024 * 1024 + 1))

    def test_no_text(self) -> None:
        with pytest.raises(NotesError, match="PDF"):
            read_notes(b"%PDF-1.7\n")

    def test_no_kind(self) -> None:
        with pytest.raises(NotesError, match="no kind of notes"):
            read_notes("x", kind="word")


PARTS = "Part 1\n00:00 A\n02:00 B\n05:30 C\n\nPart 2\n00:00 D\n03:00 E\n07:30 F\n\nPart 3\n00:00 G\n04:00 H\n08:30 I\n"


class TestPick:
    """What ``--pick`` takes, and what is said of the rest."""

    def test_the_lists_are_counted_as_they_stand(self) -> None:
        reading = read_notes(PARTS, duration=minutes(10))
        assert [candidate.chapters[0].title for candidate in reading.candidates] == ["A", "D", "G"]
        (doubt,) = reading.findings
        assert doubt.message == "there are 3 lists of times, and no telling which is right"
        assert doubt.advice == "Take one with --pick 1, --pick 2 or --pick 3."

    def test_the_length_is_asked_for_only_where_it_is_not_known(self) -> None:
        (doubt,) = read_notes(PARTS).findings
        assert doubt.advice.endswith("--pick 3, or give the audio's length with --duration.")

    def test_the_others_are_named_and_not_the_one_that_was_taken(self) -> None:
        reading = read_notes(PARTS, options=NotesOptions(pick=2))
        assert [chapter.title for chapter in reading.chapters] == ["D", "E", "F"]
        assert [(each.rule, each.place and each.place.line, each.advice) for each in reading.findings] == [
            ("second-list", 2, "Take it with --pick 1, or remove it from the notes."),
            ("second-list", 12, "Take it with --pick 3, or remove it from the notes."),
        ]
        assert [line.place.line for line in reading.explained if line.taken] == [7, 8, 9]

    def test_the_other_reading_of_the_times_is_said(self) -> None:
        reading = read_notes("00:00 A\n00:10 B\n00:20 C\n00:59 D\n01:20 E\n", options=NotesOptions(pick=2))
        assert reading.chapters[-1].start == 80 * 60_000
        assert rules(reading) == ["reread-times"]


CASES = [
    (rule, made, holds) for rule, yes, no in RULES for holds, cases in ((True, yes), (False, no)) for made in cases
]


@pytest.mark.parametrize(("rule", "made", "holds"), CASES, ids=[f"{rule.__name__}-{holds}" for rule, _, holds in CASES])
def test_each_rule_holds_up_to_its_limits(rule: Rule, made: Made, holds: bool) -> None:
    assert bool(rule(made.case())) is holds


def test_no_rule_is_left_out() -> None:
    assert {rule for rule, _, _ in RULES} == {*REJECTIONS, *DOUBTS, *GUESSES}


def test_why_a_rule_holds_says_how_far() -> None:
    whys = {rule(made.case()) for rule, yes, _ in RULES for made in yes}
    assert whys >= {
        "the only time of its kind", "only two times", "all times are the same",
        "the first time is far from the beginning", "the times are all alike, as lengths or results are",
        "the times fall 2 times", "the times fall 3 times", "1 of 3 start after the end of the audio",
        "times inside prose", "times of quotations", "numbers with a dot", "lengths in words",
        "under a heading of something else: Sponsors", "names and sentences, as in a transcript",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("made", "grade", "score"),
    [
        (Made([0]), None, 0),
        (Made([0, 60, 120, 180]), Grade.SURE, 6),
        (Made([60 * n for n in range(12)], [*"abcdefghijkl"]), Grade.SURE, 8),
        (Made([60 * n for n in range(14)], [*"abcdefghijklmn"]), Grade.SURE, 8),
        (Made([1, 60, 120, 180]), Grade.SURE, 5),
        (Made([179, 300, 400, 600]), Grade.SURE, 5),
        (Made([180, 300, 400, 600]), Grade.SURE, 4),
        (Made([0, 60, 120, 180], label="Chapters"), Grade.SURE, 8),
        (Made([0, 60, 120, 180], back=True), Grade.SURE, 5),
        (Made([0, 60, 120, 180], kind=Kind.CODE), Grade.GUESS, 4),
        (Made([0, 60, 120, 180], seconds=360), Grade.SURE, 8),
        (Made([0, 60, 120, 180], seconds=180), Grade.SURE, 10),
        (Made([0, 60, 120, 180], seconds=150), Grade.SURE, 6),
        (Made([0, 60, 120, 180], ""), Grade.DOUBT, 6),
    ],
)
def test_what_a_list_is_worth(made: Made, grade: Grade | None, score: float) -> None:
    verdict = judge(made.case())
    assert (verdict.grade, verdict.score) == (grade, score)


def test_a_time_that_cannot_be_is_named_with_its_line() -> None:
    reading = read_notes("0:00 One\n2:70 Two\n5:30 Three\n", name="a.txt", duration=minutes(10))
    assert reading.grade is Grade.DOUBT
    found = next(each for each in reading.findings if each.rule == "mistyped-time")
    assert found.message == "“2:70” counts more than 59 seconds or minutes: it is mistyped, or 03:10"
    assert (str(found.place), found.advice) == ("a.txt:2:1", "Write 03:10 if that is right.")
