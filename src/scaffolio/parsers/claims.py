"""The metric values a README or model card states about its own project.

Precision comes first: a number is a claim only where a metric's name stands beside it,
or heads its column or row, and nothing says that it is a goal, a difference, or
somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scaffolio.parsers import blocks
from scaffolio.parsers import claim_words as words
from scaffolio.parsers.cells import metric_cells
from scaffolio.parsers.claim import Claim
from scaffolio.parsers.document import Document, Fence, Prose, Table
from scaffolio.parsers.metric_names import FRACTIONS
from scaffolio.parsers.numbers import NUMBER, Number, read_number
from scaffolio.parsers.printed import printed_values
from scaffolio.parsers.statements import LIMIT, sentences
from scaffolio.parsers.surroundings import Surroundings
from scaffolio.parsers.vocabulary import Named, describe, holds_model, metric_in_prose, models_in
from scaffolio.patterns import regex

CLAIMS_LIMIT = 2_000
"""Claims of one document that are judged."""

_PRINTED = frozenset({"", "text", "txt", "plaintext", "console", "output", "log", "none"})
_RESULTS = regex(r"result|performance|metric|evaluation|output|score|ergebnis|resultado", re.IGNORECASE)
_EXAMPLE = regex(r"\bexamples?\b|\bsample\b|\be\.g\.", re.IGNORECASE)
_BY_CLASS = regex(r"\bclass[- ]?wise\b|\b(?:per|by|each|every)[- ]class\b", re.IGNORECASE)
_EMPHASIS = frozenset({"achieved", "obtained", "highest", "reached", "resulting", "my", "top", "average"})
_REACH = 90
_NEAR = 40
_KEY_WIDTH = 40
_WHOLE = 100
_COLUMNS = 12


def read_claims(document: Document) -> tuple[Claim, ...]:
    """Every metric value the document states, by line."""
    spans = blocks.spans(document.text)
    if not metric_in_prose().search(document.text) and not spans and not document.tables:
        return ()
    around = Surroundings(document)
    found = [*blocks.claims(document, spans)]
    for table in document.tables:
        if not blocks.name_at(spans, table.header.line):
            found.extend(_in_table(around, table))
    for position, paragraph in enumerate(document.prose):
        near = document.prose[max(0, position - 2) : position + 2]
        given_up = any(words.EARLIER.search(other.text[-LIMIT:]) for other in near)
        if not given_up and not blocks.name_at(spans, paragraph.line):
            found.extend(_in_prose(paragraph, around))
    for fence in document.fences:
        found.extend(_in_fence(fence, around))
    return tuple(sorted(found, key=lambda claim: (claim.line, claim.number.text))[:CLAIMS_LIMIT])


def _in_table(around: Surroundings, table: Table) -> Iterator[Claim]:
    heading, lead = around.heading(table.header.line), around.lead(table.header.line)
    if words.OTHERS.search(heading) or words.OTHERS.search(lead[-200:]) or words.NOT_RESULTS.search(heading):
        return
    context = around.named(table.header.line)
    said = Named(None, context.split, context.average, frozenset())
    cells = list(metric_cells(table.header.cells, [row.cells for row in table.rows], said))
    if not cells:
        yield from _in_keyed_cells(table, context)
    for cell in cells:
        row = table.rows[cell.row]
        above, text = table.header.cells[cell.column], row.cells[cell.column].lstrip(" *_`")
        if (
            words.OTHERS.search(" ".join((*row.cells[:2], above)))
            or words.GOAL.search(f"{row.cells[0]} | {above}")
            or text[:1] in {*"<>≥≤"}
        ):
            continue
        name = cell.named
        labels = name.labels if holds_model(name.labels) else name.labels | context.labels
        about, kind = text[:1] in {"~", "≈"}, cell.bound or "value"
        yield Claim(row.line, cell.number, name.metric, labels, name.split, name.average, kind, about=about)


def _in_keyed_cells(table: Table, context: Named) -> Iterator[Claim]:
    """Numbers of a table whose cells name the metric themselves: ``AUC: 0.69``."""
    for row in table.rows:
        for cell in row.cells[:_COLUMNS]:
            if not words.OTHERS.search(" ".join(row.cells[:2])) and not words.HOPED.search(cell):
                for claim, _ in _stated(cell[:LIMIT]):
                    labels = claim.labels | (describe(row.cells[0]).labels if cell is not row.cells[0] else frozenset())
                    yield replace(claim, line=row.line, labels=labels | context.labels)


def _in_fence(fence: Fence, around: Surroundings) -> Iterator[Claim]:
    """What a run printed, pasted below a heading that announces results."""
    heading = around.heading(fence.line)
    if fence.language not in _PRINTED or not _RESULTS.search(heading) or words.OTHERS.search(heading):
        return
    lead = around.lead(fence.line)[-_NEAR:]
    if _EXAMPLE.search(lead) or _BY_CLASS.search(lead):
        return
    context = around.named(fence.line)
    for value in printed_values(fence.content):
        name, offset = value.named, fence.line + value.line
        if name.metric and not value.log and _plausible(name.metric, value.number):
            labels = name.labels or context.labels
            yield Claim(offset, value.number, name.metric, labels, name.split or context.split, name.average)


def _in_prose(paragraph: Prose, around: Surroundings) -> Iterator[Claim]:
    if not metric_in_prose().search(paragraph.text):
        return
    heading = around.heading(paragraph.line)
    if words.NOT_RESULTS.search(heading) or words.OTHERS.search(heading):
        return
    context = around.named(paragraph.line)
    for offset, said in sentences(paragraph.text, words.SENTENCE):
        if words.OTHERS.search(said) or words.HOPED.search(said):
            continue
        own = models_in(said)
        for claim, place in _stated(said):
            yield replace(
                claim,
                line=paragraph.line + offset + said.count("\n", 0, place),
                labels=claim.labels if own else claim.labels | context.labels,
                split=claim.split or context.split,
                average=claim.average or context.average,
            )


def _stated(sentence: str) -> Iterator[tuple[Claim, int]]:
    """The claims of one sentence, as far as it says what they are of, and where their numbers stand."""
    models = models_in(sentence)
    for name, number, place in _pairs(sentence):
        named = describe(sentence[max(0, min(name.start(), place) - 30) : max(name.end(), place)])
        metric = describe(name[0]).metric
        if metric and _plausible(metric, number):
            about = words.ABOUT.search(sentence, max(0, place - _NEAR), place) is not None
            labels = models | _key_labels(sentence, name)
            yield Claim(0, number, metric, labels, named.split, named.average, about=about), place


def _key_labels(sentence: str, name: re.Match[str]) -> frozenset[str]:
    """What a key adds to a metric's name: ``Current ROC-AUC:``, ``Recall (churners):``."""
    gap = words.GAP.match(sentence, name.end(), name.end() + _REACH)
    aside = describe(gap["aside"] or "") if gap else None
    labels = aside.labels if aside and aside.metric is None else frozenset()
    before = sentence[: name.start()].rpartition("\n")[2]
    if len(before) <= _KEY_WIDTH and words.KEY.match(sentence, name.end()):
        labels |= describe(before.rpartition(",")[2]).labels
    return labels - _EMPHASIS


def _pairs(sentence: str) -> Iterator[tuple[re.Match[str], Number, int]]:
    """Each metric's name with the number it is given, before or after it."""
    used: set[int] = set()
    names = list(metric_in_prose().finditer(sentence))
    for name in names:
        gap = words.GAP.match(sentence, name.end(), name.end() + _REACH)
        between = gap and any(name.end() <= other.start() < gap.end() for other in names)
        after = NUMBER.match(sentence, gap.end()) if gap and not between else None
        found = after or _number_before(sentence, name.start())
        if found is None or found.start() in used or words.SPREAD.match(sentence, found.end()):
            continue
        before = sentence[max(0, found.start() - _NEAR) : found.start()]
        if words.BOUND.search(before) or words.RANGE.search(before):
            continue
        first, last = min(name.start(), found.start()), max(name.end(), found.end())
        if words.COMPARED.search(sentence, max(0, first - _NEAR), last) or _listed(sentence, name, names):
            continue
        if words.DIFFERENCE.search(sentence, last, last + _NEAR // 2) or _set_against(sentence, last, names):
            continue
        used.add(found.start())
        yield name, read_number(found[0]), found.start()


def _set_against(sentence: str, end: int, names: Sequence[re.Match[str]]) -> bool:
    """Whether another number of the same metric follows that is what counts: ``MASE 4.69, but here it is 1.60``."""
    match = words.CONTRAST.match(sentence, end)
    return match is not None and not any(end <= name.start() < match.end() for name in names)


def _number_before(sentence: str, position: int) -> re.Match[str] | None:
    for found in NUMBER.finditer(sentence, max(0, position - _NEAR), position):
        gap = words.AFTER.match(sentence, found.end())
        if gap and gap.end() == position:
            return found
    return None


def _listed(sentence: str, name: re.Match[str], names: Sequence[re.Match[str]]) -> bool:
    """Whether another metric's name is joined to this one: ``precision and recall of …``."""
    before = sentence[max(0, name.start() - 25) : name.start()].rstrip()
    joined = before.endswith((",", " and", "&", "/", " or"))
    tail = len(sentence[: name.start()].rstrip().removesuffix("and").rstrip(" ,&/"))
    return joined and any(other.end() == tail for other in names)


def _plausible(metric: str, number: Number) -> bool:
    """Whether the number has the shape of this metric's values."""
    if metric in FRACTIONS and number.text.lstrip().startswith("+"):
        return False  # a gain
    if metric in FRACTIONS:
        return (number.percent and number.value <= _WHOLE) or (number.places > 0 and 0 < abs(number.value) <= _WHOLE)
    return not number.percent
