"""What the models see. `own` is yours to change; the rest is what yours is compared with.

Rows are forecast in blocks of one horizon, counted from the end of the table. The
row before a block is its origin: a row sees values up to its origin, and of what
comes after only the calendar and the columns that `task.known` names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas.tseries.holiday import USFederalHolidayCalendar

from .data import Schema, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

ROUNDS = 4


@dataclass(frozen=True)
class Rhythm:
    """How often rows come: pandas names, the unit, usual seasons in rows, calendar columns."""

    names: tuple[str, ...]
    unit: str
    seasons: tuple[int, ...]
    calendar: tuple[str, ...]


RHYTHMS = (
    Rhythm(("h",), "hour", (24, 168), ("hour", "day_of_week", "month")),
    Rhythm(("D",), "day", (7, 364), ("day_of_week", "day", "month", "day_of_year")),
    Rhythm(("B",), "day", (5, 260), ("day_of_week", "day", "month", "day_of_year")),
    Rhythm(("W",), "week", (52,), ("month", "day_of_year")),
    Rhythm(("MS", "ME", "BMS", "BME"), "month", (12,), ("month",)),
    Rhythm(("QS", "QE", "BQS", "BQE"), "quarter", (4,), ("quarter",)),
    Rhythm(("YS", "YE", "BYS", "BYE"), "year", (1,), ()),
)
OTHER = Rhythm((), "step", (1,), ())


def own(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return your features, one row per row of ``frame``.

    As rendered they are the reference's. The first column you add, drop or
    change opens the row `own` in the results. Look at the past of a row's
    origin only: training refuses a column that changes with what comes later.
    """
    features = reference(frame, schema)
    return features


def reference(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Calendar, level, and the last values of each season, as known at the origin.

    Values are relative to ``level``, the mean of whole short seasons up to the
    origin, so that a tree that learnt one level can forecast at another.
    """
    kind, periods = rhythm(frame, schema), seasons(frame, schema)
    origin, step = origins(len(frame), schema.task["horizon"])
    dates, values = frame[schema.named("date")[0]], history(frame, schema)
    wide = periods[0] * max(1, schema.task["horizon"] // periods[0]) if periods[0] > 1 else 1
    means = rolling(values, wide)
    level = at(means, origin)
    columns: dict[str, Any] = {"step": step.astype(float)}
    columns |= {name: getattr(dates.dt, name).astype(float) for name in kind.calendar}
    columns |= {"level": level, "last": at(values, origin) - level}
    for period in periods:
        again = [value - level for value in returns(values, step, period)]
        columns[f"season_{period}"], columns[f"season_{period}_before"] = again[:2]
        columns[f"season_{period}_mean"] = known_mean(again)
        columns[f"growth_{period}"] = level - at(means, origin - period)
    for period in periods[1:]:
        place = np.arange(len(frame)) - period * -(-step // period) + periods[0] // 2
        nearby = at(rolling(values, periods[0]), np.minimum(place, origin))
        columns[f"around_{period}"] = nearby - at(means, origin - period)
    columns |= _holidays(dates, values, periods, schema)
    return pd.DataFrame(columns | _others(frame, origin, schema), index=frame.index)


def series(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return value, origin and step of each row, for models that read the series itself."""
    origin, step = origins(len(frame), schema.task["horizon"])
    return pd.DataFrame({"value": history(frame, schema), "origin": origin, "step": step})


def origins(rows: int, horizon: int) -> tuple[Places, Places]:
    """Return each row's origin, as a row number below the row's, and its steps from there."""
    place = np.arange(rows)
    origin = rows - 1 - ((rows - 1 - place) // horizon + 1) * horizon
    return origin, place - origin


def history(frame: pd.DataFrame, schema: Schema) -> Floats:
    """Return the target; what is missing is taken from one season earlier."""
    values = frame[schema.named("target")[0]].to_numpy(dtype=float, copy=True)
    period = seasons(frame, schema)[0]
    for place in np.flatnonzero(np.isnan(values)):
        values[place] = values[place - period] if place >= period else np.nan
    return values


def rhythm(frame: pd.DataFrame, schema: Schema) -> Rhythm:
    """Return how often rows come."""
    name = frequency(frame[schema.named("date")[0]]).split("-")[0]
    return next((kind for kind in RHYTHMS if name in kind.names), OTHER)


def frequency(dates: pd.Series) -> str:
    """Return pandas' name of the spacing; raise UsageError where dates repeat or skip."""
    name = pd.DatetimeIndex(dates, freq="infer").freqstr if len(dates) > 2 else None
    if name:
        return str(name)
    apart = dates.diff().dropna()
    again = dates.loc[apart.index[apart == pd.Timedelta(0)]]
    if len(again):
        raise UsageError(
            f"{len(again)} dates appear twice, {again.iloc[0]} first: keep one of each"
        )
    usual = apart.mode()
    skipped = dates.loc[apart.index[apart > usual.iloc[0]]] if len(usual) else dates
    raise UsageError(
        f"the dates are not evenly spaced: {len(skipped)} gaps, the first before "
        f"{skipped.iloc[0] if len(skipped) else dates.iloc[-1]}; add the missing rows, target empty"
    )


def seasons(frame: pd.DataFrame, schema: Schema) -> list[int]:
    """Return the seasons in rows, the shortest first; refuse fewer than three of one."""
    rows, horizon = schema.dataset["rows"], schema.task["horizon"]
    given = schema.task.get("seasons")
    wanted = given or rhythm(frame, schema).seasons
    enough = [int(period) for period in wanted if 3 * period + 5 * horizon <= rows]
    if not enough or (given and len(enough) < len(given)):
        needed = 3 * (max(wanted) if given else min(wanted)) + 5 * horizon
        raise UsageError(f"{rows} rows are too few: three seasons and five horizons take {needed}")
    return enough


def at(values: Floats, place: Places) -> Floats:
    """Return the values at these row numbers; not a number where there is no such row."""
    inside = (place >= 0) & (place < len(values))
    return np.where(inside, values[np.clip(place, 0, len(values) - 1)], np.nan)


def rolling(values: Floats, width: int) -> Floats:
    """Return the mean of each value and those before it, ``width`` together."""
    means = pd.Series(values).rolling(width, min_periods=max(1, width // 2)).mean()
    return means.to_numpy()


def known_mean(rounds: list[Floats]) -> Floats:
    """Return the mean over rounds of what is known; not a number where nothing is."""
    stack = np.array(rounds)
    count = (~np.isnan(stack)).sum(axis=0)
    return np.where(count > 0, np.nansum(stack, axis=0) / np.maximum(count, 1), np.nan)


def returns(values: Floats, step: Places, period: int) -> list[Floats]:
    """Return the last values known of the same phase of a season, the latest first."""
    back = -(-step // period)
    return [at(values, np.arange(len(values)) - period * (back + k)) for k in range(ROUNDS)]


def holidays(dates: pd.Series, schema: Schema) -> NDArray[np.object_]:
    """Return the name of each date's public holiday, empty on other days."""
    if "holidays" not in schema.task:
        return np.full(len(dates), "", dtype=object)
    days = pd.DatetimeIndex(dates).normalize()
    return np.asarray(_public(days, schema).reindex(days).fillna("").tolist(), dtype=object)


def _public(days: pd.DatetimeIndex, schema: Schema) -> pd.Series:
    """Return the names of the public holidays from the day before to the day after, by date."""
    place, day = schema.task["holidays"], pd.Timedelta(days=1)
    if place != "US":
        raise UsageError(f"data/schema.yaml: no holidays of {place!r}; US, or a column of your own")
    calendar = USFederalHolidayCalendar()
    return calendar.holidays(days[0] - day, days[-1] + day, return_name=True)


def _holidays(
    dates: pd.Series, values: Floats, periods: list[int], schema: Schema
) -> dict[str, Floats]:
    """Mark holidays, and say how far the same one last departed from its season's mean."""
    if "holidays" not in schema.task:
        return {}
    origin, step = origins(len(dates), schema.task["horizon"])
    place, names = np.arange(len(dates)), holidays(dates, schema)
    days, day = pd.DatetimeIndex(dates).normalize(), pd.Timedelta(days=1)
    public = _public(days, schema).index
    shifts = {"holiday": 0 * day, "eve": day, "day_after": -day}
    columns = {key: (days + shift).isin(public).astype(float) for key, shift in shifts.items()}
    for period in periods[1:]:
        columns[f"holiday_{period}"] = at(columns["holiday"], place - period * -(-step // period))
    usual = known_mean([at(values, place - periods[0] * k) for k in range(1, ROUNDS + 1)])
    apart, effect = values - usual, np.zeros(len(dates))
    for name in set(names) - {""}:
        marked = np.flatnonzero(names == name)
        known = np.searchsorted(marked, origin[marked], side="right") - 1
        effect[marked] = np.where(known >= 0, apart[marked[np.maximum(known, 0)]], np.nan)
    return columns | {"holiday_effect": effect}


def _others(frame: pd.DataFrame, origin: Places, schema: Schema) -> dict[str, Any]:
    """Return further columns: as they will be if that is known, else as at the origin."""
    columns: dict[str, Any] = {}
    for name in schema.named("feature"):
        if name in schema.task.get("known", ()):
            columns[name] = frame[name]
        elif pd.api.types.is_numeric_dtype(frame[name]):
            columns[f"{name}_at_origin"] = at(frame[name].to_numpy(dtype=float), origin)
    return columns


def peeking(
    see: Callable[[pd.DataFrame, Schema], pd.DataFrame], frame: pd.DataFrame, schema: Schema
) -> list[str]:
    """Name the features of the last blocks that change when what comes after an origin does."""
    hidden = [*schema.named("target"), *schema.named("feature")]
    hidden = [name for name in hidden if name not in schema.task.get("known", ())]
    before, found = see(frame, schema), set()
    for blocks in range(1, 4):
        start = len(frame) - blocks * schema.task["horizon"]
        changed = frame.copy()
        numbers = changed[hidden].select_dtypes("number").columns
        changed.loc[changed.index[start:], numbers] *= 3
        rows = slice(start, start + schema.task["horizon"])
        after = see(changed, schema)
        found |= {n for n in before if not before[n].iloc[rows].equals(after[n].iloc[rows])}
    return sorted(found)
