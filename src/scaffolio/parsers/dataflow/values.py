"""What an expression may stand for while a program is read; ``None`` stands for what is not followed."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from scaffolio.parsers.dataflow.events import Learned, Place
from scaffolio.parsers.dataflow.names import Part
from scaffolio.parsers.python import Source

Columns = frozenset[str] | None
"""The columns that something was learned about; ``None`` when that is any of them."""


@dataclass(slots=True, eq=False)
class Split:
    """Rows being parted; what was learned from them is added as the program is read."""

    name: str
    place: Place
    shuffled: bool = False
    sources: set[int] = field(default_factory=set)
    learned: list[Learned] = field(default_factory=list)
    ordered: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)

    def take(self, rows: Rows) -> None:
        """Part these rows."""
        if rows.part in {Part.ALL, Part.SOME}:
            self.sources.add(rows.token)
            self.learned += [learned for learned, _ in rows.learned]
        if rows.split is None:
            self.ordered |= rows.ordered


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of a table, or what was computed from each of them.

    Values of one ``token`` hold the same rows. ``parent`` is the token of the rows they were cut from,
    ``tables`` are those read from files, ``is_file`` tells that nothing was done with one yet, and
    ``learned`` is what went into the values from all rows.
    """

    token: int
    part: Part = Part.ALL
    tables: frozenset[str] = frozenset()
    learned: tuple[tuple[Learned, Columns], ...] = ()
    ordered: frozenset[str] = frozenset()
    parent: Rows | None = None
    split: Split | None = None
    is_file: bool = False

    def with_learned(self, learned: Learned, columns: Columns = None) -> Rows:
        """The same rows after something learned from them was used on them."""
        return replace(self, learned=(*self.learned, (learned, columns)), is_file=False)

    def picked(self, columns: frozenset[str]) -> Rows:
        """Some columns of the rows, named one by one."""
        kept = tuple(one for one in self.learned if one[1] is None or one[1] & columns)
        return replace(self, learned=kept)

    def dropped(self, columns: frozenset[str]) -> Rows:
        """The rows without these columns."""
        left = ((learned, about if about is None else about - columns) for learned, about in self.learned)
        return replace(self, learned=tuple((learned, about) for learned, about in left if about is None or about))

    def cut(self, token: int) -> Rows:
        """Some of the rows, nobody knows which."""
        if self.part is not Part.ALL and self.part is not Part.SOME:
            return self
        return replace(self, token=token, part=Part.SOME, parent=self)

    def kept(self, token: int) -> Rows:
        """The rows that cleaning leaves, which stand for all from now on."""
        return replace(self, token=token) if self.part is Part.ALL else self

    def joined(self, other: Rows) -> Rows:
        """One table of both, side by side or one below the other."""
        learned = (*self.learned, *(one for one in other.learned if one not in self.learned))
        same = self.part is other.part
        return Rows(
            self.token,
            self.part if same else Part.SOME,
            self.tables | other.tables,
            learned if len(learned) <= _MANY else learned[:_MANY],
            self.ordered | other.ordered,
            self.parent if same else None,
            self.split or other.split,
        )


_MANY = 20
_HEAVIEST = 500


@dataclass(slots=True, eq=False)
class Watched:
    """Test rows that training looked at, whether it was stopped by them, and where its epochs' figures are shown."""

    rows: list[Rows]
    place: Place
    stops: bool
    shown: Place | None = None


@dataclass(slots=True, eq=False)
class Estimator:
    """An object with ``fit``: a transformer, a model, or a container of them.

    ``learners`` are the names inside it that learn from rows without predicting.
    """

    name: str
    learners: tuple[str, ...] = ()
    stops_early: bool = False
    candidates: int = 1
    learned: Learned | None = None
    fitted_on: Rows | None = None
    watched: Watched | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """A tuple or list of values, or a mapping's values; ``weight`` counts all that is in it, however deep."""

    items: tuple[Value, ...] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """String constants: one, or a list of them."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Splitter:
    """A cross-validation object."""

    name: str
    shuffled: bool


@dataclass(frozen=True, slots=True)
class Folds:
    """What a splitter's ``split`` yields: pairs of indices."""

    split: Split


@dataclass(frozen=True, slots=True)
class Indices:
    """Positions of one part of a fold."""

    split: Split
    part: Part


@dataclass(frozen=True, slots=True)
class Selection:
    """The columns that a fitted selector would keep."""

    learned: Learned


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the file, and the object it is a method of."""

    node: ast.FunctionDef | ast.AsyncFunctionDef
    source: Source
    owner: Instance | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of the file."""

    node: ast.ClassDef
    source: Source

    def method(self, name: str, owner: Instance) -> Function | None:
        """One of its methods, bound to an object."""
        for node in self.node.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
                return Function(node, self.source, owner)
        return None


@dataclass(slots=True, eq=False)
class Instance:
    """An object of a class of the file, with its attributes."""

    kind: Kind
    attributes: dict[str, Value] = field(default_factory=dict)


Value = Rows | Estimator | Several | Words | Splitter | Folds | Indices | Selection | Function | Kind | Instance | None


def several(items: Iterable[Value]) -> Value:
    """Values side by side; where that grows out of bounds, one of them for all."""
    listed = tuple(items)
    weight = 1 + sum(item.weight if isinstance(item, Several) else 1 for item in listed)
    return (
        Several(listed, weight) if weight <= _HEAVIEST else next((one for one in listed if isinstance(one, Rows)), None)
    )


def rows_in(value: Value) -> list[Rows]:
    """The rows that a value is made of."""
    if isinstance(value, Rows):
        return [value]
    return [rows for item in value.items for rows in rows_in(item)] if isinstance(value, Several) else []


def merged(values: list[Value]) -> Rows | None:
    """One table of all rows among some values; ``None`` when there are none."""
    found = [rows for value in values for rows in rows_in(value)]
    if not found:
        return None
    whole = found[0]
    for other in found[1:]:
        whole = whole if other is whole else whole.joined(other)
    return whole


def looked_up(rows: Rows | None, other: Rows | None) -> Rows | None:
    """Rows with columns looked up in another table, whose rows are its own."""
    if rows is None or other is None or rows.token == other.token:
        return rows.joined(other) if rows is not None and other is not None else rows
    return replace(rows.joined(other), learned=rows.learned, ordered=rows.ordered)


def either(one: Value, other: Value) -> Value:
    """What a name stands for after a branch that may or may not have been taken."""
    if one is other or other is None:
        return one
    if isinstance(one, Rows) and isinstance(other, Rows):
        return one.joined(other)
    if isinstance(one, Several) and isinstance(other, Several) and len(one.items) == len(other.items):
        return several(either(*pair) for pair in zip(one.items, other.items, strict=True))
    return other if one is None else one
