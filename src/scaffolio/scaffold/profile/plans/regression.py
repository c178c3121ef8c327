"""Regression: a quantity, its scale, its baseline column, and the split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffolio.errors import UsageError
from scaffolio.scaffold.profile import splits, target
from scaffolio.scaffold.profile.columns import Profile, check_named, profile_all
from scaffolio.scaffold.profile.leaks import late_name
from scaffolio.scaffold.profile.nouns import Asked, Column, Decision, Plan, Table, counted
from scaffolio.scaffold.profile.plans import common
from scaffolio.scaffold.profile.statistics import FEWEST_PAIRS, rank_correlation, skewness

SKEWED = 2.0
"""Past this skewness a positive target is learnt on the scale of log1p."""

LEAK_CORRELATION = 0.995

NAMED_CORRELATION = 0.5
"""A name that sounds late is believed past this rank correlation only."""
_FEW_VALUES = 20


def plan(table: Table, asked: Asked) -> Plan:
    """Plan a regression of the target's values.

    Raises:
        UsageError: the target or the data cannot be used.
    """
    name = target.require(asked, table.names, "regression")
    check_named(asked, table.names)
    profiles = common.with_years(profile_all(table), asked)
    _refuse_unusable(profiles[name])
    rows = [row for row, cell in enumerate(profiles[name].cells) if cell and common.has_date(profiles, asked, row)]
    kept = common.keep(profiles, rows)
    target.require_rows(len(rows), name)
    _check_baseline(kept, asked)
    others = {column: found for column, found in kept.items() if column != name}
    split = splits.choose(others, asked, None)
    special = {name: Column(name, "number", "target", f"--target: {_spread(kept[name])}", {"missing": False})}
    if asked.baseline:
        special[asked.baseline] = Column(asked.baseline, "number", reason="--baseline-col: the forecast to beat")
    columns = common.features_of(kept, asked, split, special, lambda found: _leak(found, kept[name]))
    common.require_features(columns)
    task, told = _task(kept[name], asked)
    decisions = [
        *common.reading_decisions(table),
        *common.style_decisions(kept),
        *_left_out(table.rows - len(rows), name, asked.date),
        *told,
        *common.column_decisions(columns),
        *split.decisions,
        *common.duplicate_decisions(table),
        *common.few_rows(len(rows)),
    ]
    return Plan(
        "regression",
        table.source,
        table.rows_read,
        common.written(kept, columns),
        tuple(columns),
        split.schema,
        task,
        {"rows": "rows", "group": split.group or "row"},
        tuple(decisions),
        {"split": split.reason, "task": "; ".join(decision.text for decision in told[1:])},
        (
            f"{len(rows):,} rows; the target is `{name}`, {_spread(kept[name])}",
            common.feature_fact(columns),
            f"Split {split.decisions[0].text}",
        ),
    )


def _refuse_unusable(found: Profile) -> None:
    name = found.name
    if not found.present:
        raise UsageError(f"the target {name} is empty in every row", "Name another column: --target COLUMN")
    target.require_rows(len(found.present), name)
    if found.kind != "number":
        raise UsageError(
            f"the target {name} holds no numbers but, for instance, {found.present[0][:40]!r}",
            "For classes `new -t classification`; or name another column: --target COLUMN",
        )
    if found.distinct == 1:
        raise UsageError(
            f"the target {name} is {found.present[0]} in every row", "Name another column: --target COLUMN"
        )
    if found.distinct == 2:  # noqa: PLR2004
        raise UsageError(f"the target {name} has two values only", "`new -t classification` is made for them")


def _check_baseline(profiles: Mapping[str, Profile], asked: Asked) -> None:
    if asked.baseline is None:
        return
    found = profiles[asked.baseline]
    if found.kind != "number" or not found.present:
        raise UsageError(
            f"--baseline-col {found.name} holds no numbers", "Name the column of a forecast or a last value"
        )


def _spread(found: Profile) -> str:
    ordered = sorted(found.numbers)
    return f"{ordered[0]:g} to {ordered[-1]:g}, median {ordered[len(ordered) // 2]:g}"


def _leak(found: Profile, goal: Profile) -> str:
    if found.kind == "number":
        pairs = [(float(x), float(y)) for x, y in zip(found.cells, goal.cells, strict=True) if x]
        value = rank_correlation(pairs)
        if abs(value) > LEAK_CORRELATION:
            name = goal.name
            return (
                f"leak-like: its rank correlation with {name} is {value:.3f}; known before {name}? Then role: feature"
            )
        if len(pairs) >= FEWEST_PAIRS and abs(value) < NAMED_CORRELATION:
            return ""
    return late_name(found.name, goal.name)


def _task(goal: Profile, asked: Asked) -> tuple[dict[str, Any], list[Decision]]:
    task: dict[str, Any] = {"technique": "regression"}
    told = [Decision("target", f"{goal.name}: {_spread(goal)}")]
    if goal.whole and goal.distinct <= _FEW_VALUES:
        text = f"{goal.name} has {goal.distinct} whole values only; if they are names of classes: -t classification"
        told.append(Decision("target", text, warning=True))
    if asked.baseline:
        task["baseline_column"] = asked.baseline
        text = f"{asked.baseline} is the forecast to beat, and models learn the change from it"
        told.append(Decision("baseline", text))
    skew = skewness(goal.numbers)
    if min(goal.numbers) >= 0 and skew > SKEWED:
        task["log"] = True
        text = f"{goal.name} has no negative value and skewness {skew:.1f}: learnt as log1p; log: false undoes it"
        told.append(Decision("scale", text))
    return task, told


def _left_out(count: int, name: str, date: str | None) -> Sequence[Decision]:
    if not count:
        return []
    what = f"{name} or {date}" if date else name
    return [Decision("rows", f"{counted(count, 'row')} without {what} left out")]
