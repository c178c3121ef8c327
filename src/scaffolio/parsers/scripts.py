"""Which scripts and notebooks a document's sentences speak of as being there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.parsers.document import Document
from scaffolio.patterns import regex

_SOURCE = regex(r"(?:[\w.@+-]+/)*[\w@+-][\w.@+-]*\.(?:py|ipynb|sh|R|Rmd|jl)\Z")
_FOREIGN_NAME = regex(
    r"(?:^|/)(?:__init__|setup|your_|my_|path_to|example|foo|bar|script|file|filename|conftest|settings)"
)
_MADE_LATER = regex(
    r"\bcreat|\bgenerat|\bdownload|\bsav(?:e|es|ed|ing)\b|\bwrit(?:e|es|ten|ing)\b|\boutput|\bproduc|\brenam|"
    r"\bremov|\bdelet|\bplace\b|"
    r"\bput\b|\bcop(?:y|ies)\b|\badd\b|\byour own\b|\bfor example\b|\be\.g\.|\bsimilar\b|\blike\b|\bname[ds]?\b|"
    r"\bcall(?:ed)?\b|\breplac|"
    r"\bold\b|\bno longer\b|\bwas\b|\bwere\b|\bfrom the\b|\boriginal|\bofficial|\binstall(?:ed|s)\b|\bpackage\b|"
    r"\blibrar|\bupstream\b|\bfork|\bwill\b|"
    r"\bplanned|\bfuture|\btodo\b|\bconvert|\bhttps?:",
    re.IGNORECASE,
)


def named_scripts(document: Document) -> Iterator[tuple[str, int]]:
    """Yield each script named in a code span, with its line.

    Left out are names that stand for others (``your_script.py``) and those in sentences
    about making, moving, downloading or somebody else's files.
    """
    lines = document.text.split("\n")
    for code in document.inline_code:
        text = code.text.strip().removeprefix("./")
        if not _SOURCE.match(text) or _FOREIGN_NAME.search(text):
            continue
        around = " ".join(lines[max(0, code.line - 2) : code.line + 1])
        if not _MADE_LATER.search(around.replace(text, "")):
            yield text, code.line
