"""What the plans of tables share: rows kept, columns decided, sentences about both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from scaffolio.errors import UsageError
from scaffolio.scaffold.profile.columns import Profile, as_dates, decide, is_birth
from scaffolio.scaffold.profile.nouns import Asked, Column, Decision, Table, counted
from scaffolio.scaffold.profile.splits import SplitChoice
from scaffolio.scaffold.profile.target import FEW_ROWS

DUPLICATES_WORTH_SAYING = 0.01


def few(count: int, thing: str) -> str:
    """A count with its noun: ``1 row``, ``1,204 rows``."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def keep(profiles: Mapping[str, Profile], rows: Sequence[int]) -> dict[str, Profile]:
    """The same columns with these rows only."""
    return {name: _rows_of(found, rows) for name, found in profiles.items()}


def _rows_of(found: Profile, rows: Sequence[int]) -> Profile:
    cells = [found.cells[row] for row in rows]
    return replace(found, cells=cells, missing=sum(not cell for cell in cells), distinct=len({c for c in cells if c}))


def with_years(profiles: Mapping[str, Profile], asked: Asked) -> dict[str, Profile]:
    """The same columns; where ``--date`` names one of years, it becomes dates."""
    return {name: as_dates(found) if name == asked.date else found for name, found in profiles.items()}


def reading_decisions(table: Table) -> list[Decision]:
    """What the file is, and what reading it mended."""
    signs = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    source = table.source
    how = "Parquet" if source.encoding == "Parquet" else f"{source.encoding}, {signs[source.separator]}"
    found = [Decision("file", f"{source.name}: {table.rows_read:,} rows, {len(table.columns)} columns, {how}")]
    if table.rows < table.rows_read:
        text = (
            f"the project works on {table.rows:,} of them, drawn at random (seed 0): more would not train in a minute"
        )
        found.append(Decision("rows", text, warning=True))
    found += [Decision("names", note) for note in table.notes[:5]]
    if len(table.notes) > 5:  # noqa: PLR2004
        found.append(Decision("names", f"and {len(table.notes) - 5} more"))
    return found


def style_decisions(profiles: Mapping[str, Profile]) -> list[Decision]:
    """How numbers and dates were written, where not plainly, and cells that did not fit."""
    found = []
    for profile in profiles.values():
        if profile.kind == "number" and profile.style:
            found.append(Decision("numbers", f"{profile.name} is read as numbers {profile.style}"))
        if profile.kind == "date" and profile.style != "ISO 8601":
            found.append(Decision("dates", f"{profile.name} is read as {profile.style}, and kept as ISO 8601"))
        if profile.odd:
            shown = ", ".join(map(repr, profile.odd[:3]))
            found.append(
                Decision("cells", f"{profile.name}: {shown} is no {profile.kind}, taken as missing", warning=True)
            )
    return found


def duplicate_decisions(table: Table) -> list[Decision]:
    """Rows that occur more than once, which may stand on both sides of a random split."""
    counts = Counter(zip(*table.columns.values(), strict=True))
    extra = sum(count - 1 for count in counts.values())
    if extra < DUPLICATES_WORTH_SAYING * table.rows:
        return []
    text = (
        f"{counted(extra, 'row')} repeat{'s' if extra == 1 else ''} another row exactly "
        "and may stand on both sides of the split"
    )
    return [Decision("duplicates", text, warning=True)]


def features_of(
    profiles: Mapping[str, Profile],
    asked: Asked,
    split: SplitChoice,
    special: Mapping[str, Column],
    leak: Callable[[Profile], str] = lambda _found: "",
) -> list[Column]:
    """Every column's type and role, in the file's order, the split's date before other dates."""
    columns = []
    for name, found in profiles.items():
        if name in special:
            columns.append(special[name])
        elif name == split.date:
            columns.append(Column(name, "date", "date", "the split goes by it; gives its month", {"missing": False}))
        elif name == split.group:
            kind = "number" if found.kind == "number" else "category"
            columns.append(Column(name, kind, "group", "rows that share it stay on one side", {"missing": False}))
        else:
            columns.append(_checked(found, decide(found, asked), leak))
    return sorted(columns, key=lambda column: column.role != "date" or column.name != split.date)


def _checked(found: Profile, column: Column, leak: Callable[[Profile], str]) -> Column:
    if column.role in ("feature", "date") and found.choices:
        return replace(column, role="drop", reason=f"day or month first? {found.present[0]!r} could be both", facts={})
    if column.role in ("feature", "date") and (why := leak(found)):
        return replace(column, role="drop", reason=why, facts={})
    if column.role == "date" and is_birth(found):
        return replace(column, reason=f"{column.reason}; a birthday, so the split does not go by it")
    return column


def column_decisions(columns: Iterable[Column]) -> list[Decision]:
    """What was left out and why, one line a reason; leaks are warnings."""
    found = []
    for column in columns:
        if column.role in {"drop", "id"} and not column.reason.startswith("--"):
            topic = "identifier" if column.role == "id" else "left out"
            serious = column.reason.startswith(("leak-like", "free text", "day or month"))
            found.append(Decision(topic, f"{column.name}: {column.reason}", warning=serious))
    return found


def require_features(columns: Iterable[Column]) -> None:
    """Refuse data that leave nothing to learn from."""
    listed = list(columns)
    if any(column.role in {"feature", "date"} for column in listed):
        return
    out = "; ".join(f"{column.name}: {column.reason}" for column in listed if column.role in ("drop", "id"))
    why = f"no column is left to learn from ({out[:400]})" if out else "the target is the only column"
    raise UsageError(why, "Add columns that are known before the target")


def written(profiles: Mapping[str, Profile], columns: Iterable[Column]) -> dict[str, Sequence[str]]:
    """The cells to write, in the columns' order."""
    return {column.name: profiles[column.name].cells for column in columns}


def has_date(profiles: Mapping[str, Profile], asked: Asked, row: int) -> bool:
    """Whether a row has the date by which the person divides; without one every row does."""
    return asked.date is None or bool(profiles[asked.date].cells[row])


def feature_fact(columns: Sequence[Column]) -> str:
    """How many columns are features, as README says it."""
    features, others = sum(column.role in {"feature", "date"} for column in columns), len(columns) - 1
    if features == others:
        every = {1: "The one other column is the feature", 2: "Both other columns are features"}
        return every.get(others, f"All {others} other columns are features")
    return f"{features} of the {others} other columns {'is a feature' if features == 1 else 'are features'}"


def few_rows(rows: int) -> list[Decision]:
    """Say that few rows decide little."""
    if rows >= FEW_ROWS:
        return []
    text = f"only {rows} rows: read the intervals, not the values; one more test row can turn a comparison"
    return [Decision("few rows", text, warning=True)]
