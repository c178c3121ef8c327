"""A baseline: the findings known when a project began to be audited, so that only new ones count."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from scaffolio.adapters.files import read_text
from scaffolio.errors import CannotRunError, UsageError
from scaffolio.model import Report, TargetReport, Verdict
from scaffolio.report.items import items
from scaffolio.usecases.output import write_report

VERSION = 1


def write_baseline(path: Path, report: Report) -> int:
    """Write the report's findings as known, and say how many there are.

    Raises:
        CannotRunError: the file cannot be written.
    """
    known = {
        item.identity: f"{item.rule.code} {item.finding.path}: {item.finding.message}"
        for target in report.targets
        for item in items(target.projects)
    }
    content = {"schema_version": VERSION, "findings": dict(sorted(known.items(), key=lambda pair: (pair[1], pair[0])))}
    write_report(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    return len(known)


def read_baseline(path: Path) -> frozenset[str]:
    """The identities a baseline holds.

    Raises:
        CannotRunError: there is no such file.
        UsageError: it is no baseline of this version.
    """
    text = read_text(path)
    if text is None:
        raise CannotRunError(f"{path} does not exist", "Make it with --write-baseline")
    try:
        content = json.loads(text)
        found = content["findings"]
        known = frozenset(found) if content["schema_version"] == VERSION and isinstance(found, dict) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        known = None
    if known is None:
        raise UsageError(f"{path} is no baseline of version {VERSION}", "Make it anew with --write-baseline")
    return known


def without_known(report: Report, known: Collection[str]) -> Report:
    """The report without the findings that a baseline knows; stages stay what they are."""
    return replace(report, targets=tuple(_without(target, known) for target in report.targets))


def _without(target: TargetReport, known: Collection[str]) -> TargetReport:
    dropped = {id(item.finding) for item in items(target.projects) if item.identity in known}
    if not dropped:
        return target
    projects = tuple(
        replace(project, verdicts=tuple(_only_new(verdict, dropped) for verdict in project.verdicts))
        for project in target.projects
    )
    return replace(target, projects=projects)


def _only_new(verdict: Verdict, dropped: Collection[int]) -> Verdict:
    new = tuple(finding for finding in verdict.findings if id(finding) not in dropped)
    return replace(verdict, findings=new, known=len(verdict.findings) - len(new))
