"""What could be wrong in a module, one fault at a time: a mutant is the module with one predicate, number or step changed.

Left alone: annotations, decorators, docstrings and words that only people read; a change there is no change of behaviour.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_JOINED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_NAMED = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True)
class Mutant:
    """One fault. `predicate`: it changes whether something holds, rather than a number or a step."""

    path: Path
    line: int
    change: str
    predicate: bool
    source: str

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}:{self.line} {self.change}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every fault of a module, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spots = list(_spots(tree))
    for number, spot in enumerate(spots):
        for change, predicate, apply in list(_changes(spot)):
            made = copy.deepcopy(tree)
            there = list(_spots(made))[number]
            index = [one[0] for one in _changes(spot)].index(change)
            list(_changes(there))[index][2]()
            told = ast.unparse(ast.fix_missing_locations(made))
            del apply
            yield Mutant(path, spot.node.lineno, change, predicate, told)


@dataclass
class _Spot:
    node: ast.expr | ast.stmt
    parent: ast.AST
    field: str
    index: int | None

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def _spots(tree: ast.AST) -> Iterator[_Spot]:
    for field, value in ast.iter_fields(tree):
        if field in ("annotation", "returns", "decorator_list", "type_comment"):
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.expr | ast.stmt):
                yield _Spot(node, tree, field, index)
            if isinstance(node, ast.AST):
                yield from _spots(node)


Change = tuple[str, bool, "object"]


def _changes(spot: _Spot) -> Iterator[tuple[str, bool, "_Apply"]]:  # noqa: C901 - one case a kind of node
    node = spot.node
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp():
            yield from _joined_in_logic(spot, node)
        case ast.UnaryOp(op=ast.Not()):
            yield f"{_said(node)} -> {_said(node.operand)}", True, lambda: spot.put(node.operand)
        case ast.BinOp() if type(node.op) in _JOINED:
            other = _JOINED[type(node.op)]
            yield f"{_said(node)}: {other.__name__}", False, lambda: setattr(node, "op", other())
            if isinstance(node.op, ast.Sub):
                yield f"{_said(node)}: nothing taken away", True, lambda: spot.put(node.left)
        case ast.Call(func=ast.Name(id=name)) if name in _NAMED:
            yield f"{_said(node)}: {_NAMED[name]}", True, lambda: setattr(node, "func", ast.Name(_NAMED[name], ast.Load()))
        case ast.Set() if len(node.elts) > 1:
            yield from _without_one(node)
        case ast.Dict() if node.keys:
            yield from _without_an_entry(node)
        case ast.Constant():
            yield from _constants(spot, node)
        case ast.If() | ast.While() | ast.IfExp():
            yield from _tests(node)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from _filters(node)
        case ast.stmt():
            yield from _steps(spot, node)


_Apply = object


def _compared(node: ast.Compare) -> Iterator[tuple[str, bool, "_Apply"]]:
    for number, op in enumerate(node.ops):
        for other in _COMPARED[type(op)]:
            yield (
                f"{_said(node)}: {other.__name__}" + (f" at {number + 1}" if number else ""),
                True,
                lambda n=number, o=other: node.ops.__setitem__(n, o()),
            )


def _joined_in_logic(spot: _Spot, node: ast.BoolOp) -> Iterator[tuple[str, bool, "_Apply"]]:
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    yield f"{_said(node)}: {other.__name__}", True, lambda: setattr(node, "op", other())
    for number, value in enumerate(node.values):
        rest = [one for at, one in enumerate(node.values) if at != number]
        yield (
            f"without {_said(value)} in {_said(node)}",
            True,
            lambda left=rest: spot.put(left[0] if len(left) == 1 else ast.BoolOp(node.op, left)),
        )


def _without_one(node: ast.Set) -> Iterator[tuple[str, bool, "_Apply"]]:
    for number, one in enumerate(node.elts):
        yield f"without {_said(one)} in {_said(node)}", True, lambda n=number: node.elts.pop(n)


def _without_an_entry(node: ast.Dict) -> Iterator[tuple[str, bool, "_Apply"]]:
    for number, key in enumerate(node.keys):
        told = _said(key) if key is not None else f"** {number}"

        def drop(n: int = number) -> None:
            node.keys.pop(n)
            node.values.pop(n)

        yield f"without the entry {told}", True, drop


def _constants(spot: _Spot, node: ast.Constant) -> Iterator[tuple[str, bool, "_Apply"]]:
    if isinstance(node.value, bool):
        yield f"{node.value} -> {not node.value}", True, lambda: setattr(node, "value", not node.value)
    elif isinstance(node.value, int):
        yield f"{node.value} -> {node.value + 1}", False, lambda: setattr(node, "value", node.value + 1)
    elif isinstance(node.value, str) and isinstance(spot.parent, ast.Compare):
        yield f"{node.value!r} -> other words", True, lambda: setattr(node, "value", node.value + "?")


def _tests(node: ast.If | ast.While | ast.IfExp) -> Iterator[tuple[str, bool, "_Apply"]]:
    for value in (False,) if isinstance(node, ast.While) else (True, False):
        yield f"if {_said(node.test)} -> if {value}", True, lambda v=value: setattr(node, "test", ast.Constant(v))


def _filters(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
) -> Iterator[tuple[str, bool, "_Apply"]]:
    for number, loop in enumerate(node.generators):
        for at, test in enumerate(loop.ifs):
            yield (
                f"for … if {_said(test)} -> for every one ({number + 1})",
                True,
                lambda found=loop, n=at: found.ifs.pop(n),
            )


def _steps(spot: _Spot, node: ast.stmt) -> Iterator[tuple[str, bool, "_Apply"]]:
    match node:
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield f"return {_said(value)} -> return None", False, lambda: setattr(node, "value", ast.Constant(None))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom() | ast.Call() | ast.Await()):
            yield f"without {_said(node)}", False, lambda: spot.put(ast.Expr(ast.Constant(...)))
        case ast.Raise():
            yield f"without {_said(node)}", False, lambda: spot.put(ast.Pass())
        case ast.Continue():
            yield "continue -> break", False, lambda: spot.put(ast.Break())
        case ast.Break():
            yield "break -> continue", False, lambda: spot.put(ast.Continue())
        case ast.AugAssign():
            yield f"without {_said(node)}", False, lambda: spot.put(ast.Pass())


def _said(node: ast.AST) -> str:
    words = " ".join(ast.unparse(node).split())
    return words if len(words) <= 90 else f"{words[:87]}…"
