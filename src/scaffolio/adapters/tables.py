"""The door to a person's table: CSV and TSV streamed in bounded memory, Parquet as an extra."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from scaffolio.adapters import encoding
from scaffolio.adapters.encoding import Encoding
from scaffolio.errors import CannotRunError, UsageError
from scaffolio.scaffold.profile.cells import number_styles
from scaffolio.scaffold.profile.nouns import Source, Table
from scaffolio.scaffold.profile.sampling import Reservoir, clean_names

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_LONGEST_CELL = 2_000_000
_SNIFFED = 60
_OTHERS = {
    ".xlsx": "an Excel workbook",
    ".xls": "an Excel workbook",
    ".ods": "a spreadsheet",
    ".json": "JSON",
    ".jsonl": "JSON",
    ".zip": "a ZIP archive",
    ".feather": "Feather",
    ".pkl": "a pickle, which runs code when it is opened",
    ".sqlite": "a database",
    ".db": "a database",
}


def check(path: Path) -> None:
    """Refuse what is no readable, non-empty table file.

    Raises:
        UsageError: it is missing, a folder, empty, unreadable, or of another kind.
    """
    ask = "Name a CSV, TSV or Parquet file"
    if not path.exists():
        raise UsageError(f"the data file {path} does not exist", ask)
    if path.is_dir():
        raise UsageError(f"{path} is a folder, and this technique reads a table", ask)
    if not path.is_file():
        raise UsageError(f"{path} is no regular file", ask)
    if kind := _OTHERS.get(path.suffix.lower()):
        raise UsageError(f"{path.name} is {kind}", "Save the table as CSV in UTF-8, and name that file")
    try:
        with path.open("rb") as stream:
            empty = not stream.read(1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "Change its rights") from error
    if empty:
        raise UsageError(f"{path.name} is empty", "It needs a line of column names and rows below it")


def read(path: Path) -> Table:
    """Read a table: all its rows, or a uniform sample of as many as a project works on.

    Raises:
        UsageError: the file is no table; the message names the line.
    """
    check(path)
    try:
        return _read_parquet(path) if path.suffix.lower() in (".parquet", ".pq") else _read_csv(path)
    except (EOFError, zlib.error, OSError) as error:
        raise UsageError(
            f"{path.name} cannot be read: {error}", "Fetch it again, or unpack and pack it anew"
        ) from error


def header(path: Path) -> tuple[str, ...]:
    """The column names alone.

    Raises:
        UsageError: the file is no table.
    """
    check(path)
    if path.suffix.lower() in (".parquet", ".pq"):
        return read(path).names
    code = encoding.find_encoding(path)
    with _text(path, code) as stream:
        rows = csv.reader(stream, delimiter=_separator(path, code))
        return tuple(clean_names(next(rows, []))[0])


def _text(path: Path, code: Encoding) -> io.TextIOWrapper:
    return io.TextIOWrapper(encoding.open_bytes(path), encoding=code.codec, newline="")


def _read_csv(path: Path) -> Table:
    code = encoding.find_encoding(path)
    separator = _separator(path, code)
    source = Source(path.name, path.stat().st_size, encoding.sha256(path), code.label, separator)
    with _text(path, code) as stream:
        return _collect(source, _rows(path, stream, separator))


def _rows(path: Path, stream: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each ends on; blank lines passed over."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(stream, delimiter=separator)
    try:
        for row in reader:
            if row and (len(row) > 1 or row[0].strip()):
                yield reader.line_num, row
    except csv.Error as error:
        problem = "a quotation mark is never closed" if "field larger" in str(error) else str(error)
        raise UsageError(f"{path.name} line {reader.line_num:,}: {problem}", "Mend or delete that line") from error
    except UnicodeError as error:
        raise UsageError(f"{path.name} line {reader.line_num + 1:,}: {error}", "Save it as UTF-8") from error


def _separator(path: Path, code: Encoding) -> str:
    """The sign that divides the first rows into the same number of cells, more than one if it can."""
    with _text(path, code) as stream:
        lines = [line for line, _ in zip(stream, range(_SNIFFED), strict=False)]
    return max(_SEPARATORS, key=lambda sign: _agreement(lines, sign))


def _agreement(lines: list[str], sign: str) -> tuple[bool, float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if row)
    except csv.Error:
        return False, 0.0, 0
    if not widths:
        return False, 0.0, 0
    width, count = widths.most_common(1)[0]
    return width > 1, count / widths.total(), width


def _collect(source: Source, rows: Iterator[tuple[int, list[str]]]) -> Table:
    _, first = next(rows, (0, []))
    names, notes = clean_names(first)
    _require_header(source, first)
    width, kept = len(names), Reservoir(len(names))
    for line, row in rows:
        kept.add(row if len(row) == width else _fitted(source, line, row, width))
    if not kept.seen:
        raise UsageError(f"{source.name} holds column names and no rows", "It needs rows below its first line")
    cells = zip(*kept.rows(), strict=True)
    columns = {name: list(column) for name, column in zip(names, cells, strict=True)}
    return Table(source, columns, kept.seen, tuple(notes))


def _require_header(source: Source, first: list[str]) -> None:
    plain = number_styles(",")[0][1]
    if first and all(plain(cell) is not None for cell in first):
        raise UsageError(
            f"{source.name} line 1 holds numbers where column names belong: {', '.join(first[:4])}",
            "Put a line with the columns' names on top",
        )


def _fitted(source: Source, line: int, row: list[str], width: int) -> list[str]:
    """A row with empty cells too many at its end is cut; any other is refused."""
    if len(row) > width and not any(row[width:]):
        return row[:width]
    sign = _SEPARATORS.get(source.separator, "separator")
    raise UsageError(
        f"{source.name} line {line:,}: {len(row)} cells where the first line has {width}",
        f"A cell that holds a {sign} needs quotation marks round it; mend that line",
    )


def _read_parquet(path: Path) -> Table:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise CannotRunError(
            f"{path.name} is Parquet, and pyarrow is not installed",
            "pip install 'scaffolio[parquet]', or save it as CSV",
        ) from error
    try:
        file = parquet.ParquetFile(path)
        names, notes = clean_names(file.schema_arrow.names)
        kept = Reservoir(len(names))
        for batch in file.iter_batches(batch_size=4096):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                kept.add(["" if cell is None else str(cell) for cell in row])
    except (ValueError, OSError) as error:
        raise UsageError(f"{path.name} is no Parquet file: {error}", "Save it again, or as CSV") from error
    if not kept.seen:
        raise UsageError(f"{path.name} holds no rows", "It needs some")
    source = Source(path.name, path.stat().st_size, encoding.sha256(path), "Parquet", ",")
    cells = zip(*kept.rows(), strict=True)
    return Table(source, {n: list(c) for n, c in zip(names, cells, strict=True)}, kept.seen, tuple(notes))


def pack(cells: Mapping[str, Sequence[str]]) -> bytes:
    """A CSV table in gzip, UTF-8 and commas; the same cells give the same bytes."""
    packed = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as stream,
        io.TextIOWrapper(stream, encoding="utf-8", newline="") as text,
    ):
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(cells)
        writer.writerows(zip(*cells.values(), strict=True))
    return packed.getvalue()
