"""The five items of the ML Code Completeness checklist, against people's labels."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy.agreement import bootstrap, halves, kappa
from benchmarks.accuracy.git_tree import CommitFiles, NoCommitError
from scaffolio.checklist import completeness
from scaffolio.project import Project

ITEMS = ("dependencies", "training", "evaluation", "pretrained_model", "results")
FLOOR = 0.60
"""Macro kappa that must be reached."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One repository: what people said, and what the audit said."""

    repository: str
    labels: tuple[bool, ...]
    verdicts: tuple[bool, ...]


def judge(checkouts: Path, labels: Path) -> Iterator[Judged]:
    """Judge every labelled repository that is there, at the commit people saw."""
    with labels.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for row in rows:
        try:
            files = CommitFiles(checkouts / row["repo"].replace("/", "__"), row["asof_commit"])
        except NoCommitError:
            continue
        found = completeness(Project(files, row["repo"].rpartition("/")[2]))
        files.close()
        given = tuple(row[item] == "1" for item in ITEMS)
        yield Judged(row["repo"], given, tuple(found[item].present for item in ITEMS))


def item_kappas(judged: Sequence[Judged]) -> list[float]:
    """Kappa of each item."""
    return [
        kappa([one.labels[item] for one in judged], [one.verdicts[item] for one in judged])
        for item in range(len(ITEMS))
    ]


def macro_kappa(judged: Sequence[Judged]) -> float:
    """The mean over the items."""
    return sum(item_kappas(judged)) / len(ITEMS)


def report(checkouts: Path, labels: Path) -> tuple[list[str], bool]:
    """Lines to print, and whether the floor is reached."""
    judged = list(judge(checkouts, labels))
    if not judged:
        return ["checklist: none of the labelled repositories is there"], False
    macro, (low, high) = macro_kappa(judged), bootstrap(judged, macro_kappa)
    first, second = (macro_kappa(half) for half in halves(judged))
    lines = [f"checklist: macro kappa {macro:.3f} ({low:.3f} to {high:.3f}) on {len(judged)} repositories"]
    lines += [f"  {item}: kappa {value:.3f}" for item, value in zip(ITEMS, item_kappas(judged), strict=True)]
    lines.append(f"  random halves: {first:.3f} and {second:.3f}; floor {FLOOR:.2f}")
    return lines, macro >= FLOOR
