"""One proposed change of one file, and what fixes are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from scaffolio.nouns import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """The text of a file before, ``None`` where there is none, and after."""

    path: str
    before: str | None
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Materials:
    """What a fix may use besides the project itself.

    ``licences`` holds the texts by SPDX name with ``{year}`` and ``{holder}`` in them;
    ``licence`` is the one somebody chose; empty, only a licence that the README states is
    written, and none at all where ``holder`` is empty.
    """

    holder: str = ""
    year: int = 0
    licence: str = ""
    licences: Mapping[str, str] = field(default_factory=dict)
    gitignore: str = ""
    codes: tuple[str, ...] = ()
