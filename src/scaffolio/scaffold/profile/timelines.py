"""One series with one column of dates: which rows, which column, or which columns together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from scaffolio.errors import UsageError
from scaffolio.scaffold.profile import cells
from scaffolio.scaffold.profile.columns import Profile
from scaffolio.scaffold.profile.nouns import Asked, Decision

_SHOWN = 6
_WRITE = "Write dates as 2024-03-31"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def one_series(profiles: dict[str, Profile], asked: Asked) -> tuple[dict[str, Profile], list[Decision]]:
    """The rows of the longest series that ``--group`` tells apart; of equally long ones the first."""
    if asked.group is None:
        return profiles, []
    keys = profiles[asked.group].cells
    counts = Counter(key for key in keys if key)
    if not counts:
        raise UsageError(f"--group {asked.group} is empty in every row", "Name the column that tells series apart")
    chosen, rows = counts.most_common(1)[0]
    kept = [row for row, key in enumerate(keys) if key == chosen]
    found = {name: _of(profile, kept) for name, profile in profiles.items()}
    if len(counts) == 1:
        return found, []
    listed = ", ".join(f"{key} {count:,}" for key, count in counts.most_common(_SHOWN))
    more = " …" if len(counts) > _SHOWN else ""
    text = (
        f"{asked.group} tells {len(counts)} series apart ({listed}{more}); a project forecasts one: {chosen}, "
        f"{rows:,} rows, the first of the longest. For another, name a file with its rows only"
    )
    return found, [Decision("series", text, warning=True)]


def find_dates(
    profiles: dict[str, Profile], asked: Asked, target: str
) -> tuple[dict[str, Profile], str, tuple[str, ...]]:
    """The columns, the one that holds dates, and the parts it had to be put together from.

    Raises:
        UsageError: no column, several, or one that can be read in two ways.
    """
    if asked.date is None or asked.date.casefold() == "year":
        taken = {target, *asked.drops, *asked.ids}
        if (parts := _parts(profiles, taken)) and not _dates(profiles, asked, target):
            name = _free_name(profiles)
            return {name: _joined(name, [profiles[part] for part in parts]), **profiles}, name, parts
    name = _single(profiles, asked, target)
    found = _as_dates(profiles[name])
    if found.choices:
        raise UsageError(f"{name}: {found.present[0]!r} could be read as {' or '.join(found.choices)}", _WRITE)
    return {**profiles, name: found}, name, ()


def _single(profiles: Mapping[str, Profile], asked: Asked, target: str) -> str:
    if asked.date is not None:
        found = profiles[asked.date]
        if _as_dates(found).kind != "date":
            shown = ", ".join(map(repr, found.present[:3])) or "nothing"
            raise UsageError(f"--date {asked.date} holds no dates Scaffolio reads, but {shown[:120]}", _WRITE)
        return asked.date
    names = _dates(profiles, asked, target) or _numbered(profiles, asked, target)
    if len(names) != 1:
        seen = f"{', '.join(names)} are all dates" if names else "no column holds dates"
        ask = f"Say which column orders the rows: --date COLUMN, one of: {', '.join(names or profiles)}"
        raise UsageError(f"{seen}; a series needs one", ask[:600])
    return names[0]


def _dates(profiles: Mapping[str, Profile], asked: Asked, target: str) -> list[str]:
    return [n for n, found in profiles.items() if found.kind == "date" and n not in asked.drops and n != target]


def _numbered(profiles: Mapping[str, Profile], asked: Asked, target: str) -> list[str]:
    """Columns of numbers that are named like dates, and hold years or dates written as one number."""
    named = [
        n for n in profiles if n.casefold() in ("year", "date", "day", "month", "week", "time", "period", "yearmonth")
    ]
    return [n for n in named if n not in asked.drops and n != target and _as_dates(profiles[n]).kind == "date"][:1]


def _as_dates(found: Profile) -> Profile:
    """A column of years, or of dates written as one number, as dates."""
    if found.kind != "number":
        return found
    ways: list[tuple[str, Callable[[str], str | None]]] = [("years", cells.year), ("dates without signs", cells.run_on)]
    for style, convert in ways:
        written = [convert(cell) or "" for cell in found.cells]
        if any(written) and sum(map(bool, written)) >= cells.SHARE * len(found.present):
            missing = sum(not cell for cell in written)
            return replace(
                found, kind="date", cells=written, style=style, missing=missing, distinct=len(set(written) - {""})
            )
    return found


def _parts(profiles: Mapping[str, Profile], taken: set[str]) -> tuple[str, ...]:
    """The columns that name year and month (and day), or year and quarter; empty without."""
    known = {name.casefold(): name for name in profiles if name not in taken}
    year = known.get("year")
    if year is None or _as_dates(profiles[year]).kind != "date":
        return ()
    for finer in (("month", "day"), ("month",), ("quarter",)):
        if all(part in known for part in finer):
            parts = (year, *(known[part] for part in finer))
            if any(_joined("", [profiles[part] for part in parts]).cells):
                return parts
    return ()


def _joined(name: str, parts: Sequence[Profile]) -> Profile:
    finer = [part.name.casefold() for part in parts[1:]]
    rows = zip(*(part.cells for part in parts), strict=True)
    written = [_moment(finer, row) for row in rows]
    return Profile(name, "date", written, sum(not cell for cell in written), len(set(written) - {""}), "ISO 8601")


def _moment(finer: Sequence[str], row: Sequence[str]) -> str:
    year, *rest = row
    numbers = {part: _number(cell) for part, cell in zip(finer, rest, strict=True)}
    month = 3 * numbers["quarter"] - 2 if "quarter" in numbers else numbers.get("month", 1)
    start = cells.year(year)
    return cells.run_on(f"{start[:4]}{month:02}{numbers.get('day', 1):02}") or "" if start and month > 0 else ""


def _number(cell: str) -> int:
    """A whole number, or an English month's; -9 for what is neither."""
    text = cell.strip().casefold().removeprefix("q")
    if text[:3] in _MONTHS:
        return _MONTHS.index(text[:3]) + 1
    text = text.removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else -9  # noqa: PLR2004


def _free_name(profiles: Mapping[str, Profile]) -> str:
    return next(name for name in ("date", "date_", "date__", "date___") if name not in profiles)


def column_that_tells_apart(profiles: Mapping[str, Profile], rows: Sequence[int], date: str, target: str) -> str | None:
    """A column whose values occur at most once a date: the name of a series; the fewest values first."""
    dates = profiles[date].cells
    for found in sorted(profiles.values(), key=lambda profile: profile.distinct):
        if found.name in (date, target) or found.kind not in ("category", "number") or found.distinct < 2:  # noqa: PLR2004
            continue
        pairs = {(dates[row], found.cells[row]) for row in rows}
        if len(pairs) == len(rows) and found.distinct <= len(rows) / 3:
            return found.name
    return None


def _of(found: Profile, rows: Sequence[int]) -> Profile:
    written = [found.cells[row] for row in rows]
    return replace(
        found, cells=written, missing=sum(not cell for cell in written), distinct=len({c for c in written if c})
    )
