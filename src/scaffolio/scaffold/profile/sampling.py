"""A uniform sample of a stream in bounded memory, and clean names for its columns."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

MOST_ROWS = 50_000
"""Rows a project works on: with 25 columns its run stays near a minute on two cores."""

MOST_CELLS = 2_000_000
MOST_CHARACTERS = 60_000_000

_Item = TypeVar("_Item")
_FEWEST = 2_000
"""Rows kept of however wide a table."""


class Reservoir:
    """Keeps a uniform random sample of the rows it is shown (Vitter 1985, algorithm R).

    It keeps all rows up to ``MOST_ROWS``, ``MOST_CELLS`` and ``MOST_CHARACTERS``; past
    the last it halves what it keeps, at random, so the sample stays uniform.
    """

    def __init__(self, columns: int) -> None:
        self.seen = 0
        self._capacity = max(min(MOST_ROWS, MOST_CELLS // max(columns, 1)), _FEWEST)
        self._characters = 0
        self._kept: list[tuple[int, list[str]]] = []
        self._random = random.Random(0)  # noqa: S311  a sample, not a secret

    def add(self, row: list[str]) -> None:
        """Show one more row."""
        place = self.seen
        self.seen += 1
        if len(self._kept) < self._capacity:
            self._kept.append((place, row))
            self._characters += sum(map(len, row))
        elif self._random.random() * self.seen < self._capacity:
            index = int(self._random.random() * self._capacity)
            self._characters += sum(map(len, row)) - sum(map(len, self._kept[index][1]))
            self._kept[index] = (place, row)
        if self._characters > MOST_CHARACTERS and len(self._kept) > 1:
            self._halve()

    def _halve(self) -> None:
        self._capacity = len(self._kept) // 2
        self._kept = self._random.sample(self._kept, self._capacity)
        self._characters = sum(len(cell) for _, row in self._kept for cell in row)

    def rows(self) -> list[list[str]]:
        """The rows kept, in the order they were shown."""
        self._kept.sort(key=lambda entry: entry[0])
        return [row for _, row in self._kept]


def clean_names(header: Sequence[str]) -> tuple[list[str], list[str]]:
    """Column names on one line each, none empty, none twice; and what was changed."""
    names: list[str] = []
    notes: list[str] = []
    for place, given in enumerate(header, start=1):
        name = " ".join(given.replace("\ufeff", "").replace("`", "'").split()) or f"column_{place}"
        name = "self_" if name == "self" else name
        base, number = name, 1
        while name in names:
            number += 1
            name = f"{base}_{number}"
        if name != given:
            notes.append(f"column {place}, {given!r} in the file, is called {name!r}")
        names.append(name)
    return names, notes


def even_sample(items: Sequence[_Item], most: int) -> list[_Item]:
    """At most so many items, evenly spread over the sequence."""
    if len(items) <= most:
        return list(items)
    return [items[place * len(items) // most] for place in range(most)]
