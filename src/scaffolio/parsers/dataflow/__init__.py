"""The data flow of a program, read from its source: what is learned, split, trained on and measured.

A small abstract interpreter. It follows rows through assignments, branches, loops and the file's own
functions and classes; calls of libraries count by their names. Nothing is executed, and what is not
followed is unknown, about which nothing is said.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import product

from scaffolio.parsers.dataflow.events import Flow, Forecast, Learned, Learning, Place, SplitMade, Validated
from scaffolio.parsers.dataflow.machine import ExhaustedError
from scaffolio.parsers.dataflow.names import Part, named_part
from scaffolio.parsers.dataflow.statements import Statements
from scaffolio.parsers.dataflow.values import Function, Instance, Kind, Rows, Source, Split
from scaffolio.patterns import regex

__all__ = ["Flow", "Learned", "Learning", "Place", "Source", "SplitMade", "may_flow", "read_flow"]

_SPLITS = (b"train_test_split", b"KFold", b"ShuffleSplit", b"cross_val")
_PARTS = regex(rb"(?i)\b(?:[xy]_?)?train\w{0,20} ?(?:=|,)")
_LEARNS = regex(
    rb"fit_transform\(|fit_resample\(|fit_sample\(|fit_on_texts\(|\.adapt\(|\bresample\(|(?:Scaler|Imputer|Vectorizer|PCA)\("
)
_ORDERS = (b".shift(", b".append(", b"Close")
_CHOOSES = regex(rb"\bbest|idxmax|sort_values|\bmax\(")
_SCORES = (b"_score(", b"_error(", b".score(", b".evaluate(")
_LOOKS = (b"validation_data", b"eval_set")
_FORECASTS = regex(rb"(?:ARIMA|SARIMAX|Prophet|Smoothing|auto_arima|AutoReg|Holt)\(")


def may_flow(source: bytes) -> bool:
    """Whether a source may hold anything that is told of: a search of its bytes, before it is parsed."""
    if any(word in source for word in _LOOKS) or _FORECASTS.search(source):
        return True
    splits = any(word in source for word in _SPLITS)
    if _LEARNS.search(source) and (splits or _PARTS.search(source)):
        return True
    if splits and any(word in source for word in _ORDERS):
        return True
    return b".fit(" in source and any(word in source for word in _SCORES) and _CHOOSES.search(source) is not None


def read_flow(pieces: Iterable[tuple[ast.Module, Source]]) -> Flow:
    """The events of a file's trees, run one after the other; none where it costs too much or nests too deep."""
    reader = Statements()
    trees: list[ast.Module] = []
    try:
        for tree, source in pieces:
            reader.source = source
            reader.execute(tree.body)
            trees.append(tree)
        _run_entries(reader, trees)
        return _told(reader)
    except (ExhaustedError, RecursionError):
        return Flow()


def _run_entries(reader: Statements, trees: list[ast.Module]) -> None:
    """Run the functions and methods that nothing in the file calls: somebody else starts there."""
    entries = [value for value in reader.frame.names.values() if isinstance(value, Function | Kind)]
    if not entries:
        return
    calls = (node.func for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in calls
        if isinstance(node, ast.Attribute | ast.Name)
    }
    for entry in entries:
        if isinstance(entry, Kind):
            _run_methods(reader, entry, names)
        elif entry.node.name not in names:
            reader.run_function(entry, [], {})


def _run_methods(reader: Statements, kind: Kind, names: set[str]) -> None:
    for node in kind.node.body:
        if not isinstance(node, ast.FunctionDef) or node.name in names or node.name == "__init__":
            continue
        owner = Instance(kind)
        start = kind.method("__init__", owner)
        if start is not None:
            reader.run_function(start, [], {})
        reader.run_function(Function(node, kind.source, owner), [], {})


def _told(reader: Statements) -> Flow:
    splits = {(split.place.line, split.place.cell): split for split in reader.splits if not _tuned_aside(reader, split)}
    return Flow(
        tuple(_made(split) for split in splits.values()),
        tuple(_validations(reader)),
        tuple(reader.chosen[:1]) if Part.VALIDATION not in reader.parts_seen else (),
        tuple(_forecasts(reader)),
    )


def _made(split: Split) -> SplitMade:
    learned = {(one.name, one.place.line): one for one in split.learned}
    return SplitMade(split.name, split.place, tuple(learned.values()), split.shuffled, frozenset(split.ordered))


def _tuned_aside(reader: Statements, split: Split) -> bool:
    """Whether a split only sets rows for tuning aside, while the test rows come from somewhere else."""
    named = {named_part(target) for target in split.targets}
    return Part.VALIDATION in named and Part.TEST not in named and Part.TEST in reader.parts_seen


def _validations(reader: Statements) -> Iterator[Validated]:
    """Test rows that training looked at and a score is reported on, where no other rows are held out."""
    if Part.VALIDATION in reader.parts_seen:
        return
    for held, place in reader.validated:
        for tested, reported in reader.reported:
            if reported.order > place.order and any(_same(*pair) for pair in product(held, tested)):
                yield Validated(place, reported)
                return


def _same(rows: Rows, other: Rows) -> bool:
    """Whether two values hold rows of the same side of a split."""
    return rows.split is other.split if rows.split is not None else bool(rows.tables & other.tables)


def _forecasts(reader: Statements) -> Iterator[Forecast]:
    told: set[str] = set()
    for forecast in reader.forecasts:
        rows = [rows for name, rows, _ in reader.fitted if name == forecast.name]
        whole = all(one is not None and one.part is Part.ALL and one.tables for one in rows)
        if whole and not reader.measured and forecast.name not in told:
            told.add(forecast.name)
            yield forecast
