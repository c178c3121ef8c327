"""The data card of a person's data: what was decided, and what only the person knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scaffolio.scaffold.profile.nouns import Column, Decision, Plan

_USES = {"drop": "dropped", "id": "identifier, dropped", "group": "split by group", "date": "split and month"}

_CHANGES = {
    False: "rewritten as UTF-8 with commas,\ndates as ISO 8601, numbers plain, missing cells empty.",
    True: "packed as they are, one folder\nper class; the SHA-256 is that of the list of their own.",
}


def render(plan: Plan, file: str, *, in_git: bool) -> str:
    """Write the data card for data stored as ``file``."""
    source = plan.source
    parts = [
        f"# Data card: {_plain(source.name.split('.')[0])}",
        "",
        f"`{file}` holds {plan.rows:,} {_things(plan)}. `schema.yaml` describes them to the program,",
        "this page to people.",
        "",
        "## Source and licence",
        "",
        "> PLACEHOLDER(source): Who collected these rows, where, when and for what? Link the page they come from.",
        "",
        "> PLACEHOLDER(data-licence): Under which licence may others use them? Then state both in `schema.yaml` too.",
        "",
        f"Made by Scaffolio from `{_plain(source.name)}` ({source.size:,} bytes, {plan.rows_read:,} rows, SHA-256",
        f"`{source.sha256}`): {_CHANGES[plan.technique == 'vision']}",
        "The loader refuses a file whose SHA-256 is not the one in `schema.yaml`.",
        "",
        *_getting(file, in_git=in_git),
        "## Fields",
        "",
        "| column | meaning | used as |",
        "| --- | --- | --- |",
        *(f"| `{_plain(column.name)}` | | {_use(column, plan.task)} |" for column in plan.columns),
        "",
        "> PLACEHOLDER(columns): What does each column mean, in which unit, and is it known when the decision is made?",
        "",
        "## What was decided, and why",
        "",
        *_listed(plan.decisions),
        "",
        "Each stands in `schema.yaml`, where it can be corrected.",
        "",
        "## Known problems",
        "",
        *_problems(plan.decisions),
        "> PLACEHOLDER(problems): Who or what is missing from these rows, and how was the target recorded?",
    ]
    return "\n".join(parts) + "\n"


def _things(plan: Plan) -> str:
    return "images" if plan.technique == "vision" else f"rows and {len(plan.cells)} columns"


def _use(column: Column, task: Mapping[str, Any]) -> str:
    if column.name == task.get("validate_with"):
        return "judges the segments"
    if column.name == task.get("baseline_column"):
        return "feature, and the forecast to beat"
    return _USES.get(column.role, column.role)


def _getting(file: str, *, in_git: bool) -> list[str]:
    if in_git:
        return []
    return [
        "## How to get the file",
        "",
        f"`{file}` is over 5 MB, so Git does not hold it (`.gitignore`), and tests are skipped",
        "where it is missing. With the original file at hand, `scaffolio data --data FILE` and the",
        "flags used before make it again, byte for byte; its SHA-256 stands in `schema.yaml`.",
        "",
        "> PLACEHOLDER(download): Where can someone else get the original file?",
        "",
    ]


def _listed(decisions: Iterable[Decision]) -> list[str]:
    return [f"- {decision.topic}: {_plain(decision.text)}" for decision in decisions]


def _problems(decisions: Sequence[Decision]) -> list[str]:
    warned = [decision for decision in decisions if decision.warning]
    return [*_listed(warned), ""] if warned else []


def _plain(text: str) -> str:
    """Text that no Markdown table or comment trips over."""
    return " ".join(text.replace("|", "\\|").replace("<!--", "&lt;!--").replace("-->", "--&gt;").split())
