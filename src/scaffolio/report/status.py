"""What ``portfolio status`` says: a table of projects and what they make together, or JSON."""

from __future__ import annotations

import json
import posixpath
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from scaffolio.model import TECHNIQUES, Stage, Verdict
from scaffolio.parsers.headline import Headline
from scaffolio.patterns import regex
from scaffolio.portfolio.landing import against_baseline, interval, number
from scaffolio.portfolio.state import ProjectState
from scaffolio.report.portfolio import finding_lines, findings
from scaffolio.report.words import columns, plain, plural, shorten

SCHEMA_VERSION = 1

_INDENT = "  "
_DROPPED = ("CI", "open", "last run", "intervals", "own runs", "technique", "metric", "vs baseline")
"""What a table that is too wide leaves out, in this order; ``--json`` has it all. A metric is cut short."""

_INTERVAL = regex(r" \[[^\]]*\]")
_METRIC_WIDTH = 12
_PATH_WIDTH = 32


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every status satisfies."""
    text = files("scaffolio.report").joinpath("status.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def render(
    states: Sequence[ProjectState],
    verdicts: Sequence[Verdict] = (),
    failed: Sequence[tuple[str, str]] = (),
    *,
    folder: str = "",
    width: int | None = None,
    as_json: bool = False,
) -> str:
    """Render how the projects of a portfolio stand.

    ``failed`` are targets that could not be opened, and why; ``folder`` is what the
    projects' paths are seen from, and ``width`` that of the terminal, where there is one.
    """
    if as_json:
        content = json.dumps(_content(states, verdicts, failed), indent=2, ensure_ascii=False)
        return content.encode("utf-8", "replace").decode() + "\n"
    return "\n".join(_lines(states, verdicts, failed, folder, width)) + "\n"


def _lines(
    states: Sequence[ProjectState],
    verdicts: Sequence[Verdict],
    failed: Sequence[tuple[str, str]],
    folder: str,
    width: int | None,
) -> Iterator[str]:
    if states:
        rows = (f"{_INDENT}{row}" for row in _table(states, width))
        yield from (row if width is None else shorten(row, max(width, 40)) for row in rows)
        yield ""
        yield _coverage(states)
        yield _shown(states)
        if agreed := _agreement(states):
            yield agreed
    else:
        yield "No project is here. Begin with: scaffolio portfolio new"
    yield from finding_lines(verdicts)
    yield from (f"failed     {plain(target)}: {plain(why)}" for target, why in failed)
    if found := _most_worth_doing(states, folder):
        yield found


def _table(states: Sequence[ProjectState], width: int | None) -> list[str]:
    """The projects' rows; columns are left out, the least telling first, until they fit the width."""
    cells = [_cells(state) for state in states]
    names = list(cells[0])
    rows = columns([names, *([row[name] for name in names] for row in cells)])
    for dropped in _DROPPED:
        if width is None or max(map(len, rows)) + len(_INDENT) <= width:
            break
        if dropped == "intervals":
            cells = [{name: _INTERVAL.sub("", cell) for name, cell in row.items()} for row in cells]
        elif dropped == "metric":
            cells = [{**row, "headline (95%)": _shortened(row["headline (95%)"])} for row in cells]
        else:
            names.remove(dropped)
        rows = columns([names, *([row[name] for name in names] for row in cells)])
    return rows


def _shortened(headline: str) -> str:
    metric, _, value = headline.rpartition(" ")
    return f"{shorten(metric, _METRIC_WIDTH)} {value}" if metric else headline


def _cells(state: ProjectState) -> dict[str, str]:
    last = state.last_run
    return {
        "project": _project_cell(plain(state.path).removeprefix("https://github.com/")),
        "technique": state.technique or "?",
        "stage": str(state.stage),
        "headline (95%)": _headline(state.headline),
        "vs baseline": against_baseline(state.headline).replace("–", "-"),
        "own runs": f"{state.own_runs} of {state.runs}" if state.runs else "-",
        "last run": (last.date or "not committed") if last else "-",
        "open": str(state.placeholders),
        "CI": "yes" if state.ci else "no",
        "next": plain(state.to_do.what) if state.to_do else "nothing",
    }


def _project_cell(path: str) -> str:
    """The path, or its end, which tells more of it than its beginning."""
    return path if len(path) <= _PATH_WIDTH else f"...{path[3 - _PATH_WIDTH :]}"


def _headline(headline: Headline | None) -> str:
    if headline is None:
        return "not run"
    score = f"{shorten(plain(headline.metric), 28)} {number(headline.value)}"
    return score + interval(headline.low, headline.high, headline.value)


def _coverage(states: Sequence[ProjectState]) -> str:
    known = {state.technique for state in states}
    there = [technique for technique in TECHNIQUES if technique in known]
    lacking = [technique for technique in TECHNIQUES if technique not in known]
    more = f": no {', '.join(lacking)}" if lacking and there else ""
    unknown = sum(state.technique is None for state in states)
    untold = f" ({plural(unknown, 'project')} of unknown technique)" if unknown else ""
    return f"Techniques {len(there)} of {len(TECHNIQUES)}{more}{untold}"


def _shown(states: Sequence[ProjectState]) -> str:
    stages = [state.stage for state in states]
    ready = sum(stage in (Stage.READY, Stage.STRONG) for stage in stages)
    practice, drafts = stages.count(Stage.PRACTICE), stages.count(Stage.DRAFT)
    return f"Public page would show {ready}, {practice} more marked practice, {drafts} hidden as drafts"


def _agreement(states: Sequence[ProjectState]) -> str:
    told = [state.claims for state in states if state.claims.supported or state.claims.contradicted]
    right = sum(not claims.contradicted for claims in told)
    return f"README numbers match their runs in {right} of {len(told)} projects that state any" if told else ""


def _most_worth_doing(states: Sequence[ProjectState], folder: str) -> str:
    """The quickest next step of the projects that are least far."""
    order = list(Stage)
    waiting = [
        (order.index(state.stage), state.to_do.minutes, state.path, state.to_do) for state in states if state.to_do
    ]
    if not waiting:
        return ""
    _, minutes, path, todo = min(waiting, key=lambda found: found[:2])
    rung = f"rung {todo.rung} of {todo.of}" if todo.rung else todo.what
    where = posixpath.normpath(posixpath.join(folder, path)) if folder else path  # may be an address
    command = f"{'next' if todo.rung else 'audit'} {shlex.quote(where)}"
    if todo.rung == 1 and folder:
        command = f"portfolio run {shlex.quote(folder)}"
    return f"Most worth doing: {plain(path)}, {rung}, about {minutes} min: scaffolio {plain(command)}"


def _content(
    states: Sequence[ProjectState], verdicts: Sequence[Verdict], failed: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    stages = [str(state.stage) for state in states]
    return {
        "schema_version": SCHEMA_VERSION,
        "projects": [_project(state) for state in states],
        "techniques": {technique: sum(s.technique == technique for s in states) for technique in TECHNIQUES},
        "stages": {str(stage): stages.count(str(stage)) for stage in Stage},
        "public": [state.path for state in states if state.stage is not Stage.DRAFT],
        "findings": findings(verdicts),
        "failed": [{"target": target, "error": why} for target, why in failed],
    }


def _project(state: ProjectState) -> dict[str, Any]:
    content = asdict(state)
    content |= {"stage": str(state.stage), "blocking": list(state.blocking)}
    return content
