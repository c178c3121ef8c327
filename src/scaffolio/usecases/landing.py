"""The one repository of a ``monorepo``: what stands at its root, and its first commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from scaffolio.adapters import files, git
from scaffolio.portfolio.landing import landing_page, with_projects, workflow_with
from scaffolio.portfolio.outcome import Became, MadePortfolio
from scaffolio.portfolio.plan import FILE, Plan
from scaffolio.scaffold.outcome import Recorded
from scaffolio.usecases import new
from scaffolio.usecases.members import open_portfolio

WORKFLOW = ".github/workflows/ci.yml"
SHARED = (".github/dependabot.yml", ".pre-commit-config.yaml")
"""What is read at the root of a repository only, and is the same for every project."""

PAGE = "README.md"
LICENCE = "LICENSE"


def found_repository(portfolio: MadePortfolio) -> MadePortfolio:
    """Write what is missing at the root, and commit it with the projects that were made.

    Files of the person's own at the root stay as they are.
    """
    folder, plan = portfolio.folder, portfolio.plan
    there = [outcome for outcome in portfolio.outcomes if outcome.became in (Became.MADE, Became.KEPT)]
    if not there:
        return portfolio
    repository = new.repository_for(folder)
    written = [*_write_root(folder, plan, [outcome.name for outcome in there]), FILE]
    if repository is new.Repository.OUTER:
        outer = git.work_tree(folder)
        return replace(portfolio, recorded=Recorded.INSIDE_ANOTHER, files=tuple(written), outer_repository=outer)
    if repository is new.Repository.NEW:
        git.initialise(folder)
    begun = git.head(folder) is not None
    paths, added = list(written), []
    for outcome in there:
        if outcome.became is Became.MADE:
            paths += [path for name in outcome.files if (folder / (path := f"{outcome.name}/{name}")).is_file()]
        elif not begun or git.changed_paths(folder, [f"{outcome.name}/{new.MANIFEST}"]):
            git.stage_changes(folder / outcome.name)  # made by a call that was interrupted, as may have been the root
            paths += [path for path in (WORKFLOW, PAGE) if (folder / path).is_file()]
        else:
            continue
        added.append(outcome.name)
    recorded, commit = new.record(folder, paths, _subject(added, begun=begun))
    return replace(portfolio, recorded=recorded, commit=commit, files=tuple(written))


def _subject(added: list[str], *, begun: bool) -> str:
    if not begun:
        return f"Start a portfolio of {len(added)} projects"
    return f"Add {', '.join(added)}" if added else "Bring the first page up to date"


def _write_root(folder: Path, plan: Plan, names: list[str]) -> Iterator[str]:
    """Write the page, the licence and what services read at the root only; yield the paths of those written."""
    for name in names:
        text = files.read_text(folder / name / WORKFLOW)
        if text is not None:
            whole = workflow_with(files.read_text(folder / WORKFLOW), name, text)
            files.write_text(folder / WORKFLOW, whole)
            files.discard(folder / name, WORKFLOW)
            yield WORKFLOW
        for path in SHARED:
            text = files.read_text(folder / name / path)
            if text is not None and not (folder / path).exists():
                files.write_text(folder / path, text)
                yield path
            files.discard(folder / name, path)
    licence = files.read_text(folder / names[0] / LICENCE)
    one = len({plan.license_of(entry) for entry in plan.projects}) == 1
    if one and licence is not None and not (folder / LICENCE).exists():
        files.write_text(folder / LICENCE, licence)
        yield LICENCE
    yield from renew_page(folder, plan)


def renew_page(folder: Path, plan: Plan) -> Iterator[str]:
    """Bring the table of projects up to date, or write the page where there is none; yield its path if it changed."""
    states = [member.state() for member in open_portfolio(folder).members]
    before = files.read_text(folder / PAGE)
    page = landing_page(plan, states) if before is None else with_projects(before, states)
    if page != before:
        files.write_text(folder / PAGE, page)
        yield PAGE
