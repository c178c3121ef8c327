"""Which sources are worth reading, told by a search of their bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scaffolio.parsers.dataflow.events import Learning
from scaffolio.parsers.dataflow.names import RESAMPLERS, SELECTORS, TRANSFORMERS
from scaffolio.patterns import regex

DATED = regex(
    rb"to_datetime|parse_dates|DatetimeIndex|date_range|yfinance|yf\.|quandl|DataReader|[\"'](?:[Dd]ate|DATE)[\"']"
)
"""What shows in a source that its rows have dates."""

_ANY = (b".fit", b"train_test_split", b"auto_arima")
_SPLITS = (b"train_test_split", b"KFold", b"ShuffleSplit", b"cross_val")
_PARTS = regex(rb"(?i)train\w{0,20}(?:, ?\w{1,30}){0,3} ?= ?[^\n]{0,60}\[")
_LEARNS = regex(
    rb"fit_transform\(|fit_resample\(|fit_sample\(|fit_on_texts\(|\.adapt\(|\bresample\(|(?:Scaler|Imputer|Vectorizer|PCA)\("
)
_ORDERS = (b".shift(", b".append(", b"Close")
_CANDIDATES = regex(rb"\b(?:models|classifiers|estimators|regressors|clfs|algorithms)\b")
_CHOOSES = regex(rb"\bbest|idxmax|sort_values|\bmax\(")
_SCORES = (b"_score(", b"_error(", b".score(", b".evaluate(")
_LOOKS = regex(rb"(?:validation_data|eval_set)[^\n]{0,80}?(?i:test)")
_FORECASTS = regex(rb"(?:ARIMA|SARIMAX|Prophet|Smoothing|auto_arima|AutoReg|Holt)\(")
_BY_METHOD = {"Tokenizer": "fit_on_texts", "TextVectorization": "adapt", "Normalization": "adapt"}
"""Classes of Keras that learn by no other method, whose names say little without it."""


def _named(words: Iterable[str]) -> re.Pattern[bytes]:
    listed = "|".join(sorted(_BY_METHOD.get(word, word) for word in words))
    return regex(rf"\b(?:{listed})\b".encode())


_LEARNERS = {
    Learning.SCALE: _named(TRANSFORMERS),
    Learning.SELECT: _named(SELECTORS),
    Learning.RESAMPLE: _named({*RESAMPLERS, "resample"}),
}


def may_learn(source: bytes, kinds: Iterable[Learning]) -> bool:
    """Whether a source names anything that learns from rows in one of these ways."""
    return any(_LEARNERS[kind].search(source) for kind in kinds)


def may_flow(source: bytes) -> bool:
    """Whether a source may hold anything that is told of: a search of its bytes, before it is parsed."""
    if not any(word in source for word in _ANY):
        return False
    if _LOOKS.search(source) or _FORECASTS.search(source):
        return True
    splits = any(word in source for word in _SPLITS)
    if _LEARNS.search(source) and (splits or _PARTS.search(source)):
        return True
    if splits and any(word in source for word in _ORDERS) and DATED.search(source):
        return True
    if not any(word in source for word in _SCORES):
        return False
    return _CANDIDATES.search(source) is not None and _CHOOSES.search(source) is not None
