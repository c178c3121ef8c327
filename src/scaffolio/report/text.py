"""The audit report for a terminal: what to fix first, at most some twenty lines unless asked for more."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scaffolio.model import Severity, Stage, TargetStatus
from scaffolio.report.items import Item, alike, claims_told, items, title, unassessed
from scaffolio.report.words import columns, plain, plural, shorten

if TYPE_CHECKING:
    from scaffolio.model import OwnShare, ProjectReport, Report, TargetReport

SHOWN = 8
"""Findings listed unless every one is asked for."""

PROJECTS_SHOWN = 6

_MESSAGE_WIDTH = 76
_LEAST_OF_A_MESSAGE = 24
_NEXT = {Stage.DRAFT: "practice", Stage.PRACTICE: "ready", Stage.READY: "strong"}


def render(report: Report, *, verbose: bool = False, width: int | None = None) -> str:
    """Render every target, one after the other; messages are cut so that a finding fits into ``width``."""
    parts = ["\n".join(_target(target, width, verbose=verbose)) for target in report.targets]
    return "\n\n".join(parts) + "\n"


def _target(target: TargetReport, width: int | None, *, verbose: bool) -> Iterator[str]:
    name = plain(target.target)
    if target.status is not TargetStatus.AUDITED:
        yield f"{name}: {target.status}" + (f": {plain(target.error)}" if target.error else "")
    if not target.status.judged:
        return
    yield from _head(target, verbose=verbose)
    found = items(target.projects)
    if found:
        yield ""
        yield "All findings" if verbose else "Fix first"
        groups = alike(found)
        yield from _every(found, width) if verbose else _listed(groups[:SHOWN], width)
        if not verbose and (rest := [item for group in groups[SHOWN:] for item in group]):
            advice = sum(item.severity is Severity.ADVICE for item in rest)
            yield f"{len(rest)} more{f', {advice} of them advice' if advice else ''}: -v"
    if verbose:
        yield from _claims(target)
    yield ""
    yield from _good(target, found=bool(found))
    yield from _not_assessed(target, verbose=verbose)
    asked = [question for project in target.projects for question in project.questions]
    if asked:
        more = f" ({plural(len(asked), 'question')}: --interview)"
        yield f"A program cannot judge: {shorten(plain(asked[0].text), 110 - len(more))}{more}"


def _head(target: TargetReport, *, verbose: bool) -> Iterator[str]:
    if len(target.projects) > 1:
        yield f"{plural(len(target.projects) - 1, 'project')} in {plain(title(target))} - nothing executed"
        yield ""
    shown = target.projects if verbose else target.projects[:PROJECTS_SHOWN]
    rows = [["project", "stage", "claims supported", "what blocks the next stage"]]
    rows += [[shorten(plain(project.name), 30), *_progress(project)] for project in shown]
    if not any(project.stage for project in shown):
        rows = [[name, claims] for name, _, claims, _ in rows]
    yield from (f"  {row}" for row in columns(rows))
    if len(shown) < len(target.projects):
        yield f"  {len(target.projects) - len(shown)} more: -v"
    if verbose:
        yield from (f"  {plain(project.name)}: {_own(project.own)}" for project in shown if project.own)


def _own(own: OwnShare) -> str:
    """What share is the person's, and what is still asked."""
    words, functions = own.words - own.template_words, own.functions - own.untouched_functions
    untouched = f"; as the scaffold wrote them: {', '.join(own.untouched_sections)}" if own.untouched_sections else ""
    return plain(
        f"{words:,} of README's {plural(own.words, 'word')} and {functions:,} of {plural(own.functions, 'function')} "
        f"are your own, {plural(own.open_questions, 'question')} open{untouched}"
    )


def _progress(project: ProjectReport) -> tuple[str, str, str]:
    """The stage, the claims supported, and what blocks the next stage."""
    stage = project.stage
    return (str(stage), claims_told(project), _blocking(project, stage)) if stage else ("", claims_told(project), "")


def _blocking(project: ProjectReport, stage: Stage) -> str:
    if stage is Stage.STRONG:
        return "nothing"
    errors = sum(len(v.findings) for v in project.verdicts if v.rule.severity is Severity.ERROR)
    if stage is Stage.DRAFT and errors:
        return f"{plural(errors, 'error')}: {shorten(', '.join(project.blocking), 50)}"
    return f"for {_NEXT[stage]}: {', '.join(project.blocking)}"


def _listed(groups: list[list[Item]], width: int | None) -> Iterator[str]:
    rows = [
        [
            str(number),
            shorten(plain(item.place), 48),
            item.rule.code,
            item.severity.label,
            "",
            f"{item.minutes} min",
        ]
        for number, (item, *_) in enumerate(groups, start=1)
    ]
    beside = max(map(len, columns(rows))) + 2
    room = _MESSAGE_WIDTH if width is None else max(_LEAST_OF_A_MESSAGE, min(_MESSAGE_WIDTH, width - beside))
    for row, (item, *others) in zip(rows, groups, strict=True):
        row[4] = _said(item, len(others), room)
    yield from (f"  {row}" for row in columns(rows))


def _every(found: Sequence[Item], width: int | None) -> Iterator[str]:
    """Each finding, and below it the message and the fix: uncut, and in lines where a terminal has a width."""
    room = len(str(len(found)))
    indent = " " * (room + 4)
    for number, item in enumerate(found, start=1):
        yield f"  {number:>{room}}  {plain(item.place)}  {item.rule.code} {item.severity.label}, {item.minutes} min"
        told = f"{indent}{plain(item.told)}"
        yield from textwrap.wrap(told, width, subsequent_indent=indent) if width else (told,)


def _claims(target: TargetReport) -> Iterator[str]:
    """Every number that is stated, how it stands, and by which record."""
    claims = [claim for project in target.projects for claim in project.claim_table]
    rows = [
        [
            shorten(f"{plain(claim.path)}:{claim.line}", 48),
            shorten(f"{(claim.metric or 'number').replace('_', ' ')} {plain(claim.text)}", 40),
            claim.standing,
            shorten(f"{plain(e.path)} {plain(e.locator)}: {e.value:g}", 76) if (e := claim.evidence) else "",
        ]
        for claim in claims
    ]
    if rows:
        yield ""
        yield "Claims"
        yield from (f"  {row}".rstrip() for row in columns(rows))


def _said(item: Item, others: int, room: int) -> str:
    """The message, cut to fit, and how many more are like it."""
    more = f" (+{others} like it)" if others else ""
    return shorten(plain(item.said), room - len(more)) + more


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
        (_is_complete(project), "has all five items of the completeness checklist"),
    ]
    return ", ".join(words for holds, words in seen if holds)


def _is_complete(project: ProjectReport) -> bool:
    return bool(project.checklist) and all(item.present for item in project.checklist.values())


def _not_assessed(target: TargetReport, *, verbose: bool) -> Iterator[str]:
    reasons = unassessed(target.projects)
    if not verbose:  # what follows from another finding, or was not asked for, is for -v
        reasons = [(reason, codes) for reason, codes in reasons if not reason.startswith("needs ")]
    if reasons:
        told = "; ".join(f"{', '.join(codes)}: {plain(reason)}" for reason, codes in reasons)
        count = len({code for _, codes in reasons for code in codes})
        yield f"Not assessed: {count} ({told if verbose else shorten(told, 110)})"
