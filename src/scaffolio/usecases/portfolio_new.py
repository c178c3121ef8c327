"""Make the projects of a plan: in parallel processes, all or nothing for each, and what exists is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolio.adapters import files, git, render, workers
from scaffolio.errors import CannotRunError, DestinationError, ScaffolioError, UsageError
from scaffolio.model import MOST_PROJECTS
from scaffolio.portfolio.outcome import Became, MadePortfolio, Outcome
from scaffolio.portfolio.plan import FILE, SAMPLE, Entry, Plan
from scaffolio.portfolio.writing import write_plan
from scaffolio.scaffold.request import read_answers
from scaffolio.usecases import new
from scaffolio.usecases.landing import found_repository
from scaffolio.usecases.members import plan_of
from scaffolio.usecases.portfolio_rules import judge_choice

ANSWERS = ".copier-answers.yml"
TIMEOUT = 900.0
"""Seconds that rendering one project may take, reading a person's data included."""

_SHARED = (*render.IMPORTED, *git.IMPORTED)
"""What making a project imports; Copier alone takes longer than rendering one."""

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Task:
    """One project with all that making it takes; goes to another process."""

    entry: Entry
    given: Mapping[str, str]
    folder: Path
    data: Path | None
    dry_run: bool
    in_one: bool
    scratch: Path


def make_portfolio(
    plan: Plan,
    beside: Path,
    folder: Path,
    *,
    dry_run: bool = False,
    jobs: int | None = None,
    told: Told = lambda _line: None,
) -> MadePortfolio:
    """Make every project of the plan below a folder; paths of data are as seen from ``beside``.

    Projects that exist from the same plan are kept. What cannot be made is told, and
    the others are made. With ``monorepo`` one commit holds them all.

    Raises:
        UsageError: a data file is not there, or the plan in the folder is wrong, or full.
        DestinationError: the folder cannot be written, or holds something else of a project's name.
        CannotRunError: Git is missing.
    """
    folder, beside = files.absolute(folder), files.absolute(beside)
    if not git.is_installed():
        raise CannotRunError("Git is not installed, or not on the PATH", "Install Git: a portfolio is repositories")
    _check_data(plan, beside)
    stored = _joined(plan_of(folder), plan, beside, folder)
    kept = {entry.name for entry in plan.projects if _is_kept(folder, entry)}
    _check_folder(folder, [entry.name for entry in plan.projects if entry.name not in kept])
    waiting = [entry for entry in plan.projects if entry.name not in kept]
    outcomes = {entry.name: Outcome(entry.name, entry.technique, Became.KEPT) for entry in plan.projects}
    with ExitStack() as stack:
        scratch = stack.enter_context(files.temporary_folder())
        if not dry_run:
            stack.enter_context(files.folder_if_used(folder))
        tasks = [_task(plan, entry, beside, folder, scratch, dry_run=dry_run) for entry in waiting]
        try:
            for outcome in _work(tasks, jobs, told):
                outcomes[outcome.name] = outcome
        finally:  # also after an interruption: the next call goes on from here
            if not dry_run and any(_is_kept(folder, entry) for entry in plan.projects):
                _store(folder, stored)
        found = MadePortfolio(folder, plan, tuple(outcomes.values()), dry_run)
        if not dry_run and plan.layout == "monorepo":
            found = found_repository(found)
        return replace(found, one_sided=judge_choice(plan))


def _check_data(plan: Plan, beside: Path) -> None:
    for entry in plan.projects:
        if entry.data != SAMPLE and not (beside / entry.data).exists():
            raise UsageError(
                f"{entry.name} (line {entry.line} of the plan): there is no data at {beside / entry.data}",
                "Correct data: PATH, as seen from the plan",
            )


def _is_kept(folder: Path, entry: Entry) -> bool:
    """Whether the project is there, made from an entry of this name and technique."""
    text = files.read_text(folder / entry.name / ANSWERS)
    try:
        answers = read_answers(text, ANSWERS) if text else {}
    except UsageError:
        return False
    return (answers.get("technique"), answers.get("name")) == (entry.technique, entry.name)


def _check_folder(folder: Path, names: Sequence[str]) -> None:
    if folder.is_file():
        raise DestinationError(f"{folder} is a file", "Choose another name")
    for name in names:
        try:
            files.check_destination(folder / name)
        except DestinationError as error:
            raise DestinationError(str(error), f"{error.hint}; projects of this plan would be kept") from error


def _task(plan: Plan, entry: Entry, beside: Path, folder: Path, scratch: Path, *, dry_run: bool) -> _Task:
    given = {
        "technique": entry.technique,
        "name": entry.name,
        "license": plan.license_of(entry),
        "title": entry.title,
        "question": entry.question,
        "demo": entry.demo,
        "serve": entry.serve,
        "seed": str(plan.seed),
    }
    if plan.author:  # whoever is named in the plan does not get the address that Git knows of another
        given |= {"author": plan.author, "email": plan.email}
    return _Task(
        entry,
        given,
        folder / entry.name,
        None if entry.data == SAMPLE else beside / entry.data,
        dry_run,
        plan.layout == "monorepo",
        scratch,
    )


def _work(tasks: Sequence[_Task], jobs: int | None, told: Told) -> Iterator[Outcome]:
    for number, done in enumerate(
        workers.work_through(make_entry, tasks, min(jobs or workers.cores(), len(tasks)), TIMEOUT, _SHARED), start=1
    ):
        entry = tasks[done.position].entry
        told(f"{number} of {len(tasks)}  {entry.name}")
        if isinstance(done.result, Outcome):
            yield done.result
        else:
            why = f"took longer than {TIMEOUT:g} s" if done.trouble is workers.Trouble.LATE else "its process ended"
            yield Outcome(entry.name, entry.technique, Became.FAILED, error=why, hint="Try again", exit_code=3)


def make_entry(task: object) -> object:
    """Make one project, in whatever process this is; every trouble becomes its outcome."""
    if not isinstance(task, _Task):
        raise TypeError(task)
    files.put_temporary_folders_in(task.scratch)
    name, technique = task.entry.name, task.entry.technique
    try:
        request, own = new.with_data(task.given, task.folder, task.data, task.entry.asked)
        if task.dry_run:
            paths = new.preview(task.folder, request, own)
            return Outcome(name, technique, Became.PLANNED, files=paths, notes=request.notes)
        made = new.make_project(task.folder, request, own, with_git=not task.in_one)
    except ScaffolioError as error:
        return Outcome(name, technique, Became.FAILED, error=str(error), hint=error.hint, exit_code=error.exit_code)
    except Exception as error:  # noqa: BLE001  a fault of ours in one project is no reason to lose the others
        return Outcome(
            name,
            technique,
            Became.FAILED,
            error=f"Scaffolio itself failed: {error!r}",
            hint="Please report it",
            exit_code=3,
        )
    return Outcome(name, technique, Became.MADE, made=made, files=made.files, notes=request.notes)


def _joined(stored: Plan | None, plan: Plan, beside: Path, folder: Path) -> Plan:
    """The plan as it is to lie in the folder: the one there with what it lacks, else this one.

    Paths of data become those seen from the folder.

    Raises:
        UsageError: together they name more projects than a portfolio holds.
    """
    known = {entry.name for entry in stored.projects} if stored else set()
    further = tuple(
        replace(entry, data=files.relative(beside / entry.data, folder)) if entry.data != SAMPLE else entry
        for entry in plan.projects
        if entry.name not in known
    )
    found = replace(stored, projects=(*stored.projects, *further)) if stored else replace(plan, projects=further)
    if len(found.projects) > MOST_PROJECTS:
        raise UsageError(
            f"{folder / FILE} names {len(known)} projects, and {', '.join(entry.name for entry in further)} would be "
            f"{len(found.projects)}",
            f"Keep the {MOST_PROJECTS} that show most: take others out of it, or choose another folder",
        )
    return found


def _store(folder: Path, plan: Plan) -> None:
    """Put the plan into the portfolio's folder, unless it lies there."""
    if plan_of(folder) != plan:
        files.write_text(folder / FILE, write_plan(plan))
