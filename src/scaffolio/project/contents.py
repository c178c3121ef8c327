"""The contents of a project, each file read and parsed at most once."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Self

from scaffolio.parsers.document import Document
from scaffolio.parsers.documents import read_document
from scaffolio.parsers.history import History
from scaffolio.parsers.notebook import Notebook
from scaffolio.parsers.notebook_pictures import without_pictures
from scaffolio.parsers.notebook_reader import KEPT_LIMIT as NOTEBOOK_KEPT
from scaffolio.parsers.notebook_reader import SIZE_LIMIT as NOTEBOOK_LIMIT
from scaffolio.parsers.notebook_reader import read_notebook
from scaffolio.parsers.online import Online
from scaffolio.parsers.python import Source, parse_cell, parse_module
from scaffolio.parsers.silences import Silence
from scaffolio.parsers.text import decoded
from scaffolio.project.source import FileSource, FolderOf, MemoryFiles, NotFetchedError

TEXT_LIMIT = 2_000_000
"""Bytes of one text file that are read; what lies beyond is not assessed."""

NOTEBOOKS_KEPT = 60_000_000
"""Characters of all notebooks' text that are kept; of those read later only the structure is."""

KEPT_LIMIT = 200_000
"""Bytes up to which a file's content is kept between rules."""

MODULE_LIMIT = 200
"""Python files of one project that are parsed; the rest is not assessed."""


class Contents:
    """What lies in a project, read at most once: files, texts, documents, modules, notebooks, history.

    ``whole`` is the repository a project is part of, itself where it is all there is,
    and ``prefix`` the folder of the whole that it fills (``"churn/"``). What is read of
    a file is kept by the whole, so that no file is parsed twice. ``history`` and
    ``origin`` are called at most once, when the first rule asks for them.
    """

    parts: tuple[Self, ...] | None = None
    """The projects in it, once they were looked for; see :mod:`scaffolio.discovery`."""

    idle_silences: tuple[Silence, ...] = ()
    """Comments that silenced nothing; known when every other rule has spoken."""

    def __init__(
        self: Self,
        files: FileSource,
        name: str = "project",
        history: Callable[[], History | None] = lambda: None,
        origin: Callable[[], tuple[str, str] | None] = lambda: None,
    ) -> None:
        self.files = files
        self.name = name
        self.whole: Self = self
        self.prefix = ""
        self._history = history
        self._origin = origin
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
    def from_tree(cls, tree: Mapping[str, str | bytes]) -> Self:
        """A project held in memory, with the history its tree tells and what it says of the network."""
        files = MemoryFiles(tree)
        project = cls(files, history=files.history, origin=files.origin)
        project.online = files.online()
        return project

    @cached_property
    def history(self) -> History | None:
        """The commits that lead to these files; ``None`` without Git."""
        return self._history()

    @cached_property
    def origin(self) -> tuple[str, str] | None:
        """Owner and name of the whole repository on GitHub, as its ``origin`` says; ``None`` where that is not told."""
        return self._origin() if self.whole is self else self.whole.origin

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
        """At most ``limit`` bytes from the start of a file; of a notebook without its pictures.

        Raises:
            NotFetchedError: a rule is being run, and the source does not hold the file.
        """
        if self.whole is not self:
            return self.whole.read(self.prefix + path, limit)
        try:
            content = self.files.read(path, limit)
            return without_pictures(content) if path.endswith(".ipynb") else content
        except NotFetchedError:
            if self.is_judging:
                raise
            self.unread.add(path)
            return b""

    def size(self, path: str) -> int:
        """Size of a file in bytes; one that was not fetched has none, as it reads as empty.

        Raises:
            NotFetchedError: a rule is being run, and the source does not hold the file.
        """
        if self.whole is not self:
            return self.whole.size(self.prefix + path)
        try:
            return self.files.size(path)
        except NotFetchedError:
            if self.is_judging:
                raise
            self.unread.add(path)
            return 0

    def is_here(self, path: str) -> bool:
        """Whether the source holds a file's content, and not its name alone."""
        try:
            self.files.size(path)
        except NotFetchedError:
            return False
        return True

    @property
    def is_unread(self) -> bool:
        """Whether a file that was asked for was never fetched, so that what is known of the project is not all."""
        return any(path.startswith(self.prefix) for path in self.whole.unread)

    def part(self, folder: str) -> Self:
        """The project that fills one folder of this one."""
        part = type(self)(FolderOf(self.files, f"{folder}/"), posixpath.basename(folder), lambda: self._below(folder))
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
        """The file as text, see :func:`~scaffolio.parsers.text.decoded`; kept after the first call."""
        if self.whole is not self:
            return self.whole.text(self.prefix + path)
        if path not in self._texts:
            text = decoded(self.content(path))
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

    def sources(
        self, path: str, worth: Callable[[bytes], bool] = lambda _: True
    ) -> Iterator[tuple[ast.Module, Source]]:
        """The syntax trees of a file, and where each stands in it: a notebook has one a cell.

        Cells are parsed only where a search of their bytes says that it is ``worth`` it.
        """
        if not path.endswith(".ipynb"):
            tree = self.module(path)
            if tree is not None:
                yield tree, Source()
            return
        for cell in self.notebook(path).code_cells if self.notebook(path).is_python else ():
            tree = parse_cell(cell.source) if worth(cell.source.encode()) else None
            if tree is not None:
                yield tree, Source(cell.source_line - 1, cell.number, cell.spread)

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
        content = self.content(path)
        size = 0 if path in self.unread else self.files.size(path)
        if size > NOTEBOOK_LIMIT:
            return Notebook(unread=f"it is larger than {NOTEBOOK_LIMIT // 10**6} MB")
        if path in self.unread or (size and not content):
            return Notebook(unread="its content is not here")
        if size > TEXT_LIMIT:
            content = self.read(path, NOTEBOOK_LIMIT)
        return read_notebook(content, min(NOTEBOOK_KEPT, self._notebook_room))

    def code(self, path: str) -> bytes:
        """The code in a file: all of a script, the code cells of a notebook, all of a broken one."""
        if not path.endswith(".ipynb") or self.notebook(path).problem:
            return self.content(path)
        return self.notebook(path).code
