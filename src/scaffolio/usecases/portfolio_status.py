"""How every project of a portfolio stands, and what the rules say of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scaffolio.model import Verdict
from scaffolio.portfolio.state import ProjectState
from scaffolio.project import FileSource, Project
from scaffolio.usecases.members import Member, Portfolio, opened
from scaffolio.usecases.portfolio_rules import CHOICE, ask

Told = Callable[[str], None]

_ELSEWHERE = (*CHOICE, "POR006")
"""What can be told where the projects share no page."""


@dataclass(frozen=True, slots=True)
class Status:
    """How the projects stand, the verdicts on them together, and targets that could not be opened."""

    states: tuple[ProjectState, ...]
    verdicts: tuple[Verdict, ...]
    failed: tuple[tuple[str, str], ...]
    in_folder: bool
    """Whether the paths of the projects are as seen from one folder."""


class _SideBySide:
    """The files of several projects as if each lay in a folder of one repository."""

    def __init__(self, sources: Mapping[str, FileSource]) -> None:
        self._at = {f"{name}/{path}": (source, path) for name, source in sources.items() for path in source.paths}

    @property
    def paths(self) -> Sequence[str]:
        """All paths, sorted."""
        return tuple(sorted(self._at))

    def size(self, path: str) -> int:
        """Size in bytes."""
        source, below = self._at[path]
        return source.size(below)

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start."""
        source, below = self._at[path]
        return source.read(below, limit)


def status(targets: Sequence[str], told: Told = lambda _line: None) -> Status:
    """How every project of these folders and addresses stands.

    Raises:
        UsageError: a plan is wrong, or the only target's address is.
        CannotRunError: the only target cannot be opened.
    """
    with opened(targets, told=told) as portfolio:
        states = tuple(member.state() for member in portfolio.members)
        return Status(states, _judge(portfolio), portfolio.failed, portfolio.folder is not None)


def _judge(portfolio: Portfolio) -> tuple[Verdict, ...]:
    """The rules on a portfolio: all of them where one repository holds it, else those that need no common page."""
    members = portfolio.members
    if len(members) < 2 and portfolio.plan is None:  # noqa: PLR2004  one project is no portfolio
        return ()
    wholes = {id(member.project.whole): member.project.whole for member in members}
    if len(wholes) == 1 and all(member.project.prefix for member in members):
        (whole,) = wholes.values()
        whole.parts = tuple(member.project for member in members)
        return ask(whole)
    return ask(_together(members), _ELSEWHERE)


def _together(members: Sequence[Member]) -> Project:
    sources = {member.path: member.project.files for member in members}
    whole = Project(_SideBySide(sources), "portfolio")
    whole.parts = tuple(map(whole.part, sources))
    return whole
