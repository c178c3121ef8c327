"""The lines of a résumé: what runs of one's own gave, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scaffolio.portfolio import told
from scaffolio.report.resume import Line, Owner
from scaffolio.usecases.members import open_projects
from scaffolio.usecases.portfolio_site import code_address, page_names


@dataclass(frozen=True, slots=True)
class Resume:
    """Whose it is, the lines, and which projects give none, with the reason."""

    owner: Owner
    lines: tuple[Line, ...]
    left_out: tuple[tuple[str, str], ...]


def resume(folder: Path) -> Resume:
    """One line for every project with a result of the person's own.

    Raises:
        UsageError: there is no project, or the plan is wrong.
        CannotRunError: there is no such folder.
    """
    portfolio = open_projects(folder)
    plan = portfolio.plan
    lines: list[Line] = []
    left_out: list[tuple[str, str]] = []
    for member, slug in zip(portfolio.members, page_names(portfolio.members), strict=True):
        state, entry = member.state(), member.entry
        found = state.headline
        if found is None:
            left_out.append((state.name, "no run has given a result"))
        elif found.role != "own":
            left_out.append((state.name, "reference run: the result is the scaffold's, nothing of yours yet"))
        else:
            technique = told.TECHNIQUES.get((entry.technique if entry else state.technique) or "", "Machine learning")
            page = f"{plan.base_url}/{slug}.html" if plan and plan.base_url else code_address(member)
            data = member.project.run_results.get("dataset")
            dataset = str(data.get("name", "")) if isinstance(data, dict) else ""
            lines.append(Line((entry.title if entry else "") or state.title, technique, found, dataset, page))
    owner = Owner(plan.author, plan.email, plan.base_url) if plan else Owner()
    return Resume(owner, tuple(lines), tuple(left_out))
