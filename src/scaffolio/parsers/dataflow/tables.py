"""Tables: what pandas and NumPy do with rows."""

from __future__ import annotations

import ast
from dataclasses import replace

from scaffolio.parsers.dataflow.arguments import is_negative, keyword, says
from scaffolio.parsers.dataflow.events import Learned, Learning
from scaffolio.parsers.dataflow.machine import Machine
from scaffolio.parsers.dataflow.names import DATES, Part, named_part
from scaffolio.parsers.dataflow.values import (
    Estimator,
    Rows,
    Several,
    Value,
    Words,
    looked_up,
    merged,
    rows_in,
    several,
)

_CUTS = frozenset({"head", "tail", "query", "truncate", "nlargest", "nsmallest", "take", "skip"})
_CLEANS = frozenset({"dropna", "drop_duplicates"})
_GROWS = frozenset({"append", "extend"})
_SCALARS = frozenset(
    {"nunique", "unique", "value_counts", "info", "describe", "corr", "plot", "hist", "keys", "to_csv"}
)


class Tables:
    """Evaluates what is done with tables."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def read(self, node: ast.Call, values: list[Value]) -> Rows:
        """A table read from a file."""
        path = next((value.words[0] for value in values if isinstance(value, Words)), f"line {node.lineno}")
        dated = keyword(node, "parse_dates") is not None
        return Rows(
            self.machine.token(), tables=frozenset({path}), is_file=True, ordered=frozenset({"date"} if dated else ())
        )

    def dated(self, values: list[Value]) -> Rows:
        """Dates made of a column."""
        rows = merged(values[:1]) or Rows(self.machine.token())
        return replace(rows, ordered=rows.ordered | {"date"})

    def repeated(self, node: ast.Call, values: list[Value]) -> Value:
        """Rows drawn from others with replacement, as many as wanted."""
        rows = merged(values[:1])
        if rows is None or says(node, "replace", value=False) or keyword(node, "n_samples") is None:
            return rows
        return rows.with_learned(Learned("resample", Learning.RESAMPLE, self.machine.place(node)))

    def scaled(self, name: str, node: ast.Call, values: list[Value]) -> Value:
        """Rows scaled by a function, which learns from all that it is given."""
        rows = merged(values[:1]) or Rows(self.machine.token())
        return rows.with_learned(Learned(name, Learning.SCALE, self.machine.place(node)))

    def concatenated(self, values: list[Value]) -> Value:
        """Tables put together, side by side or one below the other."""
        rows = [one for value in values for one in rows_in(value)]
        whole = merged(values)
        if whole is None:
            return None
        parts = {one.part for one in rows} - {Part.SOME}
        apart = len(parts) > 1 or any(named_part(_stem(table)) is Part.TEST for table in whole.tables)
        part = Part.BOTH if apart else next(iter(parts), Part.ALL)
        return replace(whole, token=self.machine.token(), part=part, parent=None)

    def collection_method(self, owner: Several, name: str, node: ast.Call, values: list[Value]) -> Value:
        """A method of a list, tuple or mapping."""
        if name not in _GROWS:
            return owner if name in {"items", "values", "copy"} else None
        added = merged(values) or self._unknown_row()
        if added is not None:
            window = bool(node.args) and self.machine.loops_deep > 0 and _is_window(node.args[0])
            ordered = added.ordered | {"window"} if window else added.ordered
            part = Part.ALL if added.part is Part.SOME else added.part
            self._rebind(node, replace(added, ordered=ordered, part=part))
        elif not owner.items and any(isinstance(value, Estimator) for value in values):
            self._rebind(node, several(values))
        return None

    def _unknown_row(self) -> Rows | None:
        """What was made of one of the rows that the innermost loop goes through, if it does go through rows."""
        if not self.machine.iterating:
            return None
        rows = self.machine.iterating[-1]
        return replace(rows, token=self.machine.token(), learned=(), parent=None)

    def rows_method(
        self, owner: Rows, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]
    ) -> Value:
        """A method of a table or array."""
        found: Value = owner
        if name in _CUTS or (name == "sample" and not says(node, "frac", value=1)):
            found = owner.cut(self.machine.token())
        elif name in _CLEANS:
            found = owner.kept(self.machine.token())
        elif name == "drop":
            found = self._dropped(owner, node, values, words)
        elif name == "shift":
            by = keyword(node, "periods") or next(iter(node.args), None)
            ahead = by is not None and is_negative(by)
            found = replace(owner, ordered=owner.ordered | {"future" if ahead else "lag"})
        elif name in _GROWS:
            found = self.concatenated([owner, *values])
            self._rebind(node, found)
        elif name in {"join", "merge"}:
            found = looked_up(owner, merged(values[:1]))
        elif name in _SCALARS:
            found = None
        return found

    def _rebind(self, node: ast.Call, value: Value) -> None:
        """Let the variable whose method was called stand for what it has grown to."""
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            self.machine.frame.names[node.func.value.id] = value

    def _dropped(self, owner: Rows, node: ast.Call, values: list[Value], words: dict[str, Value]) -> Value:
        if any(
            isinstance(each, ast.Attribute) and each.attr == "index" for each in ast.walk(node) if each is not node.func
        ):
            return owner.cut(self.machine.token())
        dropped = next((value for value in (*values[:1], words.get("columns")) if isinstance(value, Words)), None)
        if dropped is None:
            return owner
        left = owner.dropped(frozenset(dropped.words))
        return left if DATES.isdisjoint(dropped.words) else replace(left, ordered=left.ordered | {"date"})


def _stem(path: str) -> str:
    """A file's name without its folders and its ending."""
    return path.rpartition("/")[2].partition(".")[0]


def _is_window(node: ast.expr) -> bool:
    """Whether a slice has a bound that moves: ``values[i - 60:i]``."""
    return any(
        isinstance(each, ast.Slice) and any(isinstance(name, ast.Name) for name in ast.walk(each))
        for each in ast.walk(node)
    )
