"""The texts that go with a person's data: ``schema.yaml``, each inference with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from scaffolio.scaffold.profile.nouns import Column, Plan

NOT_STATED = "not stated yet; see data/README.md"

_HEAD = """\
# What the data are, as Scaffolio inferred it from {name}. Loader, features, split and
# tests read this file: correct what is wrong, then run again. Each line says why.
"""
_COLUMNS = """\
# type: number, category, date or text. role: feature (the default), target, date,
# group, id or drop. `meaning` and `unit` may be added to any column.
"""


def render(plan: Plan, file: str, sha256: str) -> str:
    """Write the schema for data stored as ``file`` with this SHA-256."""
    dataset = {
        "name": plan.source.name.split(".")[0],
        "file": file,
        "rows": plan.rows,
        "source": NOT_STATED,
        "license": NOT_STATED,
        "sha256": sha256,
        "sample": False,
        "original": {"file": plan.source.name, "sha256": plan.source.sha256, "rows": plan.rows_read},
    }
    parts = [
        _HEAD.format(name=" ".join(plan.source.name.split())),
        _section("dataset", dataset),
        "\n# How sentences and tables call a row and a yes.\n",
        _section("words", plan.words),
        _comment(plan.reasons.get("split", "")),
        _section("split", plan.split),
        _comment(plan.reasons.get("task", "")),
        _section("task", plan.task),
        "\n",
        _COLUMNS,
        "columns:\n",
        *(_line(column) for column in plan.columns),
    ]
    return "".join(parts)


def _section(name: str, content: Mapping[str, Any]) -> str:
    return yaml.safe_dump({name: dict(content)}, sort_keys=False, allow_unicode=True, width=1000)


def _comment(reason: str) -> str:
    return f"\n# {' '.join(reason.split())}\n" if reason else "\n"


def _line(column: Column) -> str:
    facts: dict[str, Any] = {"type": column.type}
    if column.role != "feature":
        facts["role"] = column.role
    facts |= column.facts
    name, inside = _flow(column.name), _flow(facts)
    comment = f"  # {' '.join(column.reason.split())}" if column.reason else ""
    return f"  {name}: {inside}{comment}\n"


def _flow(value: Any) -> str:  # noqa: ANN401  any YAML value
    text = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100_000, default_flow_style=True)
    return text.removesuffix("\n").removesuffix("...").strip()
