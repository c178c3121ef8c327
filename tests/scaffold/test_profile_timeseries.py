"""A person's series: which rows, which dates, how far ahead, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from scaffolio.adapters import tables
from scaffolio.errors import UsageError
from scaffolio.scaffold.profile.nouns import Asked, Plan
from scaffolio.scaffold.profile.plans import make_plan

Planned = Callable[..., Plan]
DAYS = [date(2022, 1, 1) + timedelta(days=n) for n in range(400)]
MONTHS = [date(2000 + n // 12, n % 12 + 1, 1) for n in range(120)]


@pytest.fixture
def planned(tmp_path: Path) -> Planned:
    """Plan a series from the lines of a CSV file."""

    def plan(lines: Iterable[str], **asked: object) -> Plan:
        path = tmp_path / "sales.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return make_plan("timeseries", tables.read(path), Asked(**{"target": "sales", **asked}))  # type: ignore[arg-type]

    return plan


def value(number: int) -> str:
    return f"{100 + 10 * math.sin(number / 3) + number % 7:.2f}"


def series(days: Iterable[object], head: str = "day,sales") -> list[str]:
    return [head, *(f"{day},{value(number)}" for number, day in enumerate(days))]


def told(plan: Plan, topic: str) -> str:
    return "; ".join(decision.text for decision in plan.decisions if decision.topic == topic)


def refused(planned: Planned, lines: Iterable[str], **asked: object) -> str:
    with pytest.raises(UsageError) as caught:
        planned(lines, **asked)
    return f"{caught.value}\n{caught.value.hint}"


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ([f"{day:%d/%m/%Y}" for day in DAYS], "2022-01-01"),
        ([f"{day:%d.%m.%Y}" for day in DAYS], "2022-01-01"),
        ([f"{day:%b %d %Y}" for day in DAYS], "2022-01-01"),
        ([f"{day:%b %Y}" for day in MONTHS], "2000-01-01"),
        ([f"{day:%b-%y}" for day in MONTHS], "2000-01-01"),
        ([f"{day:%Y/%m}" for day in MONTHS], "2000-01-01"),
        ([f"{day.year}Q{(day.month + 2) // 3}" for day in MONTHS[::3]], "2000-01-01"),
        ([f"Q{(day.month + 2) // 3} {day.year}" for day in MONTHS[::3]], "2000-01-01"),
        ([f"{day:%G-W%V}" for day in DAYS[2::7]], "2022-01-03"),
    ],
)
def test_dates_are_read_in_the_ways_people_write_them(planned: Planned, written: list[str], first: str):
    plan = planned(series(written))
    assert plan.cells["day"][0] == first
    assert "kept as ISO 8601" in told(plan, "dates")


@pytest.mark.parametrize(
    ("days", "label", "horizon", "seasons"),
    [
        (DAYS, "a day", 28, [7]),
        ([day for day in DAYS if day.weekday() < 5], "a working day", 20, [5]),
        ([DAYS[0] + timedelta(days=7 * n) for n in range(210)], "a week", 8, [52]),
        (DAYS[::7], "a week", 8, [1]),
        (MONTHS[:24], "a month", 4, [1]),
        (MONTHS, "a month", 12, [12]),
        (MONTHS[::3], "a quarter", 4, [4]),
        (range(1900, 1960), "a year", 4, [1]),
        (range(1500, 1800, 5), "every 5 years", 4, [1]),
        ([f"2024-01-{1 + n // 24:02}T{n % 24:02}:00" for n in range(480)], "an hour", 24, [24]),
    ],
)
def test_horizon_and_seasons_follow_the_spacing(
    planned: Planned, days: Iterable[object], label: str, horizon: int, seasons: list[int]
):
    plan = planned(series(days, "year,sales" if label.endswith(("year", "years")) else "day,sales"))
    assert told(plan, "frequency").startswith(f"one row {label}, ")
    assert (plan.task["horizon"], plan.task["seasons"]) == (horizon, seasons)


def test_one_row_a_season_is_no_season_in_words(planned: Planned):
    plan = planned(series(range(1900, 1960), "year,sales"))
    assert "no season" in told(plan, "horizon")
    assert any("no season" in fact for fact in plan.facts)


def test_a_season_that_does_not_fit_thrice_is_left_out_and_told(planned: Planned):
    plan = planned(series(MONTHS[:24]))
    assert [decision.warning for decision in plan.decisions if decision.topic == "season"] == [True]


def test_dates_may_be_years_numbers_or_parts(planned: Planned):
    run_on = planned(series(f"{day:%Y%m%d}" for day in DAYS), date="day")
    assert run_on.cells["day"][1] == "2022-01-02"
    parts = planned(series((f"{day.year}.0,{(day.month + 2) // 3}.0" for day in MONTHS[::3]), "year,quarter,sales"))
    assert parts.cells["date"][1] == "2000-04-01"
    assert parts.split["column"] == "date"
    assert "put together from year and quarter" in told(parts, "dates")
    named = planned(series((f"{day.year},{day:%B}" for day in MONTHS), "Year,Month,sales"))
    assert named.cells["date"][11] == "2000-12-01"
    assert {c.name: c.role for c in named.columns} == {
        "date": "date",
        "Year": "drop",
        "Month": "drop",
        "sales": "target",
    }


def test_unsorted_rows_are_sorted_and_gaps_get_empty_rows(planned: Planned):
    lines = series(DAYS)
    kept = [*lines[1:50], *lines[52:]]
    plan = planned([lines[0], *reversed(kept)])
    assert list(plan.cells["day"]) == [day.isoformat() for day in DAYS]
    assert [row for row, cell in enumerate(plan.cells["sales"]) if not cell] == [49, 50]
    assert "2 dates had no row" in told(plan, "gaps")
    assert told(plan, "order")


def test_copies_go_and_other_repeats_are_refused_with_the_first_date(planned: Planned):
    lines = series(DAYS)
    assert "1 row left out: exact copies" in told(planned([*lines, lines[7]]), "rows")
    assert "1 date of day occurs more than once, 2022-01-06 first" in refused(planned, [*lines, "2022-01-06,1.0"])


def test_of_several_series_the_group_names_the_longest_is_forecast(planned: Planned):
    lines = ["day,shop,sales"]
    for shop, days in (("Rome", DAYS[:100]), ("Oslo", DAYS), ("Bern", DAYS)):
        lines += [f"{day},{shop},{value(number)}" for number, day in enumerate(days)]
    message = refused(planned, lines)
    assert "shop tells 3 series apart" in message
    assert "--group shop" in message
    plan = planned(lines, group="shop")
    assert plan.rows == 400
    assert set(plan.cells["shop"]) == {"Oslo"}
    assert any(decision.warning and "a project forecasts one: Oslo" in decision.text for decision in plan.decisions)


def test_days_that_wander_within_their_month_are_set_to_its_first(planned: Planned):
    wandering = [day + timedelta(days=26 + number % 2) for number, day in enumerate(MONTHS)]
    plan = planned(series(wandering))
    assert plan.cells["day"][2] == "2000-03-01"
    assert "set to the month's first" in told(plan, "dates")


def test_empty_rows_round_the_known_values_are_left_out(planned: Planned):
    lines = series(DAYS)
    lines[1], lines[-1] = "2022-01-01,", f"{DAYS[-1]},"
    plan = planned(lines)
    assert (plan.cells["day"][0], plan.cells["day"][-1]) == ("2022-01-02", DAYS[-2].isoformat())


def test_zero_and_negative_values_are_a_series_like_any_other(planned: Planned):
    plan = planned(["day,sales", *(f"{day},{number % 5 - 2}" for number, day in enumerate(DAYS))])
    assert min(map(float, plan.cells["sales"])) == -2


@pytest.mark.parametrize(
    ("lines", "asked", "what"),
    [
        (series(DAYS), {"target": "sale"}, "Did you mean sales?"),
        (series(DAYS), {"date": "days"}, "Did you mean day?"),
        (series(DAYS), {"date": "sales", "target": "sales"}, "named by two flags"),
        (series(["01/02/2024", "02/02/2024", "03/02/2024"] * 9), {}, "could be read as DD/MM/YYYY or MM/DD/YYYY"),
        (series(f"item {n}" for n in range(60)), {"date": "day"}, "holds no dates Scaffolio reads, but 'item 0'"),
        (series(f"item {n}" for n in range(60)), {}, "no column holds dates"),
        (series(DAYS[:2]), {}, "too few"),
        (series(DAYS[:30]), {"horizon": 20}, "or a shorter --horizon"),
        (series(range(1900, 1919), "year,sales"), {}, "19 rows: too few"),
        (["day,sales", *(f"{day},5" for day in DAYS)], {}, "is 5 in every row"),
        (["day,sales", *(f"{day},{n % 7}" for n, day in enumerate(DAYS))], {}, "repeats itself exactly"),
        (["day,sales", *(f"{day},some {n % 3}" for n, day in enumerate(DAYS))], {}, "no column of numbers"),
        (["day,sales", *(f"{day}," for day in DAYS)], {}, "empty in every row"),
        (series([DAYS[n] for n in range(300) if n % 9 not in (2, 3, 5)]), {}, "not evenly spaced"),
        (series(DAYS), {"text": "day"}, "--text means nothing to timeseries"),
        (series(DAYS), {"positive": "1"}, "--positive means nothing to timeseries"),
    ],
)
def test_what_cannot_be_a_series_is_refused_in_words(
    planned: Planned, lines: list[str], asked: dict[str, object], what: str
):
    assert what in refused(planned, lines, **asked)
