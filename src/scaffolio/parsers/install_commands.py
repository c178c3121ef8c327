"""Which packages an install command names: in a script, a notebook's cell, a workflow or a README."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolio.parsers.distributions import normalised
from scaffolio.patterns import regex

_VERBS = (b"install ", b" add ", b"create ")
_TOOL = regex(r"(?:^|[^\w.-])(?:pip3?(?:\.\d+)?|conda|mamba|pipenv|poetry|uv(?:[ \t]+pip)?|pdm|easy_)[ \t]*\Z")
_BEFORE = 24
_AFTER = 1500
_END = regex(r"[\n;&|`]")
_NAME = regex(r"[A-Za-z][\w.-]*")
_EGG = regex(r"#egg=([\w.-]+)|/([\w.-]+?)(?:\.git)?(?:@[\w.-]+)?\Z")
_VALUED = (
    "-r -c -i -n -p -f -e -t --requirement --constraint --index-url --find-links --channel --name --prefix"
    " --extra-index-url --file --target --python"
)
_WITH_VALUE = frozenset(_VALUED.split())


def installed_names(source: bytes) -> Iterator[str]:
    """Yield the normalised name of every package that an install command names.

    The verb is looked for first, then what stands before it: notebooks are megabytes.
    """
    for verb in _VERBS:
        position = source.find(verb)
        while position >= 0:
            before = source[max(0, position - _BEFORE) : position].decode("utf-8", errors="replace")
            if _TOOL.search(before):
                start = position + len(verb)
                yield from _named(source[start : start + _AFTER].decode("utf-8", errors="replace"))
            position = source.find(verb, position + 1)


def _named(text: str) -> Iterator[str]:
    """The packages up to the command's end; in a notebook's JSON a line ends with an escaped break."""
    joined = text.replace("\\\\\\n", " ").replace("\\\r\n", " ").replace("\\\n", " ").replace("\\n", "\n")
    words = iter(_END.split(joined, maxsplit=1)[0].split())
    for raw in words:
        word = raw.strip("\"',\\")
        if word.startswith("#"):
            return
        if word in _WITH_VALUE:
            next(words, None)
        elif "://" in word:
            match = _EGG.search(word)
            if match:
                yield normalised(match[1] or match[2])
        elif match := _NAME.match(word.rpartition("::")[2]):
            yield normalised(match[0])
