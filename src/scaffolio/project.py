"""Read-only facts about one project, computed on demand and kept.

The only thing a rule may look at. A project is made from a source of files, never
from a path, so the same rules run on a folder, a Git object store or a mapping in a
test.
"""

from __future__ import annotations

import ast
import json
import posixpath
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Protocol, Self

from scaffolio.claims import JudgedClaim, judge_claims, without_contradiction
from scaffolio.parsers.claims import read_claims
from scaffolio.parsers.dataset import SCHEMA, read_dataset
from scaffolio.parsers.document import Document
from scaffolio.parsers.documents import read_document
from scaffolio.parsers.gitignore import IgnoreRules
from scaffolio.parsers.history import History, told_history
from scaffolio.parsers.imports import imported_names
from scaffolio.parsers.install_commands import installed_names
from scaffolio.parsers.journal import PATH as JOURNAL
from scaffolio.parsers.journal import read_journal
from scaffolio.parsers.licence import StatedLicence, is_licence_file, stated_licences
from scaffolio.parsers.manifests import DependencyManifest, read_manifests
from scaffolio.parsers.metrics import RecordedMetric, read_metrics
from scaffolio.parsers.notebook import KEPT_LIMIT as NOTEBOOK_KEPT
from scaffolio.parsers.notebook import SIZE_LIMIT as NOTEBOOK_LIMIT
from scaffolio.parsers.notebook import Notebook, read_notebook
from scaffolio.parsers.online import Online, told_online
from scaffolio.parsers.python import parse_cell, parse_module
from scaffolio.parsers.scaffold import Manifest, line_prints, read_manifest
from scaffolio.parsers.secrets import FoundSecret, find_in_notebook, find_in_text, may_hold_secret
from scaffolio.parsers.sections import ReadSection, read_sections
from scaffolio.parsers.silences import MARK, Silence, read_silences
from scaffolio.parsers.workflow import Workflow, is_other_ci, is_workflow, read_workflow

TEXT_LIMIT = 2_000_000
"""Bytes of one text file that are read; what lies beyond is not assessed."""

NOTEBOOKS_KEPT = 60_000_000
"""Characters of all notebooks' text that are kept; of those read later only the structure is."""

KEPT_LIMIT = 200_000
"""Bytes up to which a file's content is kept between rules."""

MODULE_LIMIT = 200
"""Python files of one project that are parsed; the rest is not assessed."""

MANY_FOLDERS = 5
"""Top-level folders with a README of their own that make a collection."""

MANY_NOTEBOOKS = 12
"""Notebooks that make a collection."""

_BINARY_SAMPLE = 2_000
_INSTALLED = re.compile(r"(?:^|/)(?:site-packages|dist-packages|node_modules)/")
_FOLDER_README = re.compile(r"[^./][^/]*/readme\.(?:md|rst|txt)\Z", re.IGNORECASE)
_COMMANDS = re.compile(
    r"\.(?:sh|bash|bat|ps1|ipynb|md|rst|markdown|mk)\Z|(?:^|/)(?:[\w.-]*dockerfile[\w.-]*|makefile|justfile|tox\.ini|"
    r"noxfile\.py|install[\w.-]*|\.github/workflows/[\w.-]+|\.travis\.yml|\.gitlab-ci\.yml|[\w.-]*config\.yml)\Z",
    re.IGNORECASE,
)
_README_NAMES = ("readme.md", "readme.markdown", "readme.rst", "readme.txt", "readme")
_NOTE = re.compile(r"(?:^|/)[^/]*(?:readme|data|card|dictionary|codebook|source)[^/]*\.(?:md|txt|rst)\Z", re.IGNORECASE)
_NOTES_READ = 20
_NOTE_LIMIT = 200_000
_CARD_NAMES = ("model_card.md", "modelcard.md")


class NotFetchedError(Exception):
    """A file whose content the source does not hold, as a partial clone lacks large ones; its path is the message."""


class FileSource(Protocol):
    """The files of a project: relative POSIX paths, sizes in bytes, contents.

    A source that holds names without contents raises :class:`NotFetchedError` when it
    is asked to measure or read one of those.
    """

    @property
    def paths(self) -> Sequence[str]:
        """All paths, sorted; those that cannot be read come last."""
        ...

    def size(self, path: str) -> int:
        """Size in bytes."""
        ...

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start; empty when the file cannot be read."""
        ...


class LargeFile(str):
    """A file in an example of which only the start is written out; ``size`` is that of the whole, in bytes."""

    size: int
    __slots__ = ("size",)

    def __new__(cls, start: str, size: int) -> Self:
        """Make the start of a file of this size."""
        made = super().__new__(cls, start)
        made.size = size
        return made


class MemoryFiles:
    """Files held in a mapping: how examples and tests describe a project.

    What stands below ``.git/`` is no file of the project: it tells its history and what the network says.
    """

    def __init__(self, tree: Mapping[str, str | bytes]) -> None:
        encoded = {
            path: content.encode() if isinstance(content, str) else content for path, content in sorted(tree.items())
        }
        self._larger = {path: content.size for path, content in tree.items() if isinstance(content, LargeFile)}
        self._tree = {path: content for path, content in encoded.items() if not path.startswith(".git/")}
        self._encoded = encoded

    @property
    def paths(self) -> Sequence[str]:
        """All paths, sorted."""
        return tuple(self._tree)

    def size(self, path: str) -> int:
        """Size in bytes."""
        return self._larger.get(path, len(self._tree[path]))

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start."""
        return self._tree[path][:limit]

    def history(self) -> History | None:
        """The history that the tree tells, if it tells one."""
        return told_history(self._encoded)

    def online(self) -> Online | None:
        """What the tree says the network said, if it says anything."""
        return told_online(self._encoded)


class FolderOf:
    """The files below one folder of another source, by their paths in it."""

    def __init__(self, files: FileSource, prefix: str) -> None:
        self._files, self._prefix = files, prefix
        self._paths = tuple(path.removeprefix(prefix) for path in files.paths if path.startswith(prefix))

    @property
    def paths(self) -> Sequence[str]:
        """All paths, sorted."""
        return self._paths

    def size(self, path: str) -> int:
        """Size in bytes."""
        return self._files.size(self._prefix + path)

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start."""
        return self._files.read(self._prefix + path, limit)


class Project:
    """One project: its files, its history, and what its documents and metrics files say.

    ``whole`` is the repository a project is part of, itself where it is all there is,
    and ``prefix`` the folder of the whole that it fills (``"churn/"``). What is read of
    a file is kept by the whole, so that no file is parsed twice. ``history`` is called
    at most once, when the first rule asks for it.
    """

    idle_silences: tuple[Silence, ...] = ()
    """Comments that silenced nothing; known when every other rule has spoken."""

    def __init__(
        self, files: FileSource, name: str = "project", history: Callable[[], History | None] = lambda: None
    ) -> None:
        self.files = files
        self.name = name
        self.whole: Project = self
        self.prefix = ""
        self._history = history
        self._contents: dict[str, bytes] = {}
        self._texts: dict[str, str] = {}
        self._mentioned: dict[str, bool] = {}
        self._documents: dict[str, Document] = {}
        self._modules: dict[str, ast.Module | None] = {}
        self._notebooks: dict[str, Notebook] = {}
        self._notebook_room = NOTEBOOKS_KEPT
        self._online: Online | None = None
        self.is_judging = False
        self.unread: set[str] = set()

    @classmethod
    def from_tree(cls, tree: Mapping[str, str | bytes]) -> Project:
        """A project held in memory, with the history its tree tells and what it says of the network."""
        files = MemoryFiles(tree)
        project = cls(files, history=files.history)
        project.online = files.online()
        return project

    @cached_property
    def history(self) -> History | None:
        """The commits that lead to these files; ``None`` without Git."""
        return self._history()

    @property
    def online(self) -> Online | None:
        """What the network said of the whole repository; ``None`` where it was not asked."""
        return self._online if self.whole is self else self.whole.online

    @online.setter
    def online(self, told: Online | None) -> None:
        self._online = told

    @contextmanager
    def judging(self) -> Iterator[None]:
        """While a rule is run, a file that was not fetched stops it.

        Otherwise such a file reads as empty, so that a summary of the project can still
        be made.
        """
        self.whole.is_judging = True
        try:
            yield
        finally:
            self.whole.is_judging = False

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start of a file.

        Raises:
            NotFetchedError: a rule is being run, and the source does not hold the file.
        """
        if self.whole is not self:
            return self.whole.read(self.prefix + path, limit)
        try:
            return self.files.read(path, limit)
        except NotFetchedError:
            if self.is_judging:
                raise
            self.unread.add(path)
            return b""

    @property
    def is_unread(self) -> bool:
        """Whether a file that was asked for was never fetched, so that what is known of the project is not all."""
        return any(path.startswith(self.prefix) for path in self.whole.unread)

    def part(self, folder: str) -> Project:
        """The project that fills one folder of this one."""
        part = Project(FolderOf(self.files, f"{folder}/"), posixpath.basename(folder), lambda: self._below(folder))
        part.whole, part.prefix = self.whole, f"{self.prefix}{folder}/"
        return part

    def _below(self, folder: str) -> History | None:
        return self.history and self.history.below(f"{folder}/")

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every file, as relative POSIX paths."""
        return frozenset(self.files.paths)

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file, directly or below."""
        found: set[str] = set()
        for path in self.files.paths:
            parent = posixpath.dirname(path)
            while parent and parent not in found:
                found.add(parent)
                parent = posixpath.dirname(parent)
        return frozenset(found)

    def exists(self, path: str) -> bool:
        """Whether a file or folder of exactly this name, case included, is there.

        A part's documents may name a path as seen from the whole's root.
        """
        if path in self.paths or path in self.folders:
            return True
        return self.whole is not self and self.whole.exists(path)

    def content(self, path: str) -> bytes:
        """The file's first bytes, for a search that need not decode; kept after the first call when small."""
        if self.whole is not self:
            return self.whole.content(self.prefix + path)
        if path not in self._contents:
            read = self.read(path, TEXT_LIMIT)
            if len(read) > KEPT_LIMIT or path in self.unread:
                return read
            self._contents[path] = read
        return self._contents[path]

    def text(self, path: str) -> str:
        """The file as text, with undecodable bytes replaced; kept after the first call."""
        if self.whole is not self:
            return self.whole.text(self.prefix + path)
        if path not in self._texts:
            text = self.content(path).decode("utf-8-sig", errors="replace")
            if path in self.unread:
                return text
            self._texts[path] = text
        return self._texts[path]

    def document(self, path: str) -> Document:
        """A document, read by the markup its name tells; kept after the first call."""
        if self.whole is not self:
            return self.whole.document(self.prefix + path)
        if path not in self._documents:
            document = read_document(path, self.text(path))
            if path in self.unread:
                return document
            self._documents[path] = document
        return self._documents[path]

    def module(self, path: str) -> ast.Module | None:
        """A Python file's syntax tree, kept after the first call; search its bytes before asking.

        ``None`` when it does not parse, is too large, or is one more than the limit.
        """
        if self.whole is not self:
            return self.whole.module(self.prefix + path)
        if path not in self._modules:
            if len(self._modules) >= MODULE_LIMIT:
                return None
            self._modules[path] = parse_module(self.content(path))
        return self._modules[path]

    def trees(self, path: str) -> Iterator[tuple[ast.Module, int]]:
        """The syntax trees of a file, and by how much the lines of each are to be raised: a notebook has one a cell."""
        if not path.endswith(".ipynb"):
            tree = self.module(path)
            if tree is not None:
                yield tree, 0
            return
        for cell in self.notebook(path).code_cells if self.notebook(path).is_python else ():
            tree = parse_cell(cell.source)
            if tree is not None:
                yield tree, cell.source_line - 1

    @property
    def modules_exhausted(self) -> bool:
        """Whether as many Python files were parsed as a project may cost."""
        if self.whole is not self:
            return self.whole.modules_exhausted
        return len(self._modules) >= MODULE_LIMIT

    def notebook(self, path: str) -> Notebook:
        """A Jupyter notebook, read once for all rules: sources and printed text, no pictures."""
        if self.whole is not self:
            return self.whole.notebook(self.prefix + path)
        if path not in self._notebooks:
            found = self._read_notebook(path)
            if path in self.unread:
                return found
            self._notebook_room -= found.kept
            self._notebooks[path] = found
        return self._notebooks[path]

    def _read_notebook(self, path: str) -> Notebook:
        content = self.read(path, NOTEBOOK_LIMIT)
        size = 0 if path in self.unread else self.files.size(path)
        if size > NOTEBOOK_LIMIT:
            return Notebook(unread=f"it is larger than {NOTEBOOK_LIMIT // 10**6} MB")
        if path in self.unread or (size and not content):
            return Notebook(unread="its content is not here")
        return read_notebook(content, min(NOTEBOOK_KEPT, self._notebook_room))

    def code(self, path: str) -> bytes:
        """The code in a file: all of a script, the code cells of a notebook, all of a broken one."""
        if not path.endswith(".ipynb") or self.notebook(path).problem:
            return self.content(path)
        return self.notebook(path).code.encode()

    @cached_property
    def readme_path(self) -> str | None:
        """The README a visitor sees first: at the root, in ``.github/`` or in ``docs/``."""
        for folder in ("", ".github/", "docs/"):
            names = {path.removeprefix(folder).lower(): path for path in self.files.paths if path.startswith(folder)}
            for name in _README_NAMES:
                if name in names:
                    return names[name]
        return None

    @cached_property
    def readme(self) -> Document | None:
        """The README, parsed; ``None`` when there is none, or it is no text."""
        path = self.readme_path
        if path is None or b"\0" in self.content(path)[:_BINARY_SAMPLE]:
            return None
        return self.document(path)

    @cached_property
    def readme_sections(self) -> tuple[ReadSection, ...]:
        """The README's sections and what each is about; empty when it cannot be read."""
        return read_sections(self.readme) if self.readme else ()

    @cached_property
    def document_paths(self) -> tuple[str, ...]:
        """The Markdown documents that speak for the project: its README and its model card."""
        cards = [path for path in self.files.paths if path.lower() in _CARD_NAMES]
        readme = [self.readme_path] if self.readme is not None and self.readme_path else []
        return (*readme, *cards)

    @cached_property
    def written(self) -> str:
        """What the project says in words, for a search: README, cards, notes on data, text cells of notebooks."""
        notes = [path for path in self.files.paths if _NOTE.search(path)]
        paths = dict.fromkeys([*filter(None, [self.readme_path]), *self.document_paths, *notes[:_NOTES_READ]])
        texts = [self.text(path)[:_NOTE_LIMIT] for path in paths]
        for path in self.notebook_paths[:_NOTES_READ]:
            texts += [cell.source for cell in self.notebook(path).cells if cell.kind != "code"]
        return "\n".join(texts)

    def ignores(self, path: str) -> bool:
        """Whether ``.gitignore`` leaves this path out: a run may create it, or a person keep it."""
        if self._ignored.matches(path):
            return True
        return self.whole is not self and self.whole.ignores(self.prefix + path)

    @cached_property
    def _ignored(self) -> IgnoreRules:
        return IgnoreRules(self.text(".gitignore") if ".gitignore" in self.paths else "")

    @cached_property
    def metrics(self) -> tuple[RecordedMetric, ...]:
        """Every metric value that a metrics file in the project records."""
        return read_metrics(self.files.paths, self.text, self.notebook)

    @cached_property
    def claims(self) -> tuple[JudgedClaim, ...]:
        """Every metric value that README and model card state, held against what runs recorded."""
        stated = {path: read_claims(self.document(path)) for path in self.document_paths}
        if not any(stated.values()):
            return ()
        judged = [one for path, claims in stated.items() for one in judge_claims(path, claims, self.metrics)]
        return tuple(map(without_contradiction, judged) if self.is_unread else judged)

    @cached_property
    def is_collection(self) -> bool:
        """Whether this holds many projects side by side: folders with READMEs of their own, or notebooks."""
        readmes = {path.split("/")[0] for path in self.files.paths if _FOLDER_README.match(path)}
        return len(readmes) >= MANY_FOLDERS or len(self.notebook_paths) >= MANY_NOTEBOOKS

    @cached_property
    def run_results(self) -> Mapping[str, object]:
        """Scaffolio's own ``reports/metrics.json``; empty when there is none or it is broken."""
        try:
            content = json.loads(self.text("reports/metrics.json")) if "reports/metrics.json" in self.paths else {}
        except (ValueError, RecursionError):
            return {}
        return content if isinstance(content, dict) else {}

    @cached_property
    def journal(self) -> tuple[Mapping[str, Any], ...]:
        """The runs that ``reports/runs.jsonl`` holds, the oldest first; a broken line is none."""
        return read_journal(self.text(JOURNAL)) if JOURNAL in self.paths else ()

    @cached_property
    def described_dataset(self) -> Mapping[str, object]:
        """The ``dataset`` of ``data/schema.yaml``; empty when there is none or it is broken."""
        return read_dataset(self.text(SCHEMA)) if SCHEMA in self.paths else {}

    @cached_property
    def manifest(self) -> Manifest | None:
        """What the scaffold rendered, or ``None`` for a project Scaffolio did not make."""
        path = ".scaffolio/manifest.json"
        return read_manifest(self.text(path)) if path in self.paths else None

    @cached_property
    def technique(self) -> str | None:
        """The technique the scaffold or the last run names; ``None`` when nothing does."""
        if self.manifest is not None:
            return self.manifest.technique
        named = self.run_results.get("technique")
        return named if isinstance(named, str) else None

    @cached_property
    def own_paths(self) -> tuple[str, ...]:
        """Every file but those of an environment that was committed along."""
        environments = tuple(f"{posixpath.dirname(path)}/" for path in self.files.paths if path.endswith("/pyvenv.cfg"))
        return tuple(
            path
            for path in self.files.paths
            if not _INSTALLED.search(path) and not (environments and path.startswith(environments))
        )

    @cached_property
    def python_paths(self) -> tuple[str, ...]:
        """Every Python source file."""
        return tuple(path for path in self.own_paths if path.endswith(".py"))

    @cached_property
    def notebook_paths(self) -> tuple[str, ...]:
        """Every Jupyter notebook."""
        return tuple(path for path in self.own_paths if path.endswith(".ipynb"))

    @cached_property
    def code_paths(self) -> tuple[str, ...]:
        """Every script and notebook, in the languages machine-learning projects are written in."""
        endings = (".py", ".ipynb", ".sh", ".R", ".r", ".Rmd", ".jl", ".bat", ".mk")
        return tuple(
            path for path in self.own_paths if path.endswith(endings) or path.endswith(("Makefile", "dvc.yaml"))
        )

    def code_mentions(self, name: str) -> bool:
        """Whether any code contains this file's name, as written."""
        if self.whole is not self:
            return self.whole.code_mentions(name)
        if name not in self._mentioned:
            needle = name.encode()
            self._mentioned[name] = any(needle in self.code(path) for path in self.code_paths)
        return self._mentioned[name]

    def own_lines(self, path: str) -> int:
        """Lines of a file that are neither blank nor as the scaffold wrote them."""
        if self.manifest is None or path not in self.manifest.lines:
            return sum(1 for line in self.content(path).splitlines() if line.strip())
        return (Counter(line_prints(self.text(path))) - Counter(self.manifest.lines[path])).total()

    @cached_property
    def imported_packages(self) -> frozenset[str]:
        """Packages that Python code imports, other than the standard library's and the project's own."""
        own = {part.removesuffix(".py") for path in self.whole.python_paths for part in path.split("/")}
        return frozenset(self.imports) - sys.stdlib_module_names - own

    @cached_property
    def imports(self) -> Mapping[str, tuple[str, ...]]:
        """Every imported top-level name and the Python files and notebooks that seem to import it.

        Found by searching bytes: a line of a docstring that reads like an import counts.
        """
        found: dict[str, list[str]] = {}
        for path in (*self.python_paths, *self.notebook_paths):
            for name in set(imported_names(self.code(path))):
                found.setdefault(name, []).append(path)
        return {name: tuple(paths) for name, paths in found.items()}

    @cached_property
    def manifests(self) -> tuple[DependencyManifest, ...]:
        """Every file that declares dependencies, read once, those nearest the root first."""
        return read_manifests(self.files.paths, self.content)

    @cached_property
    def paths_above(self) -> tuple[str, ...]:
        """Files in the folders above a part of a repository, by their paths in the whole; empty for the whole."""
        above = {posixpath.dirname(self.prefix[:cut]) for cut, letter in enumerate(self.prefix) if letter == "/"}
        return tuple(path for path in self.whole.files.paths if above and posixpath.dirname(path) in above)

    @cached_property
    def inherited_manifests(self) -> tuple[DependencyManifest, ...]:
        """What the folders above a part of a repository declare, by their paths in the whole."""
        return read_manifests(self.paths_above, self.whole.content)

    @cached_property
    def installed_by_command(self) -> frozenset[str]:
        """Distributions that install commands name: in scripts, workflows, Dockerfiles, notebooks and documents."""
        if self.whole is not self:
            return self.whole.installed_by_command
        sources = (path for path in self.files.paths if _COMMANDS.search(path))
        return frozenset(name for path in sources for name in installed_names(self.code(path)))

    @cached_property
    def silences(self) -> tuple[Silence, ...]:
        """Every comment that silences a rule on one line, in documents, code and configuration."""
        endings = (".py", ".yml", ".yaml", ".toml", ".cfg")
        places = [*self.document_paths, *(path for path in self.files.paths if path.endswith(endings))]
        return tuple(
            silence
            for path in sorted(set(places))
            if MARK in self.content(path)
            for silence in read_silences(path, self.text(path))
        )

    @cached_property
    def licence_paths(self) -> tuple[str, ...]:
        """The licence files at the root, in ``LICENSES/``, ``.github/`` or ``docs/``."""
        return tuple(path for path in self.files.paths if is_licence_file(path))

    @cached_property
    def licences(self) -> tuple[StatedLicence, ...]:
        """Every licence that licence files, manifests, CITATION.cff, README and model card state."""
        return tuple(stated_licences(self.files.paths, self.licence_paths, self.text))

    @cached_property
    def workflows(self) -> tuple[Workflow, ...]:
        """The GitHub Actions workflows, read."""
        return tuple(read_workflow(path, self.text(path)) for path in self.files.paths if is_workflow(path))

    @cached_property
    def other_ci_paths(self) -> tuple[str, ...]:
        """What configures any other system for continuous integration."""
        return tuple(path for path in self.files.paths if is_other_ci(path))

    @cached_property
    def secrets(self) -> tuple[FoundSecret, ...]:
        """What looks like a key or token in the files, each value once.

        Raises:
            NotFetchedError: nothing does, but a file that may hold one was not fetched.
        """
        found: dict[bytes, FoundSecret] = {}
        for path in self.files.paths:
            try:
                for secret in self._secrets_in(path):
                    found.setdefault(secret.secret.value, secret)
            except NotFetchedError:
                if not found:
                    raise
                break
        return tuple(found.values())

    def _secrets_in(self, path: str) -> Iterator[FoundSecret]:
        if may_hold_secret(path, 0) and may_hold_secret(path, self.files.size(path)):
            if path.endswith(".ipynb"):
                yield from find_in_notebook(path, self.notebook(path))
            else:
                yield from find_in_text(path, self.content(path))

    @cached_property
    def submodules(self) -> tuple[str, ...]:
        """Paths that another repository fills."""
        listed = self.text(".gitmodules") if ".gitmodules" in self.paths else ""
        return tuple(line.partition("=")[2].strip() for line in listed.splitlines() if line.strip().startswith("path"))
