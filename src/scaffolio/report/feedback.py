"""What one person of a class gets to read: a short Markdown page on their target, with what to do first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffolio.grade import CONDITIONS, fixing_order
from scaffolio.model import Stage, TargetStatus
from scaffolio.report.words import plain, plural, shorten

if TYPE_CHECKING:
    from scaffolio.model import Finding, ProjectReport, TargetReport, Verdict

SHOWN = 12
"""Findings on a page; a longer list is not read."""

_SPECIAL = str.maketrans(
    {c: f"\\{c}" for c in "\\`*_[]()#|~!{}"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}
)
_TOLD = {
    TargetStatus.FAILED: "It could not be judged.",
    TargetStatus.UNREACHABLE: "It could not be fetched.",
    TargetStatus.TIMEOUT: "Judging it took too long and was stopped.",
}


def render_feedback(who: str, target: TargetReport) -> str:
    """Render one page; nothing from the target or the roster reaches it unescaped."""
    return "\n".join(_lines(who, target)) + "\n"


def escaped(text: str) -> str:
    """A text as Markdown that shows it and does nothing else: no link, image, HTML, mention or heading."""
    return plain(text).translate(_SPECIAL).replace("://", "&#58;//").replace("www.", "www&#46;")


def _lines(who: str, target: TargetReport) -> Iterator[str]:
    yield f"# Feedback for {escaped(who)}"
    yield ""
    yield f"Judged: {escaped(target.target)}" + (f" at commit {target.commit[:10]}." if target.commit else ".")
    if target.status in _TOLD:
        yield ""
        yield _TOLD[target.status]
    if target.error:
        yield ""
        yield escaped(target.error)
    for project in target.projects:
        yield ""
        yield from _project(project)


def _project(project: ProjectReport) -> Iterator[str]:
    yield f"## {escaped(project.name)}: {project.stage}"
    yield ""
    named = {verdict.rule.code: f"{verdict.rule.name} ({verdict.rule.code})" for verdict in project.verdicts}
    conditions = [CONDITIONS.get(code) or named.get(code, code) for code in project.blocking]
    if project.stage is not Stage.STRONG and conditions:
        yield f"What stands before the next stage: {'; '.join(conditions)}."
        yield ""
    found = [(verdict, finding) for verdict in project.verdicts for finding in verdict.findings]
    found.sort(key=lambda pair: fixing_order(*pair))
    if found:
        yield "What to do, the most effective first:"
        yield ""
    for number, (verdict, finding) in enumerate(found[:SHOWN], start=1):
        yield from _item(number, verdict, finding)
    if len(found) > SHOWN:
        yield f"\nAnd {len(found) - SHOWN} more."
    if not found:
        yield "Nothing was found."
    unknown = sum(verdict.not_assessed is not None for verdict in project.verdicts)
    if unknown:
        yield ""
        yield f"{plural(unknown, 'rule')} could not be assessed, which counts neither for nor against the project."


def _item(number: int, verdict: Verdict, finding: Finding) -> Iterator[str]:
    place = escaped(finding.path) + (f", line {finding.line}" if finding.line else "")
    seen = f" ({escaped(shorten(finding.evidence, 100))})" if finding.evidence else ""
    minutes = finding.minutes or verdict.rule.minutes
    yield f"{number}. **{place}**: {escaped(finding.message)}{seen}."
    yield f"   {(finding.fix and escaped(finding.fix)) or verdict.rule.fix}"
    yield f"   ({verdict.rule.code}, {verdict.severity.label}, about {minutes} min)"
