"""Tests, continuous integration and licence, against what NICHE says of engineered ML projects."""

from __future__ import annotations

import csv
import subprocess
from collections import defaultdict
from pathlib import Path

from benchmarks.accuracy.agreement import balanced_accuracy
from benchmarks.accuracy.git_tree import CommitFiles, NoCommitError
from scaffolio import engine
from scaffolio.project import Project
from scaffolio.rules import catalogue
from scaffolio.rules.tst import OWN_LINES

RULES = {"tests": "TST001", "ci": "CI001", "license": "LIC001"}
"""The rule whose passing says *yes* to a label."""


def report(checkouts: Path, labels: Path) -> list[str]:
    """Lines to print: balanced accuracy of each label over the repositories that are there."""
    rules = {label: rule for label, code in RULES.items() for rule in catalogue() if rule.info.code == code}
    pairs: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    with labels.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            repository = checkouts / row["repo"].replace("/", "__")
            try:
                files = CommitFiles(repository, commit_of_count(repository, int(row["commits_at_labelling"] or 0)))
            except NoCommitError:
                continue
            project = Project(files, repository.name)
            for label, rule in rules.items():
                verdict = engine.run(project, [rule], catalogue(), {})[0]
                silent = label == "tests" and not _has_code(project)
                if verdict.not_assessed is None and not silent:
                    pairs[label].append((row[label] != "0", verdict.passed))
            files.close()
    return [_line(label, pairs[label]) for label in RULES if pairs[label]] or ["niche: no labelled repository is there"]


def _has_code(project: Project) -> bool:
    """Whether there is enough code for the rule on tests to speak."""
    return sum(project.own_lines(path) for path in project.python_paths) > OWN_LINES


def _line(label: str, pairs: list[tuple[bool, bool]]) -> str:
    labels, verdicts = zip(*pairs, strict=True)
    score = balanced_accuracy(labels, verdicts)
    return f"niche {label}: balanced accuracy {score:.3f} on {len(pairs)} repositories, {sum(labels)} of them yes"


def commit_of_count(repository: Path, count: int) -> str:
    """The commit at which the repository had so many; the newest when it never had."""
    ended = subprocess.run(
        ["git", "-C", str(repository), "rev-list", "--date-order", "HEAD"], capture_output=True, text=True, check=False
    )
    commits = ended.stdout.split()
    return commits[len(commits) - count] if 0 < count <= len(commits) else "HEAD"
