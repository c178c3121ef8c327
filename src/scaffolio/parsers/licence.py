"""Which licence a text is, and which licences a project states where.

The usual texts are told by the fingerprint of their words, which costs nothing; any
other is given to ``licenseclassifier``, which takes half a second to wake. Identifiers
are SPDX's, without the endings ``-only`` and ``-or-later``: the same text serves both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

TEXT_LIMIT = 100_000
"""Characters of a licence file that are read; some repositories append those of others."""

_FILE = regex(r"(?:.*[-_.])?(?:licen[sc]es?|copying|unlicense|lizenz|licencia)(?:[-_.].*)?", re.IGNORECASE)
_NO_TEXT = regex(r"\.(?:py|ipynb|js|ts|json|ya?ml|toml|png|svg|sh)\Z", re.IGNORECASE)
_COVERED = 30.0
_AROUND = 45
_AFTER_LONG = 470
_SHORT_WORDS = 300
_CC_WORDS = 1_500
_TITLE = regex(
    r"attribution (?P<nc>non ?commercial )?(?P<more>share ?alike |no ?derivatives )?4 0 international public license"
)
_WORDS = regex(r"[a-z0-9]+")
_ENDING = regex(r"-(?:only|or-later)\Z")

_BODIES = (
    ("permission is hereby granted free of charge to any person obtaining a copy", "dealings in the software"),
    ("terms and conditions for use reproduction and distribution 1 definitions", "end of terms and conditions"),
    ("redistribution and use in source and binary forms", "even if advised of the possibility of such damage"),
    ("gnu general public license version 3 29 june 2007", "end of terms and conditions"),
    ("gnu general public license version 2 june 1991", "end of terms and conditions"),
    ("gnu affero general public license version 3 19 november 2007", "end of terms and conditions"),
    ("gnu lesser general public license version 3 29 june 2007", "choose that version for the library"),
    ("mozilla public license version 2 0", "secondary licenses as defined by the mozilla public license v 2 0"),
    ("creative commons attribution 4 0 international public license", "be contacted at creativecommons org"),
)
_PRINTS = {
    "0cf21bdfd1964a97": "MIT",
    "d8221a4f10c01c6f": "Apache-2.0",
    "9b83d3dee0616d07": "BSD-3-Clause",
    "53075742228962c7": "BSD-3-Clause",
    "986c3c3199a93b91": "BSD-2-Clause",
    "7be8178e4e9d0dea": "BSD-2-Clause",
    "d9de3adc6f88fd29": "GPL-3.0",
    "4daf25711475345b": "GPL-3.0",
    "8b1c37fa1c2ab167": "AGPL-3.0",
    "ab1202917a49a52e": "LGPL-3.0",
    "f82071285728ca3e": "MPL-2.0",
    "9eab7902f21bef03": "MPL-2.0",
    "a1599cb56aa99934": "CC-BY-4.0",
    "8607b1cff63e9a9d": "GPL-2.0",
}


@dataclass(frozen=True, slots=True)
class StatedLicence:
    """A licence that a file names or, for a licence file, is."""

    path: str
    line: int
    spdx: str


def is_licence_file(path: str) -> bool:
    """Whether this is where people look for the terms: a file so named at the root, or any in ``LICENSES/``."""
    folder, _, name = path.rpartition("/")
    if folder.lower() in {"licenses", "licences"}:
        return True
    named = _FILE.fullmatch(name) is not None and _NO_TEXT.search(name) is None
    return named and folder.lower() in {"", ".github", "docs"}


def identify(text: str) -> tuple[str, ...]:
    """The SPDX identifiers of the licence texts in a file; empty when it holds no standard one."""
    text = text[:TEXT_LIMIT]
    known = _known(text)
    if known:
        return (known,)
    from licenseclassifier import identify_license

    found = identify_license(text) or identify_license(text, coverage_threshold=_COVERED)
    return tuple(dict.fromkeys(_ENDING.sub("", match.id) for match in found))


def _known(text: str) -> str | None:
    """The licence whose words the text has, if little else stands around them."""
    words = " ".join(_WORDS.findall(text.lower()))
    for first, last in _BODIES:
        start = words.find(first)
        end = words.find(last, start) + len(last) if start >= 0 else -1
        if end < len(last):
            continue
        body = words[start:end]
        after = _AROUND if body.count(" ") < _SHORT_WORDS else _AFTER_LONG
        if words.count(" ", 0, start) <= _AROUND and words.count(" ", end) <= after:
            return _PRINTS.get(hashlib.sha256(body.encode()).hexdigest()[:16])
    return _creative_commons(words)


def _creative_commons(words: str) -> str | None:
    """A Creative Commons licence in full, whose text comes in many layouts, by its title."""
    title = _TITLE.search(words)
    if title is None or words.count(" ") < _CC_WORDS or "section 8 interpretation" not in words:
        return None
    parts = ("CC-BY", title["nc"] and "NC", title["more"] and ("SA" if "share" in title["more"] else "ND"), "4.0")
    return "-".join(part for part in parts if part)


_NAMES = (
    (r"(?:the )?(?:mit|expat)(?: license)?(?: \(mit\))?", "MIT"),
    (r"(?:the )?apache(?: software)?(?: license)?,?[ -]*(?:version |v)?2(?:\.0)?(?: license)?", "Apache-2.0"),
    (r"(?:bsd[- ]3(?:[- ]clause)?|3[- ]clause bsd|(?:new|modified) bsd)(?: license)?", "BSD-3-Clause"),
    (r"(?:bsd[- ]2(?:[- ]clause)?|2[- ]clause bsd|simplified bsd)(?: license)?", "BSD-2-Clause"),
    (r"(?:gnu )?(?:gpl|general public license)[ -]*(?:version |v)?3(?:\.0)?(?: \(gplv3\)| license)?", "GPL-3.0"),
    (r"(?:gnu )?(?:gpl|general public license)[ -]*(?:version |v)?2(?:\.0)?(?: \(gplv2\)| license)?", "GPL-2.0"),
    (r"(?:gnu )?(?:agpl|affero general public license)[ -]*(?:version |v)?3(?:\.0)?(?: license)?", "AGPL-3.0"),
    (r"(?:gnu )?(?:lgpl|lesser general public license)[ -]*(?:version |v)?3(?:\.0)?(?: license)?", "LGPL-3.0"),
    (r"(?:mpl|mozilla public license)[ -]*(?:version |v)?2(?:\.0)?(?: \(mpl 2\.0\))?", "MPL-2.0"),
    (r"(?:cc[- ]by[- ]4(?:\.0)?|creative commons attribution 4\.0(?: international)?)", "CC-BY-4.0"),
    (r"cc0(?:[- ]1\.0)?(?: universal)?", "CC0-1.0"),
    (r"(?:the )?unlicense", "Unlicense"),
    (r"isc(?: license)?", "ISC"),
)
_NAMED = tuple((regex(pattern), spdx) for pattern, spdx in _NAMES)


def spdx_of(name: str) -> str | None:
    """The SPDX identifier that people mean by a name; ``None`` for one that is unknown or fits several."""
    plain = _ENDING.sub("", " ".join(name.lower().split()).replace("_", "-"))
    if plain.startswith("gnu ") or plain.endswith("+"):
        plain = plain.removesuffix("+").replace(" or later", "").strip()
    return next((spdx for pattern, spdx in _NAMED if pattern.fullmatch(plain)), None)


_CLASSIFIER = regex(r"License :: OSI Approved :: (?P<name>[^\"'\n]{2,80})")
_SETUP = regex(r"^[ \t]{0,12}license[ \t]{0,4}=[ \t]{0,4}[\"']?(?P<name>[^\"'\n#,]{2,60})", re.MULTILINE)
_YAML = regex(r"^license:[ \t]{0,4}[\"']?(?P<name>[^\"'\n#]{2,60})", re.MULTILINE)
_BADGE = regex(r"img\.shields\.io/badge/licen[sc]e-(?P<name>(?:[^-)\s?]|--){2,40})-", re.IGNORECASE)
_PROSE = regex(
    r"(?:licen[sc]ed|released|distributed|available) under (?:the )?(?:terms of the )?\[?[*_`]{0,2}"
    r"(?P<name>[\w .,()-]{2,50}?)[*_`]{0,2}(?: licen[sc]e)?(?=[\]*_`.,;\n]| - | \(|\Z)",
    re.IGNORECASE,
)
_OF_OTHERS = regex(r"\b(?:data|datasets?|corpus|images?|photos?|weights|fonts?|icons?|checkpoints?)\b", re.IGNORECASE)
_READERS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "setup.py": (_CLASSIFIER, _SETUP),
    "setup.cfg": (_CLASSIFIER, _SETUP),
    "citation.cff": (_YAML,),
    "readme.md": (_BADGE, _PROSE),
    "readme.rst": (_BADGE, _PROSE),
    "model_card.md": (_PROSE,),
}


def stated_licences(
    paths: Sequence[str], licence_files: Sequence[str], text: Callable[[str], str]
) -> Iterator[StatedLicence]:
    """Yield every licence that the root's files state: licence files, manifests, CITATION.cff, README and model card.

    A name that fits no single licence is left out, as is a badge that asks GitHub.
    """
    for path in licence_files:
        yield from (StatedLicence(path, 1, spdx) for spdx in identify(text(path)))
    for path in (path for path in paths if "/" not in path):
        content = ""
        patterns = _READERS.get(path.lower(), ())
        if path == "pyproject.toml":
            content = text(path)
            names = list(_in_pyproject(content))
        elif patterns:
            content = text(path)
            found = (match for pattern in patterns for match in pattern.finditer(content) if _is_its_own(match))
            names = [(match["name"].replace("--", "-").replace("%20", " "), match.start("name")) for match in found]
        else:
            continue
        if content.startswith("---\n") and (front := _YAML.search(content[: content.find("\n---", 4)])):
            names.append((front["name"], front.start("name")))
        for name, start in names:
            if spdx := spdx_of(name):
                yield StatedLicence(path, content.count("\n", 0, start) + 1, spdx)


def _is_its_own(match: re.Match[str]) -> bool:
    """Whether the line speaks of the project rather than of the data or weights it uses."""
    before = match.string.rfind("\n", 0, match.start()) + 1
    return _OF_OTHERS.search(match.string, max(before, match.start() - 200), match.start()) is None


def _in_pyproject(content: str) -> Iterator[tuple[str, int]]:
    """Each name of a licence in a ``pyproject.toml``, and where it stands."""
    import tomllib

    try:
        tables = tomllib.loads(content)
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    project = tables.get("project")
    tool = tables.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    for table in (project, poetry):
        licence = table.get("license") if isinstance(table, dict) else None
        name = licence.get("text") if isinstance(licence, dict) else licence
        if isinstance(name, str):
            yield name.strip(), max(content.find("license"), 0)
    yield from ((match["name"], match.start("name")) for match in _CLASSIFIER.finditer(content))
