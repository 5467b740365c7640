"""Before and after as a table: what tagging would change in the file's list."""

from __future__ import annotations

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.timestamp import format_span
from chaptag.workflow.preview.changes import Paired, changes
from chaptag.workflow.preview.markup import element, text, time_element

__all__ = ["difference_table"]

_COLUMNS = ("In the file now", "After tagging", "What changes")


def difference_table(before: ChapterList, after: ChapterList, *, hours: bool) -> str:
    """Write what tagging would change; empty where the lists agree."""
    pairs = changes(before, after)
    different = [pair for pair in pairs if pair.what != "same"]
    if not different:
        return ""
    head = element("tr", [element("th", name, scope="col") for name in _COLUMNS])
    body = [_row(pair, hours=hours) for pair in different]
    table = element("table", [element("thead", head), element("tbody", body)])
    summary = element("summary", f"What tagging changes {element('span', str(len(different)), class_='count')}")
    same = len(pairs) - len(different)
    stays = "one chapter stays as it is" if same == 1 else f"{same} chapters stay as they are"
    rest = element("p", f"The other {stays}." if same > 1 else f"{stays.capitalize()}.", class_="muted") if same else ""
    return element("details", [summary, element("div", table, class_="scroll"), rest], class_="changes", open=True)


def _row(pair: Paired, *, hours: bool) -> str:
    cells = [
        _cell(pair.before, hours=hours),
        _cell(pair.after, hours=hours),
        element("td", element("span", _what(pair), class_="what")),
    ]
    return element("tr", cells, class_=pair.what.partition(" ")[0])


def _cell(chapter: Chapter | None, *, hours: bool) -> str:
    if chapter is None:
        return element("td", "–", class_="none")
    return element("td", [time_element(chapter.start, hours=hours), " ", text(chapter.title)])


def _what(pair: Paired) -> str:
    """Say what changes; of a move how far, and in which direction."""
    if pair.before is None or pair.after is None or pair.before.start == pair.after.start:
        return pair.what
    distance = pair.after.start - pair.before.start
    far = f"{format_span(abs(distance))} {'later' if distance > 0 else 'earlier'}"
    return far if pair.what == "moved" else f"{far}, renamed"
