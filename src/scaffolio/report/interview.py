"""The questions that no program can judge, for a mock interview: one list for each project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffolio.model import TargetStatus
from scaffolio.report.items import title
from scaffolio.report.words import plain

if TYPE_CHECKING:
    from scaffolio.model import Report, TargetReport


def render(report: Report, *, verbose: bool = False) -> str:
    """Render the questions alone; ``verbose`` changes nothing."""
    del verbose
    return "\n\n".join("\n".join(_target(target)) for target in report.targets) + "\n"


def _target(target: TargetReport) -> Iterator[str]:
    if target.status is not TargetStatus.AUDITED:
        yield f"{plain(target.target)}: {target.status}" + (f": {plain(target.error)}" if target.error else "")
        return
    yield f"{plain(title(target))}: what a program cannot judge"
    for project in target.projects:
        if project.questions and len(target.projects) > 1:
            yield ""
            yield f"{plain(project.name)}"
        for number, question in enumerate(project.questions, start=1):
            place = plain(question.path) + (f":{question.line}" if question.line else "")
            yield f"  {number}  {place}"
            yield f"     {plain(question.text)}"
    if not any(project.questions for project in target.projects):
        yield "  nothing in it was found to ask about"
