"""The metric values a README or model card states about its own project.

Precision comes first: a number is a claim only where a metric's name stands beside it,
or heads its column or row, and nothing says that it is approximate, a goal, a
difference, or somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.parsers import blocks
from scaffolio.parsers.cells import metric_cells
from scaffolio.parsers.claim import Claim
from scaffolio.parsers.document import Document, Prose, Table
from scaffolio.parsers.metric_names import FRACTIONS
from scaffolio.parsers.numbers import NUMBER, Number, read_number
from scaffolio.parsers.vocabulary import Named, describe, metric_in_prose, models_in
from scaffolio.patterns import regex

_GAP = regex(
    r"[\s*_`]*(?:\([^()\n]{0,30}\)[\s*_`]*)?(?:(?:score|rate|value|result|on|the|my|our|test|validation|val|hold-?out|"
    r"held-out|unseen|set|data|split|is|was|of|at|reaches|reached|equals|to|achieved|scored|came|out)[\s*_`]+){0,7}"
    r"(?:[:=≈|→–-][\s*_`]*){0,2}(?:(?:of|is)\s+)?[*_`]*[$€£]?"
)
_AFTER = regex(r"[\s*_`]*(?:(?:on|of|in|macro|micro|weighted|average|test|validation|overall)[\s-]+){0,3}[\s*_`]*")
_OTHERS = regex(
    r"\bet al\b|\bpapers?\b|\bauthors?\b|\breported\b|\bstate[ -]of[ -]the[ -]art\b|\bsota\b|\bpublished\b|"
    r"\bliterature\b|"
    r"\boriginal(?:ly)?\b|\bprevious|\bprior work\b|\bkaggle\b|\bleader ?board\b|\bsubmission|\bwinn(?:er|ing)\b|"
    r"\bhuman(?:s| level|-level)?\b|\[\d+\]|arxiv|\bofficial|\bpre-?trained\b",
    re.IGNORECASE,
)
_OPEN = regex(
    r"\bgoals?\b|\btargets?(?:ed|ing)?\b|\baim|\bat least\b|\bminimum\b|\bthreshold|\bshould\b|\bcould\b|"
    r"\bwould\b|\bexpect|"
    r"\brequire|\bmust\b|\bassum|\bif\b|\be\.g\.|\bfor (?:example|instance)\b|\bsuppose|\bimagine|"
    r"\brandom(?:ly)? (?:guess|classif|chance)|"
    r"\bcoin\b|\brespectively\b|\bhope|\btypical|\bwant|\bneed\b|\brange|\bbetween\b|\bfrom\b|\bversus\b|\bvs\b|"
    r"\bimprov|\bincreas|"
    r"\bdecreas|\bdropp?(?:s|ed)?\b|\bgain|\breduc|\bdiffer|\bbetter\b|\bworse\b|\bhigher\b|\blower\b|\bby\b|"
    r"\binstead\b|\bpoints?\b|\bpp\b|"
    r"\bunder\b|\bcould\b|\bfuture\b|\bplan|\btodo\b",
    re.IGNORECASE,
)
_INEXACT = regex(
    r"(?:[<>≥≤~≈±]|\b(?:over|above|below|under|than|least|most|to|nearly|almost|about|around|approximately|"
    r"approx\.?|roughly|"
    r"some|close to|circa|ca\.))[\s*_`]*\Z",
    re.IGNORECASE,
)
_SPREAD = regex(r"\s?(?:\+|-\s?\d|–|to\s+\d|and\s+\d|/|,\s?\d|x\b|×|or\s+\d)", re.IGNORECASE)
_SENTENCE = regex(
    r"(?<=[.!?;])(?<!\bal\.)(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)(?<!ca\.)(?<!approx\.)(?<!Fig\.)\s+|\n(?=\s*[-*•])|\n\n"
)
_GOAL = regex(
    r"\btargets?\b|\bgoals?\b|\bthreshold|\brequire|\bexpected\b|\bideal\b|\bchange|\bgain|\bimprove|Δ|\bdelta\b",
    re.IGNORECASE,
)
_REACH = 90
_WHOLE = 100


def read_claims(document: Document) -> tuple[Claim, ...]:
    """Every metric value the document states, by line."""
    spans = blocks.spans(document.text)
    if not metric_in_prose().search(document.text) and not spans and not document.tables:
        return ()
    found = [*blocks.claims(document, spans)]
    for table in document.tables:
        if not blocks.name_at(spans, table.header.line):
            found.extend(_in_table(document, table))
    for paragraph in document.prose:
        if not blocks.name_at(spans, paragraph.line):
            found.extend(_in_prose(paragraph))
    return tuple(sorted(found, key=lambda claim: (claim.line, claim.number.text)))


def _in_table(document: Document, table: Table) -> Iterator[Claim]:
    heading = next((s.heading.text for s in reversed(document.sections) if s.line < table.header.line), "")
    lead = next((p.text for p in reversed(document.prose) if p.line < table.header.line), "")
    if _OTHERS.search(heading) or _OTHERS.search(lead[-200:]):
        return
    rows = [row.cells for row in table.rows]
    for cell in metric_cells(table.header.cells, rows, _context(heading)):
        row = table.rows[cell.row]
        above = table.header.cells[cell.column]
        if _OTHERS.search(" ".join((*row.cells[:2], above))) or _GOAL.search(above) or _about(row.cells[cell.column]):
            continue
        name = cell.named
        yield Claim(row.line, cell.number, name.metric, name.labels, name.split, name.average, cell.bound or "value")


def _about(cell: str) -> bool:
    return cell.lstrip(" *_`")[:1] in set("~≈<>≥≤")


def _context(heading: str) -> Named:
    named = describe(heading)
    return Named(None, named.split, named.average, frozenset())


def _in_prose(paragraph: Prose) -> Iterator[Claim]:
    text, start = paragraph.text, 0
    for sentence in _SENTENCE.split(text):
        start = text.index(sentence, start)
        if not _OTHERS.search(sentence) and not _OPEN.search(sentence):
            for name, number, place in _pairs(sentence):
                named = describe(sentence[max(0, min(name.start(), place) - 30) : max(name.end(), place)])
                metric = describe(name[0]).metric
                if metric and _plausible(metric, number):
                    labels = models_in(sentence)
                    line = paragraph.line_at(start + place)
                    yield Claim(line, number, metric, labels, named.split, named.average)
        start += len(sentence)


def _pairs(sentence: str) -> Iterator[tuple[re.Match[str], Number, int]]:
    """Each metric's name with the number it is given, before or after it."""
    used: set[int] = set()
    for name in metric_in_prose().finditer(sentence):
        gap = _GAP.match(sentence, name.end(), name.end() + _REACH)
        after = NUMBER.match(sentence, gap.end()) if gap else None
        found = after or _number_before(sentence, name.start())
        if found is None or found.start() in used or _SPREAD.match(sentence, found.end()):
            continue
        if _INEXACT.search(sentence, 0, found.start()) or _listed(sentence, name.start()):
            continue
        used.add(found.start())
        yield name, read_number(found[0]), found.start()


def _number_before(sentence: str, position: int) -> re.Match[str] | None:
    for found in NUMBER.finditer(sentence, max(0, position - 40), position):
        gap = _AFTER.match(sentence, found.end())
        if gap and gap.end() == position:
            return found
    return None


def _listed(sentence: str, position: int) -> bool:
    """Whether another metric's name is joined to this one: ``precision and recall of …``."""
    before = sentence[max(0, position - 25) : position].rstrip()
    joined = before.endswith((",", " and", "&", "/", " or"))
    tail = before.removesuffix("and").rstrip(" ,&/")
    return joined and any(match.end() == len(tail) for match in metric_in_prose().finditer(tail))


def _plausible(metric: str, number: Number) -> bool:
    """Whether the number has the shape of this metric's values."""
    if metric in FRACTIONS:
        return (number.percent and number.value <= _WHOLE) or (number.places > 0 and 0 < abs(number.value) <= _WHOLE)
    return not number.percent
