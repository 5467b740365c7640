"""The changes that a mutation run makes: each is a small mistake that a tired programmer could make."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

__all__ = ["Mutant", "mutants_of", "mutated"]

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATIONS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr,
}  # fmt: skip
_CHANGED_INSIDE = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Constant)
Change = Callable[[], ast.AST | None]


@dataclass(frozen=True)
class Mutant:
    """One change to one file: `index` and `variant` find it again, the rest says what it is.

    `function` is the outermost function or method around it, or else `name` is the value of the module that it is in.
    """

    path: str
    index: int
    variant: int
    line: int
    function: str
    change: str
    name: str

    @property
    def key(self) -> str:
        """Tell it from every other mutant of the same code."""
        return f"{self.path}#{self.index}.{self.variant}"

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function or self.name}: {self.change}"


def mutants_of(path: str, source: str) -> list[Mutant]:
    """List every mutant of a file.

    Annotations, docstrings, prose, decorators, what a class is made of and the defaults of methods are left alone.
    """
    found = []
    for place in _places(ast.parse(source)):
        for variant, (text, _) in enumerate(_changes(place)):
            found.append(
                Mutant(
                    path,
                    place.index,
                    variant,
                    place.line,
                    place.function,
                    text,
                    place.name if not place.function else "",
                )
            )
    return found


def mutated(source: str, mutant: Mutant) -> ast.Module:
    """Parse a file and make one change to it."""
    tree = ast.parse(source)
    place = next(each for each in _places(tree) if each.index == mutant.index)
    new = list(_changes(place))[mutant.variant][1]()
    if new is not None:
        place.put(ast.copy_location(new, place.node))
    return ast.fix_missing_locations(tree)


@dataclass(frozen=True)
class _Place:
    node: ast.AST
    parent: ast.AST
    index: int
    function: str
    name: str
    line: int
    put: Callable[[ast.AST], None]


def _first_statement(node: ast.AST) -> int:
    body = getattr(node, "body", [])
    if not isinstance(body, list):  # a lambda's
        return int(body.lineno)
    return int(next((each.lineno for each in body if not isinstance(each, ast.Expr)), body[-1].lineno))


def _places(tree: ast.Module) -> Iterator[_Place]:
    """Walk what may be changed, in an order that is the same each time."""
    count = 0

    def walk(node: ast.AST, function: str, name: str, scope: str, line: int = 0) -> Iterator[_Place]:
        nonlocal count
        for field, value in ast.iter_fields(node):
            if field in {"annotation", "returns", "decorator_list", "bases", "type_params", "slice_annotation"}:
                continue
            many = value if isinstance(value, list) else [value]
            for at, child in enumerate(many):
                if not isinstance(child, ast.AST) or _is_docstring(node, field, at, child):
                    continue
                if scope and field in {"defaults", "kw_defaults"}:
                    continue
                inside, called, where = function, name, scope
                if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                    inside = function or scope + child.name
                elif isinstance(child, ast.ClassDef):
                    where = f"{scope}{child.name}."
                elif not function and not scope and isinstance(child, ast.Assign | ast.AnnAssign):
                    target = child.targets[0] if isinstance(child, ast.Assign) else child.target
                    called = target.id if isinstance(target, ast.Name) else ""
                count += 1
                if (inside or (called and called != "__all__")) and not isinstance(child, ast.expr_context):
                    put = _putter(node, field, at if isinstance(value, list) else None)
                    yield _Place(child, node, count, inside, called, line or getattr(child, "lineno", 0), put)
                # A default is used where the function is called, not where it is defined.
                begun = _first_statement(node) if isinstance(child, ast.arguments) else line
                yield from walk(child, inside, called, where, begun)

    yield from walk(tree, "", "", "")


def _putter(node: ast.AST, field: str, at: int | None) -> Callable[[ast.AST], None]:
    def put(new: ast.AST) -> None:
        if at is None:
            setattr(node, field, new)
        else:
            getattr(node, field)[at] = new

    return put


def _is_docstring(node: ast.AST, field: str, at: int, child: ast.AST) -> bool:
    return (
        field == "body" and at == 0
        and isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
    )  # fmt: skip


def _changes(place: _Place) -> Iterator[tuple[str, Change]]:
    """Yield what can be done at a place: the text, and what makes the new node (or changes the old one)."""
    node = place.node
    match node:
        case ast.Compare():
            for at, operator in enumerate(node.ops):
                new = _COMPARISONS[type(operator)]
                yield f"{ast.unparse(node)} → {_symbol(new)}", partial(_put_operator, node, at, new())
        case ast.BoolOp():
            other = ast.Or if isinstance(node.op, ast.And) else ast.And
            yield f"{ast.unparse(node)} → {'or' if other is ast.Or else 'and'}", lambda: setattr(node, "op", other())
        case ast.UnaryOp(op=ast.Not()):
            yield f"{ast.unparse(node)} → without not", lambda: node.operand
        case ast.BinOp() | ast.AugAssign() if type(node.op) in _OPERATIONS and not _is_type(node):
            operation = _OPERATIONS[type(node.op)]
            yield f"{ast.unparse(node)} → {operation.__name__}", lambda: setattr(node, "op", operation())
        case ast.Constant() if not isinstance(place.parent, ast.JoinedStr | ast.FormattedValue):
            yield from _constants(node)
        case ast.If() | ast.IfExp() | ast.While() if not isinstance(
            node.test, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Constant
        ):
            yield (
                f"if {ast.unparse(node.test)} → if not",
                lambda: setattr(node, "test", ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)),
            )
        case ast.Return(value=ast.expr()) if not isinstance(node.value, ast.Constant):
            yield f"{ast.unparse(node)} → return None", lambda: setattr(node, "value", ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign():
            yield f"{_first_line(node)} → pass", ast.Pass
        case ast.Break():
            yield "break → continue", ast.Continue
        case ast.Continue():
            yield "continue → break", ast.Break


def _put_operator(node: ast.Compare, at: int, new: ast.cmpop) -> None:
    node.ops[at] = new


def _is_type(node: ast.AST) -> bool:
    """Tell unions of types (``ast.If | ast.While`` in isinstance) from arithmetic: they hold names only."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and ast.unparse(node)[:1].isupper()


def _constants(node: ast.Constant) -> Iterator[tuple[str, Change]]:
    match node.value:
        case bool():
            yield f"{node.value} → {not node.value}", lambda: ast.Constant(not node.value)
        case int() | float():
            yield f"{node.value} → {node.value + 1}", lambda: ast.Constant(node.value + 1)  # type: ignore[operator]
        case str() if any(map(str.isalnum, node.value)) and " " not in node.value:
            yield f"{node.value!r} → changed", lambda: ast.Constant("XX" + str(node.value))
        case bytes() if node.value:
            yield f"{node.value!r} → changed", lambda: ast.Constant(b"XX" + bytes(node.value))  # type: ignore[arg-type]


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]


def _symbol(operator: type[ast.cmpop]) -> str:
    return ast.unparse(ast.Compare(ast.Name("a"), [operator()], [ast.Name("b")]))[2:-2]
