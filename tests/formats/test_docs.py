"""docs/formats.md says what the registry says."""

from __future__ import annotations

from pathlib import Path

from chaptag.formats.registry import FORMATS

DOC = Path(__file__).resolve().parents[2] / "docs" / "formats.md"
BEGIN, END = "<!-- formats -->\n", "<!-- /formats -->"


def table() -> str:
    """The table of formats, as it stands in the page."""
    rows = [
        "| name | format | suffixes | media type | reads | writes | does not hold |",
        "|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| `{kind.name}` | {kind.label} | {' '.join(f'`{suffix}`' for suffix in kind.suffixes)} | `{kind.media_type}` "
        f"| {'yes' if kind.reads else '–'} | {'yes' if kind.writes else '–'} | {kind.loses if kind.writes else ''} |"
        for kind in FORMATS
    ]
    return "\n".join(rows) + "\n"


def test_the_table_is_that_of_the_registry() -> None:
    found = DOC.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip() + "\n"
    assert found == table(), f"docs/formats.md should have:\n{table()}"


def test_every_format_is_explained() -> None:
    text = DOC.read_text("utf-8").partition(END)[2]
    assert [kind.name for kind in FORMATS if f"`{kind.name}`" not in text] == []
