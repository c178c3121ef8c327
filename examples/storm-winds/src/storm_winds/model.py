"""The ladder of models, from a constant to yours. `own` is yours to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype
from sklearn.base import BaseEstimator, RegressorMixin, clone
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from . import features
from .data import SEED, Schema, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
    What it learns is the change since `baseline_column`, if the schema names one.
    """
    return reference(train)


def reference(train: pd.DataFrame) -> Pipeline:
    """Return gradient boosting on encoded features, unfitted: what yours is compared with.

    It minimises what decides, the absolute error. The settings were chosen on the folds
    inside the training rows, not on the test rows.
    """
    boosting = HistGradientBoostingRegressor(
        loss="absolute_error",
        learning_rate=0.06,
        max_iter=250,
        max_leaf_nodes=15,
        max_features=0.3,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=SEED,
    )
    return make_pipeline(features.encoder(train), boosting)


def simple(train: pd.DataFrame) -> Pipeline:
    """Return ridge regression, unfitted; levels in under 20 rows share one column."""
    kinds = features.columns(train)
    median = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    words = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=20)
    encoder = ColumnTransformer(
        [
            ("numbers", make_pipeline(median, StandardScaler()), kinds["numbers"]),
            ("words", words, kinds["few"] + kinds["many"]),
        ]
    )
    return make_pipeline(encoder, Ridge(alpha=10.0))


class Change(RegressorMixin, BaseEstimator):
    """A regressor that learns the change since ``anchor``, a column, instead of the level.

    With ``log`` it learns on the scale of log1p, where a change is a ratio. A
    missing anchor counts as the median of the training rows; without an anchor
    the level itself is learnt.
    """

    def __init__(self, regressor: Any, anchor: str | None = None, *, log: bool = False) -> None:
        self.regressor = regressor
        self.anchor = anchor
        self.log = log

    def fit(self, frame: pd.DataFrame, target: NDArray[np.float64]) -> Self:
        """Fit a copy of the regressor on what is left of the target."""
        self.missing_ = float(frame[self.anchor].median()) if self.anchor else 0.0
        level = np.log1p(target) if self.log else target
        self.regressor_ = clone(self.regressor).fit(frame, level - self._start(frame))
        return self

    def predict(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return the target, in its own unit."""
        level = np.asarray(self.regressor_.predict(frame)) + self._start(frame)
        return np.expm1(level) if self.log else level

    def _start(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        if not self.anchor:
            return np.zeros(len(frame))
        start = frame[self.anchor].fillna(self.missing_).to_numpy()
        return np.log1p(start) if self.log else start


class Table(RegressorMixin, BaseEstimator):
    """A table anyone can keep by hand: the median of the training rows in the same cell.

    ``columns`` names the columns that make the cells and the edges of each number's
    bands, an edge being the lowest value of its band; a missing value is a band of
    its own, and a cell never seen counts as the median of all rows. Without
    ``columns`` the cells are fourths of the two that cut the training error most.
    """

    def __init__(self, columns: Mapping[str, Sequence[float]] | None = None) -> None:
        self.columns = columns

    def fit(self, frame: pd.DataFrame, target: NDArray[np.float64]) -> Self:
        """Learn one median per cell."""
        known = self.columns or self._two_best(frame, target)
        self.edges_ = {name: [float(edge) for edge in edges] for name, edges in known.items()}
        medians = pd.Series(target).groupby(_cells(frame, self.edges_)).median()
        self.cells_ = {str(cell): float(value) for cell, value in medians.items()}
        self.all_ = float(np.median(target))
        return self

    def predict(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return the median of each row's cell."""
        return np.array([self.cells_.get(c, self.all_) for c in _cells(frame, self.edges_)])

    @staticmethod
    def _two_best(frame: pd.DataFrame, target: NDArray[np.float64]) -> dict[str, list[float]]:
        def error(edges: dict[str, list[float]]) -> float:
            cells = pd.Series(target).groupby(_cells(frame, edges))
            return float(np.abs(target - cells.transform("median")).mean())

        fourths = {name: _fourths(frame[name]) for name in frame.columns}
        few = [name for name, edges in fourths.items() if edges or frame[name].nunique() <= 15]
        found: dict[str, list[float]] = {}
        for _ in range(min(2, len(few))):
            rest = [name for name in few if name not in found]
            best = min(rest, key=lambda name: error({**found, name: fourths[name]}))
            found[best] = fourths[best]
        return found


def _fourths(values: pd.Series) -> list[float]:
    """Return the edges of a number's fourths; none for words or a constant."""
    if not is_numeric_dtype(values) or values.notna().sum() == 0:
        return []
    edges = np.unique(values.quantile([0.25, 0.5, 0.75]).to_numpy())
    return [float(edge) for edge in edges if edge > values.min()]


def _cells(frame: pd.DataFrame, edges: Mapping[str, Sequence[float]]) -> NDArray[np.object_]:
    """Name the cell of each row: the band of each number, the value of each word."""
    names = np.full(len(frame), "", dtype=object)
    for column, bounds in edges.items():
        values = frame[column]
        if not is_numeric_dtype(values):
            names = names + "|" + values.to_numpy(dtype=object)
            continue
        band = np.searchsorted(bounds, values.to_numpy(), side="right").astype(object)
        names = names + "|" + np.where(values.isna(), "missing", band).astype(str).astype(object)
    return names


def ladder(train: pd.DataFrame, schema: Schema) -> list[Candidate]:
    """All models in order of effort; yours is on it once it differs from the reference."""
    anchor, log = schema.task.get("baseline_column"), bool(schema.task.get("log"))

    def on_change(build: Callable[[pd.DataFrame], Any]) -> Callable[[pd.DataFrame], Change]:
        def built(seen: pd.DataFrame) -> Change:
            return Change(build(seen), anchor if anchor in seen else None, log=log)

        return built

    def constant(_: pd.DataFrame) -> DummyRegressor:
        unchanged = DummyRegressor(strategy="constant", constant=0.0)
        return unchanged if anchor else DummyRegressor(strategy="median")

    def table(_: pd.DataFrame) -> Table:
        return Table(schema.task.get("table"))

    seen = features.reference
    named = [*([anchor] if anchor else []), *(schema.task.get("table") or ())]
    for name in named:
        if name not in seen(train, schema):
            raise UsageError(f"data/schema.yaml: task names {name}, which is no feature")
    rungs = [
        Candidate("persistence" if anchor else "median", "baseline", seen, on_change(constant)),
        Candidate("table of medians", "baseline", seen, on_change(table)),
        Candidate("ridge regression", "simple", seen, on_change(simple)),
        Candidate("gradient boosting", "reference", seen, on_change(reference)),
    ]
    if is_own(train, schema):
        rungs.append(Candidate("mine", "own", features.own, on_change(own)))
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
