"""The reading of a file's trees, and the telling of what was seen."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import product

from scaffolio.parsers.dataflow.events import Flow, Forecast, SplitMade, Validated
from scaffolio.parsers.dataflow.machine import ExhaustedError, Machine
from scaffolio.parsers.dataflow.names import Part, named_part
from scaffolio.parsers.dataflow.statements import Statements
from scaffolio.parsers.dataflow.values import Function, Instance, Kind, Rows, Split
from scaffolio.parsers.python import Source


def read_flow(pieces: Iterable[tuple[ast.Module, Source]]) -> Flow:
    """The events of a file's trees, run one after the other; none where it costs too much or nests too deep."""
    reader = Statements()
    try:
        for tree, source in pieces:
            reader.machine.source = source
            reader.execute(tree.body)
        _run_entries(reader)
        return _told(reader.machine)
    except (ExhaustedError, RecursionError):
        return Flow()


def _run_entries(reader: Statements) -> None:
    """Run the functions and methods that nothing in the file calls: somebody else starts there."""
    entries = [value for value in reader.machine.frame.names.values() if isinstance(value, Function | Kind)]
    names = reader.machine.named.union(
        *(_called_in(entry.node) for entry in entries if entry.node not in reader.machine.called)
    )
    for entry in entries:
        if isinstance(entry, Kind):
            _run_methods(reader, entry, names)
        elif entry.node.name not in names:
            reader.run_function(entry, [], {})


def _called_in(node: ast.AST) -> set[str]:
    """The names of all functions and methods that are called inside."""
    functions = (call.func for call in ast.walk(node) if isinstance(call, ast.Call))
    return {
        func.attr if isinstance(func, ast.Attribute) else func.id
        for func in functions
        if isinstance(func, ast.Attribute | ast.Name)
    }


def _run_methods(reader: Statements, kind: Kind, names: set[str]) -> None:
    for node in kind.node.body:
        if not isinstance(node, ast.FunctionDef) or node.name in names or node.name == "__init__":
            continue
        owner = Instance(kind)
        start = kind.method("__init__", owner)
        if start is not None:
            reader.run_function(start, [], {})
        reader.run_function(Function(node, kind.source, owner), [], {})


def _told(machine: Machine) -> Flow:
    splits = {
        (split.place.line, split.place.cell): split for split in machine.splits if not _tuned_aside(machine, split)
    }
    return Flow(
        tuple(_made(split) for split in splits.values()),
        tuple(_validations(machine)),
        tuple(machine.chosen[:1]) if Part.VALIDATION not in machine.parts_seen else (),
        tuple(_forecasts(machine)),
    )


def _made(split: Split) -> SplitMade:
    learned = {(one.name, one.place.line): one for one in split.learned}
    return SplitMade(split.name, split.place, tuple(learned.values()), split.shuffled, frozenset(split.ordered))


def _tuned_aside(machine: Machine, split: Split) -> bool:
    """Whether a split only sets rows for tuning aside, while the test rows come from somewhere else."""
    named = {named_part(target) for target in split.targets}
    return Part.VALIDATION in named and Part.TEST not in named and Part.TEST in machine.parts_seen


def _validations(machine: Machine) -> Iterator[Validated]:
    """Test rows that training looked at and a score is reported on, where no other rows are held out."""
    if Part.VALIDATION in machine.parts_seen:
        return
    for one in machine.validated:
        for tested, reported in machine.reported:
            if reported.order > one.place.order and any(_same(*pair) for pair in product(one.rows, tested)):
                yield Validated(one.place, reported)
                return
    for one in machine.validated:
        if one.stops and one.shown is not None and any(map(_is_called_test, one.rows)):
            yield Validated(one.place, one.shown, stopped=True)
            return


def _is_called_test(rows: Rows) -> bool:
    """Whether rows are the test's by their name, not only the second of the two that a split gives."""
    return rows.split is None or any(named_part(target) is Part.TEST for target in rows.split.targets)


def _same(rows: Rows, other: Rows) -> bool:
    """Whether two values hold rows of the same side of a split."""
    return rows.split is other.split if rows.split is not None else bool(rows.tables & other.tables)


def _forecasts(machine: Machine) -> Iterator[Forecast]:
    told: set[str] = set()
    for forecast in machine.forecasts:
        rows = [rows for name, rows, _ in machine.fitted if name == forecast.name]
        whole = all(one is not None and one.part is Part.ALL and one.tables for one in rows)
        if whole and not machine.measured and forecast.name not in told:
            told.add(forecast.name)
            yield forecast
