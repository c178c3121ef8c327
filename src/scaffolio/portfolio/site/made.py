"""What becomes of one project on the site: a card, a page, pictures, and what must be mended first.

Everything here can be written as JSON and read again, so that what did not change is
not made twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LAYOUT = 2
"""Raised when what is kept of a project changes its form or meaning."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way of the page: where, and what to do."""

    path: str
    line: int | None
    message: str

    @property
    def place(self) -> str:
        """``README.md:31``, or the path alone."""
        return self.path if self.line is None else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture of the site: the file it is copied from, or the name under which it was kept."""

    source: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """One project as the templates need it.

    ``card`` is what stands for it on the index, ``page`` what its own page shows besides.
    ``pictures`` maps addresses below the site to where the picture comes from; a source
    is a path as seen from the project.
    """

    card: Mapping[str, Any]
    page: Mapping[str, Any]
    pictures: Mapping[str, Kept] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON has it."""
        return {
            "card": dict(self.card),
            "page": dict(self.page),
            "pictures": {address: [kept.source, kept.kept] for address, kept in self.pictures.items()},
            "problems": [[problem.path, problem.line, problem.message] for problem in self.problems],
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, tree: Mapping[str, Any]) -> Made:
        """The same again."""
        return cls(
            tree["card"],
            tree["page"],
            {address: Kept(*kept) for address, kept in tree["pictures"].items()},
            tuple(Problem(*problem) for problem in tree["problems"]),
            tuple(tree["notes"]),
        )
