"""LIC: under which terms others may use it, and how they are to cite it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.citation import faults_of_citation
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_MIT = """MIT License

Copyright (c) {holder}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


@rule(
    "LIC001",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=2,
    bad={"README.md": "# Churn\n", "train.py": "print(1)\n"},
    good={"README.md": "# Churn\n", "LICENSE": "MIT License\n"},
)
def licence_missing(project: Project) -> Iterator[Finding]:
    """There is no licence file at the root, in `LICENSES/` or in `.github/`.

    **Why.** Without a licence nobody may copy, change or pass on the work (docs.github.com, "Licensing a repository");
    a licence is one of the features that set popular academic AI repositories apart (Fan et al., arXiv 2010.02472).

    **Fix.** Add a LICENSE file; choosealicense.com compares them. Data and figures may need terms of their own.
    """
    if not project.licence_paths:
        yield Finding("no licence file found", "LICENSE")


@rule(
    "LIC002",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    requires=("LIC001",),
    minutes=5,
    bad={"README.md": "# Churn\n", "LICENSE": "You may use this code if you tell me.\n"},
    good={"README.md": "# Churn\n", "LICENSE": _MIT.format(holder="2026 Ada Example")},
)
def licence_unrecognised(project: Project) -> Iterator[Finding]:
    """No licence file holds the text of a licence on the SPDX list.

    Files of up to 100 kB are read. Terms for the data beside a licence for the code are no fault.

    **Why.** Only a text that is known is understood without a lawyer, and by the programs that tell a licence (OpenSSF
    Scorecard, "License"; GitHub shows "Other").

    **Fix.** Put the unchanged text of one licence from choosealicense.com into LICENSE, with your name and the year.
    Terms that no standard licence has belong into the README.
    """
    if any(stated.path in project.licence_paths for stated in project.licences):
        return
    readable = [path for path in project.licence_paths if not path.lower().endswith((".pdf", ".docx", ".html"))]
    if not readable:
        raise NotAssessedError("the licence is no text file")
    text = project.text(readable[0]).strip()
    message = "no standard licence is recognised in it" if text else "the licence file is empty"
    yield Finding(message, readable[0], 1, text.split("\n")[0][:80] or None)


_PERMISSIVE = regex(
    r"permission is hereby granted|redistribution and use in source|permission to use, copy", re.IGNORECASE
)
_COPYRIGHT = regex(
    r"^[ \t#*]{0,8}copyright\b[^\n]{0,40}(?P<stub><[^>\n]{2,40}>|\[(?:year|yyyy|full ?name|name[^\]\n]{0,30}|author|"
    r"your[^\]\n]{0,30}|owner)\]|\{\{?[^}\n]{2,40}\}|\byour (?:full )?name\b|\bauthor name\b)",
    re.IGNORECASE | re.MULTILINE,
)
_OWN_STUBS = regex(r"apache license|gnu (?:affero |lesser )?general public", re.IGNORECASE)
_ADDRESS = regex(r"[@:/]")


@rule(
    "LIC003",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    requires=("LIC001",),
    minutes=1,
    bad={"README.md": "# Churn\n", "LICENSE": _MIT.format(holder="[year] [fullname]")},
    good={"README.md": "# Churn\n", "LICENSE": _MIT.format(holder="2026 Ada Example <ada@example.org>")},
)
def licence_name_or_year_placeholder(project: Project) -> Iterator[Finding]:
    """The copyright line of a licence still holds the stub for a year or a name.

    Apache, GPL and the like carry such stubs in their own instructions; these are no fault.

    **Why.** MIT and BSD ask to keep "the above copyright notice": with nobody named, there is no one who grants
    anything (choosealicense.com, "How to apply this license").

    **Fix.** Write the year of the first publication and your name into the copyright line.
    """
    for path in project.licence_paths:
        text = project.text(path)
        permissive = _PERMISSIVE.search(text) and not _OWN_STUBS.search(text)
        stub = _COPYRIGHT.search(text) if permissive else None
        if stub and not _ADDRESS.search(stub["stub"]):
            yield Finding(
                "the copyright line names nobody", path, text.count("\n", 0, stub.start("stub")) + 1, stub["stub"]
            )


_CITATION = "CITATION.cff"


@rule(
    "LIC004",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=3,
    bad={"README.md": "# Churn\n", _CITATION: "cff-version: 1.2.0\ntitle: Churn\nmessage: Please cite this.\n"},
    good={
        "README.md": "# Churn\n",
        _CITATION: "cff-version: 1.2.0\ntitle: Churn\nmessage: Please cite this.\n"
        "authors:\n  - family-names: Example\n    given-names: Ada\n",
    },
)
def citation_broken(project: Project) -> Iterator[Finding]:
    """CITATION.cff is no YAML, lacks what the format requires, or holds a date or an author that it does not allow.

    **Why.** GitHub shows "Cite this repository" from this file and an error in its place when it is broken; citation
    managers and Zenodo read it too (citation-file-format 1.2.0).

    **Fix.** Give `cff-version`, `message`, `title` and at least one author; `cffconvert --validate` checks the rest.
    """
    if _CITATION in project.paths:
        for line, fault in faults_of_citation(project.text(_CITATION)):
            yield Finding(fault, _CITATION, line)
