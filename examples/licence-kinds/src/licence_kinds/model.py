"""The ladder of models, from a constant to yours. `own` is yours to change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from . import features
from .data import SEED, Schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Candidate:
    """A model on the ladder: who it is, what it sees, how it learns."""

    name: str
    role: str
    features: Callable[[pd.DataFrame, Schema], pd.DataFrame]
    build: Callable[[pd.DataFrame], Any]


def own(train: pd.DataFrame) -> Pipeline:
    """Return your model, unfitted. As rendered it is the reference's.

    ``train`` holds the training features: for names and types, not to fit on.
    """
    return reference(train)


def reference(train: pd.DataFrame) -> Pipeline:
    """Return a linear support vector machine on words and characters: what yours must beat.

    The settings were chosen on the folds inside the training rows, not on the test rows.
    """
    machine = LinearSVC(C=0.1, class_weight="balanced", max_iter=5000, random_state=SEED)
    return make_pipeline(features.encoder(train), machine)


def simple(train: pd.DataFrame) -> Pipeline:  # noqa: ARG001  every rung is built alike
    """Return logistic regression on TF-IDF of single words, unfitted."""
    encoder = ColumnTransformer([("words", features.words(1, 2), "text")])
    regression = LogisticRegression(solver="newton-cg", class_weight="balanced", max_iter=500)
    return make_pipeline(encoder, regression)


class KeywordRule(ClassifierMixin, BaseEstimator):
    """What a reader in a hurry does: the first label whose expression occurs, else the commonest.

    ``rules`` maps labels to regular expressions, searched in order, in any case.
    """

    def __init__(self, rules: dict[str, list[str]]) -> None:
        self.rules = rules

    def fit(self, frame: pd.DataFrame, target: NDArray[np.str_]) -> Self:  # noqa: ARG002
        """Learn the commonest label; the rules are given."""
        self.classes_ = np.unique(target)
        self.commonest_ = _commonest(target)
        return self

    def predict(self, frame: pd.DataFrame) -> NDArray[np.str_]:
        """Return a label for each row."""
        ordered = [
            (label, re.compile("|".join(e), re.IGNORECASE)) for label, e in self.rules.items()
        ]
        found = [
            next((label for label, rule in ordered if rule.search(text)), self.commonest_)
            for text in frame["text"]
        ]
        return np.array(found, dtype=str)


class BestWords(ClassifierMixin, BaseEstimator):
    """One word per label: the word whose presence alone foretells the label with the best F1.

    Of several words in a text the one of the highest precision decides; without any,
    the commonest label.
    """

    def fit(self, frame: pd.DataFrame, target: NDArray[np.str_]) -> Self:
        """Choose the words on the training rows."""
        self.classes_ = np.unique(target)
        self.commonest_ = _commonest(target)
        counter = features.words(1, 2)
        present = counter.fit_transform(frame["text"]).astype(bool).astype(int)
        names, spread = counter.get_feature_names_out(), np.asarray(present.sum(0)).ravel()
        chosen = []
        for label in self.classes_:
            rows = target == label
            hits = np.asarray(present[rows].sum(0)).ravel()
            best = int(np.argmax(2 * hits / (spread + rows.sum())))
            chosen.append((float(hits[best] / spread[best]), str(names[best]), str(label)))
        ordered = sorted(chosen, key=lambda choice: -choice[0])
        self.words_ = {word: label for _, word, label in reversed(ordered)}
        return self

    def predict(self, frame: pd.DataFrame) -> NDArray[np.str_]:
        """Return a label for each row."""
        found = []
        for text in frame["text"]:
            present = set(re.findall(features.WORD, text.lower()))
            hits = [label for word, label in self.words_.items() if word in present]
            found.append(hits[-1] if hits else self.commonest_)
        return np.array(found, dtype=str)


def _commonest(target: NDArray[np.str_]) -> str:
    labels, counts = np.unique(target, return_counts=True)
    return str(labels[counts.argmax()])


def ladder(train: pd.DataFrame, schema: Schema) -> list[Candidate]:
    """All models in order of effort; yours is on it once it differs from the reference."""

    def majority(_: pd.DataFrame) -> DummyClassifier:
        return DummyClassifier(strategy="most_frequent")

    def rule(_: pd.DataFrame) -> KeywordRule:
        return KeywordRule(schema.task["rules"])

    seen = features.reference
    rungs = [Candidate("majority", "baseline", seen, majority)]
    rungs.append(Candidate("one word per label", "baseline", seen, lambda _: BestWords()))
    if "rules" in schema.task:
        rungs.append(Candidate("keyword rule", "baseline", seen, rule))
    rungs.append(Candidate("logistic regression", "simple", seen, simple))
    rungs.append(Candidate("linear SVC", "reference", seen, reference))
    if is_own(train, schema):
        rungs.append(Candidate("mine", "own", features.own, own))
    return rungs


def is_own(train: pd.DataFrame, schema: Schema) -> bool:
    """Whether your features or your model differ from the reference's: by looking, no flag."""
    yours, theirs = features.own(train, schema), features.reference(train, schema)
    if not yours.equals(theirs):
        return True
    return repr(settings(own(yours))) != repr(settings(reference(theirs)))


def settings(model: Any) -> dict[str, str]:
    """Every nested parameter of an estimator, in full."""
    return {name: repr(value) for name, value in model.get_params(deep=True).items()}
