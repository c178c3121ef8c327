"""The audit report as Markdown, to paste into a review, an issue or a feedback file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffolio.model import Severity, TargetStatus
from scaffolio.patterns import regex
from scaffolio.report.items import Item, alike, claims_told, items, title, unassessed
from scaffolio.report.words import plain, plural

if TYPE_CHECKING:
    from scaffolio.model import Report, TargetReport

FIRST = 5
"""Findings told in full, with their fix; the others are rows of a table."""

_ACTIVE = regex(r"([\\`*_{}\[\]<>#+!|~@&$])")
_REFERENCE = regex(r"\b(GH-)(?=\d)")
_ADDRESS = regex(r"\b(https?|www)(?=[:.])", re.IGNORECASE)


def render(report: Report, *, verbose: bool = False) -> str:
    """Render every target; ``verbose`` tells each finding's fix."""
    return "\n".join(line for target in report.targets for line in _target(target, verbose=verbose)) + "\n"


def text(words: str) -> str:
    """Words of an audited project as Markdown that shows them and does nothing else.

    Nothing becomes a link, a picture, HTML or a mention that notifies somebody.
    """
    shown = _ACTIVE.sub(r"\\\1", plain(words)).replace("\\@", "@\u200b")
    return _ADDRESS.sub("\\1\u200b", _REFERENCE.sub("GH\u200b-", shown))


def _code(words: str) -> str:
    shown = plain(words)
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if "`" in shown else ""
    return f"{fence}{pad}{shown}{pad}{fence}".replace("|", "\\|")


def _target(target: TargetReport, *, verbose: bool) -> Iterator[str]:
    yield f"## {text(title(target))}"
    yield ""
    if target.status is not TargetStatus.AUDITED:
        yield f"**{target.status}**" + (f": {text(target.error)}" if target.error else "")
        yield ""
    if not target.status.judged:
        return
    found = items(target.projects)
    yield _summary(target, found)
    yield ""
    yield from _projects(target)
    if found:
        yield "### Fix first"
        yield ""
        groups = [[item] for item in found] if verbose else alike(found)
        for number, group in enumerate(groups if verbose else groups[:FIRST], start=1):
            yield from _told(number, group)
        told = {id(group[0]) for group in groups[:FIRST]}
        if rest := [] if verbose else [item for item in found if id(item) not in told]:
            yield from _rest(rest)
    yield from _not_assessed(target)
    yield from _asked(target)


def _summary(target: TargetReport, found: list[Item]) -> str:
    counts = [(sum(item.severity is severity for item in found), severity) for severity in Severity]
    told = ", ".join(
        plural(count, severity.label) if severity is not Severity.ADVICE else f"{count} advice"
        for count, severity in counts
        if count
    )
    at = f" at {_code(target.commit[:12])}" if target.commit else ""
    return f"{told or 'No finding'}{at}; nothing was executed."


def _projects(target: TargetReport) -> Iterator[str]:
    yield "| project | stage | claims supported | what blocks the next stage |"
    yield "| --- | --- | --- | --- |"
    for project in target.projects:
        blocking = ", ".join(project.blocking) or "nothing"
        yield f"| {text(project.name)} | {project.stage} | {claims_told(project)} | {blocking} |"
    yield ""


def _told(number: int, group: list[Item]) -> Iterator[str]:
    item, *others = group
    more = f" ({len(others)} more like it)" if others else ""
    weight = f"{item.severity.label}, {item.minutes} min"
    yield f"{number}. {_code(item.place)} **{item.rule.code}** ({weight}): {text(item.said)}{more}"
    yield f"   Fix: {text(item.finding.fix) if item.finding.fix else item.rule.fix}"
    yield ""


def _rest(rest: list[Item]) -> Iterator[str]:
    yield "<details>"
    yield f"<summary>{len(rest)} more</summary>"
    yield ""
    yield "| where | rule | severity | what | minutes |"
    yield "| --- | --- | --- | --- | --- |"
    for item in rest:
        place = item.finding.path + (f":{item.finding.line}" if item.finding.line else "")
        row = (
            _code(place),
            f"{item.rule.code} {item.rule.name}",
            item.severity.label,
            text(item.said),
            str(item.minutes),
        )
        yield f"| {' | '.join(row)} |"
    yield ""
    yield "</details>"
    yield ""


def _not_assessed(target: TargetReport) -> Iterator[str]:
    if reasons := unassessed(target.projects):
        told = [f"{', '.join(codes)}: {text(reason)}" for reason, codes in reasons]
        yield f"Not assessed: {'; '.join(told)}."
        yield ""


def _asked(target: TargetReport) -> Iterator[str]:
    asked = [question for project in target.projects for question in project.questions]
    if asked:
        yield "### A program cannot judge"
        yield ""
        for question in asked:
            place = question.path + (f":{question.line}" if question.line else "")
            yield f"- {_code(place)}: {text(question.text)}"
        yield ""
