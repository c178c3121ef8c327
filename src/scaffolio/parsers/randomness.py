"""Where Python code draws at random without saying from which seed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scaffolio.parsers.python import dotted_name

_SPLITS = (b"train_test_split(", b"ShuffleSplit(", b"KFold(")
_LOOPS = (b".backward()", b".apply_gradients(", b".train_on_batch(")
_SEEDS = (b"seed", b"Seed", b"SEED", b"RandomState")
_STATES = (*_SEEDS, b"random_state", b"randomState", b"deterministic", b"DETERMINISTIC")

_ALWAYS = frozenset({"train_test_split", "ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit"})
_SHUFFLED = frozenset({"KFold", "StratifiedKFold", "StratifiedGroupKFold"})


def may_split(source: bytes) -> bool:
    """Whether a source may split data at random."""
    return any(name in source for name in _SPLITS)


def training_loop(source: bytes) -> int | None:
    """Where a training loop of PyTorch or TensorFlow stands in a source."""
    return next((source.find(call) for call in _LOOPS if call in source), None)


def may_seed(source: bytes, *, states: bool = False) -> bool:
    """Whether a source speaks of a seed; with ``states`` also of random states and deterministic operations."""
    return any(word in source for word in (_STATES if states else _SEEDS))


def unseeded_splits(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the name and line of each scikit-learn split that shuffles without a ``random_state``.

    A function of that name which the code defines itself is another one.
    """
    nodes = list(ast.walk(tree))
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        name = dotted_name(node.func).rpartition(".")[2]
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        if name in own or None in given or any(isinstance(argument, ast.Starred) for argument in node.args):
            continue
        shuffles = _is(given.get("shuffle"), value=True) if name in _SHUFFLED else name in _ALWAYS
        if shuffles and not _is(given.get("shuffle"), value=False) and _is(given.get("random_state"), value=None):
            yield name, node.lineno


def _is(node: ast.expr | None, *, value: bool | None) -> bool:
    """Whether an argument is this constant; one that is not given is ``None``."""
    if node is None:
        return value is None
    return isinstance(node, ast.Constant) and node.value is value
