"""Places in real repositories that people labelled, and what the audit says of those repositories."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy.git_tree import CommitFiles, NoCommitError
from scaffolio.model import Finding
from scaffolio.project import Project
from scaffolio.rules import catalogue
from scaffolio.settings import Settings
from scaffolio.usecases.audit import judge_all


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader said of some lines: a fault, none, or ``None`` where either may be said.

    Labels of one document and rule with the same ``group`` are one fault; those of
    passages all are, because an EVA rule tells a file only once. Lines are those of the
    file, in a notebook too.
    """

    path: str
    first: int
    last: int
    rule: str
    fault: bool | None
    group: str

    def holds(self, finding: Finding, slack: int) -> bool:
        """Whether a finding lies within so many lines of the labelled ones; one without a line concerns the file."""
        if finding.path != self.path:
            return False
        return finding.line is None or self.first - slack <= finding.line <= self.last + slack


@dataclass(frozen=True, slots=True)
class Judged:
    """One repository at the labelled commit: its labels, and the findings of each labelled rule that exists."""

    repository: str
    labels: tuple[Label, ...]
    findings: Mapping[str, tuple[Finding, ...]]


def judge(checkouts: Path, table: Path) -> Iterator[Judged]:
    """Audit every labelled repository that is there, without checking anything out."""
    by_commit = rows_by_commit(table)
    labelled = {row["rule"] for rows in by_commit.values() for row in rows}
    codes = tuple(rule.info.code for rule in catalogue() if rule.info.code in labelled)
    for (name, commit), rows in by_commit.items():
        try:
            files = CommitFiles(checkouts / name.replace("/", "__"), commit)
        except NoCommitError:
            continue
        project = Project(files, name.rpartition("/")[2])
        labels = tuple(_label(project, row) for row in rows)
        yield Judged(name, labels, findings_of(project, codes))
        files.close()


def rows_by_commit(table: Path) -> dict[tuple[str, str], list[dict[str, str]]]:
    """The rows of a label table by repository and commit."""
    rows: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            rows[row["repo"], row["commit"]].append(row)
    return rows


def _label(project: Project, row: Mapping[str, str]) -> Label:
    first = int(row["line"])
    last = int(row.get("last") or first)
    if row.get("cell"):
        cell = project.notebook(row["path"]).cells[int(row["cell"]) - 1]
        first, last = cell.line_of(first), cell.line_of(last)
    fault = {"1": True, "0": False, "?": None}[row["fault"]]
    group = "" if "last" in row else row.get("group") or row["line"]
    return Label(row["path"], first, last, row["rule"], fault, group)


def findings_of(project: Project, codes: tuple[str, ...]) -> dict[str, tuple[Finding, ...]]:
    """What rules say of a project, by code."""
    if not codes:
        return {}
    found: dict[str, list[Finding]] = {code: [] for code in codes}
    for report in judge_all(project, Settings(select=codes)):
        for verdict in report.verdicts:
            found[verdict.rule.code] += verdict.findings
    return {code: tuple(findings) for code, findings in found.items()}
