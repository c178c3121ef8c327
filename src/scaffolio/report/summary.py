"""A class at a glance: how many targets are in which state, and what most of them lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffolio.report.words import plural

if TYPE_CHECKING:
    from scaffolio.model import Report

COMMON = 5
"""Faults that are named."""


def render_summary(report: Report) -> str:
    """Render a few lines."""
    states: Counter[str] = Counter()
    stages: Counter[str] = Counter()
    faults: Counter[tuple[str, str]] = Counter()
    for target in report.targets:
        states[str(target.status)] += 1
        stages.update(str(project.stage) for project in target.projects)
        faults.update({(v.rule.code, v.rule.name) for p in target.projects for v in p.verdicts if v.findings})
    return "\n".join(_lines(states, stages, faults)) + "\n"


def _lines(states: Counter[str], stages: Counter[str], faults: Counter[tuple[str, str]]) -> Iterator[str]:
    yield f"{plural(states.total(), 'target')}: {_counts(states)}"
    if stages:
        yield f"stages   {_counts(stages)}"
    common = sorted(faults.items(), key=lambda item: (-item[1], item[0]))[:COMMON]
    if common:
        yield f"common   {', '.join(f'{code} {name} ({count})' for (code, name), count in common)}"


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counter.items(), key=lambda item: (-item[1], item[0])))
