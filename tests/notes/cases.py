"""Runs in miniature for the rules that judge them: for each rule, where it holds and where it just does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chaptag.notes.assembly import doubts, guesses, rejections
from chaptag.notes.assembly.alone import Side
from chaptag.notes.assembly.case import Case, Rule
from chaptag.notes.assembly.entry import Entry, Role
from chaptag.notes.assembly.repair import Repair
from chaptag.notes.assembly.runs import Run
from chaptag.notes.assembly.values import Values
from chaptag.notes.document import Kind, Line
from chaptag.notes.grammar.token import Family, TimeToken

__all__ = ["RULES", "Made", "line"]


def line(text: str, kind: Kind = Kind.PARAGRAPH, **changes: Any) -> Line:
    """Make a line whose source is its text."""
    return replace(Line(text, kind, ((0, 0),)), **changes)


@dataclass(frozen=True)
class Made:
    """A case to be made: `starts` in seconds, `titles` (or one for all), the `label` above, the lines in between."""

    starts: Sequence[float]
    titles: Sequence[str] | str = "Title"
    label: str = ""
    back: bool = False
    kind: Kind = Kind.PARAGRAPH
    role: Role = Role.FRONT
    family: Family = Family.CLOCK
    parts: Sequence[tuple[int, ...]] = ()
    seconds: float | None = None
    between: Sequence[Line] = ()
    after: Sequence[str] = ()
    sure: bool = True
    step: int = 1
    backwards: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    entry: dict[str, Any] = field(default_factory=dict)
    texts: Sequence[str] = ()
    spoken: int = 0
    turns: int = 0

    def case(self) -> Case:
        """Make it; the label stands on the first line, what is `between` behind the first entry."""
        titles = [self.titles] * len(self.starts) if isinstance(self.titles, str) else list(self.titles)
        lines = [line(self.label or ".", Kind.HEADING)] if self.label else []
        entries = []
        for number, start in enumerate(self.starts):
            ms = round(start * 1000)
            parts = self.parts[number] if self.parts else (ms // 60_000, ms // 1000 % 60)
            text = self.texts[number] if self.texts else f"0:00 {titles[number]}"
            token = TimeToken(0, 4, self.family, parts, ms % 1000)
            entries.append(Entry(len(lines), token, self.role, 4, len(text), **self.entry))
            lines += [line(text, self.kind), *(self.between if not number else ())]
        lines += [line(text) for text in self.after]
        values = Values(tuple(round(start * 1000) for start in self.starts), **self.values)
        run = Run(self.back, entries, backwards=self.backwards, step=self.step)
        side = Side(self.back, sure=self.sure)
        limit = None if self.seconds is None else round(self.seconds * 1000)
        return Case(run, values, titles, lines, side, limit, self.spoken, self.turns)


def ends(*counts: tuple[int, str], size: int = 33) -> list[str]:
    """Make titles of one size that end in the marks given, so many of each."""
    return ["x" * (size - len(mark.encode())) + mark for count, mark in counts for _ in range(count)]


def every(gap: float, count: int, first: float = 0) -> list[float]:
    return [first + gap * number for number in range(count)]


LIST = [0.0, 60.0, 120.0, 180.0]
LATE = [100.0, 160.0, 220.0]
SHORT = [40.0, 60.0, 80.0]
AGENDA = [(5, 0), (6, 5), (24, 55)]
JUMPS = [0.0, 20.0, 10.0, 40.0, 30.0, 50.0]
LONG_JUMPS = [*JUMPS, *every(10, 10, 60)]
MINUTES = Made([60, 120, 240], family=Family.UNITS, texts=["Min 1 A", "Min 2 B", "Min 4 C"])
OTHER = line("Title")
R, D, G = rejections, doubts, guesses

RULES: list[tuple[Rule, list[Made], list[Made]]] = [
    (
        R.few,
        [Made([0]), Made([9], label="Chapters"), Made([1, 9])],
        [Made([0, 9]), Made([1, 9], label="Chapters"), Made([1, 9, 10])],
    ),
    (
        R.falling,
        [Made([0, 20, 10]), Made([0, 20, 10, 40, 30]), Made([1, *LONG_JUMPS[1:15]]), Made([0, 40, 30, 20, 10, 50])],
        [Made([0, 10, 20]), Made([0, 20, 10, 30]), Made(JUMPS), Made([1, *LONG_JUMPS[1:]]), Made([0, 10, 10])],
    ),
    (
        R.late,
        [
            Made([60, 60, 60]),
            Made([700, 800, 900]),
            Made([700, 800, 900], seconds=1200),
            Made([700, 800, 900], seconds=1000, back=True),
            Made([700, 800, 900], label="Chapters"),
            Made([675, 800, 900], label="Chapters"),
            Made([601, 800, 1300]),
            Made([901, 1000, 2000]),
            Made([61, 100, 110]),
        ],
        [
            Made([700, 800, 900], seconds=1199),
            Made([674, 800, 900], label="Chapters"),
            Made([600, 700, 1300]),
            Made([900, 1000, 2000]),
            Made([60, 100, 105]),
            Made([66, 100, 121]),
        ],
    ),
    (
        R.lengths,
        [Made([200, 290, 480], seconds=1000), Made([230, 320, 480], seconds=1000)],
        [
            Made([200, 289, 480], seconds=1000),
            Made([231, 320, 480], seconds=1000),
            Made([200, 270, 500], seconds=1000),
            Made([487, 493], seconds=1000),
            Made([0, 489, 493], seconds=1000),
            Made([200, 290, 480]),
        ],
    ),
    (
        R.agenda,
        [Made(LATE, parts=AGENDA)],
        [
            Made(LATE, parts=AGENDA, label="Chapters"),
            Made(LATE, parts=[(4, 55), *AGENDA[1:]]),
            Made(LATE, parts=[*AGENDA[:2], (25, 0)]),
            Made(LATE, parts=[*AGENDA[:2], (24, 56)]),
            Made(LATE, parts=[*AGENDA[:2], (6, 10, 0)]),
        ],
    ),
    (
        R.turns,
        [
            Made(every(60, 5), spoken=5, turns=6),
            Made(every(60, 6), [f"{'AB'[n % 2]}: {n}" for n in range(6)]),
            Made(every(60, 6), [f"{('An ', 'AN')[n % 2]}: {n}" for n in range(6)]),
            Made(every(60, 12), [f"{'ABC'[n % 3]}: {n}" for n in range(12)]),
            Made(every(60, 10), ["x", *(f"{'AB'[n % 2]}: {n}" for n in range(9))]),
            Made(every(60, 6), [f"{'x' * 39}:{n}" for n in range(6)]),
            Made(every(60, 6), ["A", "B", "a", "b", "A", "B"]),
        ],
        [
            Made(every(60, 5), [*"abcde"], spoken=5, turns=5),
            Made(every(60, 5), [*"abcde"], spoken=4, turns=6),
            Made(every(60, 5), "A: x"),
            Made(every(60, 6), [f"{'ABC'[n % 3]}: {n}" for n in range(6)]),
            Made(every(60, 11), [f"{'ABC'[n % 3]}: {n}" for n in range(11)]),
            Made(every(60, 10), ["x", "y", *(f"{'AB'[n % 2]}: {n}" for n in range(8))]),
            Made(every(60, 6), [f"{'x' * 40}:{n}" for n in range(6)]),
            Made(every(60, 6), ["A", "B", "C", "A", "B", "C"]),
        ],
    ),
    (
        R.running_text,
        [
            Made(every(60, 4), "x" * 201),
            Made(every(60, 4), ["x", "x" * 300, "x" * 200, "x" * 202]),
            Made(every(60, 5), ["x", "x", "x" * 201, "x" * 201, "x" * 201]),
            Made(every(7, 4, 60)),
            Made(every(44, 10), ends((8, "."), (2, "x"), size=81)),
            Made(every(44, 8), ends((6, "?"), (2, "x"), size=81)),
            Made(every(7, 4)),
            Made(every(7, 4), seconds=42),
        ],
        [
            Made(every(60, 4), "x" * 200),
            Made(every(60, 4), ["x", "x" * 300, "x" * 200, "x" * 200]),
            Made(every(60, 5), ["x", "x", "x" * 200, "x" * 300, "x" * 300]),
            Made(every(60, 3), "x" * 201),
            Made(every(44, 10), ends((7, "."), (3, "x"), size=81)),
            Made(every(44, 10), ends((10, "."), size=80)),
            Made(every(45, 10), ends((10, "."), size=81)),
            Made(every(44, 7), ends((7, "."), size=81)),
            Made(every(8, 4)),
            Made(every(7, 3)),
            Made(every(7, 4), values={"way": "hours"}),
            Made(every(7, 4), values={"rival": Values((0,))}),
            Made(every(7, 4), seconds=41),
        ],
    ),
    (
        R.sparse,
        [
            Made([*LIST[1:], 240], back=True, between=[OTHER] * 7),
            Made([*LIST[1:], 240], back=True, between=[OTHER, line("x", gap=9, opens=False)]),
            Made([*LIST[1:], 240], back=True, between=[line("x", Kind.ITEM, gap=9), OTHER]),
        ],
        [
            Made([*LIST[1:], 240], back=True, between=[OTHER] * 6),
            Made([*LIST[1:], 240], back=True, between=[OTHER] * 6, after=["x"]),
            Made([*LIST[1:], 240], back=True, between=[OTHER, line("x", gap=8, opens=False)]),
            Made([*LIST[1:], 240], back=True, between=[line("x", gap=9, opens=False)]),
            Made([*LIST[1:], 240], back=True, between=[line("x", opens=False)] * 9),
            Made([*LIST[1:], 240], back=True, between=[line("x", indent=2)] * 9),
            Made([*LIST[1:], 240], back=True, between=[line("x", Kind.ITEM)] * 9),
            Made([*LIST[1:], 240], back=True, kind=Kind.HEADING, between=[line("x", Kind.HEADING)] * 9),
            Made([*LIST[1:], 240], back=True, label="Chapters", between=[OTHER] * 9),
            Made([*LIST[1:], 240], between=[OTHER] * 9),
            Made(LIST, back=True, between=[OTHER] * 9),
        ],
    ),
    (
        R.prose,
        [
            Made(LATE, "x" * 101, back=True),
            Made(LATE, "x" * 101, back=True, kind=Kind.QUOTE),
            Made(LATE, ["“x", "'y", "z"], back=True),
        ],
        [
            Made(LATE, "x" * 100, back=True),
            Made(LATE, "x" * 101),
            Made(LATE, "x" * 101, back=True, kind=Kind.ITEM),
            Made([1, 2, 3, 4], ["“x", "'y", "z", "z"], back=True),
            Made(LATE, "“x”", back=True),
        ],
    ),
    (
        R.drawing,
        [
            Made(LATE, back=True, texts=["├ x", " └ x", "x"]),
            Made(LATE, back=True, texts=["\u2500 x", "\u257f x", "x"]),
        ],
        [
            Made(LATE, texts=["├ x", " └ x", "x"]),
            Made([1, 2, 3, 4], back=True, texts=["├ x", "└ x", "x", "x"]),
            Made(LATE, back=True, texts=["\u24ff x", "\u2580 x", ""]),
        ],
    ),
    (
        R.between_words,
        [
            Made([1, 2], role=Role.MIDDLE),
            Made(LATE, role=Role.MIDDLE, texts=["0:00) " + "x" * 55] * 3),
            Made(LATE, "x" * 61, role=Role.MIDDLE, texts=["0:00) - x", "0:00): x", "0:00) x"]),
        ],
        [
            Made([1, 2]),
            Made(LATE, role=Role.MIDDLE, texts=["0:00) " + "x" * 54] * 3),
            Made([1, 2, 3, 4], "x" * 61, role=Role.MIDDLE, texts=["0:00) - x", "0:00) - x", "0:00) x", "0:00) x"]),
            Made(LATE, "x" * 60, role=Role.MIDDLE, texts=["0:00) – " + "x" * 99, "0:00)— " + "x" * 99, "0:00) x"]),
        ],
    ),
    (
        R.unlike_times,
        [
            Made([0, 9], family=Family.DOTTED),
            Made([301, 400, 500], family=Family.DOTTED),
            Made([0, 9, 10], family=Family.DOTTED),
            Made([61, 90], family=Family.UNITS),
            Made([61, 90], family=Family.UNITS, texts=["Min 1 A", "2 min B"]),
            Made([61, 90], family=Family.PRIME),
        ],
        [
            Made([300, 400, 500], family=Family.DOTTED),
            Made([0, 9, 11], family=Family.DOTTED),
            Made([60, 90], family=Family.UNITS),
            Made([61, 90], family=Family.UNITS, label="Chapters"),
            Made([61, 62], family=Family.CLOCK),
        ],
    ),
    (
        D.other_things,
        [Made(LIST, label="Sponsors"), Made(LATE, label="Results")],
        [Made(LIST, label="Results"), Made(LIST, label="Chapters"), Made(LIST)],
    ),
    (
        D.nameless,
        [Made(every(60, 5), ["", "", "", "x", "y"]), Made([0, 1], "")],
        [Made(LIST, ["", "", "x", "y"])],
    ),
    (
        D.spoken,
        [Made(LATE, ["Yes.", "No?", "x"], label="Transcript")],
        [Made(LATE, ["Yes.", "No?", "x"]), Made(LIST, ["Yes.", "No?", "x", "y"], label="Transcript")],
    ),
    (
        D.sentence_by_sentence,
        [
            Made(every(100, 10), ends((8, "."), (2, "x"))),
            Made(every(100, 10), ends((3, "!"), (5, "?"), (2, "x"))),
            Made(every(60, 8), ends((2, "。"), (5, "？"), (1, "x"))),
            Made(every(60, 8), ends((8, '."  12'))),
            Made(every(60, 10), [*ends((5, "."), size=20), *ends((5, "."), size=40)]),
        ],
        [
            Made(every(100, 10), ends((7, "."), (3, "x"))),
            Made(every(100, 9), ends((7, "."), (2, "x"))),
            Made(every(100, 10), ends((2, "."), (8, "?"))),
            Made(every(100, 10), ends((10, "."), size=32)),
            Made(every(101, 10), ends((10, "."))),
            Made(every(60, 7), ends((7, "."))),
            Made(every(60, 8), ends((8, ".")), label="Chapters"),
        ],
    ),
    (
        D.lacking_digit,
        [Made([0, 330, 100, 1215]), Made([0, 330, 100]), Made([0, 330, 100], seconds=701)],
        [Made([0, 330, 1215]), Made([0, 100, 40, 130]), Made([0, 330, 100, 389]), Made([0, 330, 100], seconds=389)],
    ),
    (
        G.lone_fraction,
        [
            Made([0, 22.2, 40], parts=[(0, 0, 0), (0, 22), (0, 0, 40)]),
            Made([*LIST[:-1], 5000.5], parts=[*[(0, 0, 0)] * (len(LIST) - 1), (83, 20)]),
        ],
        [
            Made([0, 22.2], parts=[(0, 0, 0), (0, 22)]),
            Made([0, 22.2, 40.5], parts=[(0, 0, 0), (0, 22), (0, 0, 40)]),
            Made([0, 22.2, 40], parts=[(0, 0, 0), (0, 0, 22), (0, 0, 40)]),
            Made([0, 22.2, 40], parts=[(0, 0), (0, 22), (0, 40)]),
            Made([0, 22.2, 40.5, 60], parts=[(0, 0, 0), (0, 22), (0, 40), (0, 0, 60)]),
        ],
    ),
    (G.parted, [Made(LIST, entry={"inner": True})], [Made(LIST)]),
    (
        D.taking_turns,
        [
            Made(every(60, 5), [*"abcde"], spoken=4),
            Made(LIST, ["a", "B", "A", "b"]),
            Made(every(60, 6), [*"abcabc"]),
        ],
        [
            Made(every(60, 5), [*"abcde"], spoken=3),
            Made(LIST, [*"abca"]),
            Made(LIST, [*"aabb"]),
            Made(LATE, [*"aba"]),
        ],
    ),
    (
        D.joined_to_words,
        [Made(LATE, back=True, entry={"apart": False})],
        [
            Made(LATE, back=True),
            Made(LATE, entry={"apart": False}),
            Made(LATE, back=True, entry={"apart": False}, label="Chapters"),
            Made(LIST, back=True, entry={"apart": False}),
        ],
    ),
    (
        D.falling_behind,
        [Made([30, 90, 60], back=True), Made([30, 90, 60], back=True, seconds=180)],
        [
            Made([30, 90, 60]),
            Made([0, 90, 60], back=True),
            Made([30, 60, 90], back=True),
            Made([30, 90, 60], back=True, label="Chapters"),
            Made([30, 90, 60], back=True, seconds=179),
        ],
    ),
    (
        D.points_in_something,
        [MINUTES, replace(MINUTES, seconds=239), replace(MINUTES, seconds=480), replace(MINUTES, family=Family.LINK)],
        [
            replace(MINUTES, family=Family.CLOCK),
            replace(MINUTES, texts=["1 min A", "Min 2 B", "Min 4 C"]),
            replace(MINUTES, label="Chapters"),
            replace(MINUTES, seconds=240),
            replace(MINUTES, starts=[0, 120, 240]),
        ],
    ),
    (
        G.points,
        [MINUTES, replace(MINUTES, starts=[0, 120, 240])],
        [replace(MINUTES, label="Chapters"), replace(MINUTES, family=Family.CLOCK), Made(LIST, family=Family.UNITS)],
    ),
    (D.either_side, [Made(LIST, sure=False)], [Made(LIST)]),
    (D.two_readings, [Made(LIST, values={"rival": Values((0,))})], [Made(LIST)]),
    (
        D.beyond,
        [Made([0, 60, 120], seconds=119), Made([0, 60, 120, 180, 240, 300], seconds=239)],
        [Made([0, 60, 120], seconds=120), Made([0, 60, 90, 120], seconds=119), Made(LIST)],
    ),
    (
        D.begins_late,
        [Made([181, 400, 600]), Made([190, 400, 600], seconds=1200), Made([190, 400, 600], seconds=599)],
        [
            Made([180, 400, 500]),
            Made([240, 400, 800]),
            Made([190, 400, 600], label="Chapters"),
            Made([190, 400, 600], seconds=1199),
            Made([190, 400, 600], seconds=600),
        ],
    ),
    (
        D.back_and_forth,
        [Made(JUMPS), Made([5, *JUMPS[1:]], label="Chapters"), Made([*LONG_JUMPS[:-2], 135, 130, 160], step=2)],
        [
            Made(LONG_JUMPS),
            Made([0, 20, 10, 30]),
            Made(JUMPS, step=3),
            Made([5, *JUMPS[1:]]),
            Made([*JUMPS[:-1], 35]),
            Made([0, 20, 10, 30, 15]),
        ],
    ),
    (
        D.far_fall,
        [Made([0, 400, 219, 500])],
        [Made([0, 400, 220, 500]), Made(LIST), Made([])],
    ),
    (
        D.things_counted,
        [
            Made(SHORT, ["Goal 1", "Goal 2", "x"]),
            Made([30, 60, 90, 120], ["Goal 1", "goal 2", "Lap 1", "Lap 2"]),
            Made([40, 60, 80, 99], ["Goal A1", "Goal A2", "Lap B1", "Run C"]),
            Made([40, 60, 80, 99], ["Goal 1 x", "Goal 2 y", "Goal 3 z", "End x"]),
            Made(SHORT, [*"abc"], after=["x", "y", "0:40 z"]),
            Made(SHORT, [*"abc"], after=["0:40 z", "- 0:50 z", "[1:00] z", "100:10 z", "x", "x"]),
            Made(SHORT, ["Goal 1", "Goal 2", "x"], seconds=160),
            Made(SHORT, ["Goal 1", "Goal 2", "x"], seconds=79),
        ],
        [
            Made(SHORT, ["Goal 1", "Lap 2", "Run 3"]),
            Made([40, 60, 80, 99], ["Goal 1", "Goal 2", "x", "y"]),
            Made([40, 60, 80, 99], ["Goal 1 x", "Goal 2 y", "End x", "End y"]),
            Made(every(60, 5, 60), ["Goal 1", "Goal 2", "Goal 3", "Goal 4", "Goal 5"]),
            Made([29, 60, 80], ["Goal 1", "Goal 2", "x"]),
            Made(SHORT, ["Goal 1", "Goal 2", "x"], label="Chapters"),
            Made(SHORT, ["Goal 1", "Goal 2", "x"], seconds=159),
            Made(SHORT, ["Goal 1", "Goal 2", "x"], seconds=80),
            Made(SHORT, [*"abc"], after=["x", "y", "z", "0:40 z"]),
            Made(SHORT, [*"abc"], after=["0:40 z"] * 5),
            Made(SHORT, [*"abc"], after=["0:40 z"], back=True),
            Made(SHORT, [*"abc"]),
        ],
    ),
    (
        D.timed_titles,
        [Made(LATE, ["a 1:05", "b 1:05", "c"])],
        [
            Made([1, 2, 3, 4], ["a 1:05", "b 1:05", "c", "d"]),
            Made(LIST, "a 1:05"),
            Made(LATE, "a 1:05", label="Chapters"),
            Made(LATE, "a 1:65"),
        ],
    ),
    (
        D.impossible,
        [Made(LATE, parts=[(1, 0), (1, 60), (2, 0)])],
        [
            Made(LATE, parts=[(1, 0), (1, 59), (2, 0)]),
            Made(LATE, parts=[(1, 0), (1, 60), (2, 0)], values={"repair": Repair(1, 5)}),
            Made(LATE, parts=[(1, 0), (1, 60), (2, 0)], values={"way": "wrap"}),
        ],
    ),
    (
        D.dotted_late,
        [Made([60, 90], family=Family.DOTTED)],
        [Made([59, 90], family=Family.DOTTED), Made([60, 90]), Made([60, 90], family=Family.DOTTED, label="Chapters")],
    ),
    (G.swapped, [Made([0, 20, 10, 30])], [Made(LIST), Made([0, 0, 1])]),
    (G.reversed_list, [Made(LIST, backwards=True)], [Made(LIST)]),
    (
        G.reread,
        [
            Made(LIST, values={"repair": Repair(1, 5)}),
            Made(LIST, entry={"mended": True}),
            Made(LIST, values={"way": "hours"}),
        ],
        [Made(LIST)],
    ),
    (G.pair, [Made([0, 60])], [Made([0, 60, 90])]),
    (
        G.with_dots,
        [Made([1, 60], family=Family.DOTTED)],
        [Made([0, 60], family=Family.DOTTED), Made([1, 60]), Made([1, 60], family=Family.DOTTED, label="Chapters")],
    ),
    (
        G.few_behind,
        [Made([30, 60, 90, 299], back=True)],
        [Made([30, 60, 90, 300], back=True), Made([30, 60, 90]), Made([29, 60, 90], back=True)],
    ),
    (
        G.in_code,
        [Made(LIST, kind=Kind.CODE)],
        [Made(LIST), Made(LIST, kind=Kind.CODE, label="Chapters"), Made(LIST, kind=Kind.CODE, label="Contents")],
    ),
    (G.flowing, [Made(LIST, entry={"flowing": True})], [Made(LIST)]),
    (G.before_descriptions, [Made(LIST, role=Role.MIDDLE)], [Made(LIST), Made(LIST, role=Role.BACK)]),
]
