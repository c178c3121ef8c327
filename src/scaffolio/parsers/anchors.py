"""The names within a Markdown page that a link may jump to, as GitHub makes them."""

from __future__ import annotations

from urllib.parse import unquote

from scaffolio.parsers.document import Document
from scaffolio.patterns import regex

_NO_SLUG = regex(r"[^\w\- \u200d\ufe0f]")
_INVISIBLE = regex(r"[\u200d\ufe0e\ufe0f]")
_NAMED = regex(r"<\w[^<>]{0,300}?\s(?:id|name)\s?=\s?[\"']?(?P<name>[^\"'\s>]{1,200})", 2)
_PAGE = frozenset({"", "top", "readme", "start-of-content", "repo-content-turbo-frame"})
"""Names that GitHub's page has itself, or that every browser knows."""

_ANCHORED = frozenset({"markdown", "html"})


def slug(heading: str) -> str:
    """The anchor of a heading: lower case, hyphens for spaces, punctuation and emoji taken out.

    GitHub keeps the invisible marks that follow some emoji; here they are left out on
    both sides, since nobody sees whether a link holds one.
    """
    return _INVISIBLE.sub("", _NO_SLUG.sub("", heading.strip().lower()).replace(" ", "-"))


def anchors(document: Document) -> frozenset[str]:
    """Every name a link within the page may jump to; of equal headings, the later ones are numbered."""
    found: set[str] = set()
    count: dict[str, int] = {}
    for heading in document.headings:
        if heading.form not in _ANCHORED:
            continue
        name = slug(heading.text)
        times = count.get(name, 0)
        count[name] = times + 1
        found.add(f"{name}-{times}" if times else name)
    found.update(match["name"].lower() for match in _NAMED.finditer(document.text))
    return frozenset(found)


def is_anchor(name: str, known: frozenset[str]) -> bool:
    """Whether a fragment jumps to one of these names; the case of letters is forgiven."""
    plain = _INVISIBLE.sub("", unquote(name)).lower().removeprefix("user-content-")
    return plain in _PAGE or plain in known
