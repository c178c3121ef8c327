"""The profile README of a portfolio, and what GitHub is to be told of each repository."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffolio.adapters import edit, files, github_cli
from scaffolio.errors import CannotRunError
from scaffolio.model import Stage
from scaffolio.parsers.address import github_repository
from scaffolio.portfolio import told
from scaffolio.portfolio.site.pictures import CARD_FILE
from scaffolio.portfolio.state import ProjectState
from scaffolio.report.profile import Shown, Told, block, with_block
from scaffolio.usecases.members import Member, open_projects
from scaffolio.usecases.portfolio_site import OUT, code_address, page_names

_TOPICS = {"timeseries": "time-series", "vision": "computer-vision", "nlp": "nlp"}
_LONGEST = 350
"""Characters of a description that GitHub takes."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The page, what to tell GitHub, and which projects are left out, with the reason.

    The page is empty where no project can be shown: a table without a row says nothing.
    """

    page: str
    repositories: tuple[Told, ...]
    left_out: tuple[tuple[str, str], ...]


def profile(folder: Path, file: Path | None = None) -> Profile:
    """The profile's page: a table of the projects that are no drafts, in the page that ``file`` holds, if it does.

    Raises:
        UsageError: there is no project, or the plan is wrong.
        CannotRunError: there is no such folder.
    """
    portfolio = open_projects(folder)
    base = portfolio.plan.base_url if portfolio.plan else ""
    shown: list[Shown] = []
    repositories: list[Told] = []
    left_out: list[tuple[str, str]] = []
    for member, slug in zip(portfolio.members, page_names(portfolio.members), strict=True):
        state = member.state()
        if why := _why_not(state):
            left_out.append((state.name, why))
            continue
        page = f"{base}/{slug}.html" if base else ""
        one = _shown(member, state, page)
        shown.append(one)
        repositories += _told(member, one, f"{OUT}/{slug}/{CARD_FILE}")
    return Profile(_page(shown, file), tuple(repositories), tuple(left_out))


def _why_not(state: ProjectState) -> str:
    """Why a project is not shown; empty where it is."""
    if state.headline is None:
        return "no run has given a result"
    return f"a draft: {', '.join(state.blocking)}" if state.stage is Stage.DRAFT else ""


def _page(shown: Sequence[Shown], file: Path | None) -> str:
    if not shown:
        return ""
    return with_block(edit.read_exact(file) or "", shown) if file else f"{block(shown)}\n"


def write(made: Profile, file: Path) -> None:
    """Write the page.

    Raises:
        CannotRunError: the file cannot be written.
    """
    if file.exists():
        edit.replace_exact(file, made.page)
        return
    try:
        files.write_text(file, made.page)
    except OSError as error:
        raise CannotRunError(
            f"{file} cannot be written: {error.strerror}", "Check the disk's space and rights"
        ) from error


def apply(made: Profile) -> Iterable[str]:
    """Run every command; yields the repository when GitHub was told.

    Raises:
        CannotRunError: gh is not installed, not logged in, or GitHub refused.
    """
    for one in made.repositories:
        github_cli.run(one.command)
        yield one.repository


def _shown(member: Member, state: ProjectState, page: str) -> Shown:
    entry = member.entry
    title = (entry.title if entry else "") or state.title
    technique = entry.technique if entry else state.technique
    return Shown(
        name=state.name,
        heading=title,
        technique=told.TECHNIQUES.get(technique or "", ""),
        headline=state.headline,
        report=page,
        code=code_address(member),
        demo=entry.demo_url if entry else "",
    )


def _told(member: Member, shown: Shown, picture: str) -> Iterable[Told]:
    """What to tell GitHub of a repository that is one project; of many in one nothing can be said of all."""
    repository = github_repository(member.remote or "")
    if repository is None or member.project.prefix:
        return
    name = "/".join(repository)
    command = ["gh", "repo", "edit", name, "--description", shown.heading[:_LONGEST]]
    if shown.demo or shown.report:
        command += ["--homepage", shown.demo or shown.report]
    technique = (member.entry.technique if member.entry else member.project.technique) or ""
    for topic in filter(None, ("machine-learning", "python", _TOPICS.get(technique, technique))):
        command += ["--add-topic", topic]
    yield Told(name, tuple(command), picture)
