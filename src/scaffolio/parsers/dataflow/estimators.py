"""Estimators: what is fitted, what it makes of rows, what training looks at, and what is measured."""

from __future__ import annotations

import ast
from dataclasses import replace

from scaffolio.parsers.dataflow import names
from scaffolio.parsers.dataflow.arguments import keyword, says
from scaffolio.parsers.dataflow.events import Chosen, Forecast, Learned, Learning
from scaffolio.parsers.dataflow.machine import Machine
from scaffolio.parsers.dataflow.names import Part
from scaffolio.parsers.dataflow.values import Estimator, Rows, Selection, Several, Value, Watched, merged, rows_in
from scaffolio.parsers.python import dotted_name
from scaffolio.patterns import regex

_RESULTS = regex(r"(?i)result|score|acc|perform|metric|model|auc|f1|r2")
_FIT = frozenset({"fit", "fit_generator", "fit_on_texts", "adapt"})
_EVALUATE = frozenset({"evaluate", "evaluate_generator", "score"})
_FIT_TRANSFORM = frozenset({"fit_transform", "fit_resample", "fit_sample"})
_TRANSFORM = frozenset({"transform", "texts_to_sequences", "texts_to_matrix", "sequences_to_matrix"})
_PREDICT = frozenset({"predict", "predict_proba", "predict_classes", "decision_function"})
_WHOLE = frozenset({Part.ALL, Part.SOME})


class Estimators:
    """Evaluates what is done with transformers and models."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def constructed(self, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]) -> Estimator | None:
        """An object of a class that is known to learn; ``None`` for any other."""
        model = Estimator(name)
        if name in names.CONTAINERS:
            inside = [one for value in [*values, *words.values()] for one in _estimators(value)]
            model.learners = tuple(learner for one in inside for learner in one.learners)
        elif names.learning(name) is not None:
            model.learners = () if _is_fixed(name, node) else (name,)
        elif name in names.FORECASTERS:
            model.fitted_on = merged([*values[:1], words.get("endog")])
            if name == "auto_arima":
                self.machine.fitted.append((name, model.fitted_on, self.machine.place(node)))
        elif name in names.WATCHERS:
            model.stops_early = _stops_by_validation(node)
        elif names.MODEL.match(name) or name.startswith(names.BOOSTERS):
            model.stops_early = name.startswith("CatBoost") or _stops(node)
        else:
            return None
        return model

    def estimator_method(
        self, owner: Estimator, name: str, node: ast.Call, values: list[Value], words: dict[str, Value]
    ) -> Value:
        """A method of a transformer or model."""
        rows = merged(values[:1]) or merged([words.get("X"), words.get("x")])
        found: Value = None
        if name in _FIT:
            self._fit(owner, rows, node, words)
            found = owner
        elif name in _FIT_TRANSFORM:
            self._fit(owner, rows, node, words)
            after = self._output(owner, rows)
            found = after if name == "fit_transform" else Several((after, after))
        elif name == "inverse_transform":
            found = rows
        elif name in _TRANSFORM:
            found = self.transformed(owner, rows)
        elif name in _EVALUATE:
            self.report([rows], node)
        elif owner.name in names.FORECASTERS and name in names.FORECASTS:
            self._forecast(owner, node)
        elif name == "get_support" and owner.learned is not None:
            found = Selection(owner.learned)
        elif name in _PREDICT and rows is not None:
            found = replace(rows, learned=())
        return found

    def _fit(self, owner: Estimator, rows: Rows | None, node: ast.Call, words: dict[str, Value]) -> None:
        owner.learned, owner.fitted_on = None, rows or owner.fitted_on
        if owner.name in names.FORECASTERS:
            self.machine.fitted.append((owner.name, owner.fitted_on, self.machine.place(node)))
        if owner.learners and (rows is None or rows.part in _WHOLE):
            first = owner.learners[0]
            owner.learned = Learned(first, names.learning(first) or Learning.SCALE, self.machine.place(node))
        self._validation(owner, node, words)

    def _output(self, owner: Estimator, rows: Rows | None) -> Rows:
        made = rows if rows is not None else Rows(self.machine.token())
        owner.fitted_on = made.with_learned(owner.learned) if owner.learned is not None else made
        return owner.fitted_on

    def transformed(self, owner: Estimator, rows: Rows | None) -> Rows | None:
        """What a fitted transformer makes of rows, which know from then on what it had learned from."""
        if rows is None or owner.learned is None or owner.fitted_on is None:
            return rows
        if rows.token == owner.fitted_on.token:
            return rows.with_learned(owner.learned)
        if rows.split is not None and owner.fitted_on.token in rows.split.sources:
            rows.split.learned.append(owner.learned)
        return rows

    def report(self, values: list[Value], node: ast.Call) -> None:
        """Something is measured; it is told of where it is on test rows."""
        tested = [rows for value in values for rows in rows_in(value) if rows.part is Part.TEST]
        if not tested:
            return
        place = self.machine.place(node)
        self.machine.reported.append((tested, place))
        if self.machine.loops and self.machine.loops[-1].scored is None:
            self.machine.loops[-1].scored = place

    def choose(self, node: ast.Call) -> None:
        """The best of some results is asked for, after a loop that scored models on the test rows."""
        if self.machine.compared and _RESULTS.search(ast.unparse(node)):
            loop = self.machine.compared[-1]
            if loop.scored is not None:
                self.machine.chosen.append(Chosen(loop.candidates, loop.scored, self.machine.place(node)))

    def _validation(self, owner: Estimator, node: ast.Call, words: dict[str, Value]) -> None:
        if keyword(node, "validation_split") is not None:
            self.machine.parts_seen.add(Part.VALIDATION)
        by_rounds = owner.stops_early or _stops(node)
        by_watching = any(one.stops_early for one in _estimators(words.get("callbacks")))
        looks = {"validation_data": by_watching, **({"eval_set": True} if by_rounds else {})}
        for name, stops in looks.items():
            held = [rows for rows in rows_in(words.get(name)) if rows.part is not Part.TRAIN]
            if held and all(rows.part is Part.TEST and not _is_fold(rows) for rows in held):
                owner.watched = Watched(held, self.machine.place(node), stops)
                self.machine.validated.append(owner.watched)

    def _forecast(self, owner: Estimator, node: ast.Call) -> None:
        fitted = next((place for name, _, place in reversed(self.machine.fitted) if name == owner.name), None)
        if fitted is not None:
            self.machine.forecasts.append(Forecast(owner.name, fitted, self.machine.place(node)))


def _is_fold(rows: Rows) -> bool:
    return rows.split is not None and rows.split.name in names.FOLDS


def _stops(node: ast.Call) -> bool:
    return any(word.arg in names.STOPPING for word in node.keywords)


def _stops_by_validation(node: ast.Call) -> bool:
    """Whether a callback acts by the validating rows: it may be told to look at the training rows, or to keep all."""
    monitored = keyword(node, "monitor")
    elsewhere = isinstance(monitored, ast.Constant) and "val" not in str(monitored.value)
    keeps_all = dotted_name(node.func).endswith("ModelCheckpoint") and not says(node, "save_best_only", value=True)
    return not elsewhere and not keeps_all


def _estimators(value: Value) -> list[Estimator]:
    if isinstance(value, Estimator):
        return [value]
    return [one for item in value.items for one in _estimators(item)] if isinstance(value, Several) else []


def _is_fixed(name: str, node: ast.Call) -> bool:
    """Whether a transformer is told what it would learn: a constant to fill in, a vocabulary."""
    constant = name == "SimpleImputer" and says(node, "strategy", value="constant")
    return constant or keyword(node, "vocabulary") is not None
