"""Absolute paths that exist on one person's machine only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scaffolio.patterns import regex

_NEEDLES = (b"/home/", b"/Users/", b"/content/", b":\\", b":/")
_AROUND = 160

_HOME = regex(
    r"(?<![\w.:/~}$>*-])(?P<path>(?:/home/|/Users/|/mnt/c/Users/|[A-Za-z]:[\\/]{1,4}Users[\\/]{1,4})"
    r"(?P<user>[\w.-]+(?: [\w.-]+)?)[\\/][^\"'\s<>|*?]*)"
)
_WINDOWS = regex(r"\A(?P<path>[A-Za-z]:(?:\\{1,2}|/)[\w .-]{2,60}[\\/][^\"'<>|*?\n]{1,200})")
_DRIVE = regex(r"(?<![\w./])(?P<path>/content/g?drive/[^\"'\n]+)")
_SYSTEM = regex(
    r"[A-Za-z]:[\\/]+(?:windows|program ?files|programdata|path|users[\\/]+public|tmp|temp)\b", re.IGNORECASE
)
_ANYBODY = frozenset(
    """
    user username users ubuntu jovyan runner root app appuser ec2-user ec2 vscode docker jenkins airflow workspace
    travis circleci site me you name xxx foo bar test admin student sagemaker-user ray dev node hadoop pi centos vagrant
    gitpod codespace mambauser nonroot model-server shared public default work project myname myuser usr yourname
    your-username your-name your_username your_name yourusername yourself somebody someone alice bob john johndoe jane
    guest demo example path
    """.split()  # noqa: SIM905
)


def may_name_one(source: bytes) -> bool:
    """Whether a source seems to hold such a path: looked for in its bytes, before anything is parsed."""
    return any(_near(source, needle) for needle in _NEEDLES)


def _near(source: bytes, needle: bytes) -> bool:
    position = source.find(needle)
    while position >= 0:
        before = source[max(position - 2, 0) : position]
        if needle.startswith(b":") and (before[:1].isalnum() or not before[1:].isalpha()):
            position = source.find(needle, position + len(needle))
            continue
        start = max(source.rfind(b"\n", 0, position), position - _AROUND) + 1
        line = source[start : position + _AROUND].decode("utf-8", errors="replace").partition("\n")[0]
        quoted = re.split(r"[\"']", line)
        if any(user_path(part) or drive_path(part) for part in (line, *quoted)):
            return True
        position = source.find(needle, position + len(needle))
    return False


def user_path(text: str) -> str | None:
    """The first path in a string that names one person's folder or drive; placeholders and system folders are none."""
    for match in _HOME.finditer(text[:2000]):
        user = match["user"].lower()
        if user not in _ANYBODY and not user.startswith(("your", "user", "my", "some", "<", "xx")):
            return match["path"]
    windows = _WINDOWS.match(text)
    if windows and not _SYSTEM.match(text) and "users" not in text.lower()[:12]:
        return windows["path"]
    return None


def drive_path(text: str) -> str | None:
    """The first path in a string that lies in a Google Drive mounted by Colab."""
    match = _DRIVE.search(text[:2000])
    return match["path"] if match else None


_STAND_IN = regex(r"<[A-Z][A-Z_ ]{2,40}>[\\/]?\Z")


def _is_replacement(pair: ast.Tuple) -> bool:
    """Whether a pair of strings says what a name is replaced with: the path is then taken out of texts, not opened."""
    values = [each.value if isinstance(each, ast.Constant) else None for each in pair.elts]
    return len(values) == 2 and isinstance(values[1], str) and _STAND_IN.match(values[1]) is not None  # noqa: PLR2004


def literals(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield each string literal and its line; docstrings, help and longer texts, which nobody opens, are left out."""
    aside: set[int] = set()
    for node in ast.walk(tree):  # parents come before children
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str) and id(node) not in aside and "\n" not in node.value:
                yield node.value, node.lineno
        elif isinstance(node, ast.Expr):
            aside.add(id(node.value))
        elif isinstance(node, ast.Tuple) and _is_replacement(node):
            aside.add(id(node.elts[0]))
        elif isinstance(node, ast.Call):
            aside.update(id(word.value) for word in node.keywords if word.arg in {"help", "description", "epilog"})
            if isinstance(node.func, ast.Name) and node.func.id == "print":
                aside.update(id(argument) for argument in node.args)
