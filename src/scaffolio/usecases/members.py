"""Open the projects of a portfolio, from a folder, a list of folders and addresses, or both; ours or not."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property, partial
from pathlib import Path

from scaffolio.adapters import files, git
from scaffolio.adapters.remote import TIMEOUT
from scaffolio.adapters.site_files import MARK as SITE_MARK
from scaffolio.discovery import find_projects, is_project
from scaffolio.errors import CannotRunError, SettingsError, UsageError
from scaffolio.model import ProjectReport, Scope
from scaffolio.nouns import dataclass
from scaffolio.parsers.address import github_repository, shown
from scaffolio.portfolio.plan import FILE, Entry, Plan, read_plan
from scaffolio.portfolio.state import ProjectState, state_of
from scaffolio.project import Project
from scaffolio.settings import load_settings
from scaffolio.usecases.audit import ALONE, judge, sentence
from scaffolio.usecases.targets import OpenTarget, locate, open_target

LARGEST_PLAN = 1_000_000
"""Bytes; a longer file is no plan."""


@dataclass(frozen=True)
class Member:
    """One project of a portfolio, open to be read; ``judged`` audits it in the ``ready`` profile.

    ``path`` is its folder as seen from the portfolio, or the target that named it;
    ``folder`` where it lies on disk, if it does; ``entry`` what the plan says of it.
    """

    path: str
    project: Project
    judged: Callable[..., ProjectReport]
    folder: Path | None = None
    entry: Entry | None = None
    remote: str | None = None

    @cached_property
    def report(self) -> ProjectReport:
        """Its audit, made when it is first asked for."""
        return self.judged()

    def graded(self) -> ProjectReport:
        """As much of its audit as its stage rests on, for less time than all of it."""
        return self.judged(errors_only=True)

    def state(self) -> ProjectState:
        """How it stands now."""
        return state_of(self.project, self.report, self.path, self.remote)


@dataclass(frozen=True)
class Portfolio:
    """What was found: the plan where there is one, every project, and what could not be opened, with the reason."""

    members: tuple[Member, ...]
    plan: Plan | None = None
    folder: Path | None = None
    failed: tuple[tuple[str, str], ...] = ()


def read_plan_file(path: Path) -> Plan:
    """Read a plan from a file.

    Raises:
        SettingsError: it is no UTF-8 text, or no plan.
        CannotRunError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_PLAN + 1)
    except IsADirectoryError as error:
        raise UsageError(f"{path} is a folder", f"Name the plan in it, such as {path / FILE}") from error
    except OSError as error:
        raise UsageError(
            f"the plan {path} cannot be read: {error.strerror}", "Print an example: scaffolio portfolio new --example"
        ) from error
    try:
        return read_plan(content.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}, line {line}: no UTF-8 text", "Save the file as UTF-8") from error


def plan_of(folder: Path) -> Plan | None:
    """The plan in a portfolio's folder; ``None`` where the folder is none of ours.

    Raises:
        SettingsError: there is a plan, and it is wrong.
    """
    return read_plan_file(folder / FILE) if (folder / FILE).is_file() else None


def open_portfolio(folder: Path) -> Portfolio:
    """Open every project in a folder: those of its plan, else its Git repositories, else what is found in it.

    Raises:
        SettingsError: there is a plan, and it is wrong.
        CannotRunError: there is no such folder.
    """
    with opened([str(folder)]) as portfolio:
        return portfolio


def open_projects(folder: Path) -> Portfolio:
    """The same, where nothing can be done without a project.

    Raises:
        UsageError: no project is in it.
        SettingsError: there is a plan, and it is wrong.
        CannotRunError: there is no such folder.
    """
    portfolio = open_portfolio(folder)
    if not portfolio.members:
        raise no_project(folder, portfolio.plan)
    return portfolio


def no_project(folder: Path, plan: Plan | None, kind: str = "project") -> UsageError:
    """The error of a folder without what a command is about, and how to begin."""
    words = shlex.join([str(folder / FILE), str(folder)]) if plan else ""
    return UsageError(
        f"{files.absolute(folder)} holds no {kind}", f"Begin with: scaffolio portfolio new {words}".rstrip()
    )


@contextmanager
def opened(
    targets: Sequence[str], timeout: float = TIMEOUT, told: Callable[[str], None] = lambda _line: None
) -> Iterator[Portfolio]:
    """Open every project of these folders and addresses; what was fetched is removed when the block ends.

    A target that cannot be opened is told, and the others are opened; of a single one the error is raised.

    Raises:
        SettingsError: there is a plan, and it is wrong.
        CannotRunError: the only target cannot be opened.
    """
    with ExitStack() as stack:
        members: list[Member] = []
        failed: list[tuple[str, str]] = []
        plan, folder = None, None
        targets = tuple(dict.fromkeys(targets))
        alone = len(targets) == 1
        for target in targets:
            told(shown(target))
            already = len(members)
            try:
                meant = locate(target)
                if isinstance(meant, Path):
                    folder, plan = meant, plan_of(meant)
                    members += _in_folder(folder, plan, "" if alone else f"{target}/", stack)
                else:
                    members += _in_target(stack.enter_context(open_target(target, timeout)), shown(target), None)
            except (CannotRunError, UsageError) as error:
                if alone:
                    raise
                failed.append((shown(target), sentence(error)))
            else:
                if len(members) == already and not alone:
                    failed.append((shown(target), "holds no project"))
        yield Portfolio(tuple(members), plan if alone else None, folder if alone else None, tuple(failed))


def find_repositories(folder: Path) -> tuple[Path, ...]:
    """The Git repositories that lie directly in a folder; one that publishes the site is no project."""
    repositories = (child for child in folder.iterdir() if (child / ".git").exists())
    return tuple(sorted(child for child in repositories if not (child / SITE_MARK).exists()))


def _in_folder(folder: Path, plan: Plan | None, before: str, stack: ExitStack) -> Iterator[Member]:
    """The plan's projects in its order, then other repositories; without either, what the folder itself holds.

    A folder without a plan that holds nothing of a project holds none.
    """
    entries = {entry.name: entry for entry in plan.projects} if plan else {}
    found: list[Member] = []
    repositories = find_repositories(folder)
    for path in repositories:
        target = stack.enter_context(open_target(str(path)))
        found += _in_target(target, before + path.name, entries.get(path.name))
    planned = [name for name in entries if (folder / name).is_dir() and folder / name not in repositories]
    if planned or not (repositories or plan):
        target = stack.enter_context(open_target(str(folder)))
        if planned or is_project(Project(target.source)):
            found += _in_target(target, before.rstrip("/") or ".", None, planned, entries)
    order = list(entries)
    yield from sorted(found, key=lambda member: order.index(member.entry.name) if member.entry else len(order))


def _in_target(
    target: OpenTarget,
    path: str,
    entry: Entry | None,
    planned: Sequence[str] = (),
    entries: Mapping[str, Entry] | None = None,
) -> Iterator[Member]:
    """The projects of one repository, each judged: those planned, else what is found; one without files is none."""
    if not target.source.paths:
        return
    whole = Project(target.source, target.name, target.history)
    settings = load_settings(target.read_text, {})
    parts = tuple(map(whole.part, planned)) or (() if entry else find_projects(whole))
    scopes = (Scope.PROJECT, Scope.ANYWHERE) if parts else ALONE
    into = "#" if target.work_tree is None and "#" not in path else "/"  # so that it can be typed as a target
    for part in parts or (whole,):
        below = part.prefix.rstrip("/")
        yield Member(
            below if path == "." and below else f"{path}{into}{below}" if below else path,
            part,
            partial(judge, part, settings, scopes),
            target.work_tree / below if target.work_tree is not None else None,
            entry or (entries or {}).get(below),
            _remote(target),
        )


def _remote(target: OpenTarget) -> str | None:
    """The address a visitor would open: on GitHub where the target says so, else where it is pushed to."""
    if target.repository is not None:
        return f"https://github.com/{'/'.join(target.repository)}"
    if target.work_tree is None:
        return None
    pushed = git.remote_address(target.work_tree) or ""
    on_github = github_repository(pushed)
    return f"https://github.com/{'/'.join(on_github)}" if on_github else shown(pushed) or None
