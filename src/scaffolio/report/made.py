"""What ``new`` says of the project it made: at most twenty lines, or JSON."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scaffolio.model import ProjectReport, Severity
from scaffolio.report.words import plural
from scaffolio.scaffold.outcome import MadeProject, Recorded, TrainedProject
from scaffolio.scaffold.request import ProjectRequest

SCHEMA_VERSION = 1


def techniques(known: Mapping[str, str], *, as_json: bool = False) -> str:
    """Render the techniques the template offers, each with what its sample asks."""
    if as_json:
        return _json({"techniques": [{"name": name, "about": about} for name, about in known.items()]})
    width = max(map(len, known))
    return "".join(f"{name:<{width}}  {about.removeprefix(f'{name} - ')}\n" for name, about in known.items())


def preview(destination: Path, request: ProjectRequest, paths: Sequence[str], *, as_json: bool = False) -> str:
    """Render what would be made."""
    if as_json:
        return _json({"path": os.path.abspath(destination), **_named(request), "files": list(paths), "dry_run": True})  # noqa: PTH100
    lines = [*_notes(request), f"would make {_shown(destination)}", *(f"  {path}" for path in paths)]
    return "\n".join(lines) + "\n"


def render(
    made: MadeProject, trained: TrainedProject | None = None, *, as_json: bool = False, program: str = "scaffolio"
) -> str:
    """Render a made project and, where it was trained, its results; ``program`` is how Scaffolio is called."""
    if as_json:
        return _json(_made(made) | ({"trained": _trained(trained)} if trained else {}))
    lines = [*_notes(made.request), _made_line(made)]
    if trained:
        lines += [*_trained_lines(trained), "", *_result_lines(trained.results)]
    lines += [
        "",
        *_audit_lines(made.report),
        *_placeholder_lines(made),
        *_commit_lines(made),
        *_next_lines(made, trained, program),
    ]
    return "\n".join(lines) + "\n"


def _notes(request: ProjectRequest) -> list[str]:
    return [f"note       {note}" for note in request.notes]


def _made_line(made: MadeProject) -> str:
    visible = sum(1 for path in made.files if not any(part.startswith(".") for part in path.split("/")))
    recorded = {
        Recorded.COMMITTED: f"Git main, 1 commit by {made.author}",
        Recorded.STAGED: "Git main, files staged",
        Recorded.INSIDE_ANOTHER: f"no git init: it lies inside the work tree {made.outer_repository}",
        Recorded.NOT_ASKED: "no Git repository",
    }
    return f"made       {_shown(made.path)}{os.sep}  {visible} files, {recorded[made.recorded]}"


def _trained_lines(trained: TrainedProject) -> Iterator[str]:
    yield f"installed  {trained.megabytes:.0f} MB in {trained.install_seconds:.0f} s"
    where = "in a second commit" if trained.commit else "not committed"
    yield f"trained    {trained.run_seconds:.0f} s, tests: {trained.tests.strip('= ')}, results {where}"


def _result_lines(results: Mapping[str, Any]) -> Iterator[str]:
    """One line a model: its metric, and where it stands against the best baseline."""
    metric, rows = results["primary_metric"], results["results"]
    differences = {
        (comparison["model"], comparison["against"]): comparison
        for comparison in results["comparisons"]
        if comparison["metric"] == metric
    }
    best = _best_baseline(results)
    width = max(len(row["model"]) for row in rows)
    yield f"  {metric.replace('_', ' ')}"
    for row in rows:
        note = {"baseline": "best baseline" if row["model"] == best else "baseline"}.get(row["role"], row["role"])
        if compared := differences.get((row["model"], best)):
            note += f"   {compared['difference']:+.3f} [{compared['low']:.3f}, {compared['high']:.3f}]"
            note += "" if compared["distinguishable"] else " not distinguishable"
        yield f"  {row['model']:<{width}}  {row['metrics'][metric]['value']:.3f}   {note}"
    if not any(row["role"] == "own" for row in rows):
        yield f"  {'mine':<{width}}      -   your turn"


def _best_baseline(results: Mapping[str, Any]) -> str:
    metric = results["primary_metric"]
    choose = max if results["direction"] == "maximize" else min
    baselines = [row for row in results["results"] if row["role"] == "baseline"]
    best = choose(baselines, key=lambda row: row["metrics"][metric]["value"])
    return str(best["model"])


def _audit_lines(report: ProjectReport | None) -> Iterator[str]:
    if report is None:
        return
    counts = dict.fromkeys(Severity, 0)
    for verdict in report.verdicts:
        counts[verdict.severity] += len(verdict.findings)
    errors, warnings, advice = (counts[severity] for severity in Severity)
    found = f"{plural(errors, 'error')}, {plural(warnings, 'warning')}, {advice} advice"
    yield f"Audit, draft profile: {found}. Stage: {report.stage}."


def _placeholder_lines(made: MadeProject) -> Iterator[str]:
    """Name what only the person can write, one line a document."""
    documents: dict[str, list[str]] = {}
    for placeholder in made.placeholders:
        documents.setdefault(placeholder.path, []).append(f"{placeholder.line} {placeholder.topic}")
    for path, places in documents.items():
        yield f"Only you can write: {path}:{' · '.join(places)}"


def _commit_lines(made: MadeProject) -> Iterator[str]:
    if made.recorded is Recorded.STAGED:
        yield "Git could not commit for you: tell it who you are, then commit"
        yield '  git config --global user.name "Your Name" && git config --global user.email you@your.domain'
        yield f'  git -C {_typed(made.path)} commit -m "Start {made.request.name}"'


def _next_lines(made: MadeProject, trained: TrainedProject | None, program: str) -> Iterator[str]:
    folder, package = _typed(made.path), made.request.package
    if trained:
        yield f"Next: cd {folder} && {program} next     (README.md shows the results; this asks its first question)"
        return
    yield "Run it:"
    yield f"  cd {folder} && python3 -m venv .venv && .venv/bin/pip install -e '.[dev]'"
    yield f"  .venv/bin/python -m {package} run && .venv/bin/python -m pytest"
    yield f"Next: {program} next"


def _made(made: MadeProject) -> dict[str, Any]:
    return {
        "path": str(made.path),
        **_named(made.request),
        "files": list(made.files),
        "git": {"recorded": made.recorded.value, "commit": made.commit, "author": made.author},
        "notes": list(made.request.notes),
        "stage": made.report.stage if made.report else None,
        "findings": _finding_counts(made.report),
        "placeholders": [
            {"path": item.path, "line": item.line, "topic": item.topic, "question": item.question}
            for item in made.placeholders
        ],
    }


def _finding_counts(report: ProjectReport | None) -> dict[str, int]:
    verdicts = report.verdicts if report else ()
    return {
        severity.label: sum(len(verdict.findings) for verdict in verdicts if verdict.severity is severity)
        for severity in Severity
    }


def _trained(trained: TrainedProject) -> dict[str, Any]:
    return {
        "commit": trained.commit,
        "megabytes": round(trained.megabytes),
        "install_seconds": round(trained.install_seconds, 1),
        "run_seconds": round(trained.run_seconds, 1),
        "tests": trained.tests,
        "results": dict(trained.results),
    }


def _named(request: ProjectRequest) -> dict[str, str]:
    return {"name": request.name, "technique": request.technique, "package": request.package}


def _shown(path: Path) -> str:
    """The path from here when that is shorter to read, else as it is."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)


def _typed(path: Path) -> str:
    """The path as a shell takes it for one word, and no program for a flag."""
    shown = _shown(path)
    return shlex.quote(f".{os.sep}{shown}" if shown.startswith("-") else shown)


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps({"schema_version": SCHEMA_VERSION, **content}, indent=2, ensure_ascii=False) + "\n"
