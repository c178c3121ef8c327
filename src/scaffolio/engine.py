"""Select rules, order them by what they require, run them. The engine knows no rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter

from scaffolio.errors import unknown
from scaffolio.model import Finding, Severity, Verdict
from scaffolio.project import NotFetchedError, Project
from scaffolio.rule import NotAssessedError, Rule

Levels = Mapping[str, Severity]


def select(rules: Iterable[Rule], chosen: Iterable[str] = (), ignored: Iterable[str] = ()) -> list[Rule]:
    """Return the rules whose code starts with a chosen prefix and with no ignored one.

    Nothing chosen means all. A prefix that fits no rule is a usage error, so that a
    misspelt code cannot silently switch a check off.
    """
    catalogue = list(rules)
    chosen, ignored = tuple(chosen), tuple(ignored)
    for prefix in (*chosen, *ignored):
        if not any(rule.info.code.startswith(prefix) for rule in catalogue):
            raise unknown("rule code", prefix, [rule.info.code for rule in catalogue])
    return [
        rule
        for rule in catalogue
        if (not chosen or rule.info.code.startswith(chosen)) and not rule.info.code.startswith(ignored or ("-",))
    ]


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


def run(project: Project, selected: Iterable[Rule], catalogue: Iterable[Rule], levels: Levels) -> tuple[Verdict, ...]:
    """Run the selected rules on one project and return their verdicts, sorted by code.

    A rule whose requirement did not pass is not assessed: reporting that the results
    name no baseline, when there is no README, would only repeat the first fault.
    ``levels`` gives the severity of a code where the profile changes it.
    """
    wanted = list(selected)
    verdicts: dict[str, Verdict] = {}
    for rule in ordered(wanted, catalogue):
        failed = [code for code in rule.info.requires if not verdicts[code].passed]
        severity = levels.get(rule.info.code, rule.info.severity)
        if failed:
            verdicts[rule.info.code] = Verdict(rule.info, severity, not_assessed=f"needs {failed[0]} to pass")
        else:
            verdicts[rule.info.code] = _judge(project, rule, severity)
    return tuple(verdicts[code] for code in sorted(rule.info.code for rule in wanted))


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
