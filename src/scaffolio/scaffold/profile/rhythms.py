"""How often rows come: the spacing of dates, the dates it expects, its usual seasons and horizon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from scaffolio.errors import UsageError
from scaffolio.nouns import dataclass
from scaffolio.scaffold.profile.cells import shown

_DAY = timedelta(days=1)
_SATURDAY = 5
_REGULAR = 0.8


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A spacing: a fixed step, or so many calendar months; seasons and horizon in rows."""

    label: str
    rows: str
    seasons: tuple[int, ...]
    horizon: int
    step: timedelta = timedelta(0)
    months: int = 0
    weekdays: bool = False
    month_end: bool = False

    def between(self, first: str, last: str) -> list[str]:
        """Every date from the first to the last, both included."""
        moment, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
        found, count = [], 0
        while (now := self._after(moment, count)) <= end:
            count += 1
            if not (self.weekdays and now.weekday() >= _SATURDAY):
                found.append(shown(now))
        return found

    def _after(self, start: datetime, count: int) -> datetime:
        if not self.months:
            return start + count * self.step
        if self.month_end:
            start = (start + _DAY).replace(day=1)
        index = start.year * 12 + start.month - 1 + count * self.months
        moved = start.replace(year=index // 12, month=index % 12 + 1)
        return moved - _DAY if self.month_end else moved


def season_words(seasons: Sequence[int]) -> str:
    """Seasons as people say them; one row a season is none."""
    if tuple(seasons) == (1,):
        return "no season"
    return f"season{'s' if len(seasons) > 1 else ''} of {' and '.join(map(str, seasons))} rows"


def rhythm_of(dates: Sequence[datetime]) -> Rhythm:
    """The spacing that most neighbours have.

    Raises:
        UsageError: fewer than three dates.
    """
    if len(dates) < 3:  # noqa: PLR2004
        raise UsageError(f"{len(dates)} rows have a date: too few for a series", "Use a longer series")
    if found := _calendar(dates):
        return found
    steps = Counter(after - before for before, after in pairwise(dates))
    step = steps.most_common(1)[0][0]
    weekend = [date for date in dates if date.weekday() >= _SATURDAY]
    if step == _DAY:
        weekdays = not weekend and len(dates) > 5  # noqa: PLR2004
        seasons = (5, 260) if weekdays else (7, 364)
        return Rhythm(
            "a working day" if weekdays else "a day", "days", seasons, 20 if weekdays else 28, step, weekdays=weekdays
        )
    return _fixed(step)


def _fixed(step: timedelta) -> Rhythm:
    if step >= _DAY and step % _DAY == timedelta(0) and step != 7 * _DAY:
        return Rhythm(f"every {step.days} days", "steps", (1,), 6, step)
    if step == 7 * _DAY:
        return Rhythm("a week", "weeks", (52,), 8, step)
    if step == timedelta(hours=1):
        return Rhythm("an hour", "hours", (24, 168), 24, step)
    if step < _DAY and _DAY % step == timedelta(0):
        day = int(_DAY / step)
        return Rhythm(f"every {step}", "steps", (day, 7 * day), day, step)
    return Rhythm(f"every {step}", "steps", (1,), 6, step)


def _calendar(dates: Sequence[datetime]) -> Rhythm | None:
    """Months, quarters or years: the same day of the month, or always its last."""
    ends = all((date + _DAY).day == 1 for date in dates)
    if len({date.time() for date in dates}) > 1 or not (ends or len({date.day for date in dates}) == 1):
        return None
    index = [date.year * 12 + date.month for date in dates]
    months = Counter(after - before for before, after in pairwise(index)).most_common(1)[0][0]
    if months == 1:
        return Rhythm("a month", "months", (12,), 12, months=1, month_end=ends)
    if months == 3:  # noqa: PLR2004
        return Rhythm("a quarter", "quarters", (4,), 4, months=3, month_end=ends)
    if months == 12:  # noqa: PLR2004
        return Rhythm("a year", "years", (1,), 4, months=12, month_end=ends)
    if months > 0 and months % 12 == 0:
        return Rhythm(f"every {months // 12} years", "steps", (1,), 4, months=months, month_end=ends)
    return None


def by_month(dates: Sequence[datetime]) -> list[datetime] | None:
    """Months, quarters or years whose day wanders (the last trading day, say), each as its first day.

    ``None`` where the spacing is another one, or the dates keep to one day of the month anyway.
    """
    if len(dates) < 3 or _calendar(dates):  # noqa: PLR2004
        return None
    index = [date.year * 12 + date.month for date in dates]
    steps = Counter(after - before for before, after in pairwise(index))
    step, count = steps.most_common(1)[0]
    if step not in (1, 3, 12) or 0 in steps or count < _REGULAR * len(dates):
        return None
    return [date.replace(day=1, hour=0, minute=0, second=0, microsecond=0) for date in dates]
