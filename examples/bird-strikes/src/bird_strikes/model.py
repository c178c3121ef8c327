"""The ladder of models, from a constant to yours. `own` is yours to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from . import features
from .data import SEED, Schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

LOOKUPS = {"one-column table": 1, "five-column table": 5}


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
    """Return gradient boosting on encoded features, unfitted: what yours is compared with.

    The settings were chosen on the folds inside the training rows, not on the test rows.
    """
    boosting = HistGradientBoostingClassifier(
        learning_rate=0.06,
        max_iter=120,
        max_leaf_nodes=15,
        max_features=0.3,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=SEED,
    )
    return make_pipeline(features.encoder(train), boosting)


def simple(train: pd.DataFrame) -> Pipeline:
    """Return logistic regression, unfitted; levels in under 20 rows share one column."""
    kinds = features.columns(train)
    filled = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    numbers = make_pipeline(filled, StandardScaler())
    words = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=20)
    encoder = ColumnTransformer(
        [("numbers", numbers, kinds["numbers"]), ("words", words, kinds["few"] + kinds["many"])]
    )
    return make_pipeline(encoder, LogisticRegression(C=0.3, max_iter=2000))


class Lookup(ClassifierMixin, BaseEstimator):
    """A table anyone can keep by hand: how often each value went with each class.

    Each column's rates are pulled towards the overall rates as if by ``weight``
    more rows, and the ratios are multiplied (naive Bayes). A value never seen
    counts as the overall rate. Numbers are looked up by their tenth.

    ``names`` are the columns to keep; or their number, and the training rows choose
    those that alone give the lowest log loss on five held-out parts.
    """

    def __init__(self, names: tuple[str, ...] | int, weight: float = 20.0) -> None:
        self.names = names
        self.weight = weight

    def fit(self, frame: pd.DataFrame, target: NDArray[np.int_]) -> Self:
        """Learn one table of log odds ratios per column."""
        self.classes_, labels = np.unique(target, return_inverse=True)
        self.edges_ = {
            name: np.unique(np.nanquantile(frame[name], np.linspace(0.1, 0.9, 9)))
            for name in frame.select_dtypes("number").columns
            if frame[name].notna().any()
        }
        if isinstance(self.names, int):
            losses = {str(name): self._loss(self._keys(frame, name), labels) for name in frame}
            self.chosen_ = sorted(losses, key=lambda name: losses[name])[: self.names]
        else:
            self.chosen_ = list(self.names)
        self.prior_, self.tables_ = self._prior(labels), {}
        for name in self.chosen_:
            self.tables_[name] = self._table(self._keys(frame, name), labels)
        return self

    def _keys(self, frame: pd.DataFrame, name: str) -> NDArray[Any]:
        """Return what to look up for each row: the value, or the number's tenth."""
        if name not in self.edges_:
            return np.asarray([str(value) for value in frame[name]], dtype=object)
        tenths = np.digitize(frame[name], self.edges_[name])
        missing = frame[name].isna().to_numpy()
        return np.where(missing, "missing", tenths.astype(str)).astype(object)

    def _prior(self, labels: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return each class's log odds; of two classes, of the second only."""
        rates = np.bincount(labels, minlength=len(self.classes_)) / len(labels)
        return _log_odds(rates[1:] if len(rates) == 2 else rates)

    def _table(self, keys: NDArray[Any], labels: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """Return each value's log odds minus the prior's."""
        hits = pd.DataFrame(np.eye(len(self.classes_))[labels])
        hits = hits.iloc[:, 1:] if len(self.classes_) == 2 else hits
        grouped = hits.groupby(keys)
        rates = (grouped.sum() + self.weight * hits.mean()).div(
            grouped.size() + self.weight, axis=0
        )
        gain = _log_odds(rates.to_numpy()) - self.prior_
        return dict(zip([str(key) for key in rates.index], gain, strict=True))

    def _loss(self, keys: NDArray[Any], labels: NDArray[np.intp]) -> float:
        """Return the log loss of one column's table on five held-out parts."""
        parts, total = np.arange(len(labels)) % 5, 0.0
        for part in range(5):
            past, held = parts != part, parts == part
            self.prior_ = self._prior(labels[past])
            table = self._table(keys[past], labels[past])
            shares = self._shares(self.prior_ + _looked_up(table, keys[held], self.prior_))
            total -= float(np.log(shares[np.arange(held.sum()), labels[held]]).sum())
        return total / len(labels)

    def _shares(self, odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn log odds into probabilities, shape (rows, classes)."""
        yes = 1 / (1 + np.exp(-odds))
        if len(self.classes_) == 2:
            return np.column_stack([1 - yes, yes])
        return np.asarray(yes / yes.sum(axis=1, keepdims=True))

    def predict_proba(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return the probability of each class, shape (rows, classes)."""
        odds = np.tile(self.prior_, (len(frame), 1))
        for name, table in self.tables_.items():
            odds += _looked_up(table, self._keys(frame, name), self.prior_)
        return self._shares(odds)


def _log_odds(rates: NDArray[np.float64]) -> NDArray[np.float64]:
    kept = np.clip(rates, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(kept / (1 - kept)))


def _looked_up(
    table: dict[str, NDArray[Any]], keys: NDArray[Any], prior: NDArray[np.float64]
) -> NDArray[np.float64]:
    nothing = np.zeros_like(prior)
    return np.array([table.get(key, nothing) for key in keys])


def ladder(train: pd.DataFrame, schema: Schema) -> list[Candidate]:
    """All models in order of effort; yours is on it once it differs from the reference."""

    def lookup(names: list[str] | int) -> Callable[[pd.DataFrame], Lookup]:
        return lambda _: Lookup(names if isinstance(names, int) else tuple(names))

    def prior(_: pd.DataFrame) -> DummyClassifier:
        return DummyClassifier(strategy="prior")

    seen = features.reference
    rungs = [Candidate("class prior", "baseline", seen, prior)]
    for name, names in schema.task.get("lookups", LOOKUPS).items():
        rungs.append(Candidate(name, "baseline", seen, lookup(names)))
    rungs.append(Candidate("logistic regression", "simple", seen, simple))
    rungs.append(Candidate("gradient boosting", "reference", seen, reference))
    if is_own(train, schema):
        rungs.append(Candidate("mine", "own", features.own, own))
    return rungs


def is_own(train: pd.DataFrame, schema: Schema) -> bool:
    """Whether your features or your model differ from the reference's: by looking, no flag."""
    yours, theirs = features.own(train, schema), features.reference(train, schema)
    if not yours.equals(theirs):
        return True
    return repr(_settings(own(yours))) != repr(_settings(reference(theirs)))


def _settings(model: Any) -> dict[str, str]:
    """Every nested parameter of an estimator, in full."""
    return {name: repr(value) for name, value in model.get_params(deep=True).items()}
