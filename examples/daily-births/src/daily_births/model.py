"""The ladder of models, from last week's value to yours. `own` is yours to change."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin, clone
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder
from statsmodels.tsa.holtwinters import ExponentialSmoothing  # type: ignore[import-untyped]

from . import features
from .data import SEED, Schema

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Candidate:
    """A model on the ladder: who it is, what it sees, how it learns."""

    name: str
    role: str
    features: Callable[[pd.DataFrame, Schema], pd.DataFrame]
    build: Callable[[pd.DataFrame], Any]


def own(train: pd.DataFrame) -> Any:
    """Return your model, unfitted. As rendered it is the reference's.

    ``train`` holds the training features: for names and types, not to fit on.
    """
    return reference(train)


def reference(train: pd.DataFrame) -> Anchored:
    """Return direct gradient boosting, unfitted: what yours is compared with.

    Direct: one model for all steps ahead, with the step as a feature, so that no
    forecast is fed back. The settings were chosen on the folds inside the training
    rows, not on the test rows.
    """
    boosting = HistGradientBoostingRegressor(
        learning_rate=0.06,
        max_iter=200,
        max_leaf_nodes=15,
        min_samples_leaf=5,
        max_features=0.5,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=SEED,
    )
    words = list(train.select_dtypes(exclude="number").columns)
    numbered = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    encoder = ColumnTransformer([("words", numbered, words)], remainder="passthrough")
    return Anchored(make_pipeline(encoder, boosting) if words else boosting)


class Anchored(RegressorMixin, BaseEstimator):
    """Forecasts how far a value lies from the column ``anchor``, and adds that column back."""

    def __init__(self, regressor: Any, anchor: str = "level") -> None:
        self.regressor = regressor
        self.anchor = anchor

    def fit(self, seen: pd.DataFrame, target: Floats) -> Self:
        """Fit on the rows whose target and anchor are known."""
        apart = target - self._anchor(seen)
        rows = seen[~np.isnan(apart)].dropna(axis="columns", how="all")
        self.columns_ = [name for name in rows.columns if name != self.anchor]
        self.regressor_ = clone(self.regressor).fit(rows[self.columns_], apart[~np.isnan(apart)])
        return self

    def predict(self, seen: pd.DataFrame) -> Floats:
        """Return one forecast per row."""
        return np.asarray(self.regressor_.predict(seen[self.columns_]) + self._anchor(seen))

    def _anchor(self, seen: pd.DataFrame) -> Floats:
        return seen[self.anchor].to_numpy() if self.anchor in seen else np.zeros(len(seen))


class Naive(RegressorMixin, BaseEstimator):
    """Repeats the last value known of the same phase of the season."""

    def __init__(self, period: int) -> None:
        self.period = period

    def fit(self, seen: pd.DataFrame, target: Floats) -> Self:  # noqa: ARG002  nothing to learn
        """Remember the columns; there is nothing to learn."""
        self.n_features_in_ = seen.shape[1]
        return self

    def predict(self, seen: pd.DataFrame) -> Floats:
        """Return one forecast per row."""
        return (seen["level"] + seen[f"season_{self.period}"].fillna(0.0)).to_numpy()


class GrowthRule(Naive):
    """What a person would write: the same time a season ago, plus the growth since then.

    Where that was a holiday: the mean of the short season. On holidays: that mean,
    plus how far the same holiday departed from it the last time.
    """

    def __init__(self, period: int, short: int) -> None:
        super().__init__(period)
        self.short = short

    def predict(self, seen: pd.DataFrame) -> Floats:
        """Return one forecast per row."""
        usual = seen[f"season_{self.short}_mean"].fillna(0.0)
        guess = (seen[f"season_{self.period}"] + seen[f"growth_{self.period}"]).fillna(usual)
        if "holiday" in seen:
            special = usual + seen["holiday_effect"].fillna(0.0)
            misled = seen.get(f"holiday_{self.period}", seen["holiday"]) == 1
            guess = guess.mask(misled, usual).mask(seen["holiday"] == 1, special)
        return (seen["level"] + guess).to_numpy()


class HoltWinters(RegressorMixin, BaseEstimator):
    """Additive Holt-Winters smoothing; sees `features.series`, not columns.

    Fitting chooses the three smoothing weights on the last ``recent`` training
    rows (statsmodels, least squared error one step ahead). To forecast, the
    recursion of Hyndman and Athanasopoulos, *Forecasting: Principles and
    Practice*, 3rd edition, section 8.3, runs up to each origin.
    """

    def __init__(self, period: int, recent: int = 1500) -> None:
        self.period = period
        self.recent = recent

    def fit(self, seen: pd.DataFrame, target: Floats) -> Self:  # noqa: ARG002  the series holds it
        """Choose the smoothing weights."""
        values = _without_ends(seen["value"].to_numpy())[-self.recent :]
        seasonal = {"seasonal": "add", "seasonal_periods": self.period} if self.period > 1 else {}
        with warnings.catch_warnings():  # the optimiser grumbles where a weight is 0 or 1
            warnings.simplefilter("ignore")
            smoothing = ExponentialSmoothing(
                values, trend="add", initialization_method="heuristic", **seasonal
            )
            found = smoothing.fit().params
        names = {"level": "smoothing_level", "trend": "smoothing_trend"}
        names["season"] = "smoothing_seasonal"
        self.weights_ = {key: float(np.nan_to_num(found[name])) for key, name in names.items()}
        return self

    def predict(self, seen: pd.DataFrame) -> Floats:
        """Return one forecast per row, from the state at its origin."""
        states = self._states(seen["value"].to_numpy())
        origin, step = seen["origin"].to_numpy(), seen["step"].to_numpy()
        level, trend, season = (part[np.maximum(origin, 0)] for part in states)
        phase = (origin + step) % self.period
        guess = level + step * trend + np.take_along_axis(season, phase[:, None], axis=1)[:, 0]
        return np.asarray(np.where(origin >= 0, guess, np.nan))

    def _states(self, values: Floats) -> tuple[Floats, Floats, Floats]:
        """Return level, trend and season after each row; shapes (rows,), (rows,), (rows, period)."""
        weight, period = self.weights_, self.period
        first = np.nan_to_num(values[:period], nan=float(np.nanmean(values[: 2 * period])))
        level, trend, season = float(first.mean()), 0.0, first - first.mean()
        states: tuple[Floats, Floats, Floats] = (
            np.empty(len(values)),
            np.empty(len(values)),
            np.empty((len(values), period)),
        )
        for place, value in enumerate(values):
            phase, before = place % period, level + trend
            seen = before + season[phase] if np.isnan(value) else value
            level = weight["level"] * (seen - season[phase]) + (1 - weight["level"]) * before
            moved = level - (before - trend)
            trend = weight["trend"] * moved + (1 - weight["trend"]) * trend
            season = season.copy()
            season[phase] += weight["season"] * (seen - before - season[phase])
            states[0][place], states[1][place], states[2][place] = level, trend, season
        return states


def _without_ends(values: Floats) -> Floats:
    """Leave out what precedes the last value that is not a number."""
    missing = np.flatnonzero(np.isnan(values))
    return values[missing[-1] + 1 :] if len(missing) else values


def ladder(train: pd.DataFrame, schema: Schema) -> list[Candidate]:
    """All models in order of effort; yours is on it once it differs from the reference."""
    periods, unit = features.seasons(train, schema), features.rhythm(train, schema).unit
    rule = "growth and holiday rule" if "holidays" in schema.task else "growth rule"
    seen = features.reference

    def naive(period: int) -> Callable[[pd.DataFrame], Naive]:
        return lambda _: Naive(period)

    rungs = [Candidate(f"{p}-{unit} naive", "baseline", seen, naive(p)) for p in periods]
    rungs.append(Candidate(rule, "baseline", seen, lambda _: GrowthRule(periods[-1], periods[0])))
    smoothing = Candidate(
        "Holt-Winters", "simple", features.series, lambda _: HoltWinters(periods[0])
    )
    rungs += [smoothing, Candidate("gradient boosting", "reference", seen, reference)]
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
