"""Select rules, order them by what they require, run them. The engine knows no rule."""

from __future__ import annotations

import copy
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from graphlib import TopologicalSorter

from scaffolio.errors import unknown
from scaffolio.model import Finding, Scope, Severity, Verdict
from scaffolio.parsers.silences import Silence
from scaffolio.project import NotFetchedError, Project
from scaffolio.rule import NotAssessedError, Rule

Levels = Mapping[str, Severity]


def select(
    rules: Iterable[Rule], chosen: Iterable[str] = (), ignored: Iterable[str] = (), *, preview: bool = False
) -> list[Rule]:
    """Return the rules whose code starts with a chosen prefix and with no ignored one.

    Nothing chosen means those that are on by default; with ``preview`` also those whose
    precision is not yet measured, but never the pedantic. A prefix that fits no rule is a usage
    error, so that a misspelt code cannot silently switch a check off.
    """
    catalogue = list(rules)
    chosen, ignored = tuple(chosen), tuple(ignored)
    check_codes((*chosen, *ignored), catalogue)
    return [
        rule
        for rule in catalogue
        if (rule.info.code.startswith(chosen) if chosen else rule.info.default or (preview and not rule.info.pedantic))
        and not rule.info.code.startswith(ignored or ("-",))
    ]


def check_codes(prefixes: Iterable[str], rules: Iterable[Rule]) -> None:
    """Refuse a code or prefix that fits no rule.

    Raises:
        UsageError: it names the nearest one that exists.
    """
    codes = [rule.info.code for rule in rules]
    for prefix in prefixes:
        if not any(code.startswith(prefix) for code in codes):
            raise unknown("rule code", prefix, codes)


def ordered(selected: Iterable[Rule], catalogue: Iterable[Rule]) -> list[Rule]:
    """Add what the selected rules require and sort so that requirements come first."""
    known = {rule.info.code: rule for rule in catalogue}
    graph: dict[str, tuple[str, ...]] = {}
    waiting = [rule.info.code for rule in selected]
    while waiting:
        code = waiting.pop()
        if code not in graph:
            graph[code] = known[code].info.requires
            waiting.extend(graph[code])
    return [known[code] for code in TopologicalSorter(dict(sorted(graph.items()))).static_order()]


def run(
    project: Project,
    selected: Iterable[Rule],
    catalogue: Iterable[Rule],
    levels: Levels,
    *,
    scopes: Container[Scope] = frozenset(Scope),
    elsewhere: str = "",
) -> tuple[Verdict, ...]:
    """Run the selected rules on one project and return their verdicts, sorted by code.

    A finding on a line that silences its code is dropped; the closing rules then see
    which silences dropped nothing.

    A rule whose requirement did not pass is not assessed: reporting that the results
    name no baseline, when there is no README, would only repeat the first fault.
    ``levels`` gives the severity of a code where the profile changes it. A rule of
    another scope than ``scopes`` is not assessed, for the reason ``elsewhere``; with no
    reason given it is left out, since something else answers for it.
    """
    catalogue = list(catalogue)
    verdicts: dict[str, Verdict] = {}
    selected = list(selected)
    wanted = [rule for rule in selected if rule.info.scope in scopes]
    absent = [rule.info for rule in selected if rule.info.scope not in scopes] if elsewhere else []
    for rule in ordered((rule for rule in wanted if not rule.closing), catalogue):
        failed = [code for code in rule.info.requires if not verdicts[code].passed]
        severity = levels.get(rule.info.code, rule.info.severity)
        if failed:
            verdicts[rule.info.code] = Verdict(rule.info, severity, not_assessed=f"needs {failed[0]} to pass")
        else:
            verdicts[rule.info.code] = _judge(project, rule, severity)
    verdicts = {rule.info.code: verdicts[rule.info.code] for rule in wanted if not rule.closing}
    if any(rule.closing for rule in wanted) and project.silences:
        closed = copy.copy(project)
        known = {rule.info.code for rule in catalogue}
        closed.idle_silences = tuple(s for s in project.silences if _is_idle(s, verdicts, known))
    else:
        closed = project
    for rule in wanted:
        if rule.closing:
            verdicts[rule.info.code] = _judge(closed, rule, levels.get(rule.info.code, rule.info.severity))
    told = [_heard(verdict, project) for verdict in verdicts.values()]
    told += [Verdict(info, levels.get(info.code, info.severity), not_assessed=elsewhere) for info in absent]
    return tuple(sorted(told, key=lambda verdict: verdict.rule.code))


def _is_idle(silence: Silence, verdicts: Mapping[str, Verdict], known: Container[str]) -> bool:
    """Whether a silence drops nothing: no such rule, or it ran and found nothing there."""
    verdict = verdicts.get(silence.code)
    if verdict is None or verdict.not_assessed is not None:
        return silence.code not in known
    return not any((finding.path, finding.line) == (silence.path, silence.silenced) for finding in verdict.findings)


def _heard(verdict: Verdict, project: Project) -> Verdict:
    """The verdict without the findings that a comment silences."""
    if not verdict.findings:
        return verdict
    places = {finding.path for finding in verdict.findings}
    silences = (silence for path in places for silence in project.silences_in(path))
    silent = {(silence.path, silence.silenced) for silence in silences if silence.code == verdict.rule.code}
    heard = tuple(finding for finding in verdict.findings if (finding.path, finding.line) not in silent)
    return verdict if len(heard) == len(verdict.findings) else replace(verdict, findings=heard)


def _judge(project: Project, rule: Rule, severity: Severity) -> Verdict:
    """Run one rule. What it found before it met a file that was not fetched stands, since such files come last."""
    found: list[Finding] = []
    try:
        with project.judging():
            found.extend(rule.check(project))
    except NotAssessedError as reason:
        return Verdict(rule.info, severity, not_assessed=str(reason))
    except NotFetchedError as missing:
        if not found:
            return Verdict(rule.info, severity, not_assessed=f"{missing} is too large to have been fetched")
    found.sort(key=lambda finding: (finding.path, finding.line or 0, finding.message))
    return Verdict(rule.info, severity, findings=tuple(found))
