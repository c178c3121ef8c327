"""What ``scaffolio verify`` shows: the plan before anything is run, a line for each command, and the verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffolio.claims import Standing
from scaffolio.parsers.runnable import Role
from scaffolio.report.words import columns, plain, plural, shorten

if TYPE_CHECKING:
    from scaffolio.claims import JudgedClaim
    from scaffolio.parsers.recorded import RecordedMetric
    from scaffolio.parsers.runnable import Step
    from scaffolio.verification import Change, Outcome, Plan, Verified

_WIDTH = 84


def render_plan(plan: Plan, timeout: float) -> str:
    """What will be executed, in its order, and what is left out and why."""
    return "\n".join(_plan(plan, timeout)) + "\n"


def _plan(plan: Plan, timeout: float) -> Iterator[str]:
    yield f"These commands of {plan.readme} will be executed in a fresh copy and a fresh environment,"
    yield f"installations once, the others twice, each for at most {timeout:g} s:"
    yield ""
    yield from (f"  {row}" for row in columns([[_place(plan, step), _said(step)] for step in plan.runnable]))
    left_out = [step for step in plan.steps if step.role is Role.SKIPPED]
    if left_out:
        yield ""
        yield "Left out:"
        rows = [[_place(plan, step), shorten(plain(step.source), 60), step.reason] for step in left_out]
        yield from (f"  {row}" for row in columns(rows))
    yield ""


def _place(plan: Plan, step: Step) -> str:
    return f"{plain(plan.readme)}:{step.line}"


def _said(step: Step) -> str:
    where = f"  (in {plain(step.folder)})" if step.folder else ""
    return shorten(plain(step.source), _WIDTH) + where


def render_outcome(outcome: Outcome) -> str:
    """One command that has ended, with its last lines where it failed."""
    kind = "installed" if outcome.step.role is Role.INSTALL else f"run {outcome.run}    "
    state = "failed" if outcome.failed else "ok"
    lines = [f"  {kind}  {state:<6}  {outcome.ended.seconds:6.1f} s  {_said(outcome.step)}"]
    if outcome.failed:
        lines += [f"      {_how(outcome)}", *(f"      | {shorten(plain(line), 110)}" for line in outcome.ended.tail)]
    return "\n".join(lines) + "\n"


def _how(outcome: Outcome) -> str:
    code = outcome.ended.code
    return "did not end in time" if code is None else f"exit code {code}"


def render_verdict(found: Verified) -> str:
    """What the runs showed together."""
    return "\n".join(_verdict(found)) + "\n"


def _verdict(found: Verified) -> Iterator[str]:
    yield ""
    for judged in found.contradicted:
        yield f"{plain(judged.path)}:{judged.claim.line}  says {plain(judged.claim.number.text)}; {_evidence(judged)}"
    for change in found.changes:
        values = f"{change.first.value:g} in the first run and {change.second.value:g} in the second"
        yield f"{_name(change.first)} was {values}"
    if found.contradicted or found.changes:
        yield ""
    yield f"{'; '.join(_told(found))}."
    if found.apart:
        yield f"The runs had no network ({found.apart})."
    else:
        yield "The runs had the network: neither bubblewrap nor unshare takes it away here."


def _told(found: Verified) -> Iterator[str]:
    yield f"{plural(len(found.failures), 'command')} failed" if found.failures else "Every command ran"
    supported = sum(judged.standing is Standing.SUPPORTED for judged in found.claims)
    agree = f"{supported} agreed with the runs and {len(found.contradicted)} did not"
    yield f"of {plural(len(found.claims), 'number')} in the documents {agree}"
    if found.numbers:
        yield f"{plural(len(found.changes), 'number')} changed between the runs"
    else:
        yield "the runs recorded no number that could be compared"


def _evidence(judged: JudgedClaim) -> str:
    record = judged.evidence
    return f"this run gave {record.value:g} ({_source(record)})" if record else "this run gave no such number"


def _source(record: RecordedMetric) -> str:
    return plain(f"{record.path.removesuffix('.ipynb')} {record.locator}".strip())


def _name(record: RecordedMetric) -> str:
    labels = f" of {' '.join(sorted(record.labels))}" if record.labels else ""
    return plain(f"{(record.metric or 'a number').replace('_', ' ')}{labels} in {_source(record)}")


def render_json(found: Verified) -> str:
    """The whole result as JSON."""
    content = {
        "schema_version": 1,
        "readme": found.plan.readme,
        "agrees": found.agrees,
        "network": None if found.apart is None else f"taken away by {found.apart}",
        "skipped": [
            {"command": step.source, "line": step.line, "reason": step.reason}
            for step in found.plan.steps
            if step.role is Role.SKIPPED
        ],
        "commands": [_outcome(outcome) for outcome in found.outcomes],
        "claims": [_claim(judged) for judged in found.claims],
        "changes": [_change(change) for change in found.changes],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "command": outcome.step.source,
        "line": outcome.step.line,
        "folder": outcome.step.folder or ".",
        "role": outcome.step.role.value,
        "run": outcome.run,
        "exit_code": outcome.ended.code,
        "seconds": round(outcome.ended.seconds, 2),
        "last_lines": list(outcome.ended.tail) if outcome.failed else [],
    }


def _claim(judged: JudgedClaim) -> dict[str, object]:
    record = judged.evidence
    return {
        "path": judged.path,
        "line": judged.claim.line,
        "said": judged.claim.number.text,
        "standing": judged.standing.value,
        "recorded": record.value if record else None,
        "source": _source(record) if record else None,
    }


def _change(change: Change) -> dict[str, object]:
    return {"number": _name(change.first), "first": change.first.value, "second": change.second.value}
