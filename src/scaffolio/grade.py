"""Verdicts to stage: how far a project has come, and what stands before the next stage.

A stage is a list of conditions, not a score: no set of labels exists that would
calibrate one. Only the severities of the ``ready`` profile count, whatever profile
the report is printed in, so that a project's stage does not depend on who asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolio.model import Severity, Stage, Verdict
from scaffolio.project import Project

STRONG_RUNS = 3
"""Journalled runs that a strong project shows."""


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


def _errors(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for verdict in verdicts:
        if verdict.findings and verdict.rule.severity is Severity.ERROR:
            yield verdict.rule.code


def _practice(project: Project) -> Iterator[str]:
    if uses_sample(project):
        yield "own-data"


def _unproven(project: Project) -> Iterator[str]:
    if not has_own_result(project):
        yield "own-result"
    if project.journalled_runs < STRONG_RUNS:
        yield "three-runs"


def uses_sample(project: Project) -> bool:
    """Whether the last run, or before it the scaffold's data card, is on the template's sample."""
    dataset = project.run_results.get("dataset")
    return isinstance(dataset, dict) and dataset.get("sample") is True


def has_own_result(project: Project) -> bool:
    """Whether the last run holds a result of the person's own, compared with another."""
    results = project.run_results.get("results")
    comparisons = project.run_results.get("comparisons")
    own = {
        result.get("model")
        for result in (results if isinstance(results, list) else [])
        if isinstance(result, dict) and result.get("role") == "own"
    }
    return any(
        isinstance(comparison, dict) and comparison.get("model") in own
        for comparison in (comparisons if isinstance(comparisons, list) else [])
    )
