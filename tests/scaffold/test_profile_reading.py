"""A table is read as people write it, and refused with the line, the reason and the way out."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest

from scaffolio.adapters import tables
from scaffolio.errors import UsageError
from scaffolio.scaffold.profile import sampling

ROWS = [(number, number * number % 17, "yes" if number % 3 else "no") for number in range(60)]


def text(separator: str = ",", head: str = "a,b,y", tail: str = "") -> str:
    lines = [head.replace(",", separator), *(separator.join(map(str, row)) for row in ROWS)]
    return "\n".join(lines) + "\n" + tail


def saved(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_divides_every_line(tmp_path: Path, separator: str):
    table = tables.read(saved(tmp_path, text(separator)))
    assert table.names == ("a", "b", "y")
    assert (table.rows, table.source.separator) == (60, separator)


@pytest.mark.parametrize(
    ("encoding", "label"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 with a byte order mark"), ("utf-16", "UTF-16"), ("cp1252", "Windows")],
)
def test_umlauts_come_through_in_every_encoding_it_names(tmp_path: Path, encoding: str, label: str):
    table = tables.read(saved(tmp_path, text(head="größe,b,y").encode(encoding)))
    assert table.names[0] == "größe"
    assert table.source.encoding.startswith(label)


def test_gzip_is_unpacked_and_excels_sep_line_obeyed(tmp_path: Path):
    assert tables.read(saved(tmp_path, gzip.compress(text().encode()), "table.csv.gz")).rows == 60
    path = saved(tmp_path, "sep=;\n" + text(";"))
    assert tables.read(path).names == tables.header(path) == ("a", "b", "y")


def test_quoted_commas_and_line_breaks_stay_inside_their_cells(tmp_path: Path):
    path = saved(tmp_path, 'name,n\n"1, Main St\nTown",1\n"say ""hi""",2\n')
    assert list(tables.read(path).columns["name"]) == ["1, Main St\nTown", 'say "hi"']


def test_names_that_repeat_or_are_empty_get_ones_of_their_own_and_it_is_said(tmp_path: Path):
    table = tables.read(saved(tmp_path, "a,a,\n1,2,3\n"))
    assert table.names == ("a", "a_2", "column_3")
    assert len(table.notes) == 2


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        ("", "is empty", "line of column names"),
        ("\n\n\n", "blank lines only", "line of column names"),
        ("a,b,y\n", "no rows", "rows below"),
        ("1,2,3\n4,5,6\n", "line 1 holds numbers", "columns' names"),
        ("# exported\na,b,y\n1,2,3\n", "line 2: 3 cells where the line of names has 1", "delete what stands above"),
        (text(tail="1,2\n"), "line 62: 2 cells where the line of names has 3", "quotation marks"),
        (text(tail="1,2,3,4\n"), "line 62: 4 cells where the line of names has 3", "quotation marks"),
        (
            text(tail='1,"never closed,no\n3,4,yes\n'),
            "lines 62 to 63, read as one row",
            "in line 62 that is not closed",
        ),
        (text(tail=f'1,"{"x" * 2_000_001}",no\n'), "line 62: a cell of more than 2,000,000", "Mend or delete"),
        (text(tail="1,Köln,no\n").encode() + "2,Köln,no\n".encode("latin-1"), "line 63: byte 0xF6", "Mend that line"),
        (text(tail="1,日本語,no\n" * 9).encode("shift_jis"), "line 62: byte 0x93", "iconv"),
        (text().encode("utf-16-le"), "zero bytes", "CSV in UTF-8"),
        (b"PK\x03\x04" + bytes(99), "Excel workbook by its content", "CSV in UTF-8"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a PNG image by its content", "CSV in UTF-8"),
        (b"PAR1" + bytes(99), "is Parquet by its content", "table.parquet"),
        ("<!DOCTYPE html><html></html>\n", "a web page by its content", "CSV in UTF-8"),
        (gzip.compress(text().encode())[:-20], "cannot be read", "Fetch it again"),
    ],
)
def test_what_is_no_table_is_refused_with_place_and_remedy(
    tmp_path: Path, content: str | bytes, message: str, hint: str
):
    with pytest.raises(UsageError) as refused:
        tables.read(saved(tmp_path, content))
    assert message in str(refused.value)
    assert hint in refused.value.hint
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("name", ["book.xlsx", "rows.json", "model.pkl", "empty.parquet"])
def test_other_kinds_of_file_are_named(tmp_path: Path, name: str):
    with pytest.raises(UsageError, match=name):
        tables.read(saved(tmp_path, "x", name))


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="is a folder"):
        tables.read(tmp_path)
    with pytest.raises(UsageError, match="does not exist"):
        tables.read(tmp_path / "nowhere.csv")


def test_a_file_without_the_right_to_read_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = saved(tmp_path, text())
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UsageError, match="Permission denied"):
        tables.read(path)


def test_a_larger_file_is_sampled_evenly_and_takes_no_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sampling, "_FEWEST", 1000)
    monkeypatch.setattr(sampling, "MOST_ROWS", 2000)
    peaks = []
    for rows in (5_000, 50_000):
        lines = (f"{number},{'word ' * 20}\n" for number in range(rows))
        path = saved(tmp_path, "n,words\n" + "".join(lines), f"{rows}.csv")
        tracemalloc.start()
        table = tables.read(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        numbers = [int(cell) for cell in table.columns["n"]]
        assert (table.rows, table.rows_read) == (2000, rows)
        assert numbers == sorted(set(numbers))
        assert sum(numbers) / len(numbers) == pytest.approx(rows / 2, rel=0.05)
    assert peaks[1] < 1.5 * peaks[0] + 2**21  # files are looked through in chunks of 1 MiB
