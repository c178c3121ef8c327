"""Addresses that stand for one nobody filled in: ``github.com/yourusername/…``, ``example.com``, ``#``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.parsers.document import Document
from scaffolio.patterns import regex

_NAME = regex(
    r"(?://|[/@:=])(?:"
    r"your[-_.]?(?:github|gitlab|user|full|first|linkedin|hf|huggingface|kaggle|docker|twitter|medium|space|app|demo|repo|"
    r"project|org|company|account|profile|handle|portfolio|website|site|domain|link|url|id|name|e?mail|channel|video|"
    r"deploy|live|public|api|actual|streamlit|render|heroku|blog|badge)[\w-]{0,30}|(?:my|github)?[-_]?user[-_]?name|"
    r"<[^<>/\n]{1,40}>|%3C[^/\n]{1,40}%3E|\[[^\[\]/\n]{1,40}\]|\{[^{}/\n]{1,40}\}"
    r")(?=[/.?#&:@]|\Z)",
    re.IGNORECASE,
)
_MANUAL = regex(
    r"\A(?:https?:)?//(?:docs?|help|support|learn|developers?)\.|/(?:docs|documentation|en|latest)/", re.IGNORECASE
)
_HOST = regex(
    r"\A(?:https?:)?//(?:www\.)?(?:example\.(?:com|org|net)|via\.placeholder\.com|placehold(?:er)?\.(?:co|it|com)|placekitten\.com|"
    r"dummyimage\.com|picsum\.photos|link[-_]?to[-_\w]{0,40}|your[-_]?\w{1,40}\.\w{2,6}|insert[-_]\w{1,40})(?=[/:?#]|\Z)",
    re.IGNORECASE,
)
_BARE = regex(
    r"\A(?:#|link|url|todo|tbd|xxx+|(?:your|insert|add)[-_ ]?[\w-]{0,20}(?:link|url|here)[\w-]{0,20}|"
    r"(?:link|url)[-_ ](?:to|here)[\w -]{0,40}|path/to/[\w./-]{1,80}|https?://)\Z",
    re.IGNORECASE,
)
_MAIL = regex(r"\Amailto:(?:your[\w.-]{0,30}@[\w-]{1,40}\.|[\w.+-]{1,60}@example\.(?:com|org|net)\b)", re.IGNORECASE)
_GIT_USER = regex(r"github\.com[/:](?P<owner>user|owner|yourgithub|your[\w-]{0,30}|USERNAME)/", re.IGNORECASE)
_BRACKETED = regex(r"\[(?:insert|add|put|paste|your|link to)\b[^\[\]()\n]{1,60}\](?![(\[:])", re.IGNORECASE)
_OF_AN_ADDRESS = regex(r"\b(?:urls?|links?|profile|repo(?:sitory)?|website|homepage|demo|e-?mail)\b", re.IGNORECASE)
_SHOWN = regex(r"\b(?:replac|templat|format|exampl|e\.g\.|fork|substitut|customi)", re.IGNORECASE)
"""Words of a line that tells its reader what to put in place of a stand-in."""

_LINE = 1_000
"""Characters of a line that are searched."""


def is_stand_in(target: str) -> bool:
    """Whether a link's target stands for an address that was never filled in."""
    bare = target.strip()
    if _BARE.match(bare) or _HOST.match(bare) or _MAIL.match(bare):
        return True
    if not ("://" in bare or bare.startswith(("//", "git@", "mailto:", "www."))):
        return False
    if _MANUAL.search(bare[:400]):
        return False
    return _NAME.search(bare[:400]) is not None or _GIT_USER.search(bare[:400]) is not None


def asked_for(document: Document) -> Iterator[tuple[int, str]]:
    """What a sentence or a table says in brackets of an address that belongs there: `[Add your demo link here]`."""
    if "[" not in document.text:
        return
    lines = document.text.split("\n")
    rows = (row for table in document.tables for row in (table.header, *table.rows))
    spots = [(row.line, cell) for row in rows for cell in row.cells]
    spots += [(p.line + at, text) for p in document.prose for at, text in enumerate(p.text.split("\n"))]
    for line, text in spots:
        for found in _BRACKETED.finditer(text) if "[" in text else ():
            said = "".join(lines[line - 1 : line])[:_LINE]
            if _OF_AN_ADDRESS.search(found[0]) and found[0] in said and not _SHOWN.search(said):
                yield line, found[0]
