"""What reading a program's data flow brings to light: places, and what happened to rows there."""

from __future__ import annotations

import ast
from enum import Enum

from scaffolio.nouns import dataclass

_SHOWN = 100


class Learning(Enum):
    """What a step took from the rows it was fitted on."""

    SCALE = "fit"
    """Statistics, a vocabulary, directions: what a transformer learns without looking at the target."""

    SELECT = "select"
    """Which columns go well with the target, or what the target is for each category."""

    RESAMPLE = "resample"
    """New rows made from old ones, or old ones repeated."""


@dataclass(frozen=True, slots=True)
class Place:
    """A call in a file: its line there, and the notebook's cell it stands in.

    ``order`` counts calls as they are reached, so that one can be told to come before another.
    """

    line: int
    node: ast.AST
    order: int
    cell: int | None = None

    @property
    def text(self) -> str:
        """How the call reads, on one line and not longer than a reader wants."""
        try:
            text = " ".join(ast.unparse(self.node).split())
        except (RecursionError, ValueError):
            return ""
        return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

    @property
    def spoken(self) -> str:
        """Where a reader looks for it."""
        return f"in cell {self.cell}" if self.cell is not None else f"at line {self.line}"


@dataclass(frozen=True, slots=True)
class Learned:
    """Something was learned from rows that no split had parted: ``name`` of what class, and where."""

    name: str
    kind: Learning
    place: Place


@dataclass(frozen=True, slots=True)
class SplitMade:
    """Rows were parted into those for training and those held out.

    ``learned`` is what had been learned from all of them and reaches the parts. ``shuffled`` tells
    whether the order was given up, ``ordered`` why the rows have one: ``future``, ``lag``,
    ``window``, ``price``, or ``date`` where no more is known than that they are dated.
    """

    name: str
    place: Place
    learned: tuple[Learned, ...] = ()
    shuffled: bool = False
    ordered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Validated:
    """Training looked at rows that were held out for the test, and that ``reported`` then scores.

    ``stopped`` tells of training that was stopped by them where ``reported`` only shows
    the figures of its epochs.
    """

    place: Place
    reported: Place
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of ``candidates`` models was chosen, at ``choice``, by what ``scored`` measured on the test rows."""

    candidates: int
    scored: Place
    choice: Place


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecasting model was fitted on every row and forecasts; none of its kind was fitted on fewer."""

    name: str
    fitted: Place
    forecast: Place


@dataclass(frozen=True, slots=True)
class Flow:
    """The events of one file, in the order in which they are reached."""

    splits: tuple[SplitMade, ...] = ()
    validated: tuple[Validated, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
