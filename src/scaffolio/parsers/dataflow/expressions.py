"""Expressions: what they stand for, and the events on the way."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace

from scaffolio.parsers.dataflow.machine import Interpreter, Machine
from scaffolio.parsers.dataflow.names import CALENDAR, PRICES, Part, named_part
from scaffolio.parsers.dataflow.values import (
    Estimator,
    Folds,
    Indices,
    Instance,
    Rows,
    Selection,
    Several,
    Value,
    Words,
    either,
    merged,
    several,
)
from scaffolio.parsers.python import dotted_name

_NO_ROWS = frozenset(
    {"shape", "columns", "size", "dtypes", "dtype", "empty", "ndim", "name", "names", "index", "nbytes", "plot"}
)


class Expressions:
    """Evaluates expressions; calls are left to the whole."""

    def __init__(self, machine: Machine, whole: Interpreter) -> None:
        self.machine = machine
        self._handlers: Mapping[type[ast.expr], Callable[..., Value]] = {
            ast.Name: self._name,
            ast.Constant: self._constant,
            ast.Attribute: self._attribute,
            ast.Subscript: self._subscript,
            ast.Call: whole.call,
            ast.BinOp: self._binary,
            ast.IfExp: self._conditional,
            ast.NamedExpr: self._named,
            ast.Dict: self._mapping,
            **dict.fromkeys((ast.List, ast.Tuple, ast.Set), self._sequence),
            **dict.fromkeys((ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp), self._comprehension),
            **dict.fromkeys((ast.Lambda, ast.JoinedStr), _nothing),
        }

    def evaluate(self, node: ast.expr | None) -> Value:
        """What an expression stands for."""
        if node is None:
            return None
        self.machine.spend()
        return self._handlers.get(type(node), self._inside)(node)

    def _inside(self, node: ast.expr) -> Value:
        """Any other expression: its parts are read for their events, and their rows joined."""
        return merged([self.evaluate(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)])

    def _name(self, node: ast.Name) -> Value:
        if self.machine.frame.knows(node.id):
            return self.machine.frame.get(node.id)
        part = named_part(node.id)
        if part is None:
            return None
        self.machine.parts_seen.add(part)
        rows = Rows(self.machine.token(), part, frozenset({node.id}))
        self.machine.frame.names[node.id] = rows
        return rows

    def _constant(self, node: ast.Constant) -> Value:
        return Words((node.value,)) if isinstance(node.value, str) else None

    def _sequence(self, node: ast.List | ast.Tuple | ast.Set) -> Value:
        items = [self.evaluate(item) for item in node.elts]
        if items and all(isinstance(item, Words) for item in items):
            return Words(tuple(word for item in items if isinstance(item, Words) for word in item.words))
        return several(items)

    def _mapping(self, node: ast.Dict) -> Value:
        for key in node.keys:
            self.evaluate(key)
        return several([self.evaluate(value) for value in node.values])

    def _attribute(self, node: ast.Attribute) -> Value:
        base = self.evaluate(node.value)
        if isinstance(base, Instance):
            return self.machine.of_instance(base, node.attr)
        if isinstance(base, Rows):
            return None if node.attr in _NO_ROWS else _ordered(replace(base, is_file=False), {node.attr})
        if isinstance(base, Estimator):
            return self._of_estimator(base, node)
        if node.attr in CALENDAR and isinstance(node.value, ast.Attribute) and node.value.attr == "index":
            table = self.evaluate(node.value.value)
            return _dated(table) if isinstance(table, Rows) else None
        return self._promised(node.attr, dotted_name(node)) if base is None else None

    def _of_estimator(self, base: Estimator, node: ast.Attribute) -> Value:
        if node.attr == "history" and base.watched is not None and base.watched.shown is None:
            base.watched.shown = self.machine.place(node)
        return Selection(base.learned) if node.attr == "support_" and base.learned is not None else None

    def _promised(self, name: str, whole: str) -> Rows | None:
        """Part of the rows of what is not followed, where its name promises one: ``data.test``."""
        part = named_part(name) if whole else None
        if part is None:
            return None
        self.machine.parts_seen.add(part)
        return Rows(self.machine.token(), part, frozenset({whole}))

    def _binary(self, node: ast.BinOp) -> Value:
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        if isinstance(left, Words) and isinstance(right, Words):
            return Words(left.words + right.words)
        if isinstance(left, Several) and isinstance(right, Several):
            return several(left.items + right.items)
        return merged([left, right])

    def _conditional(self, node: ast.IfExp) -> Value:
        self.evaluate(node.test)
        return either(self.evaluate(node.body), self.evaluate(node.orelse))

    def _named(self, node: ast.NamedExpr) -> Value:
        value = self.evaluate(node.value)
        self.machine.bind(node.target.id, value, node)
        return value

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
        found = [self.evaluate(part.iter) for part in node.generators]
        hidden: dict[str, tuple[bool, Value]] = {}
        for part, value in zip(node.generators, found, strict=True):
            for name in ast.walk(part.target):
                if isinstance(name, ast.Name):
                    hidden[name.id] = (name.id in self.machine.frame.names, self.machine.frame.names.get(name.id))
                    self.machine.frame.names[name.id] = merged([value])
        made = self.evaluate(node.value if isinstance(node, ast.DictComp) else node.elt)
        for name_id, (was_there, old) in hidden.items():
            if was_there:
                self.machine.frame.names[name_id] = old
            else:
                self.machine.frame.names.pop(name_id, None)
        return merged([made, *found])

    def _subscript(self, node: ast.Subscript) -> Value:
        base = self.evaluate(node.value)
        if isinstance(base, Several):
            return self._item(base, node.slice)
        if not isinstance(base, Rows):
            return self._unknown_item(dotted_name(node.value), self.evaluate(node.slice))
        return self.subset(base, node.slice)

    def _unknown_item(self, base: str, index: Value) -> Value:
        """An item of what is not followed: closing prices are rows all the same, and so is a part by name."""
        if isinstance(index, Words) and not PRICES.isdisjoint(index.words):
            return Rows(self.machine.token(), ordered=frozenset({"price"}))
        if isinstance(index, Words) and base and len(index.words) == 1:
            return self._promised(index.words[0], f"{base}[{index.words[0]}]")
        return index if isinstance(index, Selection) else None

    def _item(self, base: Several, index: ast.expr) -> Value:
        if (
            isinstance(index, ast.Constant)
            and isinstance(index.value, int)
            and -len(base.items) <= index.value < len(base.items)
        ):
            return base.items[index.value]
        self.evaluate(index)
        return merged([base]) if not isinstance(index, ast.Slice) else base

    def subset(self, rows: Rows, index: ast.expr) -> Rows:
        """What subscripting rows gives: columns picked by name, rows cut by a slice or mask, a fold."""
        if isinstance(index, ast.Tuple) and index.elts:
            first, rest = index.elts[0], index.elts[1:]
            cut = rows if _is_everything(first) else self.subset(rows, first)
            picked = self.evaluate(rest[0]) if len(rest) == 1 else None
            return cut.picked(frozenset(picked.words)) if isinstance(picked, Words) else cut
        if isinstance(index, ast.Slice):
            self.evaluate(index.lower)
            self.evaluate(index.upper)
            return rows if _is_everything(index) else rows.cut(self.machine.token())
        value = self.evaluate(index)
        masked = isinstance(value, Rows) or _is_mask(index)
        return rows.cut(self.machine.token()) if masked else self._taken(rows, value)

    def _taken(self, rows: Rows, value: Value) -> Rows:
        """Rows by what stands between the brackets."""
        if isinstance(value, Words):
            part = named_part(value.words[0]) if len(value.words) == 1 and rows.part is Part.ALL else None
            picked = replace(rows.picked(frozenset(value.words)), part=part or rows.part, is_file=False)
            return _ordered(picked, set(value.words))
        if isinstance(value, Selection):
            return rows.with_learned(value.learned)
        return self.fold(rows, value) if isinstance(value, Indices) else rows

    def fold(self, rows: Rows, indices: Indices) -> Rows:
        """The rows of one part of a fold."""
        indices.split.take(rows)
        if rows.part not in {Part.ALL, Part.SOME}:
            return rows
        return Rows(self.machine.token(), indices.part, rows.tables, (), rows.ordered, None, indices.split)

    def iterated(self, value: Value) -> Value:
        """What a loop over a value meets."""
        if isinstance(value, Folds):
            return Several((Indices(value.split, Part.TRAIN), Indices(value.split, Part.TEST)))
        return merged([value]) if isinstance(value, Rows | Several) else None


def _ordered(rows: Rows, columns: set[str]) -> Rows:
    """Rows of which columns were picked: closing prices follow each other, and a month beside a year is a date."""
    if not PRICES.isdisjoint(columns):
        return replace(rows, ordered=rows.ordered | {"price"})
    return _dated(rows) if len(CALENDAR & {column.lower() for column in columns}) > 1 else rows


def _dated(rows: Rows) -> Rows:
    """Rows that turn out to be dated."""
    return replace(rows, ordered=rows.ordered | {"date"})


def _is_everything(node: ast.expr) -> bool:
    return isinstance(node, ast.Slice) and node.lower is None and node.upper is None


def _is_mask(node: ast.expr) -> bool:
    return isinstance(node, ast.Compare | ast.BoolOp) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert)
    )


def _nothing(_node: ast.expr) -> None:
    """What is not looked into: a lambda, a formatted string."""
