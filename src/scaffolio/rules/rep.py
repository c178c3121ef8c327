"""REP: whether somebody else can run it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import takewhile

from scaffolio.dependencies import is_package, runtime_manifests, undeclared, unused
from scaffolio.model import Finding, Severity
from scaffolio.parsers.distributions import distributions
from scaffolio.parsers.manifests import MANIFESTS_READ, DependencyManifest
from scaffolio.parsers.requirement import Requirement
from scaffolio.parsers.sections import read_sections
from scaffolio.parsers.specifiers import is_bounded
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_DECLARATION = regex(
    r"(?:^|/)(?:[\w.-]*requi\w*[\w.-]*\.(?:txt|in|ya?ml|pip)|requirements(?:/[\w.-]+)?|"
    r"[\w.-]*env(?:ironment)?[\w.-]*\.ya?ml|conda[\w.-]*\.ya?ml|"
    r"meta\.ya?ml|pyproject\.toml|setup\.(?:py|cfg)|pipfile(?:\.lock)?|poetry\.lock|uv\.lock|pdm\.lock|"
    r"pixi\.(?:toml|lock)|"
    r"pylock[\w.-]*\.toml|conda-lock\.ya?ml|dependencies\.(?:txt|ya?ml)|packages\.txt|[\w.-]*dockerfile[\w.-]*|"
    r"flake\.nix|shell\.nix|"
    r"singularity[\w.-]*|environment\.(?:txt|toml)|install[\w.-]*\.(?:sh|ps1|bat|r)|setup[\w.-]*\.sh|apt\.txt|"
    r"postbuild)\Z",
    re.IGNORECASE,
)
_INSTALLS = regex(
    r"(?:pip3?|conda|mamba|uv(?: pip)?|poetry|pipenv) (?:install|add|create)\s+(?!-r\b|-e\b|--requirement|"
    r"\.)[^\n`]*?[A-Za-z]{2,}"
)
_WORD = regex(r"[a-z][a-z0-9_]+")
_NEEDS = regex(
    r"\b(?:depends? on|dependenc(?:y|ies)|requirements?(?!\.txt)|requires|required|prerequisites?|"
    r"(?:need|have) to (?:have|install)|(?:need|must be|be|is|are) installed|need \w+ installed)\b"
)
_LIST = 10
"""Lines below such a line that may list the packages."""

_PYTHON_2 = regex(rb"#![^\n]{1,80}python2")
_DOCUMENTS = 10
_NAMED = 2
_SHARED_IMPORTS = 6
"""How many imported packages the evidence lists."""

_NOTEBOOKS = 20
_INSTALLERS = frozenset({"pip", "setuptools", "wheel", "python"})
_VERSION_FILES = frozenset({".python-version", "runtime.txt", ".tool-versions"})
_TELLS_PYTHON = regex(
    r"(?:^|/)(?:readme[^/]*|install[^/]*|contributing[^/]*|[^/]*dockerfile[^/]*|setup\.(?:py|cfg)|tox\.ini|noxfile\.py|"
    r"\.python-version|runtime\.txt|\.tool-versions|\.travis\.yml|appveyor\.yml|azure-pipelines\.yml|\.gitlab-ci\.yml|"
    r"\.github/workflows/[^/]+|\.circleci/[^/]+|makefile|justfile|[^/]*\.sh|[^/]*\.ya?ml|pyproject\.toml|[^/]*requi[^/]*|"
    r"devcontainer\.json|docs/[^/]+\.(?:md|rst)|[^/]+\.md)\Z",
    re.IGNORECASE,
)
_PYTHON = regex(
    rb"(?i)python(?:[ _-]?versions?)?[\"'\s:=<>~^!\[\](){}`*,|&;-]{1,8}(?:versions?[ :]{1,3})?(?:is )?"
    rb"v?[23](?:\.[\dx]+|\b)|"
    rb"python[23]\.\d|\bpy[23]\d|python_requires|(?-i:Python[23]\b)|[23]\.\d+(?:\.\d+)? (?:of )?python"
)


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
    do install commands that name packages, in a notebook or in the README. What stands above a part of a repository
    covers the part. Where every import is of a single module that nobody knows, they may all be the author's own.

    **Why.** Dependencies are the first item of the ML Code Completeness checklist, and missing modules are among the
    main reasons why popular notebooks do not run again (arXiv 2502.04184).

    **Fix.** Declare the packages and the versions the results came from in pyproject.toml or requirements.txt.
    """
    if any(_DECLARATION.search(path) for path in (*project.files.paths, *project.paths_above)):
        return
    imported = project.imported_packages
    if not any(_is_library(project, name) for name in imported):
        return
    if any(_told_in_prose(part, imported) for part in dict.fromkeys((project, project.whole))):
        return
    if any(_INSTALLS.search(project.notebook(path).code.decode()) for path in project.notebook_paths):
        return
    packages = ", ".join(sorted(imported, key=lambda name: (not distributions(name), name))[:_SHARED_IMPORTS])
    yield Finding("no file declares the packages that the code imports", "requirements.txt", None, packages)


def _is_library(project: Project, name: str) -> bool:
    """Whether a module is one that many install, or one of a package of modules: no file that was left at home."""
    inner = re.compile(rf"^[ \t]*(?:from|import)[ \t]+{re.escape(name)}\.".encode(), re.MULTILINE)
    return bool(distributions(name)) or any(inner.search(project.code(path)) for path in project.imports[name])


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
        if _listed(project.document(path).text, imported):
            return True
        lines = text.splitlines()
        for section in read_sections(project.document(path)):
            words = set(
                _WORD.findall(" ".join(lines[section.line : section.last]).lower().replace("scikit-learn", "sklearn"))
            )
            if "install" in section.kinds and len(words & {name.lower() for name in imported}) >= _NAMED:
                return True
    return False


def _listed(text: str, imported: Collection[str]) -> bool:
    """Whether a line that speaks of needing names the packages, or those below it do."""
    lines = text.lower().replace("scikit-learn", "sklearn").replace("pytorch", "torch").splitlines()
    wanted = {name.lower() for name in imported}
    for number, line in enumerate(lines):
        if _NEEDS.search(line):
            below = takewhile(lambda other: not other.startswith("#"), lines[number + 1 : number + _LIST])
            words = set(_WORD.findall(" ".join((line, *below))))
            if len(words & wanted) >= min(_NAMED, (len(wanted) + 1) // 2):
                return True
    return False


_UNDECLARED = {
    "README.md": "# Churn\n",
    "train.py": "import numpy as np\nimport xgboost\n",
    "requirements.txt": "numpy==2.3.4\n",
}


@rule(
    "REP002",
    Severity.ERROR,
    minutes=3,
    requires=("REP001",),
    bad=_UNDECLARED,
    good=_UNDECLARED | {"requirements.txt": "pandas==3.0.1\nxgboost==3.1.0\n"},
)
def import_undeclared(project: Project) -> Iterator[Finding]:
    """Code imports a package that no manifest declares and no declared package brings along.

    Only packages known by name are judged, and only imports that run whenever the file does: not in `try`, in a
    function or under a condition, not in tests, documentation or examples, and not what Colab or Kaggle provide.
    Packages that an install command or the README's words on installing name count as declared.

    **Why.** A missing module is among the main reasons why published notebooks do not run again (Pimentel et al. 2019;
    arXiv 2502.04184).

    **Fix.** Add the distribution to the manifest, with the version that the results came from.
    """
    manifests = runtime_manifests(project)
    if not any(manifest.requirements for manifest in manifests):
        raise NotAssessedError("no manifest lists packages")
    if len(project.manifests) >= MANIFESTS_READ:
        raise NotAssessedError("more manifests than are read")
    unread = next((manifest for manifest in manifests if not manifest.complete), None)
    if unread is not None and not unread.faults:
        raise NotAssessedError(f"{unread.path} computes its dependencies, or keeps them elsewhere")
    for distribution, module, path, line in undeclared(project):
        yield Finding(f"{module} is imported, and no manifest declares {distribution}", path, line, f"import {module}")


@rule(
    "REP003",
    Severity.ADVICE,
    minutes=3,
    bad={"README.md": "# Churn\n", "train.py": "import pandas\n", "requirements.txt": "pandas==3.0.1\nspacy==3.8.2\n"},
    good={
        "README.md": "# Churn\n",
        "train.py": "import pandas\n",
        "requirements.txt": "pandas==3.0.1\npyarrow==22.0.0\n",
    },
)
def declared_unused(project: Project) -> Iterator[Finding]:
    """A declared package is imported, called and named nowhere in the code.

    Only packages that do nothing by themselves are judged: engines, plug-ins, back ends and tools are passed over, and
    so is the dump of a whole environment.

    **Why.** What nobody needs makes an installation longer and breaks it sooner; it also claims a library the project
    does not use.

    **Fix.** Delete the line, or commit the code that needs it.
    """
    if not project.python_paths and not project.notebook_paths:
        raise NotAssessedError("no Python code")
    for requirement in unused(project):
        yield Finding(
            f"{requirement.name} is declared, and no code uses it",
            requirement.source,
            requirement.line,
            requirement.name,
        )


@rule(
    "REP004",
    Severity.WARNING,
    minutes=10,
    requires=("REP001",),
    bad={"README.md": "# Churn\n", "train.py": "import pandas\n", "requirements.txt": "pandas\nscikit-learn>=1.2\n"},
    good={"README.md": "# Churn\n", "train.py": "import pandas\n", "requirements.txt": "pandas==3.0.1\n"},
)
def not_pinned_nor_locked(project: Project) -> Iterator[Finding]:
    """An application's requirements admit any later version, and no lock file says which ones the results came from.

    A package that others install is not judged: there ranges are right. A version counts as held by `==`, `~=`, an
    upper bound, a direct reference or conda's `=`.

    **Why.** Unpinned dependencies are the first fault mllint looks for (van Oort et al. 2021, "The Prevalence of Code
    Smells in Machine Learning Projects"); a year later another scikit-learn is installed and the numbers move.

    **Fix.** Write down the versions in use (`pip freeze` tells them), or commit a lock file of uv, Poetry or
    pip-tools.
    """
    if is_package(project):
        raise NotAssessedError("a package, whose users choose versions")
    everything = (*project.manifests, *project.inherited_manifests)
    lists = [
        m for m in project.manifests if m.kind in {"requirements", "conda", "Pipfile", "pyproject"} and m.requirements
    ]
    main = [m for m in lists if any(not requirement.extra for requirement in m.requirements)]
    if not main:
        raise NotAssessedError("no manifest lists packages")
    held = [m for m in everything if any(not requirement.extra for requirement in m.requirements)]
    if any(m.kind == "lock" or m.compiled or not _unpinned(m) for m in held):
        return
    for manifest in main:
        loose = _unpinned(manifest)
        names = ", ".join(requirement.name for requirement in loose[:_SHARED_IMPORTS])
        yield Finding(
            f"{len(loose)} of {len(manifest.requirements)} requirements admit any later version",
            manifest.path,
            loose[0].line,
            names,
        )


def _unpinned(manifest: DependencyManifest) -> list[Requirement]:
    return [
        r for r in manifest.requirements if r.name not in _INSTALLERS and not r.address and not is_bounded(r.specifier)
    ]


@rule(
    "REP005",
    Severity.WARNING,
    minutes=2,
    requires=("REP001",),
    bad={"README.md": "# Churn\n", "train.py": "import pandas\n", "requirements.txt": "pandas==3.0.1\n"},
    good={
        "README.md": "# Churn\n\nNeeds Python 3.12.\n",
        "train.py": "import pandas\n",
        "requirements.txt": "pandas==3.0.1\n",
    },
)
def python_version_unstated(project: Project) -> Iterator[Finding]:
    """Nothing says which Python the project runs on: no manifest, version file, Dockerfile, workflow or document.

    A notebook that records the version it ran on counts, and a first line that asks for Python 2.

    **Why.** Pinned packages install on some Python versions only; the Scientific Python guide asks for
    `requires-python`.

    **Fix.** State it where tools read it: `requires-python` in pyproject.toml, or a `.python-version` file.
    """
    if not project.python_paths and not project.notebook_paths:
        raise NotAssessedError("no Python code")
    if any(manifest.python for manifest in (*project.manifests, *project.inherited_manifests)):
        return
    if any(_PYTHON_2.match(project.content(path)) for path in project.python_paths):
        return
    if any(_states_python(part) for part in dict.fromkeys((project, project.whole))):
        return
    if any(project.notebook(path).version for path in project.notebook_paths[:_NOTEBOOKS]):
        return
    manifests = [manifest.path for manifest in project.manifests]
    yield Finding("no file says which Python version this runs on", manifests[0] if manifests else "README.md")


def _states_python(project: Project) -> bool:
    return any(
        path.rpartition("/")[2] in _VERSION_FILES or _PYTHON.search(project.content(path))
        for path in project.files.paths
        if _TELLS_PYTHON.search(path)
    )
