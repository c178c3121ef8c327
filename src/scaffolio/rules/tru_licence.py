"""TRU: whether README, licence file and manifests agree on the licence."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.licence import StatedLicence, spdx_of
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_STATED = regex(
    r"\blicen[sc]ed\s+under\b|\bunder (?:the |an? )?(?:terms of the )?[\w .-]{0,30}\blicen[sc]e\b|"
    r"\bsee (?:the )?licen[sc]e\b|\b(?:mit|apache|gpl|bsd|mozilla)[\w .-]{0,12} licen[sc]e\b|"
    r"\b(?:sous|bajo(?: la)?|sob(?: a)?|unter der) (?:licen[cs]e|licencia|licença|[\w.-]{2,12}[ -]lizenz)\b",
    re.IGNORECASE,
)
_NOTHING_ELSE = 12
"""Words of a section on the licence that does nothing but name it."""

_GRANT = regex(
    r"permission\s+is\s+hereby\s+granted|redistribution\s+and\s+use\s+in\s+source|you\s+may\s+not\s+use\s+this\s+file\s+except|"
    r"you\s+can\s+redistribute\s+it\s+and/or\s+modify",
    re.IGNORECASE,
)
"""Words of licences that grant: where README holds them, the text is there."""

_OTHERS_TERMS = regex(
    r"\bdata|\bimages?\b|\bcorpus\b|\bphoto|\bmodel weights|\bpre-?trained\b|\btemplate\b|\bfont|\btext\b",
    re.IGNORECASE,
)


@rule(
    "TRU007",
    Severity.ERROR,
    scope=Scope.REPOSITORY,
    minutes=2,
    bad={"README.md": "# Churn\n\n## License\n\nThis project is licensed under the MIT License.\n"},
    good={
        "README.md": "# Churn\n\n## License\n\nThis project is licensed under the MIT License.\n",
        "LICENSE": "MIT License\n",
    },
)
def licence_claimed_absent(project: Project) -> Iterator[Finding]:
    """The README says that the project is under a licence, and no licence file is there.

    A README that holds the words of the grant itself is no fault.

    **Why.** The licence's text is what grants the rights; most licences ask that it goes along with every copy.

    **Fix.** Add the licence's text as LICENSE.
    """
    if any(_is_licence(path) for path in project.files.paths) or project.readme is None or not project.readme_path:
        return
    if _GRANT.search(project.readme.text):
        return
    spans = [(s.line, s.last) for s in project.readme_sections if "licence" in s.kinds]
    for paragraph in project.readme.prose:
        inside = any(start <= paragraph.line <= end for start, end in spans)
        stated = _STATED.search(paragraph.text) or (inside and _named_alone(paragraph.text))
        if stated and (inside or not _OTHERS_TERMS.search(paragraph.text)) and "PLACEHOLDER(" not in paragraph.text:
            line = paragraph.line_at(stated.start())
            yield Finding("a licence is named, and no licence file is there", project.readme_path, line, stated[0])
            return


def _named_alone(text: str) -> re.Match[str] | None:
    """The licence that a paragraph of a few words below a heading on licences names."""
    return _NAMED.search(text) if len(text.split()) <= _NOTHING_ELSE else None


def _is_licence(path: str) -> bool:
    name = posixpath.basename(path).lower()
    return path.count("/") <= 1 and any(word in name for word in ("licen", "copying", "lizenz"))


_OWN = regex(
    r"licen[sc]e[-_ ]*:|badge/licen[sc]e|"
    r"\b(?:this|the) (?:project|repository|repo|software|code(?:base)?|work|package)\b|\ball (?:the )?code\b",
    re.IGNORECASE,
)
_OF_A_PART = regex(
    r"\bdata|\bdocument|\btext\b|\bimages?\b|\bweights\b|\bmodels?\b|\bthird|\bdepend|\bbased on\b|\boriginal|\bexcept|"
    r"\bfonts?\b|\bdual\b|\bnotebook|\bincludes\b|\bportions\b|\badapted\b|\bformer|\bprevious",
    re.IGNORECASE,
)
_HEADING = regex(r"licen[sc]|lizenz|licencia|licença|copyright|许可|ライセンス|лиценз", re.IGNORECASE)
_NAMED = regex(
    r"\b(?:MIT|ISC|Unlicense|Apache(?: Licen[sc]e)?,?(?: Version)?[ -]v?2(?:\.0)?|BSD[ -][23](?:-Clause)?|"
    r"MPL[ -]2(?:\.0)?|(?:GNU )?[AL]?GPL[ -]?v?[23](?:\.0)?)(?![\w.])"
)
_CONTENT = ("CC-", "CC0")
"""Licences for words and pictures, which a project has besides the one for its code."""

_DOCUMENTS = (".md", ".rst")


@rule(
    "TRU008",
    Severity.ERROR,
    scope=Scope.REPOSITORY,
    minutes=2,
    bad={
        "README.md": "# Churn\n\n## License\n\nThis project is licensed under the MIT License.\n",
        "pyproject.toml": '[project]\nname = "churn"\nlicense = "Apache-2.0"\n',
    },
    good={
        "README.md": "# Churn\n\n## License\n\nThis project is licensed under the MIT License. Data: CC-BY-4.0.\n",
        "pyproject.toml": '[project]\nname = "churn"\nlicense = "MIT"\n',
    },
)
def licence_contradicts(project: Project) -> Iterator[Finding]:
    """The licence file, the manifest, CITATION.cff, a badge and the README do not name the same licence.

    What a document says counts where it speaks of the project as a whole. Several licence files, and licences for
    data, texts or parts, are no contradiction.

    **Why.** Nobody may rely on the wider of two terms; a company's lawyer stops at the first contradiction.

    **Fix.** Decide on one and write its SPDX identifier everywhere; the licence file is what counts.
    """
    stated = [one for one in (*project.licences, *_in_sections(project)) if _counts(project, one)]
    if not stated:
        raise NotAssessedError("no licence is stated")
    files = [one for one in stated if one.path in project.licence_paths]
    granted = {one.spdx for one in files}
    if not granted:
        manifests = [one for one in stated if not one.path.lower().endswith(_DOCUMENTS)]
        files = (manifests or stated)[:1]
        granted = {one.spdx for one in files if one.path == files[0].path}
    seen: set[tuple[str, str]] = set()
    for one in stated:
        if one.spdx not in granted and (one.path, one.spdx) not in seen and not _doubtful(one, granted):
            seen.add((one.path, one.spdx))
            yield Finding(f"says {one.spdx}; {files[0].path} is {files[0].spdx}", one.path, one.line, one.spdx)


def _in_sections(project: Project) -> Iterator[StatedLicence]:
    """The one licence that the README's section on it names without a sentence: ``MIT``, ``[Apache 2.0](LICENSE)``."""
    path, readme = project.readme_path, project.readme
    if path is None or readme is None:
        return
    spans = _spans(project)
    named = [
        StatedLicence(path, paragraph.line_at(found.start()), spdx)
        for first, last in spans
        for paragraph in readme.prose_between(first, last)
        for found in _NAMED.finditer(paragraph.text)
        if (spdx := spdx_of(found[0]))
    ]
    if len({one.spdx for one in named}) == 1:
        yield named[0]


def _spans(project: Project) -> list[tuple[int, int]]:
    """First and last lines of the README's sections on the licence, by their headings."""
    sections = project.readme.sections if project.readme else ()
    return [(section.line, section.end) for section in sections if _HEADING.search(section.heading.text)]


def _counts(project: Project, one: StatedLicence) -> bool:
    """Whether a statement is about the whole project: a file is, a sentence where it says so."""
    if not one.path.lower().endswith(_DOCUMENTS) or one.path in project.licence_paths:
        return True
    line = project.text(one.path).split("\n")[one.line - 1][:_LINE]
    inside = any(first <= one.line <= last for first, last in _spans(project))
    return bool(_OWN.search(line) or inside) and not _OF_A_PART.search(line)


def _doubtful(one: StatedLicence, granted: set[str]) -> bool:
    """Whether both may hold: a licence for content beside one for code, or several files for several parts."""
    return len(granted) > 1 or one.spdx.startswith(_CONTENT) or any(spdx.startswith(_CONTENT) for spdx in granted)


_LINE = 1_000
"""Characters of a line that are searched."""
