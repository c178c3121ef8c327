"""What one repository of several projects has at its root: the page that leads to them, and its CI."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scaffolio.model import Stage
from scaffolio.parsers.headline import Headline
from scaffolio.patterns import regex
from scaffolio.portfolio.plan import Plan
from scaffolio.portfolio.state import ProjectState

_BLOCK = regex(r"<!-- projects:start -->.*?<!-- projects:end -->", re.DOTALL)
_JOB = regex(r"(?m)^  check:\n")


def landing_page(plan: Plan, states: Iterable[ProjectState]) -> str:
    """The README of the repository, with a table of its projects between two markers."""
    about = plan.about or "> PLACEHOLDER(about): Who are you, and what do you like to find out?"
    owner = f"{plan.author}. " if plan.author else ""
    return (
        f"# {plan.title}\n\n{about}\n\n## Projects\n\n{projects_block(states)}\n\n"
        "Each folder is a project of its own: its README says what was asked, how it was judged and where it\n"
        "fails, and how to run it. A difference is that of the same resamples, with its 95% interval.\n\n"
        f"## Author and licence\n\n{owner}Licences stand in each project's folder.\n"
    )


def with_projects(page: str, states: Iterable[ProjectState]) -> str:
    """The page with its table as the projects stand now; one without the markers stays as it is."""
    block = projects_block(states)
    return _BLOCK.sub(lambda _: block, page, count=1)


def projects_block(states: Iterable[ProjectState]) -> str:
    """A table of projects: title, result, difference from the best baseline, and the stage."""
    rows = [
        f"| [{_cell(state.title)}]({state.path}/README.md) | {state.technique or ''} | {_result(state.headline)} "
        f"| {against_baseline(state.headline)} | {_stage(state)} |\n"
        for state in states
    ]
    head = "| project | technique | result | against the best baseline | stage |\n| --- | --- | --- | --- | --- |\n"
    return f"<!-- projects:start -->\n\n{head}{''.join(rows)}\n<!-- projects:end -->"


def _stage(state: ProjectState) -> str:
    return (
        f"{state.stage}, on the template's sample"
        if state.on_sample and state.stage is not Stage.DRAFT
        else str(state.stage)
    )


def _result(headline: Headline | None) -> str:
    if headline is None:
        return "not run yet"
    whose = {"own": "", "reference": ", the scaffold's reference"}.get(headline.role, f", {_cell(headline.model)}")
    return f"{_cell(headline.metric)} {number(headline.value)}{interval(headline.low, headline.high)}{whose}"


def against_baseline(headline: Headline | None) -> str:
    """``+0.053 [0.024, 0.085]``, with *tie* behind it where the interval holds zero; a dash where none was compared."""
    if headline is None or headline.difference is None:
        return "–"
    gap = f"{headline.difference:+.{_places(headline.value)}f}"
    return f"{gap}{interval(headline.difference_low, headline.difference_high, headline.value)}" + (
        "" if headline.distinguishable else " tie"
    )


def number(value: float, like: float | None = None) -> str:
    """A score with three decimals, or fewer for a large one (that it is shown ``like``)."""
    return f"{value:.{_places(value if like is None else like)}f}"


def interval(low: float | None, high: float | None, like: float | None = None) -> str:
    """`` [0.432, 0.528]`` with a blank before it; empty where there is none."""
    if low is None or high is None:
        return ""
    return f" [{number(low, like if like is not None else high)}, {number(high, like if like is not None else high)}]"


def _places(value: float) -> int:
    return 3 if abs(value) < 10 else 2 if abs(value) < 100 else 0  # noqa: PLR2004  three or four digits are read


def _cell(text: str) -> str:
    """A text inside a cell of a Markdown table, as words and nothing else."""
    plain = " ".join(text.split()).replace("<", "&lt;")
    return re.sub(r"([\\|\[\]`*_])", r"\\\1", plain)


def workflow_with(page: str | None, name: str, workflow: str) -> str:
    """The repository's workflow with one project's job, taken from the workflow that the project would have alone.

    GitHub runs only what lies at a repository's root, so each project's job becomes one of
    the root's, in the project's folder. A job that is there already stays as it is.
    """
    head, job, steps = _JOB.split(workflow)[0], _job_name(name), _JOB.split(workflow)[-1]
    if page is not None and re.search(rf"(?m)^  {re.escape(job)}:$", page):
        return page
    steps = steps.replace("name: Lint, types, tests, run", f"name: {name}")
    steps = steps.replace(
        "    steps:\n", f"    defaults:\n      run:\n        working-directory: {name}\n    steps:\n", 1
    )
    steps = steps.replace("cache-dependency-path: ", f"cache-dependency-path: {name}/")
    steps = re.sub(r"(?<=')data/(?=\*\.)", f"{name}/data/", steps)
    return f"{(page or head).rstrip()}\n  {job}:\n{steps.rstrip()}\n"


def _job_name(name: str) -> str:
    return name if name[0].isalpha() else f"_{name}"
