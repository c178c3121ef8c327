"""REP, on manifests: whether what is declared can be installed, agrees, and stays what it is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from scaffolio.dependencies import FREEZE_LINES
from scaffolio.model import Finding, Severity
from scaffolio.parsers.dockerfile import base_images, is_pinned
from scaffolio.parsers.manifests import DependencyManifest, include_path
from scaffolio.parsers.requirement import Fault, Requirement
from scaffolio.parsers.specifiers import exclude_each_other, is_bounded
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import rule

_NAMED = 6
"""How many packages a message lists."""

_MOSTLY = 0.9
_LARGEST_DOCKERFILE = 200_000
_ENVIRONMENT = frozenset(
    {
        *("ipykernel", "jupyter-core", "notebook", "jupyterlab", "pywin32", "pywinpty", "appnope", "mkl-fft", "spyder"),
        *("conda", "anaconda-client", "anaconda-navigator", "distro-info", "python-apt", "ubuntu-advantage-tools"),
    }
)
"""What an editor, a notebook server or one platform brings, and no project's code needs."""

_LOCAL = regex(r"file://|[A-Za-z]:[\\/]")
_DOCKERFILE = regex(r"(?:^|/)(?:[\w-]+\.)?dockerfile(?:\.[\w-]+)?\Z", re.IGNORECASE)
_FOREIGN = regex(r"(?:^|/)(?:test[_-]?data|fixtures|third[_-]?party|vendor(?:ed)?)/", re.IGNORECASE)


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
            names = ", ".join(requirement.name for requirement in alien[:_NAMED])
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
