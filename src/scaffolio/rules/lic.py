"""LIC: under which terms others may use it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.project import Project
from scaffolio.rule import rule

_LICENCE = re.compile(r"(?:.*[-_.])?(?:licen[sc]es?|copying|unlicense|lizenz|licencia)(?:[-_.].*)?", re.IGNORECASE)
_CODE = re.compile(r"\.(?:py|ipynb|js|ts|json|ya?ml|toml|png|svg|sh)\Z", re.IGNORECASE)


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
    folders = ("", "licenses", "licences", ".github", "docs")
    for path in project.files.paths:
        folder, _, name = path.rpartition("/")
        if folder.lower() in folders[1:3] or (folder.lower() in folders and _names_licence(name)):
            return
    yield Finding("no licence file found", "LICENSE")


def _names_licence(name: str) -> bool:
    return _LICENCE.fullmatch(name) is not None and _CODE.search(name) is None
