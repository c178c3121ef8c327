"""The state of reading a program: its names, what is left of the budget, and the events so far."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import Protocol

from scaffolio.parsers.dataflow.events import Chosen, Forecast, Learned, Place
from scaffolio.parsers.dataflow.names import Part, named_part
from scaffolio.parsers.dataflow.values import Function, Instance, Rows, Split, Value, Watched
from scaffolio.parsers.python import Source

BUDGET = 60_000
"""Expressions and statements of one file that are read; beyond, nothing is said of it."""

DEPTH = 8
"""Calls of the file's own functions that are followed one inside the other."""

_CUT = "the cut into training and test rows"


class ExhaustedError(Exception):
    """A file costs more to read than it may."""


@dataclass(slots=True, eq=False)
class Frame:
    """The names of one function, or of the module; ``outer`` is the module's."""

    names: dict[str, Value] = field(default_factory=dict)
    outer: Frame | None = None
    returned: list[Value] = field(default_factory=list)

    def get(self, name: str) -> Value:
        """What a name stands for here."""
        if name in self.names:
            return self.names[name]
        return self.outer.get(name) if self.outer is not None else None

    def knows(self, name: str) -> bool:
        """Whether a name was bound, here or outside."""
        return name in self.names or (self.outer is not None and self.outer.knows(name))


@dataclass(slots=True, eq=False)
class Loop:
    """A loop over candidate models: how many, and where its body scores them on the test rows."""

    candidates: int
    scored: Place | None = None


class Interpreter(Protocol):
    """What the parts of the reader ask of the whole."""

    def evaluate(self, node: ast.expr | None) -> Value:
        """What an expression stands for."""
        ...

    def call(self, node: ast.Call) -> Value:
        """What a call returns."""
        ...

    def run_function(self, function: Function, values: list[Value], words: dict[str, Value]) -> Value:
        """What a function of the file returns for these arguments."""
        ...


class Machine:
    """What every part of the reader shares."""

    def __init__(self) -> None:
        self.frame = Frame()
        self.source = Source()
        self.aliases: dict[str, str] = {}
        self.loops_deep = 0
        self.measured = False
        self.splits: list[Split] = []
        self.validated: list[Watched] = []
        self.reported: list[tuple[list[Rows], Place]] = []
        self.chosen: list[Chosen] = []
        self.loops: list[Loop] = []
        self.compared: list[Loop] = []
        self.fitted: list[tuple[str, Rows | None, Place]] = []
        self.forecasts: list[Forecast] = []
        self.parts_seen: set[Part] = set()
        self.iterating: list[Rows] = []
        self.running: list[ast.AST] = []
        self.called: set[ast.AST] = set()
        self.named: set[str] = set()
        self._left = BUDGET
        self._tokens = 0
        self._order = 0
        self._cuts: dict[int, tuple[Split, dict[Part, list[Learned]]]] = {}

    def spend(self, amount: int = 1) -> None:
        """Take from the budget.

        Raises:
            ExhaustedError: nothing is left.
        """
        self._left -= amount
        if self._left < 0:
            raise ExhaustedError

    def token(self) -> int:
        """A number for rows that no other value holds."""
        self._tokens += 1
        return self._tokens

    def place(self, node: ast.expr | ast.stmt) -> Place:
        """Where a call stands in the file."""
        self._order += 1
        return Place(self.source.line_of(node.lineno), node, self._order, self.source.cell)

    def bind(self, name: str, value: Value, node: ast.expr | ast.stmt) -> None:
        """Let a name stand for a value."""
        self.frame.names[name] = self.believed(name, value, node)

    def believed(self, name: str, value: Value, node: ast.expr | ast.stmt) -> Value:
        """What a name stands for that is given a value; one that promises a part of the rows is believed."""
        part = named_part(name)
        if part is None:
            return value
        if value is None:
            value = Rows(self.token(), part, frozenset({name}))
        if not isinstance(value, Rows):
            return value
        if value.part is Part.SOME and value.parent is not None:
            value = self._cut(part, value, value.parent, node)
        elif _may_be(value, part):
            value = replace(value, part=part)
        if value.split is not None:
            value.split.targets.add(name)
        self.parts_seen.add(value.part)
        return value

    def of_instance(self, base: Instance, name: str) -> Value:
        """An attribute or method of an object of a class of the file."""
        if name not in base.attributes:
            method = base.kind.method(name, base)
            if method is not None:
                return method
            part = named_part(name)
            if part is not None:
                self.parts_seen.add(part)
                base.attributes[name] = Rows(self.token(), part, frozenset({name}))
        return base.attributes.get(name)

    def _cut(self, part: Part, value: Rows, whole: Rows, node: ast.expr | ast.stmt) -> Rows:
        """Rows cut from others under a name: with both parts there, the others are split, in their order."""
        if whole.token not in self._cuts:
            self._cuts[whole.token] = (Split(_CUT, self.place(node)), {})
        split, parts = self._cuts[whole.token]
        split.sources.add(whole.token)
        held = Part.TEST if part is Part.VALIDATION else part
        parts.setdefault(held, []).extend(learned for learned, _ in whole.learned)
        if Part.TRAIN in parts and Part.TEST in parts:
            if split not in self.splits:
                split.place = self.place(node)
                self.splits.append(split)
            split.learned = [one for one in parts[Part.TRAIN] if any(one is other for other in parts[Part.TEST])]
        return Rows(value.token, part, value.tables, (), value.ordered, None, split)


def _may_be(rows: Rows, part: Part) -> bool:
    """Whether a name that promises a part says more of rows than was known.

    A file of training rows may be split again: it stays whole until something is made of it.
    """
    if rows.part is Part.ALL:
        return part is not Part.TRAIN or not rows.is_file
    return rows.part is Part.BOTH or (rows.part is Part.TEST and part is Part.VALIDATION)
