"""Imports point down the layers of docs/architecture.md, and a rule's name is always in the catalogue."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from chaptag.model.rules import FAMILIES, RULES

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src" / "chaptag").rglob("*.py"))


def test_imports_point_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_no_file_holds_two_things() -> None:
    long = {str(path): count for path in SOURCES if (count := len(path.read_text("utf-8").splitlines())) > 400}
    assert not long


def test_every_module_says_what_it_is_for() -> None:
    assert not [path for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]


def test_no_assertions_in_the_package() -> None:
    """`python -O` removes them, so none may guard anything."""
    found = [
        f"{path}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Assert)
    ]
    assert not found


def test_every_rule_that_is_emitted_is_in_the_catalogue() -> None:
    emitted = {
        node.args[0].value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "finding"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert emitted <= set(RULES)


def test_rule_names_are_unique_and_each_rule_explains_itself() -> None:
    names = [rule.name for _, family in FAMILIES for rule in family]
    assert len(names) == len(set(names))
    for rule in RULES.values():
        assert rule.reason.endswith((".", "?")), rule.name
        assert rule.fix.endswith((".", ".)")), rule.name
