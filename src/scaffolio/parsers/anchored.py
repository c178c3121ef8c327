"""What ties a sentence to one repository: commits, files, names in code, numbers, metrics, errors, figures."""

from __future__ import annotations

from scaffolio.parsers.vocabulary import metric_in_prose
from scaffolio.patterns import regex

_FORM = regex(
    r"`[^`\n]+`|\]\(|<(?:img|a)\b|https?://|(?<![\w#])\#\d+\b|"  # code, links, pictures, issues
    r"\b(?=[a-f]{0,12}\d)[0-9a-f]{7,40}\b|"  # commits
    r"(?<![\w-])[\w-]{1,60}\.(?:py|ipynb|csv|json|ya?ml|toml|md|sh|sql|png|txt|pkl|parquet)\b|\b\w+\(\)|"
    r"\b[A-Za-z]+_\w+\b|\b[a-z]+[A-Z]\w*\b|\b(?:[A-Z][a-z0-9]+){2,}\b|"  # names as code writes them
    r"\b\w+(?:Error|Exception|Warning)\b|\b(?:[Ff]ig(?:ure|\.)|[Tt]able) \d"
)
_NUMBER = regex(
    r"(?<![\w.])\d[\d,.]{0,20}\d|(?<![\w.])\d%|"
    r"(?<![\w.])\d (?:rows|columns|classes|runs|folds|samples|features|days)\b"
)
_LIST_MARK = regex(r"(?m)^[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+")
_YEAR = regex(r"\b(?:19|20)\d\d\b")
_CAPITALS = regex(r"\b[A-Z][A-Z0-9-]{2,}\b|\b[A-Z][a-z]+[A-Z]\w*\b")
_LONG_WORD = regex(r"\b[a-z]{5,}\b")
_MOST_WORDS = 60


def is_anchored(text: str) -> bool:
    """Whether a text names something by its form alone: code, link, commit, file, number, metric, error or figure."""
    plain = _YEAR.sub(" ", _LIST_MARK.sub("", text))
    return any(pattern.search(plain) for pattern in (_FORM, _NUMBER, metric_in_prose()))


def named_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that may be names of columns, and abbreviations that may be names of methods: what code would settle."""
    words = dict.fromkeys(_LONG_WORD.findall(text))
    return tuple(words)[:_MOST_WORDS], tuple(dict.fromkeys(_CAPITALS.findall(text)))[:_MOST_WORDS]
