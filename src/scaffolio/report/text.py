"""The audit report for a terminal: what to fix first, at most some twenty lines unless asked for more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffolio.grade import fixing_order
from scaffolio.model import Severity, Stage, TargetStatus
from scaffolio.report.words import columns, plain, plural, shorten

if TYPE_CHECKING:
    from scaffolio.model import Finding, ProjectReport, Report, TargetReport, Verdict

SHOWN = 8
"""Findings listed unless every one is asked for."""

PROJECTS_SHOWN = 6

_MESSAGE_WIDTH = 76
_NEXT = {Stage.DRAFT: "practice", Stage.PRACTICE: "ready", Stage.READY: "strong"}


@dataclass(frozen=True, slots=True)
class _Item:
    """A finding with all that its line shows."""

    finding: Finding
    verdict: Verdict
    place: str

    @property
    def minutes(self) -> int:
        return self.finding.minutes or self.verdict.rule.minutes

    @property
    def key(self) -> tuple[float, int, str, int, str, str]:
        """Sorts by effect per minute, then by severity, place and code."""
        return fixing_order(self.verdict, self.finding)


def render(report: Report, *, verbose: bool = False) -> str:
    """Render every target, one after the other."""
    parts = ["\n".join(_target(target, verbose=verbose)) for target in report.targets]
    return "\n\n".join(parts) + "\n"


def _target(target: TargetReport, *, verbose: bool) -> Iterator[str]:
    name = plain(target.target)
    if target.status is not TargetStatus.AUDITED:
        yield f"{name}: {target.status}" + (f": {plain(target.error)}" if target.error else "")
    if not target.status.judged:
        return
    yield from _head(target, verbose=verbose)
    items = sorted((item for project in target.projects for item in _items(project)), key=lambda item: item.key)
    if items:
        yield ""
        yield "All findings" if verbose else "Fix first"
        yield from _listed(items if verbose else items[:SHOWN])
        if not verbose and (rest := items[SHOWN:]):
            advice = sum(item.verdict.severity is Severity.ADVICE for item in rest)
            yield f"{len(rest)} more{f', {advice} of them advice' if advice else ''}: -v"
    yield ""
    yield from _good(target, found=bool(items))
    yield from _not_assessed(target, verbose=verbose)


def _head(target: TargetReport, *, verbose: bool) -> Iterator[str]:
    if len(target.projects) > 1:
        yield f"{plural(len(target.projects) - 1, 'project')} in {plain(target.target)} - nothing executed"
        yield ""
    shown = target.projects if verbose else target.projects[:PROJECTS_SHOWN]
    rows = [["project", "stage", "claims supported", "what blocks the next stage"]]
    rows += [
        [shorten(plain(project.name), 30), str(project.stage), _claims(project), _blocking(project)]
        for project in shown
    ]
    yield from (f"  {row}" for row in columns(rows))
    if len(shown) < len(target.projects):
        yield f"  {len(target.projects) - len(shown)} more: -v"


def _claims(project: ProjectReport) -> str:
    total = project.claims.supported + project.claims.contradicted + project.claims.unsupported
    return f"{project.claims.supported} of {total}" if total else "none read"


def _blocking(project: ProjectReport) -> str:
    if project.stage is Stage.STRONG:
        return "nothing"
    errors = sum(len(v.findings) for v in project.verdicts if v.rule.severity is Severity.ERROR)
    if project.stage is Stage.DRAFT:
        return f"{plural(errors, 'error')}: {shorten(', '.join(project.blocking), 50)}"
    return f"for {_NEXT[project.stage]}: {', '.join(project.blocking)}"


def _items(project: ProjectReport) -> Iterator[_Item]:
    for verdict in project.verdicts:
        for finding in verdict.findings:
            yield _Item(finding, verdict, plain(finding.path) + (f":{finding.line}" if finding.line else ""))


def _listed(items: list[_Item]) -> Iterator[str]:
    rows = [
        [
            str(number),
            shorten(item.place, 48),
            item.verdict.rule.code,
            item.verdict.severity.label,
            _said(item),
            f"{item.minutes} min",
        ]
        for number, item in enumerate(items, start=1)
    ]
    yield from (f"  {row}" for row in columns(rows))


def _said(item: _Item) -> str:
    message, evidence = plain(item.finding.message), plain(item.finding.evidence or "")
    return shorten(message if not evidence or evidence in message else f"{message}: {evidence}", _MESSAGE_WIDTH)


def _good(target: TargetReport, *, found: bool) -> Iterator[str]:
    praise = [f"{plain(project.name)} {words}" for project in target.projects if (words := _praise(project))]
    if praise:
        yield f"Good: {'; '.join(praise[:3])}."
    elif not found:
        yield "No finding."


def _praise(project: ProjectReport) -> str:
    """What is shown to be well done: only what the audit has seen, never a rule that had nothing to look at."""
    passed = {verdict.rule.code for verdict in project.verdicts if verdict.passed}
    claims = project.claims
    seen = [
        (
            claims.supported > 0 and not claims.contradicted,
            f"states {plural(claims.supported, 'number')} that its runs recorded",
        ),
        ("RES003" in passed, "compares its results with something"),
        ("RES002" in passed, "shows a figure"),
        (all(item.present for item in project.checklist.values()), "has all five items of the completeness checklist"),
    ]
    return ", ".join(words for holds, words in seen if holds)


def _not_assessed(target: TargetReport, *, verbose: bool) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for project in target.projects:
        for verdict in project.verdicts:
            if verdict.not_assessed is not None:
                codes = reasons.setdefault(plain(verdict.not_assessed), [])
                if verdict.rule.code not in codes:
                    codes.append(verdict.rule.code)
    if reasons:
        told = "; ".join(f"{', '.join(codes)}: {reason}" for reason, codes in sorted(reasons.items()))
        count = sum(map(len, reasons.values()))
        yield f"Not assessed: {count} ({told if verbose else shorten(told, 110)})"
