"""The profile README of a portfolio, and what GitHub is to be told of each repository."""

from __future__ import annotations

from collections.abc import Iterable
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
from scaffolio.usecases.members import Member, open_portfolio
from scaffolio.usecases.portfolio_site import OUT, code_address, page_names

_TOPICS = {"timeseries": "time-series", "vision": "computer-vision", "nlp": "nlp"}
_LONGEST = 350
"""Characters of a description that GitHub takes."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The page, what to tell GitHub, and which projects are left out because they are drafts."""

    page: str
    repositories: tuple[Told, ...]
    left_out: tuple[str, ...]


def profile(folder: Path, file: Path | None = None) -> Profile:
    """The profile's page: a table of the projects that are no drafts, in the page that ``file`` holds, if it does.

    Raises:
        UsageError: the plan is wrong.
        CannotRunError: there is no such folder.
    """
    portfolio = open_portfolio(folder)
    base = portfolio.plan.base_url if portfolio.plan else ""
    shown: list[Shown] = []
    repositories: list[Told] = []
    left_out: list[str] = []
    for member, slug in zip(portfolio.members, page_names(portfolio.members), strict=True):
        state = member.state()
        if state.stage is Stage.DRAFT or state.headline is None:
            left_out.append(state.name)
            continue
        page = f"{base}/{slug}.html" if base else ""
        one = _shown(member, state, page)
        shown.append(one)
        repositories += _told(member, one, f"{OUT}/{slug}/{CARD_FILE}")
    former = (edit.read_exact(file) or "") if file else ""
    return Profile(with_block(former, shown) if file else f"{block(shown)}\n", tuple(repositories), tuple(left_out))


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
