"""Find the projects of a repository: most portfolios are one repository with many of them.

A project is a folder that introduces itself or stands on its own: a README, a manifest
or notebooks, with code in it or below. Folders that every project has (``src``,
``tests``, ``examples``) are parts of one, and so are the steps of a pipeline. A package
at the root makes the whole one project, whatever its examples hold; so does a README at
the root that tells of one, where no folder has a README. Where a plan of ours names the
projects, nothing is guessed: a planned ``tools`` is one, too.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scaffolio.grounds import NotAssessedError
from scaffolio.parsers.yaml_tree import BrokenYamlError, Items, Table, UnreadYamlError, read_yaml
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.scaffold import names

PLAN = "portfolio.yml"
"""The file at the root that says a repository, or a folder of repositories, is a portfolio of ours."""

MAX_DEPTH = 3
"""Folders below the root in which projects are looked for."""

MAX_PROJECTS = 200
"""Projects judged in one repository; a larger one is judged as a whole."""

_MANY = regex(
    r"projects|portfolio|collection|courses?\b|\blabs\b|exercises|assignments|home ?works?|notebooks|tutorials|"
    r"practi[cs]|competitions|challenges|case ?studies|\btasks\b|internship|boot ?camp|kaggle",
    re.IGNORECASE,
)
"""Says in a repository's name or title that it holds several projects."""

TWO = 2
"""Folders that may as well be the two halves of one project: each must have a README and a manifest."""

PARTS_OF_ONE = 2
"""Folders such as ``data`` and ``notebooks`` that, side by side, show a project without a README."""

_PARTS = frozenset(  # a list of words reads better as words
    """
    src lib libs source sources code codes app apps api backend frontend server client web webapp service services core
    docs doc documentation document paper papers report reports presentation slides references reference
    test tests testing data dataset datasets input inputs output outputs result results log logs raw processed
    notebook notebooks nb nbs ipynb script scripts tool tools util utils helper helpers common shared misc other
    example examples demo demos sample samples tutorial tutorials template templates benchmark benchmarks recipes
    experiment experiments config configs conf settings env envs environment requirements
    model models network networks net nets weight weights checkpoint checkpoints pretrained saved_models artifacts
    image images img imgs figure figures fig figs plot plots pic pics picture pictures media asset assets static
    certificate certificates resource resources font fonts css js public
    deploy deployment deployments docker infra infrastructure terraform kubernetes k8s monitoring mlops ci build dist
    bin vendor third_party thirdparty external extern extras plugins packages modules contrib
    eda preprocessing preprocess processing cleaning exploration analysis features feature_engineering modelling
    modeling training train evaluation evaluate eval inference predict prediction predictions visualization
    visualisation visualizations scraping scraper ingestion etl airflow dags pipeline pipelines flows
    archive archived old legacy backup tmp temp
    trainings validation validations metrics evaluation_metrics sampling_code run runs
    python cpp r java js matlab rust go pytorch torch tf tensorflow keras jax caffe
    """.split()  # noqa: SIM905
)
_STEPS = _PARTS | frozenset(
    """
    acquisition baseline characteristics collection definition engineering final loading preparation presentation
    selection tuning understanding wrangling
    """.split()  # noqa: SIM905
)
"""Words of which the name of a numbered folder may be made up, if it is a step: ``0_DataPreparation``."""

_WORD = regex(r"[A-Z]?[a-z]{1,40}|[A-Z]{1,40}(?![a-z])")
_NUMBERED = regex(r"\A(?:step|part|phase|stage)?[\s_.-]*\d+[\s_.)-]*", re.IGNORECASE)
_README = regex(r"\Areadme(?:\.(?:md|markdown|rst|txt|ipynb))?\Z", re.IGNORECASE)
_MANIFESTS = frozenset(
    {"requirements.txt", "environment.yml", "environment.yaml", "pyproject.toml", "setup.py", "pipfile"}
)
_PACKAGES = frozenset({"setup.py", "setup.cfg", "pyproject.toml", "cargo.toml", "package.json", "description"})
_CODE = (".py", ".ipynb", ".r", ".rmd", ".qmd", ".jl", ".scala")
_CALLED = regex(
    r"(?<![a-z])portf[oó]lio(?![ _-]?(?:optimi|manag|alloc|risk|theory|construct|select|anal|return|rebal|tracker))",
    re.IGNORECASE,
)
"""A portfolio of work, not one of shares."""


@dataclass(slots=True)
class _Folder:
    """What lies directly in a folder, and whether code lies in it or below."""

    readme: bool = False
    manifest: bool = False
    notebooks: int = 0
    scripts: int = 0
    code_below: bool = False
    children: set[str] = field(default_factory=set)

    @property
    def introduced(self) -> bool:
        """Whether it says that it is a thing of its own."""
        return self.readme or self.manifest

    @property
    def stands_alone(self) -> bool:
        """Whether it may be a project: it introduces itself, holds notebooks, or has the parts of one."""
        parts = [child for child in self.children if _is_part(posixpath.basename(child))]
        return self.code_below and (self.introduced or self.notebooks > 0 or len(parts) >= PARTS_OF_ONE)


def find_projects(whole: Project) -> tuple[Project, ...]:
    """The projects in a repository, sorted by path; none where the whole is one project.

    They are looked for once, and the same are returned from then on, with the facts
    that were computed of them. A plan of ours at the root says that it is a portfolio,
    however few projects it holds.
    """
    if whole.parts is None:
        whole.parts = _find(whole)
    return whole.parts


def is_project(whole: Project) -> bool:
    """Whether there is anything of a project in it: a README, a manifest, or code; unrelated files are none."""
    folders = _survey(whole.own_paths)
    return folders[""].introduced or any(folder.notebooks + folder.scripts for folder in folders.values())


def portfolio_projects(whole: Project) -> tuple[Project, ...]:
    """The projects of a portfolio.

    Raises:
        NotAssessedError: nothing calls this a portfolio, or it holds a single project.
    """
    parts = find_projects(whole)
    if not parts:
        raise NotAssessedError("no projects side by side")
    if PLAN not in whole.paths and not _CALLED.search(_called(whole)):
        raise NotAssessedError("nothing calls these projects a portfolio")
    return parts


def _find(whole: Project) -> tuple[Project, ...]:
    marked = PLAN in whole.paths
    if marked and (planned := _planned(whole)):
        return tuple(whole.part(name) for name in planned)
    if _is_package(whole) and not marked:
        return ()
    folders = _survey(whole.own_paths)
    found = sorted(_projects_below("", folders, 1))
    two = len(found) == TWO and all(folders[path].readme and folders[path].manifest for path in found)
    several = len(found) > TWO and (any(folders[path].readme for path in found) or _tells_of_many(whole))
    several = several and not _is_one(whole, folders, found)
    enough = several or two or (marked and len(found) > 0)
    return tuple(whole.part(path) for path in found) if enough and len(found) <= MAX_PROJECTS else ()


def _planned(whole: Project) -> list[str]:
    """The projects that the plan names and that are there, sorted; none where it cannot be read."""
    try:
        plan = read_yaml(whole.text(PLAN))
    except (BrokenYamlError, UnreadYamlError):
        return []
    entries = plan.get("projects") if isinstance(plan, Table) else None
    named = {
        names.slug(str(entry.get("name", "")))
        for entry in (entries if isinstance(entries, Items) else ())
        if isinstance(entry, Table)
    }
    there = {path.partition("/")[0] for path in whole.own_paths if "/" in path}
    return sorted(named & there)


def _tells_of_many(whole: Project) -> bool:
    """Whether folders without a README are projects and not the steps of one: no README tells of one, or it of many."""
    if whole.readme is None:
        return True
    return _MANY.search(_called(whole).replace("-", " ").replace("_", " ")) is not None


def _called(whole: Project) -> str:
    """The repository's name and its README's title."""
    title = whole.readme.headings[0].text if whole.readme and whole.readme.headings else ""
    return f"{whole.name} {title}"


def _survey(paths: Iterable[str]) -> dict[str, _Folder]:
    folders: dict[str, _Folder] = defaultdict(_Folder)
    folders[""] = _Folder()
    for path in paths:
        parent, name = posixpath.split(path)
        lower = name.lower()
        here = folders[parent]
        here.readme |= _README.match(name) is not None
        here.manifest |= lower in _MANIFESTS
        here.notebooks += lower.endswith(".ipynb")
        here.scripts += lower.endswith(_CODE) and not lower.endswith(".ipynb")
        code = lower.endswith(_CODE) and lower != "setup.py"
        while parent:
            folders[parent].code_below |= code
            above = posixpath.dirname(parent)
            folders[above].children.add(parent)
            parent = above
    return folders


def _is_package(whole: Project) -> bool:
    """Whether the root is installed or run as one thing: a package, or scripts beside a manifest."""
    names = {path.lower() for path in whole.files.paths if "/" not in path}
    if names & (_PACKAGES - {"pyproject.toml"}):
        return True
    if "pyproject.toml" in names and b"[project]" in whole.content(_spelled(whole, "pyproject.toml")):
        return any(path.lower().startswith("src/") for path in whole.own_paths) or "build-system" in whole.text(
            _spelled(whole, "pyproject.toml")
        )
    root = _survey(path for path in whole.own_paths if "/" not in path)[""]
    return root.scripts > 1 and root.manifest


def _is_one(whole: Project, folders: dict[str, _Folder], found: Sequence[str]) -> bool:
    """Whether the folders are parts of what is run at the root: a manifest, a script and a README are there only."""
    root = folders[""]
    alone = root.readme and root.manifest and root.scripts > 0
    return alone and not any(folders[path].manifest for path in found) and not _tells_of_many(whole)


def _spelled(whole: Project, name: str) -> str:
    return next(path for path in whole.files.paths if path.lower() == name)


def _projects_below(folder: str, folders: dict[str, _Folder], depth: int) -> Iterator[str]:
    """The topmost projects below a folder; one that only groups others is looked into."""
    for child in sorted(folders[folder].children):
        here = folders[child]
        if _is_part(posixpath.basename(child)) or not here.code_below:
            continue
        inner = list(_projects_below(child, folders, depth + 1)) if depth < MAX_DEPTH else []
        groups = sum(folders[path].introduced for path in inner) > 1 or (len(inner) > 1 and not here.introduced)
        if groups and not here.notebooks + here.scripts and not here.manifest:
            yield from inner
        elif here.stands_alone:
            yield child
        else:
            yield from inner


def _is_part(name: str) -> bool:
    title = _NUMBERED.sub("", name)
    bare = title.lower().replace(" ", "_").replace("-", "_")
    return name.startswith((".", "_")) or bare in _PARTS or bare == "" or (title != name and _is_step(title))


def _is_step(title: str) -> bool:
    """Whether a name is made up of words for parts and steps alone."""
    words = _WORD.findall(title) if title.isascii() else []
    return bool(words) and all(word.lower() in _STEPS for word in words)
