"""Clustering: no target; numbers that make segments, and a column that judges them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scaffolio.errors import UsageError
from scaffolio.scaffold.profile import splits, target
from scaffolio.scaffold.profile.columns import Profile, check_named, profile_all
from scaffolio.scaffold.profile.nouns import Asked, Column, Decision, Plan, Table, counted
from scaffolio.scaffold.profile.plans import common
from scaffolio.scaffold.profile.splits import SplitChoice
from scaffolio.scaffold.profile.statistics import skewness

SKEWED = 1.0
_FEWEST_NUMBERS = 2
_SHARE = 0.5


def plan(table: Table, asked: Asked) -> Plan:
    """Plan segments of the rows.

    Raises:
        UsageError: a target is named, the judge cannot judge, or there is nothing to measure by.
    """
    if asked.target is not None:
        raise UsageError("clustering has no target", f"To judge segments by it: --validate-with {asked.target}")
    check_named(asked, table.names)
    profiles = profile_all(table)
    judge = asked.validate_with
    _check_judge(profiles, judge)
    rows = [row for row in range(table.rows) if judge is None or profiles[judge].cells[row]]
    target.require_rows(len(rows), judge)
    kept = common.keep(profiles, rows)
    split = _split(kept, asked)
    special = {judge: _judge(kept[judge])} if judge else {}
    columns = [_undated(column) for column in common.features_of(kept, asked, split, special)]
    _require_numbers(columns)
    logged = [name for name in _numbers(columns) if _is_amount(kept[name])]
    decisions = [
        *common.reading_decisions(table),
        *common.style_decisions(kept),
        *_judged(judge, table.rows - len(rows)),
        *_logged(logged),
        *common.column_decisions(columns),
        *split.decisions,
        *common.few_rows(len(rows)),
    ]
    task: dict[str, Any] = {"technique": "clustering"} | ({"validate_with": judge} if judge else {})
    words = {"rows": "rows"} | ({"outcome": judge} if judge else {})
    return Plan(
        "clustering",
        table.source,
        table.rows_read,
        common.written(kept, columns),
        tuple(columns),
        split.schema,
        task,
        words,
        tuple(decisions),
        {
            "split": split.reason,
            "task": "segments: how many; without it, as many as stand out against permuted columns",
        },
        (
            f"{len(rows):,} rows; {len(_numbers(columns))} numbers make the segments",
            f"Segments are judged by `{judge}`, which they never see" if judge else "No column judges the segments",
            f"Split {split.decisions[0].text}",
        ),
    )


def _check_judge(profiles: Mapping[str, Profile], judge: str | None) -> None:
    if judge is None:
        return
    found = profiles[judge]
    if found.kind in {"text", "date"} or found.distinct < 2:  # noqa: PLR2004
        kind = "the same in every row" if found.distinct < 2 else f"a {found.kind}"  # noqa: PLR2004
        raise UsageError(f"--validate-with {judge}: it is {kind}", "Name a column of numbers or of a few classes")


def _split(profiles: Mapping[str, Profile], asked: Asked) -> SplitChoice:
    if asked.group is not None:
        splits.require_groups(profiles[asked.group])
        schema = {"kind": "grouped", "column": asked.group, "test_share": _SHARE}
        text = f"grouped by {asked.group} (--group), half of the groups judge"
        return SplitChoice(schema, "--group", (Decision("split", text),), group=asked.group)
    text = f"at random, half of the {len(next(iter(profiles.values())).cells):,} rows make segments, half judge them"
    return SplitChoice({"kind": "random", "test_share": _SHARE}, "no group", (Decision("split", text),))


def _judge(found: Profile) -> Column:
    kind = "number" if found.kind == "number" else "category"
    return Column(found.name, kind, "drop", "--validate-with: judges the segments, no feature", {"missing": False})


def _undated(column: Column) -> Column:
    if column.role != "date":
        return column
    return replace(column, role="drop", reason="a date: segments go by amounts and kinds", facts={})


def _numbers(columns: list[Column]) -> list[str]:
    return [column.name for column in columns if column.role == "feature" and column.type == "number"]


def _require_numbers(columns: list[Column]) -> None:
    found = _numbers(columns)
    if len(found) < _FEWEST_NUMBERS:
        raise UsageError(
            f"{counted(len(found), 'column')} of numbers left to measure by; segments take {_FEWEST_NUMBERS}",
            "Add amounts, counts or durations for each row",
        )


def _is_amount(found: Profile) -> bool:
    """As the project's features decide it: never negative, a long tail to the right."""
    return min(found.numbers) >= 0 and skewness(found.numbers) > SKEWED


def _logged(names: list[str]) -> list[Decision]:
    if not names:
        return []
    return [Decision("scale", f"{', '.join(names[:8])}: never negative with a long tail, so taken as log1p")]


def _judged(judge: str | None, missing: int) -> list[Decision]:
    if judge is None:
        text = (
            "nothing outside the features judges the segments, so the silhouette does: --validate-with COLUMN is better"
        )
        return [Decision("judge", text, warning=True)]
    found = [Decision("judge", f"{judge} is held out of the features and judges the segments")]
    return [*found, Decision("rows", f"{counted(missing, 'row')} without {judge} left out")] if missing else found
