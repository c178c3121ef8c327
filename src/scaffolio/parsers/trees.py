"""Folder trees drawn in a README: which paths they say are there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.nouns import dataclass
from scaffolio.parsers.document import Fence
from scaffolio.patterns import regex

_BRANCH = regex(r"^(?P<indent>[\s│┃|║]*)(?P<knot>[├└┣┗╚╠│┃║][─━═\-]+|[|+`\\][-─_]{2,})[\s>]*(?P<rest>\S.*)$")
_NOTE = regex(r"\s+(?:#|//|<-|←|->|→|—|–|-{1,2}\s|:\s|\(|\*|;|\|)|\s{2,}|\t|(?<=\w/)\s")
_ANOTHER = regex(r"[\w.@-]{1,80}/(?:\s|\Z)")
"""A folder at the margin below the branches: the next of several trees in one block."""

_ITSELF = regex(
    r"\s{0,8}[#(<←—–-]{1,3}\s{0,4}(?:the )?(?:project|repo(?:sitory)?) (?:root|folder|dir(?:ectory)?)\)?\s{0,8}\Z",
    re.IGNORECASE,
)
"""A remark that a folder is the project's own, whatever it is called there."""

_NAME = regex(r"[\w.@+()\[\]/ -]+\Z")
_FIRST_OF_TWO = regex(r"[\w./-]{1,80}\.\w{1,5}(?=\s+[+&]\s)")
_HINT = regex(
    r"generat|creat|download|ignor|not (?:included|tracked|committed|in)|output|produc|local|optional|secret|"
    r"will be|your |private|"
    r"written|saved|after |cache|todo|planned|coming|excluded|large|lfs|dvc|kaggle|runtime|auto|user|example|if |zip|"
    r"\(\.\w{2,5} files",  # no name, but what lies there
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One line of a drawn tree: its path below the tree's root, and the remark beside it."""

    path: str
    line: int
    folder: bool
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """A drawn tree; ``root`` is the name above its first branch or said to be the project's, empty without any."""

    root: str
    entries: tuple[TreeEntry, ...]


def read_tree(fence: Fence) -> Tree | None:
    """Read a block of code as a folder tree, of several the first; ``None`` when it draws none."""
    if not any(knot in fence.content for knot in ("├", "└", "│─", "|--", "+--", "|__", "`--", "┣", "┗", "\\--")):
        return None
    root = ""
    entries: list[TreeEntry] = []
    stack: list[tuple[int, str, bool]] = []
    for offset, line in enumerate(fence.content.split("\n")):
        match = _BRANCH.match(line)
        if match is None:
            if entries and _ANOTHER.match(line):
                break
            if not entries and line.strip():
                root = _NOTE.split(line.strip())[0].strip().strip("/").removeprefix("./")
            continue
        name, note = _apart(match["rest"])
        depth = len(match["indent"].expandtabs(4))
        while stack and stack[-1][0] >= depth:
            stack.pop()
        if not root and not stack and not entries and _ITSELF.match(note):
            root = name.rstrip("/")
            stack.append((depth, "", False))
            continue
        above = stack[-1][1] if stack else ""
        marked = bool(_HINT.search(note)) or (bool(stack) and stack[-1][2])
        path = f"{above}{name.rstrip('/')}"
        stack.append((depth, f"{path}/", marked))
        entries.append(TreeEntry(path, fence.line + offset, name.endswith("/"), marked))
    return Tree(root, tuple(entry for entry in entries if _NAME.match(entry.path))) if entries else None


def _apart(rest: str) -> tuple[str, str]:
    """Part a name from the remark beside it."""
    bare = rest.lstrip("📁📂📄📊📓📝🐍📦🗂️🗃 ").strip("`* ")
    first = _FIRST_OF_TWO.match(bare)
    note = _NOTE.search(bare)
    name = first[0] if first else bare[: note.start()] if note else bare
    return name.strip("`* ").removeprefix("./").lstrip("/"), bare[len(name) :]


def leaves(tree: Tree) -> Iterator[TreeEntry]:
    """The entries with nothing drawn below them."""
    parents = {entry.path.rpartition("/")[0] for entry in tree.entries}
    return (entry for entry in tree.entries if entry.path not in parents)
