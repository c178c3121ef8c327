"""How often the TRU rules are right of READMEs, and the EVA rules of code, that people read and labelled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.accuracy.agreement import wilson
from benchmarks.accuracy.labelled import Judged, Label, judge
from scaffolio.model import Finding

PRECISION = {"truth": 0.95, "passages": 0.90}
RECALL = {"truth": 0.70, "passages": 0.0}
"""What each rule must reach; of passages only the precision is asked for."""


@dataclass(slots=True)
class Score:
    """One rule: findings that were right and wrong, and the labelled faults that were found and missed."""

    right: int = 0
    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def score(judged: Sequence[Judged], rule: str, *, whole: bool) -> Score | None:
    """Hold a rule's findings against the labels; ``None`` when there is no such rule.

    With ``whole``, every labelled document was read to its end, so that a finding
    without a label is wrong there; otherwise it is left for reading.
    """
    if not any(rule in one.findings for one in judged):
        return None
    result = Score()
    for one in judged:
        labels = [label for label in one.labels if label.rule == rule]
        told = list(_told(one, rule, labels))
        for finding, label in told:
            line = f"{one.repository} {finding.path}:{finding.line} {finding.message}"
            if label is not None and label.fault is None:
                continue
            if label is not None and label.fault:
                result.right += 1
            elif label is not None or whole:
                result.wrong.append(line)
            else:
                result.unread.append(line)
        hit = {(label.path, label.group) for _, label in told if label is not None and label.fault}
        for fault in dict.fromkeys((label.path, label.group) for label in labels if label.fault):
            first = next(label for label in labels if label.fault and (label.path, label.group) == fault)
            (result.found if fault in hit else result.missed).append(f"{one.repository} {first.path}:{first.first}")
    return result


def _told(one: Judged, rule: str, labels: Sequence[Label]) -> Iterator[tuple[Finding, Label | None]]:
    """Findings in labelled files, each with the nearest label; of two as near, the fault."""
    read = {label.path for label in one.labels}
    for finding in one.findings[rule]:
        if finding.path not in read:
            continue
        for slack in (0, 1):
            near = [label for label in labels if label.holds(finding, slack)]
            if near:
                yield finding, min(near, key=lambda label: (not label.fault, label.fault is not None))
                break
        else:
            yield finding, None


def report(name: str, checkouts: Path, table: Path) -> tuple[list[str], bool]:
    """Lines to print, and whether every rule that exists reaches its floors."""
    judged = list(judge(checkouts, table))
    if not judged:
        return [f"{name}: none of the labelled repositories is there"], False
    lines = [f"{name}: {len(judged)} repositories, {sum(len(one.labels) for one in judged)} labels"]
    reached = True
    for rule in sorted({label.rule for one in judged for label in one.labels}):
        scored = score(judged, rule, whole=name == "truth")
        if scored is None:
            lines.append(f"  {rule}: no such rule")
            continue
        lines += _lines(rule, scored)
        reached &= _reaches(name, scored)
    return lines, reached


def _reaches(name: str, scored: Score) -> bool:
    told, faults = scored.right + len(scored.wrong), len(scored.found) + len(scored.missed)
    precise = scored.right >= PRECISION[name] * told
    return precise and len(scored.found) >= RECALL[name] * faults


def _lines(rule: str, scored: Score) -> Iterator[str]:
    told, faults = scored.right + len(scored.wrong), len(scored.found) + len(scored.missed)
    yield f"  {rule}: precision {_share(scored.right, told)}, recall {_share(len(scored.found), faults)}"
    for what in ("wrong", "missed", "unread"):
        yield from (f"    {what}: {line}" for line in getattr(scored, what))


def _share(part: int, count: int) -> str:
    if not count:
        return "of nothing"
    low, high = wilson(part, count)
    return f"{part / count:.3f} ({low:.3f} to {high:.3f}; {part} of {count})"
