"""Read the data as ``data/schema.yaml`` describes it, and divide it.

The schema says what each column is; the loader refuses whatever contradicts
it. To use data of your own, change the data file, the schema and the data
card; nothing in this module names a column.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import yaml
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    KFold,
    ShuffleSplit,
    StratifiedGroupKFold,
    StratifiedKFold,
    TimeSeriesSplit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

SEED = 0
MISSING = "(missing)"
TYPES = ("number", "category", "date", "text", "image")
ROLES = ("feature", "target", "date", "group", "id", "drop")


# Who reads what is no CSV file, by suffix ("/" is a folder): a technique adds its own.
READERS: dict[str, Callable[[Path], pd.DataFrame]] = {}


class UsageError(Exception):
    """Something the person at the keyboard can mend; the text says how."""


@dataclass(frozen=True)
class Column:
    """One column of the data file, as the schema describes it."""

    name: str
    type: str
    role: str = "feature"
    meaning: str = ""
    unit: str = ""
    allowed: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    minimum: float = -np.inf
    maximum: float = np.inf
    missing: bool = True

    def faults(self, values: pd.Series, *, known_only: bool) -> Iterator[str]:
        """Say what in ``values``, text as read, contradicts the schema."""
        present = values.dropna()
        if not self.missing and len(present) < len(values):
            yield f"{len(values) - len(present)} missing values, none allowed"
        unknown = sorted(set(present) - set(self.allowed)) if self.allowed else []
        if unknown and known_only:
            yield f"unknown value {unknown[0]!r}; allowed: {', '.join(self.allowed)}"
        typed = _convert(present, self.type)
        if typed.isna().any():
            yield f"{present[typed.isna()].iloc[0]!r} is no {self.type}"
        elif self.type == "number" and not typed.between(self.minimum, self.maximum).all():
            yield f"values outside {self.minimum:g} to {self.maximum:g}"


@dataclass(frozen=True)
class Schema:
    """``data/schema.yaml``: the data set, its columns, its split, its words."""

    dataset: dict[str, Any]
    columns: tuple[Column, ...]
    split: dict[str, Any]
    task: dict[str, Any]
    words: dict[str, str]

    def named(self, role: str) -> list[str]:
        """Return the names of the columns with this role."""
        return [column.name for column in self.columns if column.role == role]


@dataclass(frozen=True)
class Split:
    """Row numbers of the training and the test part; no row is in both."""

    kind: str
    train: NDArray[np.intp]
    test: NDArray[np.intp]


def read_schema(root: Path) -> Schema:
    """Read ``data/schema.yaml``; raise UsageError for a type or role it cannot know."""
    path = root / "data" / "schema.yaml"
    if not path.is_file():
        raise UsageError("data/schema.yaml is not here: run this in the project's folder")
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        columns = tuple(
            Column(name, **{**facts, "allowed": tuple(facts.get("allowed", ()))})
            for name, facts in raw["columns"].items()
        )
        schema = Schema(raw["dataset"], columns, raw["split"], raw["task"], raw["words"])
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"data/schema.yaml cannot be read: {error}") from error
    for column in columns:
        if column.type not in TYPES or column.role not in ROLES:
            raise UsageError(f"data/schema.yaml: {column.name} has an unknown type or role")
    return schema


def load(root: Path) -> tuple[Schema, pd.DataFrame]:
    """Return the schema and the typed table, oldest row first where rows have dates."""
    schema = read_schema(root)
    path = root / "data" / schema.dataset["file"]
    if not path.exists():
        raise UsageError(f"{path} is not there, but data/schema.yaml names it")
    found = digest(path)
    if found != schema.dataset["sha256"]:
        raise UsageError(
            f"data/{path.name} is not the file data/schema.yaml describes; "
            f"if you changed it on purpose, set sha256 there to {found}"
        )
    frame = typed(read_table(path), schema)
    for column in schema.columns:
        frame = frame[~frame[column.name].isin(column.omit)]
    return schema, frame.reset_index(drop=True)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; of a folder that of its files' names and contents."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    lines = [
        f"{digest(p)} {p.relative_to(path).as_posix()}" for p in path.rglob("*") if p.is_file()
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def read_table(path: Path) -> pd.DataFrame:
    """Read a CSV file as text; only empty cells are missing. READERS read what is none."""
    kind = "/" if path.is_dir() else path.suffix.lower()
    if kind in READERS:
        return READERS[kind](path)
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except (pd.errors.EmptyDataError, pd.errors.ParserError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not a CSV table: {error}") from None


def typed(table: pd.DataFrame, schema: Schema, *, labelled: bool = True) -> pd.DataFrame:
    """Check ``table`` against the schema and give each column its type.

    With ``labelled=False``, for rows to predict, the target and dropped columns
    may be absent and categories may be new. Raises UsageError with every fault.
    """
    needed = [c for c in schema.columns if labelled or c.role not in ("target", "drop")]
    faults = [f"column {c.name} is missing" for c in needed if c.name not in table]
    present = [c for c in needed if c.name in table]
    for column in present:
        for fault in column.faults(table[column.name], known_only=labelled):
            faults.append(f"column {column.name}: {fault}")
    if not len(table):
        faults.append("it has no rows")
    if faults:
        raise UsageError("the table does not fit data/schema.yaml: " + "; ".join(faults))
    frame = pd.DataFrame({c.name: _convert(table[c.name], c.type) for c in present})
    dates = schema.named("date") if labelled else []
    return frame.sort_values(dates, kind="stable", ignore_index=True) if dates else frame


def _convert(values: pd.Series, kind: str) -> pd.Series:
    """Turn text into numbers, dates or plain objects; what fails becomes missing."""
    if kind == "number":
        return pd.to_numeric(values, errors="coerce").astype(float)
    if kind == "date":
        return pd.to_datetime(values, errors="coerce", format="ISO8601")
    if kind == "image":
        return values
    words = [MISSING if pd.isna(value) else str(value) for value in values]
    return pd.Series(words, index=values.index, dtype=object)


def split(frame: pd.DataFrame, schema: Schema, groups: NDArray[np.intp]) -> Split:
    """Divide the rows once: by date, by group, or at random where neither exists.

    With ``stratify`` each value of the target is in both parts by its share.
    """
    kind, rows = schema.split["kind"], np.arange(len(frame))
    if kind == "temporal":
        late = (frame[schema.split["column"]] >= pd.Timestamp(schema.split["cut"])).to_numpy()
        if "group" in schema.split:  # a group that reaches past the cut is tested whole
            late = pd.Series(late).groupby(groups).transform("any").to_numpy()
        if late.all() or not late.any():
            raise UsageError(f"data/schema.yaml: cut {schema.split['cut']} leaves a part empty")
        return Split(kind, rows[~late], rows[late])
    share = schema.split.get("test_share", 0.25)
    if schema.split.get("stratify"):
        train, test = _stratified(frame, schema, groups, max(2, round(1 / share)))[0]
        return Split(kind, np.sort(train), np.sort(test))
    chooser = {"grouped": GroupShuffleSplit, "random": ShuffleSplit}[kind]
    shuffled = chooser(n_splits=1, test_size=share, random_state=SEED)
    train, test = next(shuffled.split(rows, groups=groups if kind == "grouped" else None))
    return Split(kind, np.sort(train), np.sort(test))


def folds(
    frame: pd.DataFrame, schema: Schema, groups: NDArray[np.intp]
) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Return five folds inside the training rows, of the same kind as the split."""
    if schema.split["kind"] == "temporal" and "group" not in schema.split:
        return _in_time_order(frame[schema.split["column"]].to_numpy())
    if schema.split.get("stratify"):
        return _stratified(frame, schema, groups, 5)
    if schema.split["kind"] == "grouped" or "group" in schema.split:
        return list(GroupKFold(5).split(frame, groups=groups))
    return list(KFold(5, shuffle=True, random_state=SEED).split(frame))


def _in_time_order(dates: NDArray[Any]) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Return folds that learn on strictly earlier dates; one without any is left out."""
    cut = TimeSeriesSplit(5).split(dates)
    earlier = [(past[dates[past] < dates[future[0]]], future) for past, future in cut]
    return [(past, future) for past, future in earlier if len(past)]


def _stratified(
    frame: pd.DataFrame, schema: Schema, groups: NDArray[np.intp], count: int
) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Return folds with whole groups, and each value of the target by its share."""
    alone = len(np.unique(groups)) == len(groups)
    chooser = (StratifiedKFold if alone else StratifiedGroupKFold)(
        count, shuffle=True, random_state=SEED
    )
    labels = frame[schema.named("target")[0]].astype(str)
    return list(chooser.split(frame, labels, None if alone else groups))


def clusters(frame: pd.DataFrame, schema: Schema) -> NDArray[np.intp]:
    """Return a number per row, the same for rows that stand or fall together.

    Rows share a cluster by group or by date; without either each row is its own.
    """
    column = schema.split.get("group", schema.split.get("column"))
    keys = frame[column] if column else pd.Series(np.arange(len(frame)))
    return pd.factorize(keys)[0]
