"""Tables: which column holds the starts, which one the titles, and rows that hold both in one cell."""

from __future__ import annotations

import pytest

from chaptag.notes.read import read_notes

# Rows with “|” between cells; start, end and title of the chapters, the times in seconds.
TABLES: dict[str, list[tuple[int, int | None, str]]] = {
    "0:00|Intro\n5:00|Talk\n9:00|End": [(0, None, "Intro"), (300, None, "Talk"), (540, None, "End")],
    "Intro|0:00\nTalk|5:00\nEnd|9:00": [(0, None, "Intro"), (300, None, "Talk"), (540, None, "End")],
    "1|0:00 Intro\n2|5:00 Talk\n3|9:00 End": [(0, None, "Intro"), (300, None, "Talk"), (540, None, "End")],
    "0:00 - Intro|x\n5:00: Talk|x\n(9:00) End|x": [(0, None, "Intro"), (300, None, "Talk"), (540, None, "End")],
    "Intro 0:00|x\nTalk 5:00|x\nEnd 9:00|x": [(0, None, "Intro"), (300, None, "Talk"), (540, None, "End")],
    "0:00|- Intro\n5:00|~ Talk\n9:00|End": [(0, None, "- Intro"), (300, None, "~ Talk"), (540, None, "End")],
    "- Intro|0:00\n~ Talk|5:00\nEnd|9:00": [(0, None, "- Intro"), (300, None, "~ Talk"), (540, None, "End")],
    "0:00 Intro|x\n5:00 Talk|x\n9:00 End|x\n12:00|x": [(0, None, "Intro"), (300, None, "Talk"), (540, None, "End")],
    "0:00 Intro|\n5:00 Talk|\n9:00 End|\n12:00|\n15:00|": [(0, None, "Intro"), (300, None, "Talk"), (540, None, "End")],
    "0:00|Intro\n|an ad\n5:00|Talk\n|an ad\n9:00|End\n|an ad\n12:00|Bye": [
        (0, None, "Intro"),
        (300, None, "Talk"),
        (540, None, "End"),
        (720, None, "Bye"),
    ],
    "0:00|4:30|Intro\n5:00|8:59|Talk\n9:00|11:00|End": [(0, 270, "Intro"), (300, 539, "Talk"), (540, 660, "End")],
    "0:00|4:30|Intro\n5:00|8:59|Talk\n9:00||End": [(0, 270, "Intro"), (300, 539, "Talk"), (540, None, "End")],
    "0:00-4:00|4:30|Intro\n5:00-8:00|8:59|Talk\n9:00-10:00|11:00|End": [
        (0, 240, "Intro"),
        (300, 480, "Talk"),
        (540, 600, "End"),
    ],
    "3:15|0:00|Intro\n2:00|3:15|Talk\n9:00|5:15|End": [(0, None, "Intro"), (195, None, "Talk"), (315, None, "End")],
    "0:00|1:00|Intro\n5:00|2:00|Talk\n5:00|3:00|Song\n9:00|4:00|End": [
        (0, 60, "Intro"),
        (300, None, "Talk"),
        (300, None, "Song"),
        (540, None, "End"),
    ],
    "0:00|Al|The first of them\n5:00|Bo\n9:00|Cy|The last of them\n12:00|Di|Good night to all": [
        (0, None, "The first of them"),
        (300, None, "Bo"),
        (540, None, "The last of them"),
        (720, None, "Good night to all"),
    ],
    "0:00|Al|The first of them\n5:00|Bo|\n9:00|Cy|The last of them": [
        (0, None, "The first of them"),
        (300, None, "Bo"),
        (540, None, "The last of them"),
    ],
    "0:00 Intro|0:30 Aside\n5:00 Talk|5:30 Aside\n9:00 End|9:30 Aside": [
        (0, None, "Intro"),
        (300, None, "Talk"),
        (540, None, "End"),
    ],
}


@pytest.mark.parametrize("rows", TABLES)
@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_the_columns_of_a_table(rows: str, kind: str) -> None:
    cells = [row.split("|") for row in rows.split("\n")]
    if kind == "html":
        inner = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
        text = f"<table>{inner}</table>"
    else:
        width = max(map(len, cells))
        head = ["|" + "   |" * width, "|" + "---|" * width]
        text = "\n".join([*head, *(f"| {' | '.join(row)} |" for row in cells)])
    reading = read_notes(text, kind=kind)
    found = [(each.start // 1000, each.end and each.end // 1000, each.title) for each in reading.chapters]
    assert found == TABLES[rows]


def test_a_table_half_of_whose_rows_have_a_time() -> None:
    rows = [
        "0:00</td><td>Intro",
        "</td><td>an ad",
        "5:00</td><td>Talk",
        "</td><td>more",
        "9:00</td><td>End",
        "</td><td>x",
    ]
    text = "".join(f"<tr><td>{row}</td></tr>" for row in rows)
    assert [each.title for each in read_notes(f"<table>{text}</table>", kind="html").chapters] == [
        "Intro",
        "Talk",
        "End",
    ]
