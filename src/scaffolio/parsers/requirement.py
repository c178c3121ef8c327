"""One declared dependency, and how a requirements file spells a list of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from scaffolio.nouns import dataclass
from scaffolio.parsers.distributions import normalised
from scaffolio.patterns import regex

LINES_READ = 3000
"""Lines of one requirements file that are read."""

_LINE_LENGTH = 1000
_COMMENT = regex(r"(?:^|\s)#")
_OPTIONS = regex(r"\s--?(?:hash|global-option|install-option|config-settings?)\b")
_INCLUDE = regex(r"(?:-r|--requirement)[= ]*(?P<path>\S+)")
_EDITABLE = regex(r"(?:-e|--editable)[= ]+")
_ADDRESS = regex(r"(?:git|hg|svn|bzr)\+|https?://|ftp://|file:")
_EGG = regex(r"#egg=(?P<name>[\w.-]+)")
_REPOSITORY = regex(r"/(?P<name>[\w.-]+?)(?:\.git)?(?:[@#/?]|$)")
_WHEEL = regex(r"(?:^|[/\\])(?P<name>[\w.]+?)-\d[^/\\]*\.(?:whl|tar\.gz|zip)")
_WORD = r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,100}[A-Za-z0-9])?"
_PLAIN = regex(
    rf"(?P<name>{_WORD})(?:\[{_WORD}(?:,{_WORD}){{0,9}}\])?[ \t]{{0,9}}"
    r"(?P<bounds>(?:(?:[=!<>]=|[<>]|~=(?=[ \t]{0,9}[0-9]{1,9}\.))[ \t]{0,9}[0-9]{1,9}(?:\.[0-9]{1,9}){0,9}[ \t]{0,9}"
    r"(?:,[ \t]{0,9}(?!\Z)|\Z)){0,9})\Z"
)
"""A name, with extras and plain bounds."""

_PLACEHOLDER = regex(r"\{\{|\{%|\$\{|<[a-z_-]+>")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One declared distribution: normalised name, version specifier, where it stands.

    ``extra`` is empty for what every installation gets; else the extra or group.
    ``address`` is a direct reference; ``marker`` the environments it is for.
    """

    name: str
    specifier: str
    line: int | None
    extra: str
    source: str
    marker: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line or file that the tool it is for cannot read."""

    line: int | None
    seen: str
    why: str


@dataclass(frozen=True, slots=True)
class Declarations:
    """What one part of a manifest declares, the files it includes, and what cannot be read of it."""

    requirements: list[Requirement] = field(default_factory=list)
    includes: list[tuple[int, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_line(text: str, line: int | None, extra: str, source: str) -> Requirement:
    """Read one PEP 508 requirement.

    Raises:
        ValueError: it is none.
    """
    if len(text) > _LINE_LENGTH:
        raise ValueError("the line is too long")
    plain = _PLAIN.match(text)
    if plain:  # what most lines are, and to import what reads all of them takes longer than all other reading
        bounds = sorted("".join(bound.split()) for bound in plain["bounds"].split(",") if bound)
        return Requirement(normalised(plain["name"]), ",".join(bounds), line, extra, source)
    from packaging.requirements import InvalidRequirement
    from packaging.requirements import Requirement as Pep508

    try:
        read = Pep508(text)
    except InvalidRequirement as error:
        raise ValueError(str(error).splitlines()[0]) from error
    return Requirement(
        normalised(read.name), str(read.specifier), line, extra, source, str(read.marker or ""), read.url or ""
    )


def read_requirements(text: str, extra: str, source: str) -> Declarations:
    """Read a requirements file as pip does: options, includes, addresses and local paths are no faults."""
    found = Declarations()
    for number, line in _logical_lines(text):
        if _PLACEHOLDER.search(line):
            continue
        include = _INCLUDE.match(line)
        if include:
            found.includes.append((number, include["path"].strip("\"'")))
            continue
        editable = _EDITABLE.match(line)
        body = line[editable.end() :] if editable else line
        if body.startswith("-"):
            continue
        if editable or _ADDRESS.match(body) or _is_path(body):
            found.requirements.append(_addressed(body, number, extra, source))
            continue
        try:
            found.requirements.append(read_line(_OPTIONS.split(body)[0].strip(), number, extra, source))
        except ValueError as reason:
            found.faults.append(Fault(number, body, str(reason)))
    return found


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines without comments, continued ones joined, with the number of the first."""
    start, joined = 0, ""
    for number, raw in enumerate(text.splitlines()[:LINES_READ], start=1):
        comment = _COMMENT.search(raw)
        line = raw[: comment.start()] if comment else raw
        start = start or number
        if line.endswith("\\"):
            joined += line[:-1]
            continue
        whole = (joined + line).strip()
        if whole:
            yield start, whole
        start, joined = 0, ""
    if joined.strip():
        yield start, joined.strip()


def _is_path(text: str) -> bool:
    return text.startswith((".", "/", "~")) or ("@" not in text and _WHEEL.search(text.partition(";")[0]) is not None)


def _addressed(text: str, line: int, extra: str, source: str) -> Requirement:
    """What a direct address names: its egg, its wheel, or the repository's last part."""
    for pattern in (_EGG, _WHEEL):
        match = pattern.search(text)
        if match:
            return Requirement(normalised(match["name"]), "", line, extra, source, address=text)
    names = [match["name"] for match in _REPOSITORY.finditer(text)]
    return Requirement(normalised(names[-1]) if names else "", "", line, extra, source, address=text)
