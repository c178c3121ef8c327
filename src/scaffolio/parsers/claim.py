"""One number that a document states of its own project."""

from __future__ import annotations

from scaffolio.nouns import dataclass
from scaffolio.parsers.numbers import Number


@dataclass(frozen=True, slots=True)
class Claim:
    """One number a document states.

    ``block`` names the results block it stands in: there every number is rendered
    from a file. ``kind`` is ``value``, ``low``, ``high``, ``difference``, ``share`` (a
    headline's percentage), ``count`` or ``rows`` (how many a block says were trained and
    tested on).
    ``about`` says that the text calls the number a rough one.
    """

    line: int
    number: Number
    metric: str | None
    labels: frozenset[str]
    split: str | None = None
    average: str | None = None
    kind: str = "value"
    block: str | None = None
    about: bool = False
