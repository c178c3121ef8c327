"""How many rows a README says the data have, and how many the one file has that the code reads."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence

from scaffolio.nouns import dataclass
from scaffolio.parsers.data_files import is_table
from scaffolio.parsers.document import Document
from scaffolio.parsers.numbers import NUMBER, read_number
from scaffolio.parsers.pointers import is_pointer
from scaffolio.parsers.statements import statements
from scaffolio.patterns import regex

_UNITS = (
    "rows|records|observations|samples|instances|entries|examples|data points|datapoints|customers|users|patients|"
    "houses|homes|loans|transactions|reviews|tweets|passengers|employees|students|clients|applicants|applications|"
    "articles|messages|emails|flights|products|orders|cases|people|individuals|players|songs|movies|properties|"
    "listings|wines|cars|vehicles|borrowers|subscribers|accounts|claims|policies|trips|rides"
)
_COUNT = regex(
    rf"(?P<n>\d{{1,3}}(?:[,.]\d{{3}}){{1,3}}|\d{{2,9}})\s+(?:[a-z-]+\s+){{0,2}}?(?:{_UNITS})\b", re.IGNORECASE
)
_SHAPE = regex(
    r"\(?(?P<n>\d{1,3}(?:,\d{3}){1,3}|\d{2,9})\s?(?:rows\s?)?(?:[x×,]|and|by)\s?\d{1,4}\s?(?:\)|columns|features)"
)
_KEYED = regex(
    r"(?:number of |no\. of |# of |total )?(?:rows|records|observations|samples|instances|entries|customers|"
    r"patients|users)[\s*_`|]*[:=|][\s*_`|]*(?P<n>\d{1,3}(?:,\d{3}){1,3}|\d{2,9})\b",
    re.IGNORECASE,
)
_OF_DATA = regex(
    r"\bdata\s?sets?\b|\bdata\b|\bcsv\b|\bcontain|\bconsist|\bcompris|\binclud|\bcover|\btable\b|\bfile\b",
    re.IGNORECASE,
)
_PART = regex(
    r"\btrain|\btest|\bvalid|\bhold-?out|\bsubset|\bsampl(?:e|ed|ing)\b|\bsplit|\bafter\b|\bremain|\bclean|\bfilter|"
    r"\bdrop|\bremov|\bper\b|\beach\b|\bclass\b|\bchurned\b|\bof which\b|\bpositive|\bnegative|\babout\b|"
    r"\baround\b|\bover\b|\bmore than\b|\bapprox|\bnearly\b|\balmost\b|\bup to\b|\bsynthetic|\bbatch|\bonly\b|"
    r"\bmissing\b|\d of (?:the )?\d|\bfrom\b|\bduplicat|\boversampl|\boriginal(?:ly)?\b|\bfull\b|[~≈<>]|"
    r"\bfirst\b|\bpredict",
    re.IGNORECASE,
)
_PART_NAMED = regex(
    r"sampl|subset|mini|demo|toy|small|head|example|test|train|valid|clean|process|fake|dummy|mock|split|"
    r"predict|result|output|submission|lookup|mapping|label|city|zip",
    re.IGNORECASE,
)
_PART_SAID = regex(
    r"\b(?:small|tiny|reduced|truncated|toy)\s(?:sample|subset|version)|\bsample (?:data|file|of)|\bsubset of\b|"
    r"\bexcerpt|\bfirst \d[\d,]* rows\b|\bnot included\b|\bdownload\b.{0,60}\bkaggle|\bplace (?:it|the)\b",
    re.IGNORECASE,
)
_OTHER_DATA = regex(rb"[\w./ -]{1,120}\.(?:csv|tsv|xlsx?|parquet|json|jsonl|db|sqlite3?|feather|data|txt|zip|gz)\b")
_FETCHES = regex(
    rb"kaggle|urlretrieve|urlopen|requests\.get|wget|gdown|fetch_|load_dataset|read_sql|create_engine|"
    rb"https?://[^\s'\"]{1,200}\.csv|nrows|glob\(|listdir"
)
_ROUND = 100
_LONGEST = 400
_CLOSE = 0.05


@dataclass(frozen=True, slots=True)
class StatedRows:
    """A number of rows, where and how it is written."""

    number: int
    line: int
    text: str


def stated_rows(document: Document) -> tuple[StatedRows, ...]:
    """Every number of rows that a sentence or a table states of the data as a whole."""
    found = []
    for line, text, data in _texts(document):
        if _PART.search(text):
            continue
        matches = [*_KEYED.finditer(text), *_SHAPE.finditer(text)]
        matches += list(_COUNT.finditer(text)) if data or _OF_DATA.search(text) else []
        found += [StatedRows(_number(match["n"]), line, " ".join(match[0].split())) for match in matches]
    return tuple(found)


def _texts(document: Document) -> Iterator[tuple[int, str, bool]]:
    """Statements that hold a number, and whether they stand below a heading on data."""
    headed = [section for section in document.sections if "data" in section.heading.text.lower()]
    below = {line for section in headed for line in range(section.line + 1, section.end + 1)}
    for line, text in statements(document):
        if len(text) <= _LONGEST and NUMBER.search(text):
            yield line, text, line in below


def _number(text: str) -> int:
    return int(read_number(text.replace(".", "").replace(",", "")).value)


def only_data_file(paths: Iterable[str], sources: Sequence[bytes]) -> str | None:
    """The table that code reads as the whole data; ``None`` when it names several, or fetches some."""
    tables = [path for path in paths if is_table(path) and path.lower().endswith((".csv", ".tsv"))]
    code = b"\n".join(sources)
    named = [path for path in tables if posixpath.basename(path).encode() in code]
    if len(named) != 1 or _FETCHES.search(code):
        return None
    name = posixpath.basename(named[0]).encode()
    others = {match[0].rpartition(b"/")[2].strip() for match in _OTHER_DATA.finditer(code)} - {name}
    return None if any(not other.endswith(name) for other in others) else named[0]


def is_part(path: str, readme: str) -> bool:
    """Whether the file's name, or the README, says that it is not all of the data."""
    return bool(_PART_NAMED.search(posixpath.basename(path)) or _PART_SAID.search(readme))


def count_rows(content: bytes, size: int) -> int | None:
    """The rows of a table below its header; ``None`` when it was not read whole, or is a pointer to another file."""
    if size > len(content) or is_pointer(content) or not content.strip():
        return None
    text = content.decode("utf-8", errors="replace")
    delimiter = "\t" if text.partition("\n")[0].count("\t") else ","
    try:
        rows = sum(1 for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row)
    except csv.Error:
        return None
    return rows - 1


def agrees(stated: StatedRows, rows: int) -> bool:
    """Whether a stated number is this one, give or take the header, or rounds to it."""
    if abs(stated.number - rows) <= 1:
        return True
    return stated.number % _ROUND == 0 and abs(stated.number - rows) <= _CLOSE * rows
