"""The part of a GitHub profile's README that shows a portfolio, and what GitHub is to be told of each repository."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from scaffolio.nouns import dataclass
from scaffolio.parsers.headline import Headline
from scaffolio.patterns import regex
from scaffolio.portfolio import told

START, END = "<!-- portfolio:start -->", "<!-- portfolio:end -->"
_BLOCK = regex(r"<!-- portfolio:start -->.*?<!-- portfolio:end -->", re.DOTALL)
_SPECIAL = regex(r"([\\`*_\[\]<>|~#])")


@dataclass(frozen=True, slots=True)
class Shown:
    """One project as a profile shows it; ``report``, ``code`` and ``demo`` are addresses, empty where there is none."""

    name: str
    heading: str
    technique: str
    headline: Headline | None
    report: str = ""
    code: str = ""
    demo: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What GitHub is told of one repository, as a command, and the picture that only a person can put there."""

    repository: str
    command: tuple[str, ...]
    picture: str


def block(projects: Sequence[Shown]) -> str:
    """The table between its markers."""
    head = "| project | technique | result | against the best baseline | |\n| --- | --- | --- | --- | --- |\n"
    return f"{START}\n\n{head}{''.join(map(_row, projects))}\n{END}"


def with_block(page: str, projects: Sequence[Shown]) -> str:
    """A page with the table in it: in place of the former one, else behind everything that stands there."""
    made = block(projects)
    if _BLOCK.search(page):
        return _BLOCK.sub(lambda _: made, page, count=1)
    return f"{page.rstrip()}\n\n{made}\n" if page.strip() else f"{made}\n"


def commands(repositories: Sequence[Told]) -> str:
    """The commands as a shell takes them, and where to put each picture: GitHub has no interface for that."""
    lines = [shlex.join(one.command) for one in repositories]
    lines += [
        f"# social preview, by hand: https://github.com/{r.repository}/settings  {r.picture}" for r in repositories
    ]
    return "".join(f"{line}\n" for line in lines)


def _row(project: Shown) -> str:
    links = [("report", project.report), ("code", project.code), ("demo", project.demo)]
    named = ", ".join(f"[{what} of {_plain(project.name)}]({address})" for what, address in links if address)
    cells = [_plain(project.heading), project.technique, _result(project.headline), _against(project.headline), named]
    return f"| {' | '.join(cells)} |\n"


def _result(headline: Headline | None) -> str:
    if headline is None:
        return "not run yet"
    whose = ", the scaffold’s reference: nothing of mine yet" if headline.role == "reference" else ""
    score = f"{told.number(headline.value)} {told.span(headline.low, headline.high)}".strip()
    return f"{_plain(headline.metric)} **{score}**{whose}"


def _against(headline: Headline | None) -> str:
    if headline is None or headline.baseline is None or headline.baseline_value is None:
        return ""
    gap = told.difference(headline)
    compared = f"; {gap}, {told.verdict(headline)}" if gap else ""
    return f"{_plain(headline.baseline)} {told.number(headline.baseline_value)}{compared}"


def _plain(text: str) -> str:
    """Words in a cell of a table: nothing in them marks anything."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
