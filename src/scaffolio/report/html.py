"""The audit report as one HTML page that needs nothing else: no script, no request, light and dark."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scaffolio.model import Severity, TargetStatus
from scaffolio.report.items import alike, claims_told, items, title, unassessed
from scaffolio.report.words import plain, plural

if TYPE_CHECKING:
    from jinja2 import Template

    from scaffolio.model import Report, TargetReport

FIRST = 5
"""Findings told with their reason and fix at once; the others are folded."""


def render(report: Report, *, verbose: bool = False) -> str:
    """Render every target on one page; ``verbose`` unfolds every finding."""
    page = _template().render(
        version=report.version,
        profile=report.profile,
        targets=[_target(target, verbose=verbose) for target in report.targets],
    )
    return page.encode("utf-8", "replace").decode()


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    page = files("scaffolio.report").joinpath("audit.html.jinja").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = plain
    environment.filters["claims"] = claims_told
    return environment.from_string(page)


def _target(target: TargetReport, *, verbose: bool) -> dict[str, Any]:
    found = items(target.projects)
    groups = [[item] for item in found] if verbose else alike(found)
    shown = {id(group[0]) for group in groups[:FIRST]}
    counts = [(sum(item.severity is severity for item in found), severity.label) for severity in Severity]
    told = [f"{count} {label}" if label == "advice" else plural(count, label) for count, label in counts if count]
    return {
        "name": title(target),
        "commit": target.commit,
        "audited": target.status is TargetStatus.AUDITED,
        "judged": target.status.judged,
        "status": str(target.status),
        "error": target.error,
        "projects": target.projects,
        "first": groups if verbose else groups[:FIRST],
        "rest": [] if verbose else [item for item in found if id(item) not in shown],
        "told": ", ".join(told) or "No finding",
        "unassessed": unassessed(target.projects),
        "asked": [question for project in target.projects for question in project.questions],
    }
