"""A README as the body of a page: its sections as safe HTML, pictures and links resolved.

Markdown becomes HTML, nh3 takes out what could act, one walk over what is left gives
headings their level and pictures and links their address, and nh3 goes over it again.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from scaffolio.parsers.markdown import DOCUMENT_LIMIT
from scaffolio.patterns import regex
from scaffolio.portfolio.site.clean import sanitise
from scaffolio.portfolio.site.parts import Page, Resolver
from scaffolio.portfolio.site.walk import Walk

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_ASKED = regex(
    r"(?m)^(?P<mark>[ \t]{0,20}>?[ \t]{0,20})PLACEHOLDER\((?P<topic>[\w-]+)\):?[ \t]{0,20}(?P<question>[^\n]*)$"
)

_ALIGNED = regex(r' style="text-align:(right|center)"')
"""How Markdown says on which side a column stands."""


def read_page(text: str, resolver: Resolver, folder: str = "") -> Page:
    """Turn a README in ``folder`` of its project into the parts of a page."""
    cut = len(text) > DOCUMENT_LIMIT
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")[:DOCUMENT_LIMIT]
    walk = Walk(resolver, folder)
    walk.feed(sanitise(_ALIGNED.sub(r' align="\1"', _markdown().render(_ASKED.sub(_unwritten, text)))))
    walk.close()
    return walk.page(cut=cut)


def _unwritten(match: re.Match[str]) -> str:
    return f"{match['mark']}**Not written yet.** {match['question']}"


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
