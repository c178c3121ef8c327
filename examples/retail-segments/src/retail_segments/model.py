"""The ladder of models, from chance to yours. `own` is yours to change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.pipeline import Pipeline, make_pipeline

from . import features
from .data import SEED, Schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

QUALITIES = ("silhouette", "stability")
MOST_SEGMENTS, SAMPLE, HALVINGS, PERMUTATIONS = 9, 1000, 5, 5


@dataclass(frozen=True)
class Candidate:
    """A model on the ladder: who it is, what it sees, how it learns."""

    name: str
    role: str
    features: Callable[[pd.DataFrame, Schema], pd.DataFrame]
    build: Callable[[pd.DataFrame], Any]


def own(train: pd.DataFrame, schema: Schema) -> Pipeline:
    """Return your model, unfitted; it needs ``predict``. As rendered it is the reference's.

    ``train`` holds the training features: for names and types, not to fit on. Keep the
    number of segments: more of them explain more, whoever draws them.
    """
    return reference(train, schema)


def reference(train: pd.DataFrame, schema: Schema) -> Pipeline:
    """Return k-means on log1p and unit-variance columns, unfitted: what yours is compared with."""
    centres = KMeans(count(train, schema), n_init=10, random_state=SEED)
    return make_pipeline(features.encoder(train, schema), centres)


class Chance(ClusterMixin, BaseEstimator):
    """Segments by lot: the least that any segmentation must beat."""

    def __init__(self, segments: int) -> None:
        self.segments = segments

    def fit(self, _frame: pd.DataFrame, _target: object = None) -> Self:
        """Learn nothing."""
        self.is_fitted_ = True
        return self

    def predict(self, frame: pd.DataFrame) -> NDArray[np.int_]:
        """Return a segment for each row, the same lots every time."""
        return np.random.default_rng(SEED).integers(self.segments, size=len(frame))


class Scores(ClusterMixin, BaseEstimator):
    """The marketer's rule: points per column by its quantiles, summed, cut into equal bands.

    ``signs`` says which columns count, +1 where more is better and -1 where less is.
    Each gives 0 to ``segments`` - 1 points; the sum is cut in the same way. A missing
    value gives no points. With one column these are that column's quantiles.
    """

    def __init__(self, signs: Mapping[str, int], segments: int) -> None:
        self.signs = signs
        self.segments = segments

    def fit(self, frame: pd.DataFrame, _target: object = None) -> Self:
        """Learn where to cut each column and the sum."""
        self.cuts_ = {
            name: equal_cuts(frame[name].to_numpy(dtype=float) * sign, self.segments)
            for name, sign in self.signs.items()
        }
        self.bands_ = equal_cuts(self._points(frame), self.segments)
        return self

    def predict(self, frame: pd.DataFrame) -> NDArray[np.int_]:
        """Return the band of each row, 0 the fewest points."""
        return np.searchsorted(self.bands_, self._points(frame), side="right")

    def _points(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        total = np.zeros(len(frame))
        for name, sign in self.signs.items():
            values = frame[name].to_numpy(dtype=float) * sign
            points = np.searchsorted(self.cuts_[name], values, side="right")
            total += np.where(np.isnan(values), 0, points)
        return total


def equal_cuts(values: NDArray[np.float64], parts: int) -> NDArray[np.float64]:
    """Return the ``parts`` - 1 values that cut best into equal parts; ties stay together.

    A part begins with its cut. Missing values do not count.
    """
    known = np.sort(values[~np.isnan(values)])
    if not len(known):
        return np.zeros(parts - 1)
    distinct = np.unique(known)
    below = np.searchsorted(known, distinct) / len(known)
    shares = np.arange(1, parts) / parts
    return distinct[np.abs(below[:, None] - shares).argmin(axis=0)]


def ladder(train: pd.DataFrame, schema: Schema) -> list[Candidate]:
    """All models in order of effort; yours is on it once it differs from the reference."""
    seen, number = features.reference, count(features.reference(train, schema), schema)
    numeric = [c.name for c in schema.columns if c.type == "number" and c.role == "feature"]
    columns = [n for n in schema.task.get("cluster_on") or numeric if n in numeric]
    rules = schema.task.get("rules") or {"sum of scores": dict.fromkeys(columns, 1)}
    one = schema.task.get("quantiles") or columns[0]

    def scores(signs: Mapping[str, int]) -> Callable[[pd.DataFrame], Scores]:
        return lambda _: Scores(dict(signs), number)

    rungs = [Candidate("random segments", "baseline", seen, lambda _: Chance(number))]
    for name, signs in rules.items():
        rungs.append(Candidate(name, "baseline", seen, scores(signs)))
    rungs.append(Candidate(f"{one} quantiles", "simple", seen, scores({one: 1})))
    rungs.append(Candidate("k-means", "reference", seen, lambda f: reference(f, schema)))
    if is_own(train, schema):
        rungs.append(Candidate("mine", "own", features.own, lambda f: own(f, schema)))
    return rungs


def is_own(train: pd.DataFrame, schema: Schema) -> bool:
    """Whether your features or your model differ from the reference's: by looking, no flag."""
    yours, theirs = features.own(train, schema), features.reference(train, schema)
    if not yours.equals(theirs):
        return True
    return repr(_settings(own(yours, schema))) != repr(_settings(reference(theirs, schema)))


def _settings(model: Any) -> dict[str, str]:
    """Every nested parameter of an estimator, in full."""
    return {name: repr(value) for name, value in model.get_params(deep=True).items()}


def count(seen: pd.DataFrame, schema: Schema) -> int:
    """Return the schema's number of segments; without one, the best supported by the data.

    Best supported: the widest margin of the silhouette over that of permuted columns.
    """
    if "segments" in schema.task:
        return int(schema.task["segments"])
    rows = support(seen, schema)
    return int(max(rows, key=lambda row: row["silhouette"] - row["null_silhouette"])["k"])


def support(seen: pd.DataFrame, schema: Schema) -> list[dict[str, float]]:
    """Say for each k how far silhouette and stability stand above those of permuted columns.

    Silhouette: Rousseeuw (1987). Stability: adjusted Rand index between two k-means
    fitted on disjoint halves, both applied to all rows, after Lange et al. (2004). The
    null permutes each column by itself: the same values, no segments to be found.
    """
    scaled = np.asarray(features.encoder(seen, schema).fit_transform(seen), dtype=float)
    return list(_support(scaled.tobytes(), scaled.shape))


@lru_cache(maxsize=8)
def _support(content: bytes, shape: tuple[int, int]) -> tuple[dict[str, float], ...]:
    """Keyed by the bytes of the scaled columns, because arrays cannot be keys."""
    random, scaled = np.random.default_rng(SEED), np.frombuffer(content).reshape(shape)
    scaled = scaled[np.sort(random.permutation(len(scaled))[:SAMPLE])]
    most = max(2, min(MOST_SEGMENTS, len(np.unique(scaled, axis=0)) // 10))
    found = np.array(list(_quality(scaled, most, random)))
    null = np.array(
        [list(_quality(permuted(scaled, random), most, random)) for _ in range(PERMUTATIONS)]
    )
    names = [f"{kind}{key}" for kind in ("", "null_", "high_") for key in QUALITIES]
    values = np.hstack([found, null.mean(0), null.max(0)]).round(4)
    return tuple(
        {"k": k, **dict(zip(names, row.tolist(), strict=True))}
        for k, row in enumerate(values, start=2)
    )


def permuted(scaled: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """Shuffle each column by itself: every value stays, every relation goes."""
    return np.column_stack([random.permutation(column) for column in scaled.T])


def _quality(
    scaled: NDArray[np.float64], most: int, random: np.random.Generator
) -> Iterator[tuple[float, float]]:
    """Yield silhouette and stability of k-means for k from 2 to ``most``."""
    for k in range(2, most + 1):
        found = KMeans(k, n_init=5, random_state=SEED).fit_predict(scaled)
        agreement = []
        for _ in range(HALVINGS):
            halves = np.array_split(random.permutation(len(scaled)), 2)
            fits = [KMeans(k, n_init=3, random_state=SEED).fit(scaled[half]) for half in halves]
            agreement.append(adjusted_rand_score(*(fit.predict(scaled) for fit in fits)))
        yield float(silhouette_score(scaled, found)), float(np.mean(agreement))
