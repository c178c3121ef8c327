"""Fingerprints: the same words in another layout are still the same words.

A fingerprint ignores case and white space and nothing else, so re-wrapping a
paragraph or reformatting a function leaves it unchanged, while a changed word,
operator or number does not. A generated project's ``report.py`` computes the
same value from the same definition; a test holds the two together.
"""

from __future__ import annotations

import hashlib

from scaffolio.patterns import regex

_TOKEN = regex(r"\w+|[^\w\s]")


def fingerprint(text: str) -> str:
    """Return 16 hexadecimal digits of the SHA-256 of the text's tokens."""
    tokens = " ".join(_TOKEN.findall(text.casefold()))
    return hashlib.sha256(tokens.encode()).hexdigest()[:16]
