"""docs/containers.md and `convert --list` say what the registry says."""

from __future__ import annotations

from pathlib import Path

from chaptag.containers.registry import CONTAINERS
from chaptag.workflow.convert import list_containers

DOC = Path(__file__).resolve().parents[2] / "docs" / "containers.md"
BEGIN, END = "<!-- containers -->\n", "<!-- /containers -->"


def table() -> str:
    """The table of containers, as it stands in the page."""
    rows = ["| name | file | suffixes | where chapters are written | what they cannot hold |", "|---|---|---|---|---|"]
    rows += [
        f"| `{kind.name}` | {kind.label} | {' '.join(f'`{suffix}`' for suffix in kind.suffixes)} "
        f"| {kind.stores} | {kind.loses} |"
        for kind in CONTAINERS
    ]
    return "\n".join(rows) + "\n"


def test_the_table_is_that_of_the_registry() -> None:
    found = DOC.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip() + "\n"
    assert found == table(), f"docs/containers.md should have:\n{table()}"


def test_the_list_names_them_all() -> None:
    assert [row.split()[0] for row in list_containers()[1:]] == [kind.name for kind in CONTAINERS]


def test_suffixes_belong_to_one_container() -> None:
    suffixes = [suffix for kind in CONTAINERS for suffix in kind.suffixes]
    assert len(suffixes) == len(set(suffixes))
