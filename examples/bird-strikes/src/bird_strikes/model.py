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
    numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    words = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=20)
    encoder = ColumnTransformer(
        [("numbers", numbers, kinds["numbers"]), ("words", words, kinds["few"] + kinds["many"])]
    )
    return make_pipeline(encoder, LogisticRegression(C=0.3, max_iter=2000))


class Lookup(ClassifierMixin, BaseEstimator):
    """A table anyone can keep by hand: how often each value went with a yes.

    Each column's rate is pulled towards the overall rate as if by ``weight``
    more rows, and the odds ratios are multiplied (naive Bayes in odds form).
    A value never seen counts as the overall rate.
    """

    def __init__(self, names: tuple[str, ...], weight: float = 20.0) -> None:
        self.names = names
        self.weight = weight

    def fit(self, frame: pd.DataFrame, target: NDArray[np.int_]) -> Self:
        """Learn one table of log odds ratios per column."""
        self.classes_ = np.array([0, 1])
        rate = float(np.mean(target))
        self.prior_ = float(np.log(rate / (1 - rate)))
        self.tables_ = {}
        for name in self.names:
            groups = pd.Series(target).groupby(frame[name].to_numpy())
            rates = (groups.sum() + self.weight * rate) / (groups.count() + self.weight)
            self.tables_[name] = {
                str(key): float(np.log(share / (1 - share))) - self.prior_
                for key, share in rates.items()
            }
        return self

    def predict_proba(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return probabilities of no and yes, shape (rows, 2)."""
        odds = np.full(len(frame), self.prior_)
        for name, table in self.tables_.items():
            odds += np.array([table.get(value, 0.0) for value in frame[name]])
        yes = 1 / (1 + np.exp(-odds))
        return np.column_stack([1 - yes, yes])


def ladder(train: pd.DataFrame, schema: Schema) -> list[Candidate]:
    """All models in order of effort; yours is on it once it differs from the reference."""

    def lookup(names: list[str]) -> Callable[[pd.DataFrame], Lookup]:
        return lambda _: Lookup(tuple(names))

    def prior(_: pd.DataFrame) -> DummyClassifier:
        return DummyClassifier(strategy="prior")

    seen = features.reference
    rungs = [Candidate("class prior", "baseline", seen, prior)]
    for name, names in schema.task["lookups"].items():
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
