"""The nouns of a profile: what was asked, what was read, what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


def counted(count: int, noun: str) -> str:
    """A count with its noun, in the plural but for one."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person said about their data; everything open is inferred or refused."""

    target: str | None = None
    text: str | None = None
    date: str | None = None
    group: str | None = None
    ids: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    positive: str | None = None
    horizon: int | None = None
    baseline: str | None = None
    validate_with: str | None = None

    def named(self) -> dict[str, str]:
        """Each column that a flag names, with the flag."""
        flags = {
            "--target": self.target,
            "--text": self.text,
            "--date": self.date,
            "--group": self.group,
            "--baseline-col": self.baseline,
            "--validate-with": self.validate_with,
        }
        single = {column: flag for flag, column in flags.items() if column is not None}
        return {**dict.fromkeys(self.drops, "--drop"), **dict.fromkeys(self.ids, "--id"), **single}


@dataclass(frozen=True, slots=True)
class Source:
    """The file itself: its name, size in bytes, SHA-256 and how it is written."""

    name: str
    size: int
    sha256: str
    encoding: str = "UTF-8"
    separator: str = ","


@dataclass(frozen=True, slots=True)
class Table:
    """Text cells of the rows that were kept, by column, in the file's order.

    ``rows_read`` counts the file's rows; where more were read than kept, the rows are
    a uniform random sample. ``notes`` says what reading had to mend.
    """

    source: Source
    columns: Mapping[str, Sequence[str]]
    rows_read: int
    notes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in the file's order."""
        return tuple(self.columns)

    @property
    def rows(self) -> int:
        """Rows kept."""
        return len(next(iter(self.columns.values()), ()))


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that was decided about the data, why, and how to change it.

    ``warning`` marks what could mislead a reader of the results.
    """

    topic: str
    text: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the schema will describe it; ``reason`` becomes its comment."""

    name: str
    type: str
    role: str = "feature"
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is written: the cells, the schema's parts, and what was decided.

    ``cells`` are what the project's loader reads: missing ones empty, numbers plain,
    dates ISO 8601. ``reasons`` are the comments of the schema's other parts, ``facts``
    what README says of the data.
    """

    technique: str
    source: Source
    rows_read: int
    cells: Mapping[str, Sequence[str]]
    columns: tuple[Column, ...]
    split: Mapping[str, Any]
    task: Mapping[str, Any]
    words: Mapping[str, str]
    decisions: tuple[Decision, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)

    facts: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Rows that the project gets."""
        return len(next(iter(self.cells.values()), ()))


@dataclass(frozen=True, slots=True)
class ImageFolder:
    """A folder of images: class and path of each, broken files, exact copies, former parts.

    ``broken`` names each file with its fault; ``others`` counts images of other kinds by suffix.
    """

    source: Source
    paths: tuple[tuple[str, str], ...]
    broken: tuple[str, ...] = ()
    copies: int = 0
    parts: tuple[str, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)
