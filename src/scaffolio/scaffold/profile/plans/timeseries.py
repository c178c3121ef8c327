"""Time series: one row a date, evenly spaced; horizon, seasons and the first day of the test part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from scaffolio.errors import UsageError
from scaffolio.scaffold.profile import target
from scaffolio.scaffold.profile.cells import readable
from scaffolio.scaffold.profile.columns import Profile, as_dates, check_named, decide, profile_all
from scaffolio.scaffold.profile.nouns import Asked, Column, Decision, Plan, Table
from scaffolio.scaffold.profile.plans import common
from scaffolio.scaffold.profile.rhythms import Rhythm, rhythm_of

MOST_GAPS = 0.2
_TEST_SHARE = 0.3
_BLOCKS = (3, 26)


def plan(table: Table, asked: Asked) -> Plan:
    """Plan forecasts of the target from rolling origins.

    Raises:
        UsageError: dates repeat or skip too much, the series is short, the target is no number.
    """
    name = target.require(asked, table.names, "timeseries")
    check_named(asked, table.names)
    _require_all(table)
    profiles = profile_all(table)
    _require_number(profiles[name])
    date = _date_column(profiles, asked, name)
    ordered, told = _in_order(profiles, date, name)
    rhythm = rhythm_of([datetime.fromisoformat(cell) for cell in ordered[date].cells])
    filled, gaps = _filled(ordered, date, rhythm)
    rows = len(filled[date].cells)
    horizon, seasons, how = _horizon(asked, rhythm, rows)
    blocks = max(_BLOCKS[0], min(_BLOCKS[1], int(_TEST_SHARE * rows / horizon)))
    cut = filled[date].cells[rows - blocks * horizon]
    columns = [_column(found, asked, date, name) for found in filled.values()]
    decisions = [
        *common.reading_decisions(table),
        *common.style_decisions(filled),
        *told,
        Decision("frequency", f"one row {rhythm.label}, from {filled[date].cells[0]} to {filled[date].cells[-1]}"),
        *gaps,
        *how,
        *_missing(filled[name]),
        *common.column_decisions(columns),
        Decision("split", f"the last {blocks} horizons of {horizon} rows test, from {cut} on"),
    ]
    return Plan(
        "timeseries",
        table.source,
        table.rows_read,
        common.written(filled, columns),
        tuple(columns),
        {"kind": "temporal", "column": date, "cut": cut},
        {"technique": "timeseries", "horizon": horizon, "seasons": list(seasons)},
        {"rows": rhythm.rows, "values": name, "outside": "outside the interval"},
        tuple(decisions),
        {"split": f"the last {blocks} horizons test", "task": how[0].text},
        (
            f"{rows:,} {rhythm.rows} of `{name}`, {filled[date].cells[0]} to {filled[date].cells[-1]}",
            f"Horizon {horizon}, seasons of {' and '.join(map(str, seasons))} rows",
            f"The last {blocks} horizons test, from {cut} on; the future never trains the past",
        ),
    )


def _require_all(table: Table) -> None:
    if table.rows < table.rows_read:
        raise UsageError(
            f"{table.rows_read:,} rows are more than the {table.rows:,} a series may have here",
            "Sum or average them by hour, day or week first",
        )


def _require_number(found: Profile) -> None:
    if found.kind != "number" or found.distinct < 2:  # noqa: PLR2004
        kind = "the same everywhere" if found.distinct == 1 else "no column of numbers"
        raise UsageError(f"the target {found.name} is {kind}", "Name another column: --target COLUMN")


def _date_column(profiles: dict[str, Profile], asked: Asked, name: str) -> str:
    """The date's column; a column of years becomes dates."""
    if asked.date is not None:
        profiles[asked.date] = as_dates(profiles[asked.date])
        if profiles[asked.date].kind != "date":
            raise UsageError(f"--date {asked.date} holds no dates Scaffolio reads", "Write dates as 2024-03-31")
        found = [asked.date]
    else:
        found = [column for column, seen in profiles.items() if seen.kind == "date" and column not in asked.drops]
        years = [c for c, seen in profiles.items() if c.casefold() == "year" and as_dates(seen).kind == "date"]
        if not found and years and years[0] != name:
            profiles[years[0]] = as_dates(profiles[years[0]])
            found = years
    if len(found) != 1:
        seen_dates = f"{', '.join(found)} are all dates" if found else "no column holds dates"
        raise UsageError(f"{seen_dates}; a series needs one", "Say which column orders the rows: --date COLUMN")
    if choices := profiles[found[0]].choices:
        raise UsageError(
            f"{found[0]}: {profiles[found[0]].present[0]!r} could be read as {' or '.join(map(readable, choices))}",
            "Write its dates as 2024-03-31",
        )
    return found[0]


def _in_order(profiles: dict[str, Profile], date: str, name: str) -> tuple[dict[str, Profile], list[Decision]]:
    """Rows by date, each date once."""
    dates = profiles[date].cells
    rows = [row for row, cell in enumerate(dates) if cell]
    told = []
    if len(rows) < len(dates):
        told.append(Decision("rows", f"{len(dates) - len(rows):,} rows without {date} are left out", warning=True))
    twice = [cell for cell, times in Counter(dates[row] for row in rows).items() if times > 1]
    if twice:
        raise UsageError(
            f"{len(twice):,} dates of {date} occur more than once, {min(twice)} first: several series, or duplicates",
            f"Keep one series, or sum {name} by date, so that each date has one row",
        )
    ordered = sorted(rows, key=lambda row: dates[row])
    if ordered != rows:
        told.append(Decision("order", f"rows were not in the order of {date}; now they are"))
    return common.keep(profiles, ordered), told


def _filled(profiles: Mapping[str, Profile], date: str, rhythm: Rhythm) -> tuple[dict[str, Profile], list[Decision]]:
    """A row for each date that the rhythm expects; what is missing stays empty."""
    present = {cell: row for row, cell in enumerate(profiles[date].cells)}
    expected = rhythm.between(profiles[date].cells[0], profiles[date].cells[-1])
    missing = [cell for cell in expected if cell not in present]
    off = len(present) - (len(expected) - len(missing))
    if off or len(missing) > MOST_GAPS * len(expected):
        raise UsageError(
            f"the dates of {date} are not evenly spaced: of {len(expected):,} expected {rhythm.label}, "
            f"{len(missing):,} are missing, {(missing or expected)[0]} first, {off:,} lie between",
            "Sum or average the rows by day, week or month first",
        )
    if not missing:
        return dict(profiles), []
    grown = {name: _grown(found, expected, present, date) for name, found in profiles.items()}
    shown = ", ".join(missing[:4]) + (" …" if len(missing) > 4 else "")  # noqa: PLR2004
    return grown, [
        Decision("gaps", f"{len(missing):,} dates were missing and have empty rows now: {shown}", warning=True)
    ]


def _grown(found: Profile, expected: Sequence[str], present: Mapping[str, int], date: str) -> Profile:
    if found.name == date:
        return replace(found, cells=list(expected), distinct=len(expected))
    written = [found.cells[present[cell]] if cell in present else "" for cell in expected]
    return replace(found, cells=written, missing=sum(not cell for cell in written))


def _horizon(asked: Asked, rhythm: Rhythm, rows: int) -> tuple[int, tuple[int, ...], list[Decision]]:
    """Three seasons and five horizons have to fit."""
    season = rhythm.seasons[0]
    horizon = asked.horizon or max(1, min(rhythm.horizon, (rows - 3 * season) // 5))
    needed = 3 * season + 5 * horizon
    if rows < needed or rows < target.FEWEST_ROWS // 2:
        raise UsageError(
            f"{rows} rows are too few: three seasons of {season} and five horizons of {horizon} take {needed}",
            "Use a longer series, or a shorter --horizon",
        )
    seasons = tuple(period for period in rhythm.seasons if 3 * period + 5 * horizon <= rows)
    why = "--horizon" if asked.horizon else f"usual for one row {rhythm.label}; --horizon changes it"
    told = [Decision("horizon", f"{horizon} rows ahead ({why}); seasons of {' and '.join(map(str, seasons))} rows")]
    return horizon, seasons, told


def _missing(found: Profile) -> list[Decision]:
    count = sum(not cell for cell in found.cells)
    return [Decision("target", f"{found.name} is empty in {count:,} rows; those are not judged")] if count else []


def _column(found: Profile, asked: Asked, date: str, name: str) -> Column:
    if found.name == date:
        return Column(date, "date", "date", "one row each, evenly spaced", {"missing": False})
    if found.name == name:
        return Column(name, "number", "target", "--target")
    column = decide(found, asked)
    if column.role == "date":
        return replace(column, role="drop", reason="another date", facts={})
    if column.role == "feature" and column.type == "number":
        return replace(column, reason=f"{column.reason}; known up to the origin only, unless task.known names it")
    if column.role == "feature":
        return replace(column, role="drop", reason="words: list it under task.known if its future is known", facts={})
    return column
