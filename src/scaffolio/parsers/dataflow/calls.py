"""Calls: of the file's own functions and classes, of methods, and of what the libraries offer."""

from __future__ import annotations

import ast

from scaffolio.parsers.dataflow import names
from scaffolio.parsers.dataflow.arguments import keyword, says
from scaffolio.parsers.dataflow.estimators import Estimators
from scaffolio.parsers.dataflow.machine import Interpreter, Machine
from scaffolio.parsers.dataflow.names import Part
from scaffolio.parsers.dataflow.tables import Tables
from scaffolio.parsers.dataflow.values import (
    Estimator,
    Folds,
    Function,
    Instance,
    Kind,
    Rows,
    Several,
    Split,
    Splitter,
    Value,
    looked_up,
    merged,
    rows_in,
    several,
)
from scaffolio.parsers.python import dotted_name

_OF_MODELS = frozenset(
    {
        *("fit", "fit_generator", "evaluate", "evaluate_generator", "score"),
        *("predict", "predict_proba", "predict_classes", "inverse_transform"),
    }
)


class Calls:
    """Evaluates calls."""

    def __init__(self, machine: Machine, whole: Interpreter) -> None:
        self.machine = machine
        self.whole = whole
        self.tables = Tables(machine)
        self.estimators = Estimators(machine)

    def call(self, node: ast.Call) -> Value:
        """What a call returns."""
        if isinstance(node.func, ast.Attribute):
            self.machine.named.add(node.func.attr)
            owner = self.whole.evaluate(node.func.value)
            if owner is None and node.func.attr in _OF_MODELS:
                owner = Estimator("")
            elif owner is None and node.func.attr == "shift":
                owner = Rows(self.machine.token())
            if owner is not None:
                return self._method(owner, node.func, node)
        name = dotted_name(node.func).rpartition(".")[2]
        values, words = self._arguments(node)
        if isinstance(node.func, ast.Name):
            self.machine.named.add(name)
            known = self.machine.frame.get(name)
            if isinstance(known, Function | Kind | Estimator):
                return self._own(known, values, words)
            name = self.machine.aliases.get(name, name)
        return self._library(name, node, values, words)

    def _arguments(self, node: ast.Call) -> tuple[list[Value], dict[str, Value]]:
        values = [self.whole.evaluate(each.value if isinstance(each, ast.Starred) else each) for each in node.args]
        return values, {word.arg or "**": self.whole.evaluate(word.value) for word in node.keywords}

    def _own(self, known: Function | Kind | Estimator, values: list[Value], words: dict[str, Value]) -> Value:
        """A call of what the file itself made: a function, a class, a layer or model."""
        if isinstance(known, Function):
            return self.whole.run_function(known, values, words)
        if isinstance(known, Estimator):
            return self.estimators.transformed(known, merged(values))
        made = Instance(known)
        start = known.method("__init__", made)
        if start is not None:
            self.whole.run_function(start, values, words)
        return made

    def _method(self, owner: Value, func: ast.Attribute, node: ast.Call) -> Value:
        name = func.attr
        values, words = self._arguments(node)
        if name in {"idxmax", "sort_values"}:
            self.estimators.choose(node)
        found: Value = None
        if isinstance(owner, Instance):
            method = self.machine.of_instance(owner, name)
            found = self.whole.run_function(method, values, words) if isinstance(method, Function) else None
        elif isinstance(owner, Splitter) and name == "split":
            found = Folds(self._parted(owner.name, node, [*values[:1], words.get("X")], shuffled=owner.shuffled))
        elif isinstance(owner, Estimator):
            found = self.estimators.estimator_method(owner, name, node, values, words)
        elif isinstance(owner, Several):
            found = self.tables.collection_method(owner, name, node, values)
        elif isinstance(owner, Rows):
            found = self.tables.rows_method(owner, name, node, values, words)
        return found

    def _library(self, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]) -> Value:
        if name == "train_test_split" or name in names.CROSS_VALIDATION or name in names.FOLDS:
            return self._parting(name, node, values, words)
        if names.METRICS.match(name):
            self.estimators.report([*values, *words.values()], node)
            return None
        if name in {"cross_validation", "performance_metrics"}:
            self.machine.measured = True
        if name == "max" and "key" in words:
            self.estimators.choose(node)
        return self.estimators.constructed(name, node, values, words) or self._table(name, node, values, words)

    def _table(self, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]) -> Value:
        found: Value = None
        if name in names.READERS:
            found = self.tables.read(node, values)
        elif name == "to_datetime":
            found = self.tables.dated(values)
        elif name == "resample":
            found = self.tables.repeated(node, values)
        elif name in names.SCALING and self._is_preprocessing(node.func):
            found = self.tables.scaled(name, node, values)
        elif name == "concat":
            found = self.tables.concatenated(values)
        elif name == "merge":
            found = looked_up(merged(values[:1]), merged(values[1:2]))
        elif name in {"enumerate", "zip"}:
            found = values[0] if len(values) == 1 else several(values)
        elif name in names.CARRIERS:
            found = merged([*values, words.get("data")])
        return found

    def _is_preprocessing(self, func: ast.expr) -> bool:
        """Whether a function of so common a name is scikit-learn's, by its module or its import."""
        if isinstance(func, ast.Name):
            return bool(self.machine.aliases.get(func.id))
        return isinstance(func, ast.Attribute) and dotted_name(func.value).endswith("preprocessing")

    def _parting(self, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]) -> Value:
        if name in names.FOLDS:
            return Splitter(name, name in names.ALWAYS_SHUFFLED or says(node, "shuffle", value=True))
        if name in names.CROSS_VALIDATION:
            splitter = words.get("cv")
            shuffled = isinstance(splitter, Splitter) and splitter.shuffled
            self._parted(name, node, [words.get("X") or next(iter(values[1:2]), None)], shuffled=shuffled)
            return None
        shuffled = keyword(node, "shuffle") is None or says(node, "shuffle", value=True)
        tables = [merged([value]) or Rows(self.machine.token()) for value in values]
        split = self._parted(name, node, list(tables), shuffled=shuffled)
        return several(self._half(rows, split, part) for rows in tables for part in (Part.TRAIN, Part.TEST))

    def _parted(self, name: str, node: ast.Call, values: list[Value], *, shuffled: bool) -> Split:
        split = Split(name, self.machine.place(node), shuffled)
        for value in values:
            for rows in rows_in(value):
                split.take(rows)
        if split.sources or split.ordered:
            self.machine.splits.append(split)
        return split

    def _half(self, rows: Rows, split: Split, part: Part) -> Rows:
        """One side of a split; of rows that are a side themselves, it stays on theirs, and a third set is there."""
        whole = rows.part in {Part.ALL, Part.SOME}
        if rows.split is not None or not whole:
            self.machine.parts_seen.add(Part.VALIDATION)
        side = part if whole else rows.part
        return Rows(self.machine.token(), side, rows.tables, (), rows.ordered, None, split)
