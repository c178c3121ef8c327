"""Where a page still speaks of data that a project has left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from scaffolio.patterns import regex


def mentions(text: str, dataset: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Give each line that names the former data, and by what: their name, file, rows, or that they are a sample."""
    signs = _signs(dataset)
    for number, line in enumerate(text.splitlines(), start=1):
        if "PLACEHOLDER(" not in line and (found := signs.search(line)):
            yield number, found[0]


def _signs(dataset: Mapping[str, Any]) -> re.Pattern[str]:
    """The former data's file, row count, two neighbouring words of their name, and the word ``sample``."""
    words = re.findall(r"\w+", str(dataset.get("name", "")))
    pairs = [" ".join(pair) for pair in pairwise(words)] or words
    signs = [*pairs, str(dataset.get("file", "")), *_counts(dataset.get("rows"))]
    if dataset.get("sample") is True:
        signs.append("sample")
    return regex("|".join(rf"\b{re.escape(sign)}\b" for sign in signs if sign) or "(?!)", re.IGNORECASE)


def _counts(rows: object) -> list[str]:
    return [f"{rows:,}", str(rows)] if isinstance(rows, int) and rows > 99 else []  # noqa: PLR2004  small ones are common
