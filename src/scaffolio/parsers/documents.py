"""Reads a document by the markup its name tells: Markdown, reStructuredText or plain text."""

from __future__ import annotations

from dataclasses import replace

from scaffolio.parsers.document import Document, Heading, Prose, sections_of
from scaffolio.parsers.markdown import BOLD_LEVEL, parse
from scaffolio.patterns import regex

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_HEADED = regex(r"(?m)^#{1,6} \S")
_TITLE = regex(r"(?:\d{1,2}[.)] ?)?[^\W\d_][^\n.;!?]{1,58}?(?P<colon>:?)\Z")


def read_document(path: str, text: str) -> Document:
    """Read a document; whatever is neither Markdown nor reStructuredText is plain text."""
    name = path.lower()
    if name.endswith(_MARKDOWN):
        return parse(text)
    if name.endswith(".rst"):
        # Imported here: most projects have no such file.
        from scaffolio.parsers.rst import parse_rst

        return parse_rst(text)
    return parse(text) if _HEADED.search(text) else _plain(parse(text))


def _plain(document: Document) -> Document:
    """Take lines in capitals, and lines that end in a colon and stand alone, for headings."""
    titles = {paragraph for paragraph in document.prose if _is_title(paragraph)}
    if not titles:
        return document
    found = [Heading(p.text.strip().rstrip(":"), BOLD_LEVEL, p.line, "plain") for p in titles]
    headings = sorted([*document.headings, *found], key=lambda heading: heading.line)
    return replace(
        document,
        headings=tuple(headings),
        sections=tuple(sections_of(headings, document.text.split("\n"))),
        prose=tuple(paragraph for paragraph in document.prose if paragraph not in titles),
    )


def _is_title(paragraph: Prose) -> bool:
    match = _TITLE.match(paragraph.text.strip())
    return match is not None and (bool(match["colon"]) or paragraph.text.isupper())
