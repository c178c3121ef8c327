"""What a project declares, what it imports, and where the two part.

Shared by the rules on dependencies; nothing is installed, imported or looked up.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache

from scaffolio.parsers.companions import COLAB, brought_by, is_common, is_known
from scaffolio.parsers.distributions import IMPORTS, LEAVES, distributions, normalised
from scaffolio.parsers.import_statements import cell_imports, hard_imports
from scaffolio.parsers.manifests import DependencyManifest
from scaffolio.parsers.requirement import Requirement
from scaffolio.patterns import regex
from scaffolio.project import Project

FREEZE_LINES = 50
"""Pinned lines from which a list may be the dump of a whole environment."""

_ASIDE = regex(
    r"(?:^|/)(?:tests?|testing|docs?|examples?|benchmarks?|third[_-]?party|vendor(?:ed)?|externals?|\.[^/]+)/|"
    r"(?:^|/)(?:setup|conftest|conf|noxfile|test_[^/]*|[^/]*_test)\.py\Z",
    re.IGNORECASE,
)
_KAGGLE = (b"/kaggle/input", b"../input/", b"kaggle_secrets")
_NEEDED = regex(r"install|requi|depend|prereq|version|[=<>]=", re.IGNORECASE)
_UNPICKLED = frozenset(
    {"catboost", "category-encoders", "imbalanced-learn", "lightgbm", "pmdarima", "prophet", "scikit-learn", "sktime"}
    | {"statsmodels", "umap-learn", "xgboost"}
)
"""Distributions whose objects are pickled: whoever loads one needs it, and no import says so."""
_UNPICKLES = regex(rb"\b(?:joblib|pickle|pkl|dill|cloudpickle)\.loads?\(|\bread_pickle\(|\bload_model\(")
_BEHIND = {"scikit-learn": regex(rb"\b(?:XGB|LGBM)[A-Z]\w"), "statsmodels": regex(rb"\btrendline\b|\blowess\s*=")}
"""Distributions that others call on for some of what they offer, and the marks of it in code."""
_USING = regex(
    r"\.(?:py|ipynb|sh|bat|ps1|r|rmd|ya?ml|cfg|ini|mk|html|js|tsx?|j2|jinja)\Z|(?:^|/)(?:[\w.-]*dockerfile[\w.-]*|makefile|procfile)\Z",
    re.IGNORECASE,
)


def runtime_manifests(project: Project) -> tuple[DependencyManifest, ...]:
    """Manifests that speak for the project, its own and those of the folders above it, lock files left out."""
    everything = (*project.manifests, *project.inherited_manifests)
    return tuple(manifest for manifest in everything if manifest.kind != "lock")


def is_package(project: Project) -> bool:
    """Whether others install it: then ranges are right and pins are wrong."""
    return any(
        manifest.kind in {"setup.py", "pyproject"}
        and "/" not in manifest.path
        and (manifest.kind == "setup.py" or b"[build-system]" in project.content(manifest.path))
        for manifest in project.manifests
    )


def declared(project: Project) -> frozenset[str]:
    """Every distribution that a manifest, a lock file or an install command names."""
    everything = (*project.manifests, *project.inherited_manifests)
    named = {requirement.name for manifest in everything for requirement in manifest.requirements}
    return frozenset(named | project.installed_by_command)


def undeclared(project: Project) -> Iterator[tuple[str, str, str, int]]:
    """Yield distribution, module, path and line of what is imported, known, and neither declared nor brought along.

    Where a declared package is unknown, what many packages bring along may come with it.
    """
    named = declared(project)
    available = named.union(*(brought_by(name) for name in named))
    unsure = not all(is_known(name) for name in named)
    own = {part.removesuffix(".py") for path in project.whole.paths for part in path.split("/")}
    for module in sorted(project.imports):
        known = distributions(module)
        if not known or module in own or module in sys.stdlib_module_names or (unsure and is_common(known[0])):
            continue
        if available.intersection((*known, normalised(module))) or _promised(project, module, known):
            continue
        place = next(_needing(project, module, known[0]), None)
        if place is not None:
            yield known[0], module, *place


def _needing(project: Project, module: str, distribution: str) -> Iterator[tuple[str, int]]:
    """Files whose first statements import the module, and the line: optional imports and asides do not count."""
    for path in project.imports[module]:
        if _ASIDE.search(project.prefix + path) or _is_vendored(project, path):
            continue
        if path.endswith(".ipynb"):
            yield from _cells_needing(project, path, module, distribution)
            continue
        tree = project.module(path)
        if tree is not None:
            yield from ((path, line) for name, line in hard_imports(tree) if name == module)


def _is_vendored(project: Project, path: str) -> bool:
    """Whether a folder on the way to the file is a package of its own, or a copy of a known one."""
    parts = path.split("/")[:-1]
    if any(distributions(part) for part in parts):
        return True
    folders = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return any(folder.endswith(("-master", "-main")) or f"{folder}/setup.py" in project.paths for folder in folders)


def _cells_needing(project: Project, path: str, module: str, distribution: str) -> Iterator[tuple[str, int]]:
    notebook = project.notebook(path)
    hosted = any(mark in notebook.code for mark in _KAGGLE)
    if hosted or not notebook.is_python or (notebook.colab and distribution in COLAB):
        return
    for cell in notebook.code_cells:
        yield from ((path, cell.line_of(line + 1)) for name, line in cell_imports(cell.source) if name == module)


def _promised(project: Project, module: str, known: tuple[str, ...]) -> bool:
    """Whether a document or a Dockerfile speaks of the package as a thing to be there beforehand."""
    names = regex(rf"(?i)\b(?:{'|'.join(re.escape(name) for name in (module, *known))})\b")
    for source in {project, project.whole}:
        for path in source.files.paths:
            low = path.lower()
            if low.rpartition("/")[2].startswith(("readme", "install")) or "dockerfile" in low:
                lines = source.text(path).splitlines()
                install = "dockerfile" in low
                for line in lines:
                    if line.startswith(("#", "**")):
                        install = _NEEDED.search(line) is not None
                    if names.search(line) and (install or _NEEDED.search(line)):
                        return True
    return False


def unused(project: Project) -> Iterator[Requirement]:
    """Yield declared distributions that act only when code calls them, and that no file of the project names."""
    modules = _modules_of()
    for manifest in project.manifests:
        if manifest.kind == "lock" or manifest.compiled or is_freeze(manifest):
            continue
        for requirement in manifest.requirements:
            if requirement.extra or requirement.name not in LEAVES or _explained(project, requirement):
                continue
            names = (requirement.name, requirement.name.replace("-", "_"), *modules.get(requirement.name, ()))
            if not _named(project, names) and not _acts_unnamed(project, requirement.name):
                yield requirement


def _explained(project: Project, requirement: Requirement) -> bool:
    """Whether a comment beside the requirement says what it is for."""
    lines = project.text(requirement.source).splitlines()
    return requirement.line is not None and "#" in "".join(lines[requirement.line - 1 : requirement.line])


@lru_cache(maxsize=1)
def _modules_of() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for module, names in IMPORTS.items():
        for name in names:
            found[name] = (*found.get(name, ()), module)
    return found


def _named(project: Project, names: tuple[str, ...]) -> bool:
    if any(name in project.imports for name in names):
        return True
    needles = [name.encode() for name in set(names)]
    texts = (project.content(path) for path in project.files.paths if _USING.search(path))
    if any(needle in text for text in texts for needle in needles):
        return True
    fences = project.readme.fences if project.readme else ()
    return any(name in fence.content for fence in fences for name in names)


def _acts_unnamed(project: Project, name: str) -> bool:
    """Whether code needs a distribution that it does not name: to load what was pickled, or behind another one."""
    marks = [_UNPICKLES] if name in _UNPICKLED else []
    if name in _BEHIND:
        marks.append(_BEHIND[name])
    return any(mark.search(project.code(path)) for path in project.code_paths for mark in marks)


def is_freeze(manifest: DependencyManifest) -> bool:
    """Whether a hand-named list looks like everything that was installed: long, and nearly all of it pinned."""
    pinned = sum("==" in each.specifier or each.address != "" for each in manifest.requirements)
    return len(manifest.requirements) >= FREEZE_LINES and pinned >= 0.9 * len(manifest.requirements)
