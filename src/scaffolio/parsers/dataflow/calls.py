"""Calls: what learns from rows, parts them, trains on them and measures on them."""

from __future__ import annotations

import ast
from dataclasses import replace

from scaffolio.parsers.dataflow import names
from scaffolio.parsers.dataflow.events import Chosen, Forecast, Learned, Learning
from scaffolio.parsers.dataflow.expressions import Expressions
from scaffolio.parsers.dataflow.names import Part
from scaffolio.parsers.dataflow.values import (
    Estimator,
    Folds,
    Function,
    Instance,
    Kind,
    Rows,
    Selection,
    Several,
    Split,
    Splitter,
    Value,
    Words,
    merged,
    rows_in,
)
from scaffolio.parsers.python import dotted_name
from scaffolio.patterns import regex

_RESULTS = regex(r"(?i)result|score|acc|perform|metric|model|auc|f1|r2")
_FIT = frozenset({"fit", "fit_on_texts", "adapt"})
_FIT_TRANSFORM = frozenset({"fit_transform", "fit_resample", "fit_sample"})
_OF_MODELS = frozenset({"fit", "evaluate", "score", "predict", "predict_proba", "predict_classes"})
_TRANSFORM = frozenset(
    {"transform", "texts_to_sequences", "texts_to_matrix", "sequences_to_matrix", "inverse_transform", "__call__"}
)
_CUTS = frozenset({"head", "tail", "query", "truncate", "nlargest", "nsmallest", "take", "skip"})
_CLEANS = frozenset({"dropna", "drop_duplicates"})
_SCALARS = frozenset(
    {
        "nunique",
        "unique",
        "value_counts",
        "info",
        "describe",
        "corr",
        "tolist_",
        "plot",
        "hist",
        "keys",
        "to_csv",
        "count",
    }
)
_CARRIES = frozenset(
    "array asarray concatenate hstack vstack stack column_stack DataFrame Series get_dummies expand_dims reshape squeeze"
    " log log1p csr_matrix pad_sequences to_categorical list tuple from_numpy tensor Tensor FloatTensor merge ravel"
    " nan_to_num round float32 copy deepcopy values shuffle".split()
)


class Calls(Expressions):
    """Evaluates calls."""

    def run_function(self, function: Function, values: list[Value], words: dict[str, Value]) -> Value:
        """What a function of the file returns for these arguments."""
        raise NotImplementedError

    def call(self, node: ast.Call) -> Value:
        """What a call returns."""
        if isinstance(node.func, ast.Attribute):
            owner = self.evaluate(node.func.value)
            if owner is None and node.func.attr in _OF_MODELS:
                owner = Estimator("", self.place(node))
            if owner is not None:
                return self._method(owner, node.func.attr, node)
        name = dotted_name(node.func).rpartition(".")[2]
        known = self.frame.get(name) if isinstance(node.func, ast.Name) else None
        values, words = self._arguments(node)
        if isinstance(known, Function | Kind):
            return self._own(known, values, words)
        if isinstance(known, Estimator):
            return self._called_model(known, values)
        if isinstance(node.func, ast.Name):
            name = self.aliases.get(name, name)
        return self._library(name, node, values, words)

    def _arguments(self, node: ast.Call) -> tuple[list[Value], dict[str, Value]]:
        values = [self.evaluate(each.value if isinstance(each, ast.Starred) else each) for each in node.args]
        return values, {word.arg or "**": self.evaluate(word.value) for word in node.keywords}

    def _own(self, known: Function | Kind, values: list[Value], words: dict[str, Value]) -> Value:
        if isinstance(known, Function):
            return self.run_function(known, values, words)
        made = Instance(known)
        start = known.method("__init__", made)
        if start is not None:
            self.run_function(start, values, words)
        return made

    def _called_model(self, model: Estimator, values: list[Value]) -> Value:
        rows = merged(values)
        return self.transformed(model, rows) if rows is not None else None

    def _library(self, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]) -> Value:
        if name == "train_test_split":
            return self._split(name, node, values, words)
        if name in names.CROSS_VALIDATION:
            self._cross_validation(name, node, values, words)
            return None
        if name in names.FOLDS:
            return Splitter(name, name in names.ALWAYS_SHUFFLED or _is_true(node, "shuffle"))
        if name in names.READERS:
            return self._read(node, values)
        if name == "resample":
            return self._repeated(node, values)
        if name == "concat":
            return self._concatenated(values)
        if names.METRICS.match(name):
            self._report([*values, *words.values()], node)
            return None
        if name in {"cross_validation", "performance_metrics"}:
            self.measured = True
        if name == "max" and "key" in words:
            self._choose(node)
        if name in {"enumerate", "zip"}:
            return values[0] if len(values) == 1 else Several(tuple(values))
        made = self._constructed(name, node, values, words)
        if made is not None:
            return made
        return merged([*values, words.get("data")]) if name in _CARRIES else None

    def _split(self, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]) -> Value:
        split = Split(name, self.place(node), shuffled=_shuffles(node))
        parts: list[Value] = []
        for value in values:
            rows = merged([value]) or Rows(self.token())
            split.take(rows)
            for part in (Part.TRAIN, Part.TEST):
                kept = part if rows.part in {Part.ALL, Part.SOME} else rows.part
                parts.append(Rows(self.token(), kept, rows.tables, (), rows.ordered, None, split))
            if rows.split is not None:
                self.parts_seen.add(Part.VALIDATION)
        if split.sources:
            self.splits.append(split)
        return Several(tuple(parts))

    def _cross_validation(self, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]) -> None:
        splitter = words.get("cv")
        split = Split(name, self.place(node), isinstance(splitter, Splitter) and splitter.shuffled)
        rows = rows_in(words.get("X")) or [rows for value in values[1:2] for rows in rows_in(value)]
        for one in rows:
            split.take(one)
        if split.sources:
            self.splits.append(split)

    def _read(self, node: ast.Call, values: list[Value]) -> Rows:
        path = next((value.words[0] for value in values if isinstance(value, Words)), f"line {node.lineno}")
        self.tables.add(path)
        return Rows(self.token(), tables=frozenset({path}), is_file=True)

    def _repeated(self, node: ast.Call, values: list[Value]) -> Value:
        rows = merged(values[:1])
        if rows is None or _is_false(node, "replace") or not any(word.arg == "n_samples" for word in node.keywords):
            return rows
        return self._after(rows, Learned("resample", Learning.RESAMPLE, self.place(node)))

    def _concatenated(self, values: list[Value]) -> Value:
        rows = [one for value in values for one in rows_in(value)]
        whole = merged(values)
        if whole is None:
            return None
        parts = {one.part for one in rows} - {Part.SOME}
        apart = len(parts) > 1 or any(names.named_part(_stem(table)) is Part.TEST for table in whole.tables)
        part = Part.BOTH if apart else next(iter(parts), Part.ALL)
        return replace(whole, token=self.token(), part=part, parent=None)

    def _constructed(self, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]) -> Value:
        kind = names.learning(name)
        if name in names.CONTAINERS:
            inside = [one for value in [*values, *words.values()] for one in _estimators(value)]
            learners = tuple(learner for one in inside for learner in one.learners)
            return Estimator(name, self.place(node), learners)
        if kind is not None:
            return Estimator(name, self.place(node), () if _is_fixed(name, node) else (name,))
        if name in names.FORECASTERS:
            model = Estimator(name, self.place(node))
            if name.lower() == "auto_arima" or values[:1] != [None]:
                model.fitted_on = merged(values[:1])
            if name == "auto_arima":
                self.fitted.append((name, model.fitted_on, model.place))
            return model
        if names.MODEL.match(name) or name.startswith(("CatBoost", "XGB", "LGBM")):
            stops = name.startswith("CatBoost") or any(word.arg in names.STOPPING for word in node.keywords)
            return Estimator(name, self.place(node), stops_early=stops)
        return None

    def _method(self, owner: Value, name: str, node: ast.Call) -> Value:
        values, words = self._arguments(node)
        if isinstance(owner, Instance):
            found = self._of_instance(owner, node.func) if isinstance(node.func, ast.Attribute) else None
            return self.run_function(found, values, words) if isinstance(found, Function) else None
        if isinstance(owner, Splitter) and name == "split":
            return self._folds(owner, node, values, words)
        if isinstance(owner, Estimator):
            return self._estimator_method(owner, name, node, values, words)
        if name in {"idxmax", "sort_values"}:
            self._choose(node)
        if isinstance(owner, Several):
            return self._collection_method(owner, name, node, values)
        if isinstance(owner, Rows):
            return self._rows_method(owner, name, node, values, words)
        return None

    def _folds(self, owner: Splitter, node: ast.Call, values: list[Value], words: dict[str, Value]) -> Folds:
        split = Split(owner.name, self.place(node), owner.shuffled)
        for value in (*values[:1], words.get("X")):
            for rows in rows_in(value):
                split.take(rows)
        self.splits.append(split)
        return Folds(split)

    def _estimator_method(
        self, owner: Estimator, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]
    ) -> Value:
        rows = merged(values[:1]) or merged([words.get("X"), words.get("x")])
        if name in _FIT or name in _FIT_TRANSFORM:
            self._fit(owner, rows, node, words)
            if name in _FIT_TRANSFORM:
                return self._fitted_output(owner, rows, len(values) > 1 and name != "fit_transform", values)
            return owner
        if name in _TRANSFORM:
            return self.transformed(owner, rows)
        if name in {"evaluate", "score"} and rows is not None:
            self._report([rows], node)
            return None
        if owner.name in names.FORECASTERS and name in names.FORECASTS:
            self._forecast(owner, node)
            return None
        if name == "get_support" and owner.learned is not None:
            return Selection(owner.learned)
        if name in {"predict", "predict_proba", "predict_classes", "decision_function"}:
            return replace(rows, learned=()) if rows is not None else None
        return None

    def _fit(self, owner: Estimator, rows: Rows | None, node: ast.Call, words: dict[str, Value]) -> None:
        if owner.name in names.FORECASTERS:
            owner.fitted_on = rows or owner.fitted_on
            self.fitted.append((owner.name, owner.fitted_on, self.place(node)))
        owner.learned, owner.fitted_on = None, rows or owner.fitted_on
        if owner.learners and (rows is None or rows.part in {Part.ALL, Part.SOME}):
            first = owner.learners[0]
            kind = names.learning(first) or Learning.SCALE
            owner.learned = Learned(first, kind, self.place(node))
        self._validation(owner, node, words)

    def _fitted_output(self, owner: Estimator, rows: Rows | None, several: bool, values: list[Value]) -> Value:
        made = rows if rows is not None else Rows(self.token())
        after = self._after(made, owner.learned) if owner.learned is not None else made
        owner.fitted_on = after
        if not several:
            return after
        return Several(tuple(after for _ in values[:2]))

    def _after(self, rows: Rows, learned: Learned) -> Rows:
        return rows.with_learned(learned)

    def transformed(self, owner: Estimator, rows: Rows | None) -> Value:
        """What a fitted transformer makes of rows, which know from then on what it had learned from."""
        if rows is None or owner.learned is None or owner.fitted_on is None:
            return rows
        if rows.token == owner.fitted_on.token:
            return self._after(rows, owner.learned)
        if rows.split is not None and owner.fitted_on.token in rows.split.sources:
            rows.split.learned.append(owner.learned)
        return rows

    def _collection_method(self, owner: Several, name: str, node: ast.Call, values: list[Value]) -> Value:
        if (
            name in {"append", "extend"}
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            added = merged(values) or self._unknown_row()
            if added is not None:
                window = bool(node.args) and self.loops_deep > 0 and _is_window(node.args[0])
                grown = replace(added, ordered=added.ordered | {"window"}) if window else added
                self.frame.names[node.func.value.id] = replace(
                    grown, part=Part.ALL if added.part is Part.SOME else added.part
                )
            elif not owner.items and any(isinstance(value, Estimator) for value in values):
                self.frame.names[node.func.value.id] = Several(tuple(values))
            return None
        return owner if name in {"items", "values", "copy"} else None

    def _unknown_row(self) -> Rows | None:
        """What was made of one of the rows that the innermost loop goes through, if it does go through rows."""
        if not self.iterating:
            return None
        rows = self.iterating[-1]
        return replace(rows, token=self.token(), learned=(), parent=None)

    def _rows_method(
        self, owner: Rows, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]
    ) -> Value:
        if name in _CUTS or (name == "sample" and not _is_one(node, "frac")):
            return owner.cut(self.token())
        if name in _CLEANS:
            return owner.kept(self.token())
        if name == "drop":
            return self._dropped(owner, node, values, words)
        if name == "shift":
            ahead = bool(node.args) and isinstance(node.args[0], ast.UnaryOp)
            return replace(owner, ordered=owner.ordered | {"future" if ahead else "lag"})
        if name in _SCALARS:
            return None
        if name in {"append", "extend", "join", "merge"}:
            whole = self._concatenated([owner, *values]) if name == "append" else merged([owner, *values])
            if (
                name in {"append", "extend"}
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
            ):
                self.frame.names[node.func.value.id] = whole
            return whole
        return owner

    def _dropped(self, owner: Rows, node: ast.Call, values: list[Value], words: dict[str, Value]) -> Value:
        if any(
            isinstance(each, ast.Attribute) and each.attr == "index" for each in ast.walk(node) if each is not node.func
        ):
            return owner.cut(self.token())
        dropped = next((value for value in (*values[:1], words.get("columns")) if isinstance(value, Words)), None)
        return owner.dropped(frozenset(dropped.words)) if dropped is not None else owner

    def _report(self, values: list[Value], node: ast.Call) -> None:
        for value in values:
            for rows in rows_in(value):
                if rows.part is Part.TEST:
                    place = self.place(node)
                    self.reported.append((rows, place))
                    if self.loops and self.loops[-1].scored is None:
                        self.loops[-1].scored = place
                    return

    def _choose(self, node: ast.Call) -> None:
        """The best of some results is asked for, after a loop that scored models on the test rows."""
        if self.compared and _RESULTS.search(ast.unparse(node)):
            loop = self.compared[-1]
            if loop.scored is not None:
                self.chosen.append(Chosen(loop.candidates, loop.scored, self.place(node)))

    def _validation(self, owner: Estimator, node: ast.Call, words: dict[str, Value]) -> None:
        for word in node.keywords:
            if word.arg == "validation_split":
                self.parts_seen.add(Part.VALIDATION)
            if word.arg not in {"validation_data", "eval_set"}:
                continue
            if word.arg == "eval_set" and not (
                owner.stops_early or any(one.arg in names.STOPPING for one in node.keywords)
            ):
                continue
            held = [rows for rows in rows_in(words.get(word.arg)) if rows.part is not Part.TRAIN]
            if held and all(rows.part is Part.TEST and not _is_fold(rows) for rows in held):
                self.validated.append((held[0], self.place(node)))

    def _forecast(self, owner: Estimator, node: ast.Call) -> None:
        fitted = next((place for name, _, place in reversed(self.fitted) if name == owner.name), None)
        if fitted is not None:
            self.forecasts.append(Forecast(owner.name, fitted, self.place(node)))


def _stem(path: str) -> str:
    """A file's name without its folders and its ending."""
    return path.rpartition("/")[2].partition(".")[0]


def _is_fold(rows: Rows) -> bool:
    return rows.split is not None and rows.split.name in names.FOLDS


def _estimators(value: Value) -> list[Estimator]:
    if isinstance(value, Estimator):
        return [value]
    return [one for item in value.items for one in _estimators(item)] if isinstance(value, Several) else []


def _keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((word.value for word in node.keywords if word.arg == name), None)


def _is_true(node: ast.Call, name: str) -> bool:
    given = _keyword(node, name)
    return isinstance(given, ast.Constant) and given.value is True


def _is_false(node: ast.Call, name: str) -> bool:
    given = _keyword(node, name)
    return isinstance(given, ast.Constant) and given.value is False


def _is_one(node: ast.Call, name: str) -> bool:
    given = _keyword(node, name)
    return isinstance(given, ast.Constant) and given.value == 1


def _shuffles(node: ast.Call) -> bool:
    given = _keyword(node, "shuffle")
    return given is None or _is_true(node, "shuffle")


def _is_fixed(name: str, node: ast.Call) -> bool:
    """Whether a transformer is told what it would learn: a constant to fill in, a vocabulary."""
    strategy = _keyword(node, "strategy")
    constant = isinstance(strategy, ast.Constant) and strategy.value == "constant" and name == "SimpleImputer"
    return constant or _keyword(node, "vocabulary") is not None


def _is_window(node: ast.expr) -> bool:
    """Whether a slice has a bound that moves: ``values[i - 60:i]``."""
    return any(
        isinstance(each, ast.Slice) and any(isinstance(name, ast.Name) for name in ast.walk(each))
        for each in ast.walk(node)
    )
