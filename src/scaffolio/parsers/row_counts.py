"""How many rows a README says the data have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.nouns import dataclass
from scaffolio.parsers.document import Document
from scaffolio.parsers.numbers import NUMBER, read_number
from scaffolio.parsers.statements import statements
from scaffolio.patterns import regex

_UNITS = (
    "rows|records|observations|samples|instances|entries|examples|data points|datapoints|customers|users|patients|"
    "houses|homes|loans|transactions|reviews|tweets|passengers|employees|students|clients|applicants|applications|"
    "articles|messages|emails|flights|products|orders|cases|people|individuals|players|songs|movies|properties|"
    "listings|wines|cars|vehicles|borrowers|subscribers|accounts|claims|policies|trips|rides"
)
_COUNT = regex(
    rf"(?<![\w.,–-])(?P<n>\d{{1,3}}(?:[,.]\d{{3}}){{1,3}}|\d{{2,9}})\s+(?:[a-z-]+\s+){{0,2}}?(?:{_UNITS})\b",
    re.IGNORECASE,
)
_SHAPE = regex(
    r"(?<!\d[,x×] )(?<![\w.,×-])\(?(?P<n>\d{1,3}(?:,\d{3}){1,3}|\d{2,9})\s?(?:rows\s?)?(?:[x×,]|and|by)\s?\d{1,4}\s?"
    r"(?:\)|columns|features)"
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
    r"\bdrop|\bremov|\bper\b|\beach\b|\bclass\b|\bchurned\b|\bof which\b|\bpositive|\bnegative|\bonly\b|"
    r"\bsynthetic (?:samples|rows|records|points|data points|observations|instances|examples)|\bsmote|\bbatch|"
    r"\bmissing\b|\d of (?:the )?\d|\bfrom [\d~]|\bduplicat|\boversampl|\boriginal(?:ly)?\b|\bfull\b|"
    r"\bfirst\b|\bpredict(?:s|ed|ions?)\b",
    re.IGNORECASE,
)
_ROUGH = regex(
    r"(?:[~≈<>≥≤]|\b(?:about|around|over|more than|approx\w*\.?|nearly|almost|up to|roughly|some|least))[\s*_`]*\Z",
    re.IGNORECASE,
)
"""What directly before a number makes it a rough one."""

_FILE = regex(r"(?<![\w/.-])(?:[\w.-]{1,60}/){0,6}[\w.-]{1,80}\.(?:csv|tsv)(?!\w)", re.IGNORECASE)
_BESIDE = regex(
    r"(?P<n>\d{1,3}(?:,\d{3}){1,3}|\d{2,9})\s+"
    r"(?:rows|records|observations|instances|entries|samples|examples|data points)\b",
    re.IGNORECASE,
)
_STEP = regex(r"\bafter\b|\bbefore\b|\bremov|\bdrop|\bfirst\b|\bper\b|\beach\b|\bof which\b|→|->", re.IGNORECASE)
_ROUND = 100
_LONGEST = 400
_LEAD = 20
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
        found += [_stated(match, line) for match in matches if _is_exact(text, match)]
    return tuple(found)


def rows_beside_files(document: Document) -> Iterator[tuple[str, StatedRows]]:
    """Every number of rows that one line states of the one table it names: in a tree, a list, a table, a sentence."""
    lines = {line: text for line, text, _ in _texts(document)}
    for fence in document.fences:
        lines |= {fence.line + offset: text for offset, text in enumerate(fence.content.split("\n"))}
    for line, text in sorted(lines.items()):
        if len(text) > _LONGEST or not _FILE.search(text):
            continue
        files, counts = _FILE.findall(text), list(_BESIDE.finditer(text))
        if len(files) == len(counts) == 1 and _is_exact(text, counts[0]) and not _STEP.search(text):
            yield files[0], _stated(counts[0], line)


def _stated(match: re.Match[str], line: int) -> StatedRows:
    return StatedRows(_number(match["n"]), line, " ".join(match[0].split()))


def _is_exact(text: str, match: re.Match[str]) -> bool:
    """Whether a number is told as it is, not as a rough one."""
    return (
        not _ROUGH.search(text, max(0, match.start("n") - _LEAD), match.start("n"))
        and text[match.end("n") : match.end("n") + 1] != "+"
    )


def _texts(document: Document) -> Iterator[tuple[int, str, bool]]:
    """Statements that hold a number, and whether they stand below a heading on data."""
    headed = [section for section in document.sections if "data" in section.heading.text.lower()]
    below = {line for section in headed for line in range(section.line + 1, section.end + 1)}
    for line, text in statements(document):
        if len(text) <= _LONGEST and NUMBER.search(text):
            yield line, text, line in below


def _number(text: str) -> int:
    return int(read_number(text.replace(".", "").replace(",", "")).value)


def agrees(stated: StatedRows, rows: int) -> bool:
    """Whether a stated number is this one, give or take the header, or rounds to it."""
    if abs(stated.number - rows) <= 1:
        return True
    return stated.number % _ROUND == 0 and abs(stated.number - rows) <= _CLOSE * rows
