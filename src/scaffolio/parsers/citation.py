"""What is wrong with a CITATION.cff, by the rules of the citation file format 1.2.0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffolio.parsers.yaml_tree import ALIAS, BrokenYamlError, Items, Table, Text, UnreadYamlError, read_yaml
from scaffolio.patterns import regex

_REQUIRED = ("cff-version", "message", "title", "authors")
_NAMES = ("family-names", "given-names", "name", "alias", "name-particle", "name-suffix")
_DATE = regex(r"\d{4}-\d{2}-\d{2}\Z")
_DOI = regex(r"10\.\d{4,9}(?:\.\d{1,9})*/\S+\Z")
_KINDS = ("software", "dataset")
_KEYS = frozenset(
    """
    abstract authors cff-version commit contact date-released doi identifiers keywords license license-url message
    preferred-citation references repository repository-artifact repository-code title type url version
    """.split()  # noqa: SIM905  a list of words reads better as words
)


def faults_of_citation(text: str) -> Iterator[tuple[int, str]]:
    """Yield each fault with its line; nothing for a file that is too large to be read."""
    try:
        citation = read_yaml(text)
    except BrokenYamlError as error:
        yield error.line, f"it is no YAML: {error.reason}"
        return
    except UnreadYamlError:
        return
    if not isinstance(citation, Table):
        yield 1, "it holds no keys"
        return
    missing = [key for key in _REQUIRED if key not in citation]
    if missing:
        yield 1, f"it lacks {', '.join(missing)}"
    yield from ((key.line, f"{key} stands in it twice") for key in citation.twice)
    yield from _authors(citation.get("authors"))
    if citation.get("cff-version") == "1.2.0":
        yield from _details(citation)


def _authors(authors: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    if authors is None or authors is ALIAS:
        return
    if not isinstance(authors, Items):
        yield authors.line, "authors is no list"
        return
    if not authors:
        yield authors.line, "authors is empty"
    for author in authors:
        if author is ALIAS or (isinstance(author, Table) and any(name in author for name in (*_NAMES, "<<"))):
            continue
        yield author.line, "an author has neither names nor a name"


def _details(citation: Table) -> Iterator[tuple[int, str]]:
    for key, value in citation.items():
        if key not in _KEYS:
            yield citation.lines[key], f"{key} is no key of the format"
        elif not isinstance(value, Text) or value is ALIAS:
            continue
        elif key == "date-released" and not _DATE.match(value):
            yield value.line, f"{key} is no date like 2026-03-01: {value[:40]}"
        elif key == "doi" and not _DOI.match(value):
            yield value.line, f"{key} is no DOI like 10.5281/zenodo.1234: {value[:60]}"
        elif key == "type" and value not in _KINDS:
            yield value.line, f"{key} is neither software nor dataset: {value[:40]}"
