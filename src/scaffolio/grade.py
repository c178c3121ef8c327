"""Verdicts to stage: how far a project has come, and what stands before the next stage.

A stage is a list of conditions, not a score: no set of labels exists that would
calibrate one. Only the severities of the ``ready`` profile count, whatever profile
the report is printed in, so that a project's stage does not depend on who asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scaffolio.model import Finding, Severity, Stage, Verdict
from scaffolio.ownership import answered, on_sample
from scaffolio.project import Project

STRONG_RUNS = 3
"""Different journalled runs that a strong project shows."""

CONDITIONS: Mapping[str, str] = {
    "own-data": "data of your own, neither the sample nor a set for practice; or the sample extended or refreshed",
    "own-question": "a question of your own in README",
    "own-result": "a result of your own, compared with the reference",
    "three-runs": f"{STRONG_RUNS} different runs in the journal",
    "projects": "every project a stage further",
    "read-mistakes": "the worst mistakes, read and told in README",
}
"""What each named condition asks for."""

_EFFECT = {Severity.ERROR: 9, Severity.WARNING: 3, Severity.ADVICE: 1}


def grade(project: Project, verdicts: Sequence[Verdict]) -> tuple[Stage, tuple[str, ...]]:
    """Return the stage and what blocks the next one: rule codes, then named conditions."""
    for stage, conditions in (
        (Stage.DRAFT, _errors(verdicts)),
        (Stage.PRACTICE, _practice(project)),
        (Stage.READY, _unproven(project)),
    ):
        blocking = tuple(conditions)
        if blocking:
            return stage, blocking
    return Stage.STRONG, ()


def grade_collection(verdicts: Sequence[Verdict], stages: Sequence[Stage]) -> tuple[Stage, tuple[str, ...]]:
    """A collection's stage: a draft while the whole holds an error, else that of the project least far."""
    if errors := tuple(_errors(verdicts)):
        return Stage.DRAFT, errors
    least = min(stages, key=list(Stage).index)
    return least, () if least is Stage.STRONG else ("projects",)


def fixing_order(verdict: Verdict, finding: Finding) -> tuple[float, int, str, int, str, str]:
    """Sorts findings by effect per minute, then by severity, place and code."""
    effect = _EFFECT[verdict.severity] / (finding.minutes or verdict.rule.minutes)
    place = (finding.path, finding.line or 0, verdict.rule.code, finding.message)
    return (-effect, verdict.severity.value, *place)


def _errors(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for verdict in verdicts:
        if verdict.findings and verdict.rule.severity is Severity.ERROR:
            yield verdict.rule.code


def _practice(project: Project) -> Iterator[str]:
    if on_sample(project) or project.practice_data:
        yield "own-data"
    if not answered(project, "question"):
        yield "own-question"


def _unproven(project: Project) -> Iterator[str]:
    if not has_own_result(project):
        yield "own-result"
    if len({entry["run"] for entry in project.journal}) < STRONG_RUNS:
        yield "three-runs"
    if not answered(project, "errors"):
        yield "read-mistakes"


def has_own_result(project: Project) -> bool:
    """Whether the last run holds a result of the person's own, compared with the reference."""
    results = project.run_results.get("results")
    comparisons = project.run_results.get("comparisons")
    rows = [row for row in (results if isinstance(results, list) else []) if isinstance(row, dict)]
    own = [row.get("model") for row in rows if row.get("role") == "own"]
    reference = [row.get("model") for row in rows if row.get("role") == "reference"]
    return any(
        isinstance(pair, dict) and pair.get("model") in own and pair.get("against") in reference
        for pair in (comparisons if isinstance(comparisons, list) else [])
    )
