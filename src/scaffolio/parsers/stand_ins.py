"""Addresses that stand for one nobody filled in: ``github.com/yourusername/…``, ``example.com``, ``#``."""

from __future__ import annotations

import re

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
