"""What ``portfolio new`` and ``portfolio run`` say: a line for each project, or JSON."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scaffolio.model import Verdict
from scaffolio.parsers.headline import read_headline
from scaffolio.portfolio.landing import against_baseline, interval, number
from scaffolio.portfolio.outcome import Became, MadePortfolio, Outcome, TrainedOutcome
from scaffolio.portfolio.plan import FILE
from scaffolio.report.words import columns, plain, plural
from scaffolio.scaffold.outcome import Recorded

SCHEMA_VERSION = 1


def render_made(portfolio: MadePortfolio, *, trained_next: bool = False, as_json: bool = False) -> str:
    """What became of a plan; ``trained_next`` when the same call goes on to train."""
    if as_json:
        return _json(_made(portfolio))
    return "\n".join(_made_lines(portfolio, trained_next=trained_next)) + "\n"


def _made_lines(portfolio: MadePortfolio, *, trained_next: bool) -> Iterator[str]:
    yield _head(portfolio)
    rows = [[outcome.name, outcome.technique, _became(outcome)] for outcome in portfolio.outcomes]
    yield from (f"  {row}" for row in columns(rows))
    for outcome in portfolio.outcomes:
        yield from (f"note       {outcome.name}: {plain(note)}" for note in outcome.notes)
    yield from _failures([(outcome.name, outcome.error, outcome.hint) for outcome in portfolio.outcomes])
    yield from finding_lines(portfolio.one_sided)
    folder = shlex.quote(shown(portfolio.folder))
    if portfolio.exit_code:
        yield "Mend the cause and call it again: what was made is kept"
    elif portfolio.dry_run:
        yield "Nothing was written"
    elif _all_there(portfolio) and not trained_next:
        yield f"Next: scaffolio portfolio status {folder}     (how each stands, and what to do next)"
    elif not trained_next:
        yield f"Next: scaffolio portfolio run {folder}     (installs and trains each, commits the results)"


def _head(portfolio: MadePortfolio) -> str:
    folder = f"{shown(portfolio.folder)}{os.sep}"
    if _all_there(portfolio):
        word, done = ("made", f"; {_layout(portfolio)}") if portfolio.commit else ("unchanged", "")
        there = f"every project of the plan is there already: {len(portfolio.outcomes)} kept"
        return f"{word:<10} {folder}  {there}{done}"
    word, became = ("would make", Became.PLANNED) if portfolio.dry_run else ("made      ", Became.MADE)
    count = sum(outcome.became is became for outcome in portfolio.outcomes)
    return f"{word} {folder}  {plural(count, 'project')}, {_layout(portfolio)}, seed {portfolio.plan.seed}"


def _all_there(portfolio: MadePortfolio) -> bool:
    """Whether the plan was carried out before, so that nothing was left to be made."""
    return all(outcome.became is Became.KEPT for outcome in portfolio.outcomes)


def _layout(portfolio: MadePortfolio) -> str:
    if portfolio.plan.layout != "monorepo":
        return "each a Git repository"
    return {
        Recorded.COMMITTED: f"one Git repository, commit {portfolio.commit}",
        Recorded.STAGED: "one Git repository, files staged: tell Git who you are, then commit",
        Recorded.INSIDE_ANOTHER: f"no git init: inside the work tree {portfolio.outer_repository}",
    }.get(portfolio.recorded or Recorded.NOT_ASKED, "one Git repository")


def _became(outcome: Outcome) -> str:
    if outcome.made is None:
        count = f", {plural(len(outcome.files), 'file')}" if outcome.files else ""
        return f"{outcome.became.value}{count}"
    recorded = {
        Recorded.COMMITTED: f", commit {outcome.made.commit}",
        Recorded.STAGED: ", files staged: tell Git who you are, then commit",
        Recorded.INSIDE_ANOTHER: f", no git init: inside the work tree {outcome.made.outer_repository}",
    }
    return f"made, {plural(len(outcome.files), 'file')}{recorded.get(outcome.made.recorded, '')}"


def _failures(told: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    for name, error, hint in told:
        if error:
            first, *rest = error.splitlines()
            yield f"error      {name}: {plain(first)}"
            yield from (f"           {plain(line)}" for line in rest)
            yield f"hint       {plain(hint)}"


def finding_lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """What the rules found on the portfolio as a whole: a line for each rule and message, with the places."""
    told: dict[tuple[str, str, str], list[str]] = {}
    for verdict in verdicts:
        for finding in verdict.findings:
            said = finding.message + (f": {finding.evidence}" if finding.evidence else "")
            told.setdefault((verdict.severity.label, verdict.rule.code, said), []).append(finding.path)
    for (severity, code, said), paths in told.items():
        places = "" if paths in ([FILE], ["."]) else f"  ({', '.join(paths)})"
        yield f"{severity:<10} {code}  {plain(said + places)}"


def _made(portfolio: MadePortfolio) -> dict[str, Any]:
    return {
        "path": str(portfolio.folder),
        "layout": portfolio.plan.layout,
        "seed": portfolio.plan.seed,
        "dry_run": portfolio.dry_run,
        "git": {"recorded": portfolio.recorded.value, "commit": portfolio.commit} if portfolio.recorded else None,
        "projects": [_outcome(outcome) for outcome in portfolio.outcomes],
        "findings": findings(portfolio.one_sided),
    }


def findings(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """The findings on a portfolio as a whole, as JSON has them."""
    return [
        {
            "code": verdict.rule.code,
            "name": verdict.rule.name,
            "severity": verdict.severity.label,
            "message": finding.message,
            "path": finding.path,
            "line": finding.line,
            "evidence": finding.evidence,
            "fix": finding.fix or verdict.rule.fix,
        }
        for verdict in verdicts
        for finding in verdict.findings
    ]


def _outcome(outcome: Outcome) -> dict[str, Any]:
    made = outcome.made
    return {
        "name": outcome.name,
        "technique": outcome.technique,
        "became": outcome.became.name.lower(),
        "path": str(made.path) if made else None,
        "files": list(outcome.files),
        "git": {"recorded": made.recorded.value, "commit": made.commit} if made else None,
        "notes": list(outcome.notes),
        "error": outcome.error or None,
        "hint": outcome.hint or None,
    }


def render_trained(folder: Path, outcomes: Sequence[TrainedOutcome]) -> str:
    """What became of each project that was to be trained."""
    return "\n".join(_trained_lines(folder, outcomes)) + "\n"


def _trained_lines(folder: Path, outcomes: Sequence[TrainedOutcome]) -> Iterator[str]:
    trained = [outcome for outcome in outcomes if outcome.became is Became.TRAINED]
    yield f"trained    {shown(folder)}{os.sep}  {len(trained)} of {plural(len(outcomes), 'project')}"
    yield from (f"  {row}" for row in columns([_trained_row(outcome) for outcome in outcomes]))
    for outcome in outcomes:
        if outcome.uncommitted:
            yield f"note       {outcome.name}: results not committed: {plain(outcome.uncommitted)}"
    yield from _failures([(outcome.name, outcome.error, outcome.hint) for outcome in outcomes])
    if any(outcome.became is Became.FAILED for outcome in outcomes):
        yield "Mend the cause and call it again: what was trained is skipped"
    else:
        yield f"Next: scaffolio portfolio status {shlex.quote(shown(folder))}"


def _trained_row(outcome: TrainedOutcome) -> list[str]:
    headline = read_headline(outcome.results)
    result = ["", ""]
    if headline is not None:
        score = f"{headline.metric} {number(headline.value)}{interval(headline.low, headline.high)}"
        result = [plain(score), against_baseline(headline)]
    spent = f"install {outcome.install_seconds:.0f} s, run {outcome.run_seconds:.0f} s" if outcome.run_seconds else ""
    return [outcome.name, outcome.became.value, spent, *result]


def shown(path: Path) -> str:
    """The path from here when that is shorter to read, else as it is."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)


def _json(content: dict[str, Any]) -> str:
    whole = {"schema_version": SCHEMA_VERSION, **content}
    return json.dumps(whole, indent=2, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"
