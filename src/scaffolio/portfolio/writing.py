"""A plan back to YAML, as it lies in the folder of the portfolio that it made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from scaffolio.portfolio.plan import Entry, Plan

_HEAD = "# The plan of this portfolio, which marks its folder as one. All keys: docs/portfolio.md of Scaffolio.\n"
_RENAMED = {"ids": "id", "drops": "drop", "baseline": "baseline_col"}


def write_plan(plan: Plan) -> str:
    """The plan as YAML; what has its default is left out, but for layout, licence and seed."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes text of several lines as a block, so that it can be edited."""

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    Dumper.add_representer(str, text)
    content = {
        field.name: getattr(plan, field.name)
        for field in fields(plan)
        if field.name != "projects" and getattr(plan, field.name) != ""
    }
    content["projects"] = [dict(_entry(entry)) for entry in plan.projects]
    return _HEAD + yaml.dump(content, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10_000)


def _entry(entry: Entry) -> Iterator[tuple[str, Any]]:
    yield "technique", entry.technique
    yield "name", entry.name
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.name == "asked":
            yield from _asked({column.name: getattr(value, column.name) for column in fields(value)})
        elif field.name not in {"technique", "name", "line"} and value != field.default:
            yield field.name, value


def _asked(named: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in named.items():
        if value not in (None, ()):
            yield _RENAMED.get(name, name), list(value) if isinstance(value, tuple) else value
