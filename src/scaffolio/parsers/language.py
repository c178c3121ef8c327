"""Which language a text is in, as far as a rule on words needs to know."""

from __future__ import annotations

import re

from scaffolio.patterns import regex

_ENGLISH = regex(r"\b(?:the|and|of|is|to|for|with|this|in|from|by|are|it)\b", re.IGNORECASE)
_SHARE = 0.04
"""Of an English text's words, how many are such at least."""


def is_english(text: str) -> bool:
    """Whether the commonest words of English are common in it; so they are in an empty text."""
    return len(_ENGLISH.findall(text)) >= len(text.split()) * _SHARE
