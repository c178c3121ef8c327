"""Files that Python code opens by a name written out in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scaffolio.parsers.python import dotted_name, literal_text
from scaffolio.patterns import regex

_READERS = (
    "read_csv read_excel read_json read_parquet read_pickle read_table read_feather read_hdf read_stata"
    " loadtxt genfromtxt imread loadmat load_model open load"
)
_CALLS = tuple(f"{name}({quote}".encode() for name in _READERS.split() for quote in ("'", '"', "r'", 'r"'))

WRITES = regex(
    rb"\.to_(?:csv|excel|json|parquet|pickle|feather|hdf)\(|\.save\w*\(|\bsave\w*\(|\.dump\(|\bdump\(|writerows?\(|\.write\(|"
    rb"[\"'][wax]b?\+?[\"']|urlretrieve|urlopen|requests\.get|wget|curl|gdown|kaggle|download|ModelCheckpoint|extractall|"
    rb"unzip|tar |files\.upload|drive\.mount|input\(|argv"
)
"""What a project contains that may make or fetch files: then a missing one is no sure fault."""

_NAMES = frozenset(_READERS.split())
_LOADERS = regex(r"(?:np|numpy|joblib|torch|pickle)\.load\Z")
_LONGEST = 200
_PATH = regex(r"(?:\.{1,2}/)*[\w. -]+(?:/[\w. -]+)*\.\w{1,8}\Z")


def may_read(source: bytes) -> bool:
    """Whether a source may open a file by a name written out in it: a search of its bytes, before it is parsed."""
    return any(call in source for call in _CALLS)


def literal_reads(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield each relative path that a call reads, and its line; nothing under a ``try`` or a condition."""
    for node in _unconditional(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        path = literal_text(node.args[0])
        if path is not None and _reads(node) and _PATH.match(path) and len(path) <= _LONGEST:
            yield path, node.lineno


def _unconditional(tree: ast.Module) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.Try | ast.If | ast.IfExp):
            waiting.extend(ast.iter_child_nodes(node))


def _reads(call: ast.Call) -> bool:
    dotted = dotted_name(call.func)
    name = dotted.rpartition(".")[2]
    if name not in _NAMES:
        return False
    if name == "load":
        return _LOADERS.match(dotted) is not None
    if name == "open":
        modes = [literal_text(argument) for argument in call.args[1:2]]
        modes += [literal_text(word.value) for word in call.keywords if word.arg == "mode"]
        return dotted in {"open", "Image.open", "io.open"} and all(mode in {"r", "rb", "rt"} for mode in modes)
    return True
