"""Which sources are worth reading, and for what, told by a search of their bytes."""

from __future__ import annotations

from enum import Enum

from scaffolio.parsers.dataflow.names import DATES, Part, named_part
from scaffolio.parsers.dataflow.suspicion import may_have_learned
from scaffolio.patterns import regex

_DATES = (
    *(b"to_datetime", b"parse_dates", b"DatetimeIndex", b"date_range", b"yfinance", b"yf.", b"quandl", b"DataReader"),
    *(quote + name.encode() + quote for name in sorted({*DATES, "Month", "month"}) for quote in (b"'", b'"')),
)
"""What shows in a source that its rows have dates."""

_TUNED = (
    *(b"cross_val", b"GridSearchCV", b"RandomizedSearchCV", b"BayesSearchCV", b"KFold", b"TimeSeriesSplit"),
    *(b"optuna", b"validation_split"),
)
"""What shows in a source that models are chosen by other rows than those of the test."""

_ANY = (b".fit", b"train_test_split", b"auto_arima")
_SPLITS = (b"train_test_split", b"KFold", b"ShuffleSplit", b"cross_val")
_PARTS = regex(rb"rain\w{0,20}(?:, ?\w{1,30}){0,3} ?= ?[^\n]{0,60}\[")
_LEARNS = (
    *(b"fit_transform(", b"fit_resample(", b"fit_sample(", b"fit_on_texts(", b".adapt(", b"resample(", b"scale("),
    *(b"Scaler(", b"Imputer(", b"Vectorizer(", b"PCA("),
)
_CANDIDATES = regex(rb" in [^\n]{0,60}?\b(?:models|classifiers|estimators|regressors|clfs|algorithms)\b")
_CHOOSES = regex(rb"\bbest|idxmax|sort_values|\bmax\(")
_SCORES = (b"_score(", b"_error(", b".score(", b".evaluate(")
_LOOKED_AT = (b"validation_data", b"eval_set")
_LOOKS = regex(rb"(?:validation_data|eval_set)\s{0,20}=([^\n]{0,80})")
_WORD = regex(rb"\w+")
_GIVEN = regex(rb"(?m)^[ \t]*([^\s=#'\"][^\n=#'\"]{0,119}?) ?=(?!=)")
_KEYWORDS = frozenset({b"cv", b"validation_data", b"validation_freq", b"validation_batch_size"})
"""Arguments that are written like names given to rows."""

_FORECASTERS = (b"ARIMA(", b"SARIMAX(", b"Prophet(", b"Smoothing(", b"auto_arima(", b"AutoReg(", b"Holt(")


class Subject(Enum):
    """What may be told of a file."""

    FITTED = "fitted"
    """Something was fitted on all rows before they were split."""

    SELECTED = "selected"
    """Columns were selected, or rows made, by all rows before they were split."""

    VALIDATED = "validated"
    """Training looked at the test rows."""

    ORDERED = "ordered"
    """Rows that follow each other were split at random."""

    CHOSEN = "chosen"
    """A model was chosen by its score on the test rows."""

    FORECAST = "forecast"
    """A forecasting model was fitted on every row."""


def may_flow(source: bytes) -> bool:
    """Whether a source splits, validates or forecasts in a way that can be followed."""
    if not _holds(source, _ANY):
        return False
    if _looks(source) or _holds(source, _FORECASTERS):
        return True
    splits = _holds(source, _SPLITS)
    if _holds(source, _LEARNS) and (splits or _PARTS.search(source)):
        return True
    return (splits and _holds(source, _DATES)) or _compares(source)


def may_tell(source: bytes, subject: Subject) -> bool:
    """Whether a source that may flow may hold a fault of this subject."""
    match subject:
        case Subject.FITTED | Subject.SELECTED:
            return may_have_learned(source, by_target=subject is Subject.SELECTED)
        case Subject.VALIDATED:
            return _looks(source) and not _holds_out(source)
        case Subject.ORDERED:
            return _holds(source, _SPLITS) and _holds(source, _DATES)
        case Subject.CHOSEN:
            return not _holds(source, _TUNED) and _compares(source) and not _holds_out(source)
        case Subject.FORECAST:
            return _holds(source, _FORECASTERS)


def _holds(source: bytes, words: tuple[bytes, ...]) -> bool:
    """Whether one of some words is there; to ask for each is ten times faster than one regular expression for all."""
    return any(word in source for word in words)


def _looks(source: bytes) -> bool:
    """Whether training looks at rows that are not called validation rows."""
    if not _holds(source, _LOOKED_AT):
        return False
    given = (_WORD.findall(match) for match in _LOOKS.findall(source))
    return any(not any(named_part(word.decode()) is Part.VALIDATION for word in words) for words in given)


def _holds_out(source: bytes) -> bool:
    """Whether a name that promises validation rows is given to something."""
    lefts = (left for left in _GIVEN.findall(source) if left.count(b"(") == left.count(b")"))
    names = (word for left in lefts for word in _WORD.findall(left) if word not in _KEYWORDS)
    return any(named_part(name.decode()) is Part.VALIDATION for name in names)


def _compares(source: bytes) -> bool:
    """Whether a loop goes through models that are scored, and a best one is spoken of."""
    looped = _holds(source, _SCORES) and _CANDIDATES.search(source) is not None
    return looped and _CHOOSES.search(source) is not None
