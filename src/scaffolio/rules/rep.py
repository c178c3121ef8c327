"""REP: whether somebody else can run it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Finding, Severity
from scaffolio.parsers.sections import read_sections
from scaffolio.project import Project
from scaffolio.rule import rule

_DECLARATION = re.compile(
    r"(?:^|/)(?:[\w.-]*requi\w*ments?[\w.-]*\.(?:txt|in|ya?ml|pip)|requirements(?:/[\w.-]+)?|"
    r"[\w.-]*env(?:ironment)?[\w.-]*\.ya?ml|conda[\w.-]*\.ya?ml|"
    r"meta\.ya?ml|pyproject\.toml|setup\.(?:py|cfg)|pipfile(?:\.lock)?|poetry\.lock|uv\.lock|pdm\.lock|"
    r"pixi\.(?:toml|lock)|"
    r"pylock[\w.-]*\.toml|conda-lock\.ya?ml|dependencies\.(?:txt|ya?ml)|packages\.txt|[\w.-]*dockerfile[\w.-]*|"
    r"flake\.nix|shell\.nix|"
    r"singularity[\w.-]*|environment\.(?:txt|toml)|install[\w.-]*\.(?:sh|ps1|bat|r)|setup[\w.-]*\.sh|apt\.txt|"
    r"postbuild)\Z",
    re.IGNORECASE,
)
_INSTALLS = re.compile(
    r"(?:pip3?|conda|mamba|uv(?: pip)?|poetry|pipenv) (?:install|add|create)\s+(?!-r\b|-e\b|--requirement|"
    r"\.)[^\n`]*?[A-Za-z]{2,}"
)
_WORD = re.compile(r"[a-z][a-z0-9_]+")
_DOCUMENTS = 10
_NAMED = 2
_SHARED_IMPORTS = 6
"""How many imported packages the evidence lists."""


@rule(
    "REP001",
    Severity.ERROR,
    minutes=10,
    bad={"README.md": "# Churn\n", "train.py": "import pandas as pd\nfrom sklearn.svm import SVC\n"},
    good={"README.md": "# Churn\n", "train.py": "import pandas as pd\n", "requirements.txt": "pandas==3.0.1\n"},
)
def dependencies_missing(project: Project) -> Iterator[Finding]:
    """Python code imports packages, and nothing in the repository says which to install.

    Requirements, environment and lock files, pyproject.toml, setup files, Dockerfiles and install scripts count, and so
    do install commands that name packages, in a notebook or in the README.

    **Why.** Dependencies are the first item of the ML Code Completeness checklist, and missing modules are among the
    main reasons why popular notebooks do not run again (arXiv 2502.04184).

    **Fix.** Declare the packages and the versions the results came from in pyproject.toml or requirements.txt.
    """
    if any(_DECLARATION.search(path) for path in project.files.paths):
        return
    imported = project.imported_packages
    if not imported:
        return
    if _told_in_prose(project, imported):
        return
    if any(_INSTALLS.search(project.notebook(path).code) for path in project.notebook_paths):
        return
    packages = ", ".join(sorted(imported)[:_SHARED_IMPORTS])
    yield Finding("no file declares the packages that the code imports", "requirements.txt", None, packages)


def _told_in_prose(project: Project, imported: frozenset[str]) -> bool:
    """Whether a Markdown file at the root names the packages: in a command, or under a heading on installation."""
    documents = [
        path for path in project.files.paths if "/" not in path and path.lower().endswith((".md", ".txt", ".rst"))
    ]
    for path in documents[:_DOCUMENTS]:
        text = project.text(path)
        if _INSTALLS.search(text):
            return True
        if not path.lower().endswith(".md"):
            continue
        lines = text.splitlines()
        for section in read_sections(project.document(path)):
            words = set(
                _WORD.findall(" ".join(lines[section.line : section.last]).lower().replace("scikit-learn", "sklearn"))
            )
            if "install" in section.kinds and len(words & {name.lower() for name in imported}) >= _NAMED:
                return True
    return False
