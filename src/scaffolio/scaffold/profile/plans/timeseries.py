"""Time series: one row a date, evenly spaced; horizon, seasons and the first day of the test part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from scaffolio.errors import UsageError
from scaffolio.scaffold.profile import target
from scaffolio.scaffold.profile.cells import shown
from scaffolio.scaffold.profile.columns import Profile, check_named, decide, profile_all
from scaffolio.scaffold.profile.nouns import Asked, Column, Decision, Plan, Table
from scaffolio.scaffold.profile.plans import common
from scaffolio.scaffold.profile.rhythms import Rhythm, by_month, rhythm_of, season_words
from scaffolio.scaffold.profile.timelines import column_that_tells_apart, find_dates, one_series

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
    profiles, one = one_series(profile_all(table), asked)
    _require_number(profiles[name])
    profiles, date, parts = find_dates(profiles, asked, name)
    ordered, told = _in_order(profiles, date, asked, name)
    ordered, snapped = _by_month(ordered, date)
    rhythm = rhythm_of([datetime.fromisoformat(cell) for cell in ordered[date].cells])
    filled, gaps = _filled(ordered, date, rhythm)
    rows = len(filled[date].cells)
    horizon, seasons, how = _horizon(asked, rhythm, rows)
    blocks = max(_BLOCKS[0], min(_BLOCKS[1], int(_TEST_SHARE * rows / horizon)))
    cut = filled[date].cells[rows - blocks * horizon]
    _require_change(filled[name].cells[: rows - blocks * horizon], seasons[0], name, cut)
    columns = [_column(found, asked, date, name, parts) for found in filled.values()]
    decisions = [
        *common.reading_decisions(table),
        *one,
        *common.style_decisions(filled),
        *_put_together(date, parts),
        *told,
        *snapped,
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
            f"Horizon: {common.few(horizon, 'row')}; {season_words(seasons)}",
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
    if found.kind == "number" and found.distinct > 1:
        return
    if not found.present:
        problem = "is empty in every row"
    elif found.distinct == 1:
        problem = f"is {found.present[0][:40]} in every row: there is nothing to forecast"
    else:
        problem = f"is no column of numbers: it holds {', '.join(map(repr, found.present[:3]))[:120]}"
    raise UsageError(f"the target {found.name} {problem}", "Name another column: --target COLUMN")


def _require_change(train: Sequence[str], season: int, name: str, cut: str) -> None:
    """MASE divides by the change over one season in the training part; there has to be some."""
    pairs = [(one, other) for one, other in zip(train, train[season:], strict=False) if one and other]
    if not pairs:
        raise UsageError(
            f"{name} has no two values a season of {season} rows apart before {cut}", "Use a series with fewer gaps"
        )
    if all(float(one) == float(other) for one, other in pairs):
        raise UsageError(
            f"before {cut}, {name} repeats itself exactly each season of {season} rows: nothing is left to forecast",
            "Name another column, or a series that changes",
        )


def _in_order(
    profiles: dict[str, Profile], date: str, asked: Asked, name: str
) -> tuple[dict[str, Profile], list[Decision]]:
    """Rows by date, each date once, from the first value of the target to its last."""
    dates = profiles[date].cells
    rows = [row for row, cell in enumerate(dates) if cell]
    told = []
    if len(rows) < len(dates):
        text = f"{common.few(len(dates) - len(rows), 'row')} without {date} left out"
        told.append(Decision("rows", text, warning=True))
    distinct = _without_copies(profiles, rows)
    if len(distinct) < len(rows):
        text = f"{common.few(len(rows) - len(distinct), 'row')} left out: exact copies of another"
        told.append(Decision("rows", text, warning=True))
    _refuse_repeats(profiles, distinct, date, asked, name)
    ordered = sorted(distinct, key=lambda row: dates[row])
    if ordered != distinct:
        told.append(Decision("order", f"rows were not in the order of {date}; now they are"))
    values = profiles[name].cells
    known = [place for place, row in enumerate(ordered) if values[row]]
    inside = ordered[known[0] : known[-1] + 1] if known else []
    if len(inside) < len(ordered):
        text = f"{common.few(len(ordered) - len(inside), 'row')} before the first or after the last {name} left out"
        told.append(Decision("rows", text))
    return common.keep(profiles, inside), told


def _without_copies(profiles: Mapping[str, Profile], rows: Sequence[int]) -> list[int]:
    found = {tuple(profile.cells[row] for profile in profiles.values()): row for row in reversed(rows)}
    return sorted(found.values())


def _refuse_repeats(profiles: Mapping[str, Profile], rows: Sequence[int], date: str, asked: Asked, name: str) -> None:
    counts = Counter(profiles[date].cells[row] for row in rows)
    twice = [cell for cell, times in counts.items() if times > 1]
    if not twice:
        return
    verb = "occurs" if len(twice) == 1 else "occur"
    problem = f"{common.few(len(twice), 'date')} of {date} {verb} more than once, {min(twice)} first"
    by_hand = f"keep the rows of one series, or sum or average {name} by date"
    found = None if asked.group else column_that_tells_apart(profiles, rows, date, name)
    if found is None:
        raise UsageError(problem, f"Each date needs one row: {by_hand}")
    raise UsageError(
        f"{problem}: {found} tells {profiles[found].distinct} series apart",
        f"--group {found} forecasts the longest of them; or {by_hand}",
    )


def _by_month(profiles: dict[str, Profile], date: str) -> tuple[dict[str, Profile], list[Decision]]:
    """Dates whose day wanders within months, quarters or years are set to the month's first day."""
    moved = by_month([datetime.fromisoformat(cell) for cell in profiles[date].cells])
    if moved is None:
        return profiles, []
    dates = replace(profiles[date], cells=[shown(moment) for moment in moved])
    text = f"the day of {date} varies within its month; each is set to the month's first"
    return {**profiles, date: dates}, [Decision("dates", text, warning=True)]


def _put_together(date: str, parts: Sequence[str]) -> list[Decision]:
    if not parts:
        return []
    return [Decision("dates", f"{date} is put together from {' and '.join(parts)}; rows to predict need it, too")]


def _filled(profiles: Mapping[str, Profile], date: str, rhythm: Rhythm) -> tuple[dict[str, Profile], list[Decision]]:
    """A row for each date that the rhythm expects; what is missing stays empty."""
    present = {cell: row for row, cell in enumerate(profiles[date].cells)}
    expected = rhythm.between(profiles[date].cells[0], profiles[date].cells[-1])
    missing = [cell for cell in expected if cell not in present]
    off = len(present) - (len(expected) - len(missing))
    if off or len(missing) > MOST_GAPS * len(expected):
        raise UsageError(
            f"the dates of {date} are not evenly spaced: one row {rhythm.label} would make {len(expected):,} dates, "
            f"of which {len(missing):,} are missing{_first(missing)}; {off:,} others lie between",
            "Sum or average the rows by day, week or month first",
        )
    if not missing:
        return dict(profiles), []
    grown = {name: _grown(found, expected, present, date) for name, found in profiles.items()}
    shown = ", ".join(missing[:4]) + (" …" if len(missing) > 4 else "")  # noqa: PLR2004
    return grown, [
        Decision("gaps", f"{common.few(len(missing), 'date')} had no row; an empty one is added: {shown}", warning=True)
    ]


def _first(cells: Sequence[str]) -> str:
    return f", {cells[0]} first" if cells else ""


def _grown(found: Profile, expected: Sequence[str], present: Mapping[str, int], date: str) -> Profile:
    if found.name == date:
        return replace(found, cells=list(expected), distinct=len(expected))
    written = [found.cells[present[cell]] if cell in present else "" for cell in expected]
    return replace(found, cells=written, missing=sum(not cell for cell in written))


def _horizon(asked: Asked, rhythm: Rhythm, rows: int) -> tuple[int, tuple[int, ...], list[Decision]]:
    """Three seasons and five horizons have to fit; without room for one season there is none."""
    usual = rhythm.seasons if rows >= 3 * rhythm.seasons[0] + 5 * (asked.horizon or 1) else (1,)
    horizon = asked.horizon or max(1, min(rhythm.horizon, (rows - 3 * usual[0]) // 5))
    needed = max(3 * usual[0] + 5 * horizon, target.FEWEST_ROWS // 2)
    if rows < needed:
        shorter = ", or a shorter --horizon" if asked.horizon and rows >= target.FEWEST_ROWS // 2 else ""
        raise UsageError(
            f"{common.few(rows, 'row')}: too few; to test a horizon of {horizon} takes {needed}",
            f"Use a longer series{shorter}",
        )
    seasons = tuple(period for period in usual if 3 * period + 5 * horizon <= rows)
    why = "--horizon" if asked.horizon else f"usual for one row {rhythm.label}; --horizon changes it"
    told = [Decision("horizon", f"{common.few(horizon, 'row')} ahead ({why}); {season_words(seasons)}")]
    if left := [period for period in rhythm.seasons if period not in seasons]:
        text = f"{common.few(rows, 'row')} hold fewer than three {season_words(left)}: left out"
        told.append(Decision("season", text.replace("season of", "seasons of"), warning=left[0] == rhythm.seasons[0]))
    return horizon, seasons, told


def _missing(found: Profile) -> list[Decision]:
    count = sum(not cell for cell in found.cells)
    return (
        [Decision("target", f"{found.name} is empty in {common.few(count, 'row')}, which nobody judges")]
        if count
        else []
    )


def _column(found: Profile, asked: Asked, date: str, name: str, parts: Sequence[str]) -> Column:
    fixed: dict[str | None, Column] = {
        **{part: Column(part, found.kind, "drop", f"part of {date}") for part in parts},
        asked.group: Column(found.name, "category", "drop", "names the series (--group)"),
        date: Column(date, "date", "date", "one row each, evenly spaced", {"missing": False}),
        name: Column(name, "number", "target", "--target"),
    }
    return fixed[found.name] if found.name in fixed else _further(decide(found, asked))


def _further(column: Column) -> Column:
    """Another column: what the past of a forecast may know, or nothing."""
    if column.role == "date":
        return replace(column, role="drop", reason="another date", facts={})
    if column.role == "feature" and column.type == "number":
        return replace(column, reason=f"{column.reason}; known up to the origin only, unless task.known names it")
    if column.role == "feature":
        return replace(column, role="drop", reason="words: list it under task.known if its future is known", facts={})
    return column
