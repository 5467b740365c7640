"""The changes of a mutation run: each is one change, each can be compiled, and none is the code as it was."""

from __future__ import annotations

import ast
import sys
from types import ModuleType

import pytest

from mutants.operators import mutants_of, mutated
from mutants.patch import Living

SOURCE = '''"""What it is for."""

import functools

LIMIT = 7
__all__ = ["first"]


@functools.cache
def first(values: tuple[int, ...], least: int = 2) -> int | None:
    """Return the first value that is large enough."""
    for each in values:
        if each < 0 or not each:
            continue
        if each > least and each % 2 == 0:
            return each * 10 + LIMIT
    return None


class Row:
    kind: int = 5

    def name(self) -> str:
        if self.kind:
            return f"row {self.kind}"
        raise ValueError("no kind at all")
'''


def test_each_mutant_is_another_program() -> None:
    original = ast.unparse(ast.parse(SOURCE))
    mutants = mutants_of("x.py", SOURCE)
    texts = {ast.unparse(mutated(SOURCE, mutant)) for mutant in mutants}
    assert original not in texts
    assert len(texts) == len(mutants), "no two are the same"
    for text in texts:
        compile(text, "x.py", "exec")


def test_what_is_changed_and_what_is_left_alone() -> None:
    changes = [str(mutant) for mutant in mutants_of("x.py", SOURCE)]
    assert "x.py:5 LIMIT: 7 → 8" in changes
    assert "x.py:12 first: 2 → 3" in changes, "a default counts where the function begins to run"
    assert "x.py:13 first: each < 0 → <=" in changes
    assert "x.py:13 first: each < 0 or not each → and" in changes
    assert "x.py:14 first: continue → break" in changes
    assert "x.py:16 first: return each * 10 + LIMIT → return None" in changes
    assert "x.py:26 Row.name: raise ValueError('no kind at all') → pass" in changes
    assert not [each for each in changes if "5" in each.partition(": ")[2] or "What it is" in each or "'first'" in each]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="code objects have no qualified names before Python 3.11")
def test_a_mutant_comes_alive_in_functions_that_others_hold_already(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("chaptag_mutant_of_a_test")
    module.__file__ = "/nowhere/x.py"
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(SOURCE, module.__file__, "exec"), module.__dict__)
    held = module.first
    assert held((1, 4)) == 47
    living = Living(module, SOURCE)
    mutants = {str(mutant).rpartition(": ")[2]: mutant for mutant in mutants_of("x.py", SOURCE)}
    living.become(mutants["each > least → >="])
    assert held((1, 4)) == 47
    assert held((2, 4)) == 27
    living.become(mutants["each * 10 + LIMIT → Sub"])
    assert held((1, 4)) == 33, "a remembered answer is not given again"
    living.become(mutants["7 → 8"])
    assert module.LIMIT == 8
