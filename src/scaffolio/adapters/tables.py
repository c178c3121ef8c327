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
from scaffolio.errors import UsageError
from scaffolio.patterns import regex
from scaffolio.scaffold.profile.cells import number_styles
from scaffolio.scaffold.profile.nouns import Source, Table
from scaffolio.scaffold.profile.sampling import Reservoir, clean_names

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_LONGEST_CELL = 2_000_000
_SNIFFED = 60
_SEP_LINE = regex(r"(?i)\ufeff?sep=(.)")
_NEEDS = "It needs a line of column names and rows below it"
_SAVE = "Save the table as CSV in UTF-8, and name that file"
_PARQUET = b"PAR1"
_PARQUET_NAMES = (".parquet", ".pq")
_SIGNS = {
    b"pk\x03\x04": "a ZIP archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%pdf-": "a PDF",
    b"\x89png": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"gif8": "a GIF image",
    b"sqlite format 3": "an SQLite database",
    b"<!doctype html": "a web page",
    b"<html": "a web page",
}
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
        raise UsageError(f"{path.name} is {kind}", _SAVE)
    try:
        with path.open("rb") as stream:
            start = stream.read(64)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "Give yourself the right to read it") from error
    if not start:
        raise UsageError(f"{path.name} is empty", _NEEDS)
    _refuse_other_kinds(path, start)


def _refuse_other_kinds(path: Path, start: bytes) -> None:
    """Refuse by its first bytes what only its name calls a table."""
    is_parquet = start.startswith(_PARQUET)
    if path.suffix.lower() in _PARQUET_NAMES:
        if not is_parquet:
            raise UsageError(f"{path.name} is no Parquet file: it does not begin as one", "Save it again, or as CSV")
        return
    if is_parquet:
        raise UsageError(f"{path.name} is Parquet by its content", f"Call it {path.stem}.parquet")
    kind = next((kind for sign, kind in _SIGNS.items() if start.lstrip().lower().startswith(sign)), None)
    if kind:
        raise UsageError(f"{path.name} is {kind} by its content, whatever its name says", _SAVE)


def read(path: Path) -> Table:
    """Read a table: all its rows, or a uniform sample of as many as a project works on.

    Raises:
        UsageError: the file is no table; the message names the line.
    """
    check(path)
    try:
        return _read_parquet(path) if path.suffix.lower() in _PARQUET_NAMES else _read_csv(path)
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
    if path.suffix.lower() in _PARQUET_NAMES:
        return read(path).names
    code = encoding.find_encoding(path)
    separator = _separator(path, code)
    with _text(path, code) as stream:
        _, _, row = next(_rows(path, stream, separator), (0, 0, []))
        return tuple(clean_names(row)[0])


def _text(path: Path, code: Encoding) -> io.TextIOWrapper:
    return io.TextIOWrapper(encoding.open_bytes(path), encoding=code.codec, newline="")


def _read_csv(path: Path) -> Table:
    code = encoding.find_encoding(path)
    separator = _separator(path, code)
    source = Source(path.name, path.stat().st_size, encoding.sha256(path), code.label, separator)
    with _text(path, code) as stream:
        return _collect(source, _rows(path, stream, separator))


def _rows(path: Path, stream: Iterable[str], separator: str) -> Iterator[tuple[int, int, list[str]]]:
    """Rows with the lines each begins and ends on; blank lines and Excel's ``sep=`` passed over."""
    csv.field_size_limit(_LONGEST_CELL)
    reader, before = csv.reader(stream, delimiter=separator), 0
    try:
        for row in reader:
            first, before = before + 1, reader.line_num
            if (
                row
                and (len(row) > 1 or row[0].strip())
                and not (first == 1 and _SEP_LINE.fullmatch(separator.join(row)))
            ):
                yield first, before, row
    except csv.Error as error:
        large = f"a cell of more than {_LONGEST_CELL:,} characters, or a quotation mark that is never closed"
        problem = large if "field larger" in str(error) else str(error)
        raise UsageError(f"{path.name} line {before + 1:,}: {problem}", "Mend or delete that line") from error
    except UnicodeError as error:
        raise UsageError(f"{path.name} line {reader.line_num + 1:,}: {error}", "Save it as UTF-8") from error


def _separator(path: Path, code: Encoding) -> str:
    """The sign that divides the first rows into the same number of cells, more than one if it can."""
    with _text(path, code) as stream:
        lines = [line for line, _ in zip(stream, range(_SNIFFED), strict=False)]
    if lines and (said := _SEP_LINE.fullmatch(lines[0].strip("\r\n"))) and said[1] in _SEPARATORS:
        return said[1]
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


def _collect(source: Source, rows: Iterator[tuple[int, int, list[str]]]) -> Table:
    _, _, first = next(rows, (0, 0, []))
    names, notes = clean_names(first)
    _require_header(source, first)
    width, kept = len(names), Reservoir(len(names))
    for begin, end, row in rows:
        kept.add(row if len(row) == width else _fitted(source, (begin, end), row, width, first=not kept.seen))
    if not kept.seen:
        raise UsageError(f"{source.name} holds column names and no rows", "It needs rows below its first line")
    cells = zip(*kept.rows(), strict=True)
    columns = {name: list(column) for name, column in zip(names, cells, strict=True)}
    return Table(source, columns, kept.seen, tuple(notes))


def _require_header(source: Source, first: list[str]) -> None:
    if not first:
        raise UsageError(f"{source.name} holds blank lines only", _NEEDS)
    plain = number_styles(",")[0][1]
    if first and all(plain(cell) is not None for cell in first):
        raise UsageError(
            f"{source.name} line 1 holds numbers where column names belong: {', '.join(first[:4])}",
            "Put a line with the columns' names on top",
        )


def _fitted(source: Source, lines: tuple[int, int], row: list[str], width: int, *, first: bool) -> list[str]:
    """A row with empty cells too many at its end is cut; any other is refused, with its likely cause."""
    if len(row) > width and not any(row[width:]):
        return row[:width]
    begin, end = lines
    sign = _SEPARATORS.get(source.separator, "separator")
    hint = f"A cell that holds a {sign} needs quotation marks round it; mend that line"
    if first:
        hint = "The first line has to hold the columns' names; delete what stands above them"
    elif end > begin:
        hint = f"Look for a quotation mark in line {begin:,} that is not closed there"
    where = f"line {begin:,}" if end == begin else f"lines {begin:,} to {end:,}, read as one row"
    raise UsageError(f"{source.name} {where}: {_cells(len(row))} where the line of names has {width}", hint)


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"


def _read_parquet(path: Path) -> Table:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            f"{path.name} is Parquet, and pyarrow, which reads it, is not installed",
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
