"""The one thing most worth doing in a project: the ladder's first open rung, else the audit's first fix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scaffolio.grade import fixing_order
from scaffolio.ladder import Rung, Step, climb, is_on_ladder
from scaffolio.model import Finding, ProjectReport, Stage, Verdict
from scaffolio.nouns import dataclass
from scaffolio.project import Project


@dataclass(frozen=True, slots=True)
class Next:
    """What to do next: the first open rung, or the audit's first fix, or nothing but the next stage.

    ``rungs`` is empty for a project that Scaffolio did not make. ``report`` is there once
    no rung is open.
    """

    folder: Path
    rungs: tuple[Rung, ...] = ()
    step: Step | None = None
    code: str | None = None
    findings: int = 0
    report: ProjectReport | None = None

    @property
    def rung(self) -> tuple[int, str] | None:
        """The number, from 1, and the name of the first open rung; ``None`` where none is open."""
        return next(((number, rung.name) for number, rung in enumerate(self.rungs, start=1) if rung.step), None)


def most_worth_doing(project: Project, folder: Path, judge: Callable[[], ProjectReport]) -> Next:
    """Climb the ladder to the first open rung; after the last, or without one, ask the audit."""
    rungs = climb(project) if is_on_ladder(project) else ()
    step = next((rung.step for rung in rungs if rung.step), None)
    if step is not None:
        return Next(folder, rungs, step)
    report = judge()
    found = sorted(
        ((verdict, finding) for verdict in report.verdicts for finding in verdict.findings),
        key=lambda pair: fixing_order(*pair),
    )
    if not found or (rungs and report.stage is not Stage.DRAFT):
        return Next(folder, rungs, report=report)
    verdict, finding = next((pair for pair in found if pair[0].rule.code in report.blocking), found[0])
    return Next(folder, rungs, _fix(verdict, finding), verdict.rule.code, len(found), report)


def _fix(verdict: Verdict, finding: Finding) -> Step:
    said = finding.message
    if finding.evidence and finding.evidence not in said:
        said = f"{said}: {finding.evidence}"
    return Step(
        finding.path,
        finding.line,
        finding.minutes or verdict.rule.minutes,
        said,
        finding.fix or verdict.rule.fix,
        f"scaffolio audit no longer lists {verdict.rule.code} there",
    )
