"""Ask the rules on portfolios: of a plan before anything is made, and of projects that lie anywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping

from scaffolio import engine
from scaffolio.model import Scope, Verdict
from scaffolio.parsers.scaffold import Manifest
from scaffolio.portfolio.plan import FILE, SAMPLE, Entry, Plan
from scaffolio.project import Project
from scaffolio.rules import catalogue

CHOICE = ("POR001", "POR002", "POR003")
"""What can be told of the choice of projects, before any was run."""


def judge_choice(plan: Plan) -> tuple[Verdict, ...]:
    """What the rules say of the projects that a plan names, found or not."""
    tree = {FILE: "", **{path: text for entry in plan.projects for path, text in _planned(entry).items()}}
    whole = Project.from_tree(tree)
    whole.parts = tuple(whole.part(entry.name) for entry in plan.projects)  # whatever their folders are called
    return ask(whole, CHOICE)


def ask(whole: Project, codes: tuple[str, ...] = ("POR",)) -> tuple[Verdict, ...]:
    """The verdicts of these rules on projects that are one portfolio."""
    rules = catalogue()
    return engine.run(whole, engine.select(rules, codes), rules, {}, scopes={Scope.PORTFOLIO})


def _planned(entry: Entry) -> Mapping[str, str]:
    """As much of a project as shows its technique and its data."""
    data = f"the sample of {entry.technique}" if entry.data == SAMPLE else entry.data
    return {
        f"{entry.name}/README.md": f"# {entry.name}\n",
        f"{entry.name}/src/run.py": "",
        f"{entry.name}/pyproject.toml": "",
        f"{entry.name}/data/schema.yaml": f"dataset:\n  name: {json.dumps(data)}\n",
        f"{entry.name}/.scaffolio/manifest.json": Manifest("", entry.technique).to_json(),
    }
