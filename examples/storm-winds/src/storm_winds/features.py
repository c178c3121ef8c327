"""What the models see. `own` is yours to change; the rest is what yours is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.model_selection import KFold
from sklearn.preprocessing import OneHotEncoder, TargetEncoder

from .data import SEED, Schema

if TYPE_CHECKING:
    from typing import Any

FEW_LEVELS = 15
DATE_PARTS = ("day_of_year", "day_of_week")


def own(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return your features, one row per row of ``frame``.

    As rendered they are the reference's. The first column you add, drop or
    change opens the row `own` in the results. Look at one row at a time, or
    at the past only: whatever learns from the target belongs into the model.
    """
    features = reference(frame, schema)
    return features


def reference(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Every column the schema calls a feature, and the parts of every date that it names."""
    features = frame[schema.named("feature")].copy()
    for name in schema.named("date"):
        for part in schema.task.get("date_parts", DATE_PARTS):
            features[f"{name}_{part}"] = getattr(frame[name].dt, part).astype(float)
    return features


def columns(features: pd.DataFrame) -> dict[str, list[str]]:
    """Sort column names into ``numbers``, ``few`` levels and ``many`` levels."""
    numbers = list(features.select_dtypes("number").columns)
    words = [name for name in features.columns if name not in numbers]
    few = [name for name in words if features[name].nunique() <= FEW_LEVELS]
    return {"numbers": numbers, "few": few, "many": [n for n in words if n not in few]}


def encoder(features: pd.DataFrame) -> ColumnTransformer:
    """One-hot for few levels; for many, the cross-fitted mean of the target.

    Cross-fitted: each training row is encoded by means from the other folds,
    so that its own target never reaches its features.
    """
    kinds = columns(features)
    onehot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    crossed = KFold(5, shuffle=True, random_state=SEED)
    steps: list[tuple[str, Any, list[str]]] = [
        ("numbers", "passthrough", kinds["numbers"]),
        ("few", onehot, kinds["few"]),
        ("many", TargetEncoder(target_type="continuous", cv=crossed), kinds["many"]),
    ]
    return ColumnTransformer([step for step in steps if step[2]])
