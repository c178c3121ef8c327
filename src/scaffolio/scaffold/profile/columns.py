"""What each column is: its kind, its cells as the project reads them, and what is odd about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from scaffolio.errors import UsageError, unknown
from scaffolio.nouns import dataclass
from scaffolio.patterns import regex
from scaffolio.scaffold.profile import cells
from scaffolio.scaffold.profile.nouns import Asked, Column, Table

WORDS_OF_TEXT = 5
"""A column whose cells have more words than this on average is free text."""

MISSING_SHARE = 0.95
FEW_LEVELS = 12
_SHOWN = 400
_ID_NAME = regex(
    r"(?i)(?:^|[\W_])(?:id|uuid|guid|key|index|rownames?|row_?(?:number|id)|unnamed: ?0)$|^column_1$|[a-z]I[dD]$"
)
_YEAR = regex(r"(?i)(?:^|[\W_])(?:year|yr|jahr|année|año|anno)(?:$|[\W_])")
_BIRTH = regex(r"(?i)birth|dob|born")


@dataclass(frozen=True, slots=True)
class Profile:
    """One column, looked at: ``kind`` is number, category, date or text.

    ``cells`` are plain (empty where missing); ``odd`` counts cells that are of another
    kind than the rest and were taken as missing, ``style`` how the file wrote them.
    """

    name: str
    kind: str
    cells: Sequence[str]
    missing: int
    distinct: int
    style: str = ""
    odd: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Cells, the missing ones included."""
        return len(self.cells)

    @property
    def present(self) -> list[str]:
        """Cells that are not missing."""
        return [cell for cell in self.cells if cell]

    @property
    def numbers(self) -> list[float]:
        """Values of a number column that are not missing."""
        return [float(cell) for cell in self.cells if cell]

    @property
    def whole(self) -> bool:
        """Whether every number is whole."""
        return self.kind == "number" and all(value.is_integer() for value in self.numbers)


def profile_all(table: Table) -> dict[str, Profile]:
    """Look at every column."""
    return {name: profile(name, column, table.source.separator) for name, column in table.columns.items()}


def profile(name: str, column: Sequence[str], separator: str = ",") -> Profile:
    """Look at one column: number and date where ``SHARE`` of its cells are, else words."""
    stripped = [cell.strip() for cell in column]
    levels = Counter(cell for cell in stripped if cell.lower() not in cells.ALSO_ABSENT)
    shown = list(levels)[:: max(1, len(levels) // _SHOWN)]
    for style, convert in cells.number_styles(separator):
        if _share(shown, convert) >= cells.SHARE and _share(list(levels), convert) >= cells.SHARE:
            return _converted(name, "number", stripped, _plain(levels, convert), style)
    return _dated(name, stripped, levels, cells.date_styles(shown)) or _words(name, stripped)


def _share(values: Sequence[str], convert: cells.Convert) -> float:
    return sum(convert(value) is not None for value in values) / len(values) if values else 0.0


def _plain(levels: Iterable[str], convert: cells.Convert) -> dict[str, str]:
    """Each level as the project reads it; empty where it does not fit."""
    return {cell: convert(cell) or "" for cell in levels}


def _converted(name: str, kind: str, column: Sequence[str], plain: Mapping[str, str], style: str) -> Profile:
    written = [plain.get(cell, "") for cell in column]
    odd = tuple(cell for cell, value in plain.items() if not value)
    missing = sum(not cell for cell in written)
    return Profile(name, kind, written, missing, len(set(plain.values()) - {""}), style, odd)


def _dated(
    name: str, column: Sequence[str], levels: Iterable[str], styles: Sequence[tuple[str, cells.Convert]]
) -> Profile | None:
    """Read dates in the style that fits most of them; name the others that fit as many and differ."""
    if not styles:
        return None
    read = {style: _plain(levels, convert) for style, convert in styles}
    fitting = {style: sum(map(bool, plain.values())) for style, plain in read.items()}
    best = [style for style in read if fitting[style] == max(fitting.values())]
    apart = {tuple(read[style].values()): style for style in reversed(best)}
    found = _converted(name, "date", column, read[best[0]], best[0])
    return replace(found, choices=tuple(reversed(apart.values()))) if len(apart) > 1 else found


def _words(name: str, column: Sequence[str]) -> Profile:
    written = ["" if cell.lower() in cells.ABSENT else _one_line(cell) for cell in column]
    present = [cell for cell in written if cell]
    words = sum(len(cell.split()) for cell in present) / len(present) if present else 0.0
    long = bool(present) and sum(map(len, present)) / len(present) > 80  # noqa: PLR2004  scripts without spaces
    kind = "text" if words > WORDS_OF_TEXT or long else "category"
    return Profile(name, kind, written, len(written) - len(present), len(set(present)))


def _one_line(cell: str) -> str:
    return " ".join(cell.replace("\0", "").split())


def check_named(asked: Asked, names: Sequence[str]) -> None:
    """Refuse a flag that names no column, and two flags that name the same.

    Raises:
        UsageError: with the nearest column's name.
    """
    for column, flag in asked.named().items():
        if column not in names:
            hint = unknown("column", column, names).hint
            raise UsageError(f"{flag} {column}: the file has no such column", hint[:600])
    every = [c for c in (asked.target, asked.text, asked.date, asked.group, *asked.ids, *asked.drops) if c is not None]
    for column, times in Counter(every).items():
        if times > 1:
            raise UsageError(f"column {column} is named by two flags", "A column has one role; keep one of them")


def is_identifier(found: Profile) -> bool:
    """Whether every value occurs once and is a name for the row, no measurement.

    Whole numbers count when their name says so or they run on without gaps.
    """
    unique = found.distinct == found.rows - found.missing and found.distinct >= max(0.95 * found.rows, 20)
    if found.kind == "category":
        return unique
    if found.kind != "number" or not unique or not found.whole:
        return False
    numbers = found.numbers
    consecutive = max(numbers) - min(numbers) == len(numbers) - 1
    return (consecutive and not is_year(found)) or bool(_ID_NAME.search(found.name))


def is_year(found: Profile) -> bool:
    """Whether a column of whole numbers holds years, by its name and its values."""
    return found.whole and bool(_YEAR.search(found.name)) and as_dates(found).kind == "date"


def as_dates(found: Profile) -> Profile:
    """A column of years as dates, each its first day; any other column as it is."""
    if found.kind != "number":
        return found
    written = [cells.year(cell) or "" for cell in found.cells]
    if sum(map(bool, written)) < cells.SHARE * len(written):
        return found
    return replace(found, kind="date", cells=written, style="years", distinct=len(set(written) - {""}))


def repeats_identifiers(found: Profile) -> bool:
    """Whether a column named like an identifier holds values that come back: rows of one group."""
    if not _ID_NAME.search(found.name) or found.kind in ("text", "date") or found.distinct < 10:  # noqa: PLR2004
        return False
    return found.rows / found.distinct >= 1.2 and (found.whole or found.kind == "category")  # noqa: PLR2004


def is_birth(found: Profile) -> bool:
    """Whether a date says how old someone is, not when the row happened."""
    return bool(_BIRTH.search(found.name))


def decide(found: Profile, asked: Asked) -> Column:
    """A column's type and role when it is neither target nor what the split goes by."""
    kind = found.kind
    if found.name in asked.drops:
        return Column(found.name, kind, "drop", "--drop")
    if found.name in asked.ids:
        return Column(found.name, kind, "id", "--id")
    if why := _useless(found):
        return Column(found.name, kind, "drop", why)
    if is_identifier(found):
        return Column(found.name, kind, "id", "another value in every row: names the row, no feature")
    return Column(found.name, kind, "date" if kind == "date" else "feature", _described(found), _facts(found))


def _useless(found: Profile) -> str:
    if found.missing == found.rows:
        return "no value in any row"
    if found.missing > MISSING_SHARE * found.rows:
        return f"{found.missing:,} of {found.rows:,} values are missing"
    if found.distinct == 1:
        return f"the same in every row: {found.present[0][:40]!r}"
    return "free text; -t nlp is made for it" if found.kind == "text" else ""


def _described(found: Profile) -> str:
    """A feature's reason: what was seen."""
    parts = []
    if found.kind == "number":
        parts.append(f"{min(found.numbers):g} to {max(found.numbers):g}")
    elif found.kind == "date":
        parts.append(f"{min(found.present)[:10]} to {max(found.present)[:10]}, gives its month")
    else:
        parts.append(f"{found.distinct:,} levels")
    if found.missing:
        parts.append(f"{found.missing:,} missing")
    if found.odd:
        parts.append(f"taken as missing: {', '.join(map(repr, found.odd[:3]))}")
    return "; ".join(parts)


def _facts(found: Profile) -> dict[str, object]:
    if found.kind == "category" and found.distinct <= FEW_LEVELS:
        return {"allowed": sorted(set(found.present))}
    return {}
