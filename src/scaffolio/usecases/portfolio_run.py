"""Train every project of a portfolio and commit each one's results; one that fails stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolio.adapters import files, git, workers
from scaffolio.errors import ScaffolioError, UsageError
from scaffolio.parsers.journal import PATH as JOURNAL
from scaffolio.portfolio.outcome import Became, TrainedOutcome
from scaffolio.scaffold.request import read_answers
from scaffolio.usecases.audit import require_folder
from scaffolio.usecases.landing import PAGE, renew_page
from scaffolio.usecases.members import Member, no_project, open_portfolio
from scaffolio.usecases.portfolio_new import ANSWERS
from scaffolio.usecases.train import Training, carry_out

TIMEOUT = 3600.0
"""Seconds that installing, training and testing one project may take."""

_DATA_CARD = "data/README.md"

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Task:
    """One project to be trained; goes to another process."""

    name: str
    folder: Path
    package: str
    scratch: Path


def run_portfolio(
    folder: Path, *, jobs: int | None = None, told: Told = lambda _line: None
) -> tuple[TrainedOutcome, ...]:
    """Train the projects of ours in a folder whose code or data changed since their last results.

    Results are committed where nothing else was waiting to be.

    Raises:
        UsageError: no project in the folder is one of ours.
        CannotRunError: there is no such folder.
    """
    require_folder(folder)
    portfolio = open_portfolio(folder)
    ours = [member for member in portfolio.members if member.folder and _package(member.folder)]
    if not ours:
        raise no_project(folder, portfolio.plan, "project that Scaffolio made")
    outcomes = {member.path: _begun(member) for member in ours}
    waiting = [member for member in ours if not is_up_to_date(member)]
    clean = {member.path: not git.has_changes(outcomes[member.path].folder) for member in waiting}
    page_clean = portfolio.plan is not None and not git.changed_paths(folder, [PAGE])
    for member in waiting:
        outcomes[member.path] = replace(outcomes[member.path], became=Became.FAILED, error="not reached")
    with files.temporary_folder() as scratch:
        tasks = [_Task(m.path, outcomes[m.path].folder, _package(outcomes[m.path].folder), scratch) for m in waiting]
        for outcome in _work(tasks, jobs, told):
            recorded = _commit(outcome, clean=clean[outcome.name]) if outcome.became is Became.TRAINED else outcome
            outcomes[outcome.name] = recorded
    if page_clean and portfolio.plan is not None and portfolio.plan.layout == "monorepo":
        _renew(folder)
    return tuple(outcomes.values())


def _begun(member: Member) -> TrainedOutcome:
    folder = files.absolute(member.folder) if member.folder else Path()
    return TrainedOutcome(member.path, Became.UNCHANGED, folder, results=member.project.run_results)


def _package(folder: Path) -> str:
    """The package of a project of ours; empty for any other."""
    text = files.read_text(folder / ANSWERS)
    try:
        answers = read_answers(text, ANSWERS) if text else {}
    except UsageError:
        return ""
    package = answers.get("package", "")
    return package if (folder / "src" / package / "__main__.py").is_file() else ""


def is_up_to_date(member: Member) -> bool:
    """Whether results were committed, and neither code nor data changed since; outside of Git nobody can tell."""
    project, folder = member.project, member.folder
    if not project.run_results.get("results") or folder is None or project.history is None:
        return False
    watched = ["src", "data", "pyproject.toml", "reports"]
    if git.changed_paths(folder, [path for path in watched if (folder / path).exists()]):
        return False
    for commit in project.history.commits:
        changed = {change.path for change in commit.changes}
        if JOURNAL in changed:
            return True
        if any(path.startswith(("src/", "data/")) and path != _DATA_CARD for path in changed):
            return False
    return False


def _work(tasks: Sequence[_Task], jobs: int | None, told: Told) -> Iterator[TrainedOutcome]:
    if not tasks:
        return
    number, left = min(jobs or workers.cores(), len(tasks)), [task.name for task in tasks]
    told(f"0 of {len(tasks)}  {', '.join(left[:number])}")
    for count, done in enumerate(workers.work_through(train_one, tasks, number, TIMEOUT), start=1):
        task = tasks[done.position]
        left.remove(task.name)
        told(f"{count} of {len(tasks)}  {', '.join(left[:number])}".rstrip())  # begun in order: these are at work
        if isinstance(done.result, TrainedOutcome):
            yield done.result
        else:
            why = f"took longer than {TIMEOUT:g} s" if done.trouble is workers.Trouble.LATE else "its process ended"
            yield TrainedOutcome(task.name, Became.FAILED, task.folder, error=why, hint="Run it by itself to see why")


def train_one(task: object) -> object:
    """Train one project, in whatever process this is; every trouble becomes its outcome."""
    if not isinstance(task, _Task):
        raise TypeError(task)
    files.put_temporary_folders_in(task.scratch)
    try:
        training = carry_out(task.folder, task.package, _silently)
    except ScaffolioError as error:
        return TrainedOutcome(task.name, Became.FAILED, task.folder, error=str(error), hint=error.hint)
    except Exception as error:  # noqa: BLE001  a fault of ours in one project is no reason to lose the others
        return TrainedOutcome(
            task.name, Became.FAILED, task.folder, error=f"Scaffolio itself failed: {error!r}", hint="Please report it"
        )
    return _trained(task, training)


def _trained(task: _Task, training: Training) -> TrainedOutcome:
    return TrainedOutcome(
        task.name,
        Became.TRAINED,
        task.folder,
        training.megabytes,
        training.install_seconds,
        training.run_seconds,
        training.tests,
        dict(training.results),
    )


@contextmanager
def _silently(_label: str) -> Iterator[Callable[[str], None]]:
    yield lambda _line: None


def _commit(outcome: TrainedOutcome, *, clean: bool) -> TrainedOutcome:
    """Commit what the run wrote, one project after the other: they may share a repository."""
    folder = outcome.folder
    if git.head(folder) is None:
        return replace(outcome, uncommitted="there is no commit before them, or no Git repository")
    if not clean:
        return replace(outcome, uncommitted="other changes were waiting; commit both when you have looked at them")
    if not git.has_changes(folder):
        return outcome
    git.stage_changes(folder)
    commit = git.commit(folder, f"Record the results of {folder.name}")
    return replace(outcome, commit=commit, uncommitted="" if commit else "Git refused: does it know who you are?")


def _renew(folder: Path) -> None:
    """Bring the table on the first page up to date, and commit it."""
    plan = open_portfolio(folder).plan
    if plan is not None and list(renew_page(folder, plan)) and git.head(folder) is not None:
        git.stage(folder, [PAGE])
        git.commit(folder, "Show the projects' results on the first page")
