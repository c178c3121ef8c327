"""What the models see. `own` is yours to change; the rest is what yours is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from .data import Schema

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

FEW_LEVELS = 15
SKEWED = 1.0


def own(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return your features, one row per row of ``frame``.

    As rendered they are the reference's. The first column you add, drop or
    change opens the row `own` in the results. Look at one row at a time, and
    never at the column that `validate_with` names: it is the judge.
    """
    features = reference(frame, schema)
    return features


def reference(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return the columns that `cluster_on` names, or else every feature."""
    return frame[schema.task.get("cluster_on") or schema.named("feature")].copy()


def columns(features: pd.DataFrame, schema: Schema) -> dict[str, list[str]]:
    """Sort column names into ``amounts`` (log1p), other ``numbers`` and ``words``.

    Amounts are those the schema lists under `log1p`, and every column without
    negative values whose skewness is over one: there, twice as much is a step
    of the same size anywhere, and no single large customer makes a segment.
    """
    numbers = list(features.select_dtypes("number").columns)
    listed = schema.task.get("log1p", ())
    amounts = [n for n in numbers if n in listed or is_skewed(features[n])]
    return {
        "amounts": amounts,
        "numbers": [name for name in numbers if name not in amounts],
        "words": [name for name in features.columns if name not in numbers],
    }


def is_skewed(values: pd.Series) -> bool:
    """Whether a column has no negative value and a long tail to the right."""
    return bool(values.min() >= 0 and values.skew() > SKEWED)


def signed_log(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log1p of the size with the sign kept: new rows may hold what training did not."""
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))


def encoder(features: pd.DataFrame, schema: Schema, *, scaled: bool = True) -> ColumnTransformer:
    """Median for the missing, log1p for amounts, unit variance; one-hot for words.

    ``scaled=False`` leaves numbers as they are, to show what that does to distances.
    """
    kinds = columns(features, schema)
    onehot = OneHotEncoder(
        handle_unknown="infrequent_if_exist", max_categories=FEW_LEVELS, sparse_output=False
    )
    filled = SimpleImputer(strategy="median", keep_empty_features=True)
    numbers = make_pipeline(filled, StandardScaler()) if scaled else filled
    logged = make_pipeline(filled, FunctionTransformer(signed_log), StandardScaler())
    steps: list[tuple[str, Any, list[str]]] = [
        ("amounts", logged if scaled else filled, kinds["amounts"]),
        ("numbers", numbers, kinds["numbers"]),
        ("words", onehot, kinds["words"]),
    ]
    return ColumnTransformer([step for step in steps if step[2]])
