"""REP: whether somebody else can run it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from scaffolio.dependencies import FREEZE_LINES, is_package, runtime_manifests, undeclared, unused
from scaffolio.model import Finding, Severity
from scaffolio.parsers.dockerfile import base_images, is_pinned
from scaffolio.parsers.manifests import MANIFESTS_READ, DependencyManifest, include_path
from scaffolio.parsers.requirement import Fault, Requirement
from scaffolio.parsers.sections import read_sections
from scaffolio.parsers.specifiers import exclude_each_other, is_bounded
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

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

_NOTEBOOKS = 20
_MOSTLY = 0.9
_LARGEST_DOCKERFILE = 200_000
_INSTALLERS = frozenset({"pip", "setuptools", "wheel", "python"})
_ENVIRONMENT = frozenset(
    {
        *("ipykernel", "jupyter-core", "notebook", "jupyterlab", "pywin32", "pywinpty", "appnope", "mkl-fft", "spyder"),
        *("conda", "anaconda-client", "anaconda-navigator", "distro-info", "python-apt", "ubuntu-advantage-tools"),
    }
)
"""What an editor, a notebook server or one platform brings, and no project's code needs."""

_LOCAL = re.compile(r"file://|[A-Za-z]:[\\/]")
_DOCKERFILE = re.compile(r"(?:^|/)(?:[\w-]+\.)?dockerfile(?:\.[\w-]+)?\Z", re.IGNORECASE)
_FOREIGN = re.compile(r"(?:^|/)(?:test[_-]?data|fixtures|third[_-]?party|vendor(?:ed)?)/", re.IGNORECASE)
_VERSION_FILES = frozenset({".python-version", "runtime.txt", ".tool-versions"})
_TELLS_PYTHON = re.compile(
    r"(?:^|/)(?:readme[^/]*|install[^/]*|contributing[^/]*|[^/]*dockerfile[^/]*|setup\.(?:py|cfg)|tox\.ini|noxfile\.py|"
    r"\.python-version|runtime\.txt|\.tool-versions|\.travis\.yml|appveyor\.yml|azure-pipelines\.yml|\.gitlab-ci\.yml|"
    r"\.github/workflows/[^/]+|\.circleci/[^/]+|makefile|justfile|[^/]*\.sh|[^/]*\.ya?ml|pyproject\.toml|[^/]*requi[^/]*|"
    r"devcontainer\.json|docs/[^/]+\.(?:md|rst)|[^/]+\.md)\Z",
    re.IGNORECASE,
)
_PYTHON = re.compile(
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

    A notebook that records the version it ran on counts.

    **Why.** Pinned packages install on some Python versions only; the Scientific Python guide asks for
    `requires-python`.

    **Fix.** State it where tools read it: `requires-python` in pyproject.toml, or a `.python-version` file.
    """
    if not project.python_paths and not project.notebook_paths:
        raise NotAssessedError("no Python code")
    if any(manifest.python for manifest in (*project.manifests, *project.inherited_manifests)):
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


@rule(
    "REP006",
    Severity.ERROR,
    minutes=5,
    bad={"README.md": "# Churn\n", "requirements.txt": "pandas==3.0.1\nscikit-learn = 1.7\n"},
    good={"README.md": "# Churn\n", "requirements.txt": "pandas==3.0.1\nscikit-learn==1.7\n"},
)
def manifest_broken(project: Project) -> Iterator[Finding]:
    """A manifest cannot be installed from: a line no tool reads, an included file that is not there, a local path.

    The first fault of each file is shown. Templates are passed over, and so is a setup.py, which may be Python 2.

    **Why.** The first command a visitor tries is the installation, and here it ends with an error.

    **Fix.** Write the line as PEP 508 spells it (`name==1.2`), commit the included file, or name a published version.
    """
    for manifest in project.manifests:
        fault = next(_faults(project, manifest), None)
        if fault is not None and "{{" not in manifest.path and not _is_prose_twin(project, manifest):
            yield Finding(fault.why, manifest.path, fault.line, fault.seen[:80] or None)


def _faults(project: Project, manifest: DependencyManifest) -> Iterator[Fault]:
    if b"{{" in project.content(manifest.path) or b"{%" in project.content(manifest.path):
        return
    for fault in manifest.faults:
        what = "pip cannot read this line" if manifest.kind == "requirements" else f"the file is broken: {fault.why}"
        yield Fault(fault.line, fault.seen, what)
    for line, name in manifest.includes:
        if "$" not in name and "://" not in name and not project.exists(include_path(manifest.path, name)):
            yield Fault(line, name, f"{name} is included and not there")
    for requirement in manifest.requirements:
        if _LOCAL.match(requirement.address):
            local = requirement.address.partition("://")[2]
            yield Fault(requirement.line, requirement.address, f"{requirement.name} is a path on one machine: {local}")


def _is_prose_twin(project: Project, manifest: DependencyManifest) -> bool:
    """Whether none of the file is a requirement and another manifest is: then it is a note, and nobody installs it."""
    return manifest.kind == "requirements" and not manifest.requirements and len(project.manifests) > 1


@rule(
    "REP007",
    Severity.WARNING,
    minutes=5,
    bad={
        "README.md": "# Churn\n",
        "environment.yml": "dependencies:\n  - pandas=1.5.3\n",
        "requirements.txt": "pandas==3.0.1\n",
    },
    good={
        "README.md": "# Churn\n",
        "environment.yml": "dependencies:\n  - pandas=3.0\n",
        "requirements.txt": "pandas==3.0.1\n",
    },
)
def manifests_conflict(project: Project) -> Iterator[Finding]:
    """Two manifests side by side pin one package to versions that exclude each other.

    Files for development, documentation or one platform are not compared, nor are lines for some environments only.

    **Why.** A reader cannot tell which of the two the results came from, and installing one after the other undoes the
    first. mllint asks for one place that manages dependencies.

    **Fix.** Keep the versions in one manifest and let the other read it, or make both say the same.
    """
    by_folder: dict[str, list[Requirement]] = {}
    for manifest in project.manifests:
        if manifest.kind not in {"lock", "Pipfile"} and "{{" not in manifest.path:
            plain = (r for r in manifest.requirements if not r.extra and not r.marker and not r.address)
            by_folder.setdefault(posixpath.dirname(manifest.path), []).extend(plain)
    for found in by_folder.values():
        yield from _conflicts(found)


def _conflicts(requirements: Sequence[Requirement]) -> Iterator[Finding]:
    """One finding for each pair of files, at the later one's first line that differs."""
    first: dict[str, Requirement] = {}
    differing: dict[tuple[str, str], list[tuple[Requirement, Requirement]]] = {}
    for other in requirements:
        one = first.setdefault(other.name, other)
        if one is not other and exclude_each_other(one.specifier, other.specifier):
            differing.setdefault((one.source, other.source), []).append((one, other))
    for pairs in differing.values():
        one, other = pairs[0]
        more = f", and {len(pairs) - 1} more differ" if len(pairs) > 1 else ""
        where = "above" if one.source == other.source else f"in {one.source}"
        yield Finding(
            f"{other.name}{other.specifier} here, {one.name}{one.specifier} {where}{more}", other.source, other.line
        )


_PINS = "".join(f"package{number}==1.{number}\n" for number in range(FREEZE_LINES))


@rule(
    "REP008",
    Severity.WARNING,
    minutes=15,
    bad={
        "README.md": "# Churn\n",
        "train.py": "import pandas\n",
        "requirements.txt": f"pandas==3.0.1\nipykernel==7.1.0\n{_PINS}",
    },
    good={
        "README.md": "# Churn\n",
        "train.py": "import pandas\n",
        "requirements.in": "pandas\n",
        "requirements.txt": f"# autogenerated by pip-compile\npandas==3.0.1\nipykernel==7.1.0\n{_PINS}",
    },
)
def freeze_dump(project: Project) -> Iterator[Finding]:
    """The requirements are everything that one environment held, not what the project needs.

    That is a list of at least 50 pins with an editor's, a notebook server's or one platform's packages among them. A
    list that a resolver compiled is a lock file, and passes.

    **Why.** Nobody can tell what the project needs, and packages of one platform do not install on another.

    **Fix.** List the packages that the code imports; keep the full list, if at all, as a lock file beside it.
    """
    for manifest in project.manifests:
        if manifest.kind not in {"requirements", "conda"} or _is_lock_of_another(project, manifest):
            continue
        alien = [r for r in manifest.requirements if r.name in _ENVIRONMENT and not project.imports.get(r.name)]
        pinned = sum(is_bounded(requirement.specifier) for requirement in manifest.requirements)
        if alien and pinned >= FREEZE_LINES and pinned >= _MOSTLY * len(manifest.requirements):
            names = ", ".join(requirement.name for requirement in alien[:_SHARED_IMPORTS])
            yield Finding(f"{pinned} pins, a whole environment's, {names} among them", manifest.path, alien[0].line)


def _is_lock_of_another(project: Project, manifest: DependencyManifest) -> bool:
    if manifest.kind == "requirements" and manifest.compiled:
        return True
    folder = posixpath.dirname(manifest.path)
    return any(
        posixpath.dirname(other.path) == folder
        and other is not manifest
        and other.kind not in {"lock", "setup.cfg"}
        and other.requirements
        and len(other.requirements) < FREEZE_LINES
        for other in project.manifests
    )


@rule(
    "REP014",
    Severity.ADVICE,
    minutes=2,
    bad={"README.md": "# Churn\n", "Dockerfile": "FROM python\nCOPY . .\n"},
    good={"README.md": "# Churn\n", "Dockerfile": "FROM python:3.13-slim\nCOPY . .\n"},
)
def base_image_unpinned(project: Project) -> Iterator[Finding]:
    """A Dockerfile builds on an image without a tag, or on `latest`; images that the project builds itself may be.

    **Why.** What `latest` is changes without notice; OpenSSF Scorecard's Pinned-Dependencies check asks for a version
    or digest.

    **Fix.** Name the tag that was used, such as `python:3.13-slim`, or its digest.
    """
    files = [path for path in project.files.paths if _DOCKERFILE.search(path) and not _FOREIGN.search(path)]
    built = {part for path in files for part in posixpath.basename(path).lower().split(".")} | {project.name.lower()}
    for path in files:
        if project.files.size(path) >= _LARGEST_DOCKERFILE:
            continue
        for image, line in base_images(project.text(path)):
            if not is_pinned(image) and posixpath.basename(image).partition(":")[0].lower() not in built:
                yield Finding(f"{image} names no version", path, line, f"FROM {image}")
