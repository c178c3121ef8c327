"""Which of a project's tables its code reads as the whole data, and how many rows a table has."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterable, Sequence

from scaffolio.parsers.data_files import is_table
from scaffolio.parsers.pointers import is_pointer
from scaffolio.parsers.text import decoded
from scaffolio.patterns import regex

_PART_NAMED = regex(
    r"sampl|subset|mini|demo|toy|small|head|example|test|train|valid|fake|dummy|mock|split|submission|lookup|mapping|"
    r"label|city|zip",
    re.IGNORECASE,
)
_MADE_NAMED = regex(
    r"clean|process|predict|result|output|filter|summar|export|feature|encod|scaled|importanc|forecast|metric|report|"
    r"compar|score|transform|engineer|final|history|drift|shap|values|\blog",
    re.IGNORECASE,
)
"""What code makes of the data is named by the step that makes it."""

_PART_SAID = regex(
    r"\b(?:small|tiny|reduced|truncated|toy)\s(?:sample|subset|version)|"
    r"\bsample (?:data|file|of)(?! ?\((?:first|head|top)\b)|\bsubset of\b|"
    r"\bexcerpt|\bfirst \d[\d,]* rows\b|\bnot included\b|\bdownload\b.{0,60}\bkaggle|\bplace (?:it|the)\b",
    re.IGNORECASE,
)
_OTHER_DATA = regex(
    rb"(?:[\w./ -]{1,120}\.(?:csv|tsv|xlsx?|parquet|feather|db|sqlite3?|arff|data|zip|gz)|"
    rb"(?:read_\w{1,20}|load|open|loadtxt|genfromtxt)\(\s?f?['\"][\w./ -]{1,120}\.(?:jsonl?|txt))(?=['\"])"
)
"""Files of data that code names in a string; of JSON and text those that are opened there."""

_FETCHES = regex(
    rb"kagglehub|kaggle\.api|kaggle (?:datasets|competitions)|urlretrieve|urlopen|requests\.get|wget|gdown|"
    rb"fetch_(?:california|openml|ucirepo|20news|lfw|kddcup|covtype|species|olivetti)|from datasets import|"
    rb"read_sql|create_engine|https?://[^\s'\"]{1,200}\.csv|read_csv\([^)\n]{0,200}nrows|nrows\s?=\s?[1-9]\d\d|"
    rb"glob\(|listdir"
)


def whole_table(paths: Iterable[str], sources: Sequence[bytes]) -> str | None:
    """The table that code reads as the whole data; ``None`` when it names several, or fetches some.

    What the code makes of the data does not count, by the names that such files have.
    """
    tables = [path for path in paths if is_table(path) and path.lower().endswith((".csv", ".tsv"))]
    code = b"\n".join(sources)
    named = [path for path in tables if posixpath.basename(path).encode() in code]
    data = [path for path in named if not _MADE_NAMED.search(posixpath.basename(path))] or named
    if len(data) != 1 or _FETCHES.search(code):
        return None
    name = posixpath.basename(data[0])
    others = {
        match[0].rpartition(b"/")[2].rpartition(b"'")[2].rpartition(b'"')[2] for match in _OTHER_DATA.finditer(code)
    }
    left = (other.decode(errors="replace").strip() for other in others)
    return None if any(not other.endswith(name) and not _MADE_NAMED.search(other) for other in left) else data[0]


def is_part(path: str, readme: str) -> bool:
    """Whether the file's name, or the README, says that it is not all of the data."""
    name = posixpath.basename(path)
    return bool(_PART_NAMED.search(name) or _MADE_NAMED.search(name) or _PART_SAID.search(readme))


def count_rows(content: bytes, size: int) -> int | None:
    """The rows of a table below its header; ``None`` when it was not read whole, or is a pointer to another file."""
    if size > len(content) or is_pointer(content) or not content.strip():
        return None
    text = decoded(content)
    delimiter = "\t" if text.partition("\n")[0].count("\t") else ","
    try:
        rows = sum(1 for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row)
    except csv.Error:
        return None
    return rows - 1
