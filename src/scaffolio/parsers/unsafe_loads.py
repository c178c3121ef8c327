"""Loads that run whatever code a file holds: pickles of files fetched from elsewhere, and torch.load told to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scaffolio.nouns import dataclass
from scaffolio.parsers.python import dotted_name, literal_text
from scaffolio.patterns import regex

_PICKLERS = (b"pickle", b"joblib", b"dill")
_TOLD = regex(rb"weights_only\s*=\s*False")
_PICKLE = regex(rb"(?:pickle|joblib|dill)\.loads?\(|read_pickle\(")
_FETCHING = regex(
    rb"urlretrieve|urlopen|hf_hub_download|cached_download|download_file|download_url|gdown|"
    rb"requests\.get|httpx\.get|wget|"
    rb"get_file|pooch|download_to_filename|(?:read_pickle|load)\([\"']https?:"
)
_UNPICKLE = regex(r"(?:^|\.)(?:pickle|cPickle|_pickle|dill|cloudpickle|joblib|pkl|pd|pandas)\.(?:loads?|read_pickle)\Z")
_FETCH = regex(
    r"(?:^|\.)(?:urlretrieve|urlopen|hf_hub_download|cached_download|download_file|download_url|gdown\.download|"
    r"requests\.get|httpx\.get|wget\.download|get_file|pooch\.retrieve|blob\.download_to_filename)\Z"
)


@dataclass(frozen=True, slots=True)
class UnsafeLoad:
    """A call, its line, and what makes it unsafe."""

    call: str
    line: int
    why: str


def may_load_unsafely(source: bytes, *, safe_default: bool) -> bool:
    """Whether a source is worth parsing: a cheap search of its bytes."""
    if b"torch.load(" in source and (not safe_default or _TOLD.search(source)):
        return True
    if not any(word in source for word in _PICKLERS):  # far faster than the patterns, and most files end here
        return False
    return _PICKLE.search(source) is not None and _FETCHING.search(source) is not None


def unsafe_loads(tree: ast.Module, *, safe_default: bool) -> Iterator[UnsafeLoad]:
    """Yield the unsafe loads of a module; ``safe_default`` when its torch loads weights only unless told otherwise."""
    nodes = list(ast.walk(tree))
    calls = [(dotted_name(node.func), node) for node in nodes if isinstance(node, ast.Call)]
    fetches = [node for name, node in calls if _FETCH.search(name)]
    fetched = _fetched(nodes, fetches) if fetches else frozenset()
    for name, call in calls:
        if name == "torch.load":
            if why := _torch(call, safe_default=safe_default):
                yield UnsafeLoad(name, call.lineno, why)
        elif _UNPICKLE.search(name) and call.args and _comes_from(call.args[0], fetched):
            yield UnsafeLoad(name, call.lineno, "of a file that the code downloads")


def _torch(call: ast.Call, *, safe_default: bool) -> str | None:
    chosen = next((word.value for word in call.keywords if word.arg == "weights_only"), None)
    if isinstance(chosen, ast.Constant) and chosen.value is False:
        return "with weights_only=False"
    if chosen is None and not safe_default and not any(word.arg is None for word in call.keywords):
        return "without weights_only=True"
    return None


def _fetched(nodes: list[ast.AST], fetches: list[ast.Call]) -> frozenset[str]:
    """The names and literal paths that hold something fetched: what a fetch gives back, and what it writes to."""
    found: set[str] = set()
    for call in fetches:
        targets = [*call.args[1:], *(word.value for word in call.keywords if word.arg in {"output", "filename", "out"})]
        found.update(word for target in targets for word in _words(target))
    for node in nodes:
        if isinstance(node, ast.Assign) and any(part in fetches for part in ast.walk(node.value)):
            found.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return frozenset(found)


def _words(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif (text := literal_text(node)) is not None and "." in text:
        yield text


def _comes_from(node: ast.expr, fetched: frozenset[str]) -> bool:
    """Whether an argument is fetched: named, opened or read, at any depth."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id in fetched:
            return True
        text = literal_text(part)
        if text is not None and (text in fetched or text.startswith(("http://", "https://"))):
            return True
        if isinstance(part, ast.Call) and _FETCH.search(dotted_name(part.func)):
            return True
    return False
