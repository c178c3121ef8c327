"""How often a number is caught that was right in a real README until one of its digits was changed.

Taken are the numbers of a label table that a reader found borne out: rows of TRU004 and TRU009
without a fault whose ``why`` begins with "as". Which digit becomes which other is drawn by a fixed seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.accuracy.git_tree import CommitFiles, NoCommitError
from benchmarks.accuracy.labelled import findings_of, rows_by_commit
from scaffolio.project import Project

RULES = ("TRU004", "TRU009")
_BORNE_OUT = "as "
_SEED = 20261128
_DIGIT = re.compile(r"\d")


class ChangedFiles:
    """The files of a commit with another content in one of them."""

    def __init__(self, files: CommitFiles, path: str, content: bytes) -> None:
        self._files, self._path, self._content = files, path, content

    @property
    def paths(self) -> Sequence[str]:
        """All paths, sorted."""
        return self._files.paths

    def size(self, path: str) -> int:
        """Size in bytes."""
        return len(self._content) if path == self._path else self._files.size(path)

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start."""
        return self._content[:limit] if path == self._path else self._files.read(path, limit)


def report(checkouts: Path, table: Path) -> list[str]:
    """Lines to print: the share caught of each rule, and every number that was not."""
    caught: dict[str, list[bool]] = {rule: [] for rule in RULES}
    missed: list[str] = []
    for (name, commit), rows in rows_by_commit(table).items():
        right = [row for row in rows if row["rule"] in RULES and row["fault"] == "0" and _is_borne_out(row)]
        try:
            files = CommitFiles(checkouts / name.replace("/", "__"), commit) if right else None
        except NoCommitError:
            continue
        for row in right if files else ():
            assert files is not None
            for content, change in _changed(files, row):
                project = Project(ChangedFiles(files, row["path"], content), name.rpartition("/")[2])
                findings = findings_of(project, (row["rule"],))[row["rule"]]
                found = any(one.path == row["path"] and one.line == int(row["line"]) for one in findings)
                caught[row["rule"]].append(found)
                if not found:
                    missed.append(f"  missed: {row['rule']} {name} {row['path']}:{row['line']} {change}")
        if files:
            files.close()
    shares = [f"digits {rule}: {sum(hits)} of {len(hits)} caught" for rule, hits in caught.items()]
    return [*shares, *missed]


def _is_borne_out(row: dict[str, str]) -> bool:
    return row.get("why", "").startswith(_BORNE_OUT)


def _changed(files: CommitFiles, row: dict[str, str]) -> Iterator[tuple[bytes, str]]:
    """The document with one digit of the labelled number changed, and what became what; none where it is not found."""
    lines = files.read(row["path"], 2_000_000).decode("utf-8", "replace").split("\n")
    line, number = lines[int(row["line"]) - 1], row["token"].strip(" ~$+")
    at = line.find(number)
    if at < 0 or not number:
        return
    drawn = random.Random(f"{_SEED} {row['repo']} {row['path']} {row['line']} {number}")  # noqa: S311  (nothing is to be kept secret)
    place = at + drawn.choice([match.start() for match in _DIGIT.finditer(number)])
    first = place == at  # a number does not begin with a nought that did not before
    digit = drawn.choice([other for other in "0123456789" if other != line[place] and not (first and other == "0")])
    lines[int(row["line"]) - 1] = line[:place] + digit + line[place + 1 :]
    yield "\n".join(lines).encode(), f"{number} as {lines[int(row['line']) - 1][at : at + len(number)]}"
