"""Where Python code draws at random without saying from which seed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scaffolio.parsers.python import dotted_name

SPLITS = re.compile(rb"train_test_split\(|ShuffleSplit\(|KFold\(")
"""What a file contains that may split data at random."""

SEEDED = re.compile(rb"(?i)seed|random_?state|deterministic|default_rng\(\s*\d")
"""What a file contains that may seed a generator, whatever the library."""

SEED = re.compile(rb"(?i)seed|np\.random\.RandomState")
"""What a file contains that may seed NumPy's global generator, which splits draw from."""

LOOP = re.compile(rb"\.backward\(\)|\.apply_gradients\(|\.train_on_batch\(")
"""A training loop of PyTorch or TensorFlow."""

_ALWAYS = frozenset({"train_test_split", "ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit"})
_SHUFFLED = frozenset({"KFold", "StratifiedKFold", "StratifiedGroupKFold"})


def unseeded_splits(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the name and line of each scikit-learn split that shuffles without a ``random_state``.

    A function of that name which the code defines itself is another one.
    """
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in ast.walk(tree):
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
