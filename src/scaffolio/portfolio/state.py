"""How each project of a portfolio stands: stage, headline result, runs, and the next thing to do.

Everything is computed from what lies in a project and from its audit, for projects of
ours as well as others, as far as the evidence goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scaffolio.ladder import is_on_ladder
from scaffolio.model import ClaimCounts, ProjectReport, Stage
from scaffolio.ownership import on_sample, placeholders
from scaffolio.parsers.headline import Headline
from scaffolio.parsers.journal import PATH as JOURNAL
from scaffolio.parsers.journal import last_run
from scaffolio.priority import Next, most_worth_doing
from scaffolio.project import Project

_DO = {
    "run": "run it",
    "decision": "write your question",
    "own change": "change one thing, run",
    "own data": "bring your own data",
    "worst mistakes": "read 10 mistakes",
    "words": "answer what README asks",
}
"""What each rung of the ladder asks for, in the width of a table."""

_VERSIONS = 50
"""Versions of a journal that are looked at, the newest first."""


@dataclass(frozen=True, slots=True)
class LastRun:
    """The newest run in a journal.

    ``commit`` is what was checked out when it ran, and ``date`` the day (ISO 8601) of
    the commit that recorded it; ``None`` while no commit has.
    """

    id: str
    commit: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class ToDo:
    """The next thing to do, in a few words, and where; ``rung`` is its number ``of`` so many on the ladder."""

    what: str
    minutes: int
    path: str
    line: int | None = None
    code: str | None = None
    rung: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class ProjectState:
    """One project of a portfolio as it stands now.

    ``path`` is its folder as seen from the portfolio, or the target it was named by.
    ``question`` is what the README's opening asks or answers in a quotation; ``ours``
    whether Scaffolio made it; ``runs`` and ``own_runs`` how many its journal holds, and
    how many of them have a result of the person's own. ``ci`` is the first file that
    configures continuous integration, ``remote`` the address it is pushed to.
    """

    path: str
    name: str
    title: str
    question: str
    technique: str | None
    stage: Stage
    blocking: tuple[str, ...]
    headline: Headline | None
    ours: bool
    on_sample: bool
    runs: int
    own_runs: int
    last_run: LastRun | None
    ci: str | None
    placeholders: int
    claims: ClaimCounts
    to_do: ToDo | None
    remote: str | None = None


def state_of(project: Project, report: ProjectReport, path: str, remote: str | None = None) -> ProjectState:
    """How a project stands, by its files and its audit."""
    return ProjectState(
        path=path,
        name=project.name,
        title=title_of(project),
        question=question_of(project),
        technique=report.technique,
        stage=report.reached,
        blocking=report.blocking,
        headline=project.headline,
        ours=project.manifest is not None or is_on_ladder(project),
        on_sample=on_sample(project),
        runs=len(project.journal),
        own_runs=sum("own" in entry["metrics"] for entry in project.journal),
        last_run=_last_run(project),
        ci=_ci(project),
        placeholders=sum(1 for _ in placeholders(project)),
        claims=report.claims,
        to_do=_to_do(most_worth_doing(project, Path(path), lambda: report), project.prefix),
        remote=remote,
    )


def title_of(project: Project) -> str:
    """README's first heading as words, or the project's name."""
    headings = project.readme.headings if project.readme else ()
    return _words(headings[0].text) if headings else project.name


def question_of(project: Project) -> str:
    """The quotation above README's first section that is no open question of the scaffold; empty without one."""
    if project.readme is None:
        return ""
    below = next((heading.line for heading in project.readme.headings if heading.level > 1), None)
    lines = project.readme.text.split("\n")
    for prose in project.readme.prose:
        if below is not None and prose.line > below:
            break
        if lines[prose.line - 1].startswith(">") and "PLACEHOLDER(" not in prose.text:
            return _words(prose.text)
    return ""


def _words(text: str) -> str:
    """On one line, without the marks of code."""
    return " ".join(text.replace("`", "").split())


def _last_run(project: Project) -> LastRun | None:
    if not project.journal:
        return None
    entry = project.journal[-1]
    commit, moment = entry.get("commit"), _recorded(project, entry["run"])
    return LastRun(
        entry["run"],
        commit if isinstance(commit, str) else None,
        datetime.fromtimestamp(moment, UTC).date().isoformat() if moment is not None else None,
    )


def _recorded(project: Project, run: str) -> int | None:
    """When the run was committed as the newest one; later commits may have added a reason to it."""
    history = project.history
    if history is None:
        return None
    versions = {
        change.blob: commit.time
        for commit in history.commits
        for change in commit.changes
        if change.path == JOURNAL and change.blob in history.sizes
    }
    found = None
    for blob, content in history.contents(list(versions)[:_VERSIONS]):
        entry = last_run(content.decode(errors="replace"))
        if entry is None or entry["run"] != run:
            break
        found = versions[blob]
    return found


def _ci(project: Project) -> str | None:
    """The file that CI runs by: of a part of a repository, the whole's, since GitHub looks at the root only."""
    found = [*(workflow.path for workflow in project.whole.workflows), *project.whole.other_ci_paths]
    return found[0] if found else None


def _to_do(found: Next, prefix: str) -> ToDo | None:
    """The next step with its path as seen from the project, whose findings name theirs from the repository's root."""
    step = found.step
    if step is None:
        return None
    if found.code is not None:
        return ToDo(f"fix {found.code}", step.minutes, step.path.removeprefix(prefix), step.line, found.code)
    number, name = found.rung or (0, "")
    return ToDo(_DO[name], step.minutes, step.path, step.line, None, number, len(found.rungs))
