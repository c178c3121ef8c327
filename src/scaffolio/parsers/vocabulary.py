"""The names of metrics, as people and libraries write them, and the words that qualify a value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from scaffolio.nouns import dataclass
from scaffolio.parsers.metric_names import METRICS, MODELS, TOO_SHORT
from scaffolio.patterns import any_of, regex

_ALIASES = {alias: name for name, aliases in METRICS.items() for alias in [*aliases.split("|"), name.replace("_", " ")]}

_SPLITS = {
    "train": "train training trained entrenamiento treino treinamento entraînement",
    "validation": "val valid validation validated dev cv oof crossval fold folds",
    "test": "test testing holdout hold heldout unseen",
}
_SPLIT_OF = {word: split for split, words in _SPLITS.items() for word in words.split()}
_AVERAGES = frozenset({"macro", "micro", "weighted", "samples"})
_FILLER = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "on",
        "for",
        "our",
        "is",
        "was",
        "with",
        "and",
        "in",
        "to",
        "by",
        "at",
        "best",
        "final",
        "overall",
        "score",
        "scores",
        "metric",
        "metrics",
        "value",
        "model",
        "models",
        "result",
        "results",
        "set",
        "data",
        "dataset",
        "avg",
        "average",
        "mean",
        "out",
        "percent",
        "performance",
        "statistics",
        "report",
        "from",
        "scaffold",
        "classifier",
        "regressor",
        "algorithm",
        "total",
        "all",
        "ours",
        "valor",
        "valeur",
        "wert",
        "metrica",
        "métrica",
        "ortalama",
        "promedio",
        "moyenne",
        "usd",
        "eur",
        "mw",
        "kw",
        "mwh",
        "kwh",
        "wh",
    ]
)
_SQUARED = regex(r"\^?²|\^2")
_CAMEL = regex(r"(?<=[a-z])(?=[A-Z][a-z])")
_PERCENT = regex(r"(?<=\d)[\s_]?(?:pct|percent)(?![^\W_])", re.IGNORECASE)
_TOKEN = regex(r"[^\W_]+")


_SPELLINGS = {other: name for name, others in MODELS.items() for other in [*others.split("|"), name]}
_SPELLING = regex(rf"\b(?:{'|'.join(sorted(_SPELLINGS, key=len, reverse=True))})\b")


_OF_TWO_WORDS = (
    "logistic regression",
    "linear regression",
    "random forest",
    "extra trees",
    "decision tree",
    "gradient boosting",
    "naive bayes",
    "neural network",
    "elastic net",
)
_MODELS = regex(
    rf"\b(?:{'|'.join(_OF_TWO_WORDS)}|"
    r"xgboost|lightgbm|catboost|adaboost|svm|knn|ridge|lasso|mlp|lstm|bilstm|gru|cnn|rnn|bert|"
    r"distilbert|roberta|resnet\d*|efficientnet\w*|mobilenet\w*|vgg\d*|transformer|arima|sarimax?|prophet|kmeans|"
    r"dbscan|"
    r"stacking|voting|ensemble|baseline|dummy|majority)\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a heading, key or label says of the numbers under it.

    ``labels`` are the words left over: the model, the class, the data.
    """

    metric: str | None
    split: str | None
    average: str | None
    labels: frozenset[str]


def tokens(text: str) -> list[str]:
    """Lower-case words; squares written out, camel case taken apart, model names in one spelling."""
    words = " ".join(_TOKEN.findall(_CAMEL.sub(" ", _PERCENT.sub(" ", _SQUARED.sub("2", text))).casefold()))
    return _SPELLING.sub(lambda match: _SPELLINGS[match[0]], words).split()


def describe(text: str) -> Named:
    """Read a table heading, a key path or a label."""
    return _describe(tuple(tokens(text)[:24]))


def known_models(text: str) -> frozenset[str]:
    """Every known model that a text names."""
    return frozenset(match[0] for match in _MODELS.finditer(" ".join(tokens(text))))


def models_in(sentence: str) -> frozenset[str]:
    """The words of the one model a sentence names; none when it names several or no known one."""
    named = known_models(sentence)
    return frozenset(word for name in named for word in name.split()) if len(named) == 1 else frozenset()


def holds_model(labels: frozenset[str]) -> bool:
    """Whether these words, in whatever order, hold the name of one known model."""
    names = [word for word in labels if _MODELS.fullmatch(word)]
    return len([*names, *(name for name in _OF_TWO_WORDS if labels.issuperset(name.split()))]) == 1


def join(parts: Iterable[Named]) -> Named:
    """Put together what an outer and an inner label say; the inner one wins."""
    metric = split = average = None
    labels: frozenset[str] = frozenset()
    for part in parts:
        metric, split, average = part.metric or metric, part.split or split, part.average or average
        labels |= part.labels
    return Named(metric, split, average, labels)


@cache
def _describe(words: tuple[str, ...]) -> Named:
    metric, start, stop = _longest(words)
    rest = [*words[:start], *words[stop:]] if metric else list(words)
    split = next((_SPLIT_OF[word] for word in rest if word in _SPLIT_OF), None)
    average = next((word for word in rest if word in _AVERAGES), None)
    said_twice = {word for word in rest if metric and _ALIASES.get(word) == metric}  # ``Sensibilidad (Recall)``
    labels = frozenset(w for w in rest if w not in _SPLIT_OF and w not in _AVERAGES and w not in _FILLER)
    return Named(metric, split, average, labels - said_twice)


def _longest(words: tuple[str, ...]) -> tuple[str | None, int, int]:
    for length in (5, 4, 3, 2, 1):
        for start in range(len(words) - length, -1, -1):
            name = _ALIASES.get(" ".join(words[start : start + length]))
            if name:
                return name, start, start + length
    return None, 0, 0


def _written(letter: str) -> str:
    return {" ": r"[\s_-]?", "2": r"(?:2|²|\^2)"}.get(letter) or re.escape(letter)


@cache
def metric_in_prose() -> re.Pattern[str]:
    """Finds the names of metrics in a sentence."""
    names = any_of((alias for alias in _ALIASES if alias not in TOO_SHORT), _written)
    return regex(rf"(?<![^\W_])(?<![/.-])(?:{names})(?![\w/])", re.IGNORECASE)
