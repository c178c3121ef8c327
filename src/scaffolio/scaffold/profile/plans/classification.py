"""Classification: two classes or several, the split, what is no feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffolio.scaffold.profile import splits, target
from scaffolio.scaffold.profile.columns import Profile, check_named, profile_all
from scaffolio.scaffold.profile.leaks import leak, strength
from scaffolio.scaffold.profile.nouns import Asked, Column, Plan, Table
from scaffolio.scaffold.profile.plans import common
from scaffolio.scaffold.profile.target import Classes

_COMMON = 0.05
_SLICES = (2, 8)
"""Levels a column may have to be the one by which mistakes are counted."""


def plan(table: Table, asked: Asked) -> Plan:
    """Plan a classification of the target's classes.

    Raises:
        UsageError: the target or the data cannot be used.
    """
    name = target.require(asked, table.names, "classification")
    check_named(asked, table.names)
    profiles = common.with_years(profile_all(table), asked)
    found = target.classes(profiles[name], asked)
    rows = [row for row, label in enumerate(found.labels) if label and common.has_date(profiles, asked, row)]
    labels = [found.labels[row] for row in rows]
    kept = common.keep(profiles, rows)
    others = {column: seen for column, seen in kept.items() if column != name}
    split = splits.choose(others, asked, labels)
    columns = common.features_of(
        kept, asked, split, {name: _target(found, name)}, lambda seen: leak(seen, labels, name, found.names)
    )
    common.require_features(columns)
    cells = common.written(kept, columns) | {name: labels}
    decisions = [
        *common.reading_decisions(table),
        *common.style_decisions(kept),
        *found.decisions,
        *common.column_decisions(columns),
        *split.decisions,
        *common.duplicate_decisions(table),
        *common.few_rows(len(rows)),
    ]
    return Plan(
        "classification",
        table.source,
        table.rows_read,
        cells,
        tuple(columns),
        split.schema,
        _task(found, columns, kept, labels),
        _words(found, name),
        tuple(decisions),
        {"split": split.reason},
        _facts(found, name, columns, split),
    )


def _target(found: Classes, name: str) -> Column:
    reason = ", ".join(f"{label} {count:,}" for label, count in sorted(found.counts.items()))
    return Column(name, "category", "target", f"--target: {reason}"[:200], {"missing": False, "allowed": found.names})


def _task(
    found: Classes, columns: Sequence[Column], profiles: Mapping[str, Profile], labels: Sequence[str]
) -> dict[str, Any]:
    task: dict[str, Any] = {"technique": "classification"}
    task |= {"positive": [found.positive]} if found.positive else {"classes": found.names}
    candidates = [
        profiles[column.name]
        for column in columns
        if column.role == "feature"
        and column.type == "category"
        and _SLICES[0] <= profiles[column.name].distinct <= _SLICES[1]
    ]
    if candidates:
        task["slice"] = max(candidates, key=lambda seen: strength(seen, labels, found.names)).name
    return task


def _words(found: Classes, name: str) -> dict[str, str]:
    if found.positive is None:
        return {"rows": "rows", "positive": name, "positives": f"rows with their {name}"}
    return {
        "rows": "rows",
        "positive": f"{name} = {found.positive}",
        "positives": f"rows with {name} = {found.positive}",
    }


def _facts(found: Classes, name: str, columns: Sequence[Column], split: splits.SplitChoice) -> tuple[str, ...]:
    rows, rare = sum(found.counts.values()), min(found.counts.values())
    share = f"{rare / rows:.0%}" if rare >= _COMMON * rows else f"{rare / rows:.1%}"
    return (
        f"{rows:,} rows; the target is `{name}`, {len(found.counts)} classes, the rarest {share} of the rows",
        common.feature_fact(columns),
        f"Split {split.decisions[0].text}",
    )
