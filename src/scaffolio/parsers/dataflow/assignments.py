"""Assignments: names, columns, attributes and imports."""

from __future__ import annotations

import ast
from dataclasses import replace

from scaffolio.parsers.dataflow.machine import Interpreter, Machine
from scaffolio.parsers.dataflow.names import LIBRARIES, Part
from scaffolio.parsers.dataflow.values import Instance, Rows, Several, Value, Words, merged, several

_MANY = 20
"""Things learned, or items of a collection, that are kept."""


class Assignments:
    """Executes what binds names."""

    def __init__(self, machine: Machine, whole: Interpreter) -> None:
        self.machine = machine
        self.whole = whole

    def imported(self, node: ast.ImportFrom) -> None:
        """Names of another library's own making are not those that are known here, and some go by another name."""
        known = node.level == 0 and (node.module or "").partition(".")[0] in LIBRARIES
        for name in node.names:
            self.machine.aliases[name.asname or name.name] = name.name if known else ""

    def expression(self, node: ast.Expr) -> None:
        """A statement that is only an expression; one that changes a table in place rebinds it."""
        value = self.whole.evaluate(node.value)
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and isinstance(value, Rows):
            inplace = any(word.arg == "inplace" for word in call.keywords)
            if inplace and isinstance(call.func.value, ast.Name):
                self.machine.frame.names[call.func.value.id] = value

    def assign(self, target: ast.expr, value: Value, node: ast.stmt) -> None:
        """Give a value to what stands left of the equals sign."""
        match target:
            case ast.Name():
                self.machine.bind(target.id, value, node)
            case ast.Tuple() | ast.List():
                self._unpack(target, value, node)
            case ast.Starred():
                self.assign(target.value, value, node)
            case ast.Attribute():
                self._assign_attribute(target, value, node)
            case ast.Subscript():
                self._assign_item(target, value)

    def _assign_attribute(self, target: ast.Attribute, value: Value, node: ast.stmt) -> None:
        owner = self.whole.evaluate(target.value)
        if isinstance(owner, Instance):
            owner.attributes[target.attr] = self.machine.believed(target.attr, value, node)
        elif isinstance(owner, Rows):
            self._column(target.value, owner, value, frozenset({target.attr}))

    def _assign_item(self, target: ast.Subscript, value: Value) -> None:
        owner = self.whole.evaluate(target.value)
        if owner is None and isinstance(target.value, ast.Name) and isinstance(value, Rows):
            owner = Rows(self.machine.token())
        if isinstance(owner, Rows):
            self._column(target.value, owner, value, self._columns(target.slice))
        elif isinstance(owner, Several) and isinstance(target.value, ast.Name) and not isinstance(value, Rows):
            self.machine.frame.names[target.value.id] = several((*owner.items[:_MANY], value))

    def _columns(self, index: ast.expr) -> frozenset[str] | None:
        named = index.elts[-1] if isinstance(index, ast.Tuple) and index.elts else index
        value = self.whole.evaluate(named) if not isinstance(named, ast.Slice) else None
        return frozenset(value.words) if isinstance(value, Words) else None

    def _column(self, table: ast.expr, owner: Rows, value: Value, columns: frozenset[str] | None) -> None:
        """Assign to some columns of a table, which hears what had been learned for the new values."""
        while isinstance(table, ast.Attribute) and table.attr in {"loc", "iloc", "values"}:
            table = table.value
        written = merged([value])
        if written is None:
            return
        known = [one for one, _ in owner.learned]
        added = tuple((one, columns if about is None else about) for one, about in written.learned if one not in known)
        grown = replace(owner, learned=(*owner.learned, *added)[:_MANY], ordered=owner.ordered | written.ordered)
        if isinstance(table, ast.Name):
            self.machine.frame.names[table.id] = grown
        elif isinstance(table, ast.Attribute):
            holder = self.whole.evaluate(table.value)
            if isinstance(holder, Instance):
                holder.attributes[table.attr] = grown

    def _unpack(self, target: ast.Tuple | ast.List, value: Value, node: ast.stmt) -> None:
        items: list[Value] = [None] * len(target.elts)
        if isinstance(value, Several) and len(value.items) == len(items):
            items = self._drawn(target.elts, list(value.items), node)
        elif isinstance(value, Rows):
            items = [value] * len(items)
        for part, item in zip(target.elts, items, strict=True):
            self.assign(part, item, node)

    def _drawn(self, targets: list[ast.expr], items: list[Value], node: ast.stmt) -> list[Value]:
        """The halves of a split; where ``_`` throws away what is held out, nothing is tested: the rest is a sample."""
        halves = [(one, part) for part, one in zip(targets, items, strict=True) if isinstance(one, Rows) and one.split]
        held = [part for one, part in halves if one.part is Part.TEST]
        split = halves[0][0].split if halves else None
        called = node.value if isinstance(node, ast.Assign) else None
        if split is None or split.place.node is not called or not held or not all(map(_is_blank, held)):
            return items
        self.machine.splits = [other for other in self.machine.splits if other is not split]
        known = tuple((one, None) for one in split.learned)
        return [
            replace(one, part=Part.ALL, learned=known, split=None) if isinstance(one, Rows) and one.split else one
            for one in items
        ]


def _is_blank(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and not target.id.strip("_")
