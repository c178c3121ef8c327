"""What a project's documents tell the reader to run, and which of its files that reaches."""

from __future__ import annotations

import posixpath
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from scaffolio.parsers.address import github_repository
from scaffolio.parsers.imports import imported_modules
from scaffolio.parsers.needs import Kind, needs_of
from scaffolio.parsers.shell import Command, read_commands
from scaffolio.project.contents import MODULE_LIMIT
from scaffolio.project.documents import Documents

REACHED_LIMIT = 250_000
"""Bytes of Python that are followed from the documented commands: a tenth of a second's parsing."""

_SOURCES = ("", "src/")
"""Folders below which Python packages lie."""

_OWNERS_STAND_IN = ("your", "<", "{", "[", "username", "user/", "owner", "my-")


class Commands(Documents):
    """Facts about documented commands, entry points and the Python they lead to."""

    @cached_property
    def commands(self) -> Mapping[str, tuple[Command, ...]]:
        """The commands of each document that speaks for the project."""
        return {path: read_commands(self.document(path), self.folders, self.is_own) for path in self.document_paths}

    def is_own(self, address: str) -> bool | None:
        """Whether an address, or the name of a folder that a clone makes, means this repository; ``None``: untold."""
        plain = address.strip("<>").removesuffix(".git").rstrip("/")
        if any(mark in address.lower() for mark in _OWNERS_STAND_IN):
            return True
        named = github_repository(address)
        if named and self.origin:
            return named[1].lower() == self.origin[1].lower() or None
        name = letters(posixpath.basename(plain))
        title = self.readme.headings[0].text if self.readme and self.readme.headings else ""
        own = [letters(self.whole.name), letters(title), letters(self.origin[1]) if self.origin else ""]
        return True if len(name) > 2 and any(word.endswith(name) for word in own if word) else None  # noqa: PLR2004

    def find(self, folders: Iterable[str], said: str) -> str | None:
        """The path of a file or folder that a command names from one of these folders."""
        for folder in folders:
            path = posixpath.normpath(posixpath.join(folder, said))
            if path == "." or self.exists(path):
                return path
        return None

    def find_module(self, folders: Iterable[str], dotted: str, *, run: bool) -> str | None:
        """The file that ``python -m`` runs, or that an import of the name reads."""
        inner = dotted.replace(".", "/")
        ends = (f"{inner}.py", f"{inner}/__main__.py" if run else f"{inner}/__init__.py")
        bases = _bases(folders)
        paths = (f"{base}{end}" for base in bases for end in ends)
        return next((path for path in paths if path in self.paths), None)

    @cached_property
    def called_files(self) -> frozenset[tuple[str, int, str]]:
        """Files that documented commands call in a folder that is known: document, line, and name as it is said."""
        return frozenset(
            (path, command.line, posixpath.normpath(need.said))
            for path, commands in self.commands.items()
            for command in commands
            if command.folders
            for need in needs_of(command.words)
            if need.kind is Kind.FILE
        )

    @cached_property
    def entry_points(self) -> Mapping[str, str]:
        """Console scripts that the root's manifests declare: name to ``module:function``."""
        found = _scripts(self._pyproject)
        if "setup.py" in self.paths and b"console_scripts" in self.content("setup.py"):
            from scaffolio.parsers.setup_files import console_scripts

            found |= console_scripts(self.content("setup.py"))
        return found

    @cached_property
    def unscripted_name(self) -> str | None:
        """The name of a distribution that declares no command at all; ``None`` where it may declare some elsewhere."""
        table = self._pyproject.get("project")
        others = any(path in self.paths and b"scripts" in self.content(path) for path in ("setup.py", "setup.cfg"))
        if not isinstance(table, dict) or "dynamic" in table or others or self.entry_points:
            return None
        name = table.get("name")
        return name if isinstance(name, str) else None

    @cached_property
    def _pyproject(self) -> Mapping[str, object]:
        if "pyproject.toml" not in self.paths:
            return {}
        import tomllib  # most projects of notebooks have none

        try:
            return tomllib.loads(self.text("pyproject.toml"))
        except (tomllib.TOMLDecodeError, RecursionError):
            return {}

    @cached_property
    def reached_python(self) -> Mapping[str, str]:
        """Python files that documented commands and entry points reach, imports followed, and what reaches each.

        Files of the project only, those reached in the fewest steps first, until ``REACHED_LIMIT`` bytes are read.
        """
        waiting = deque(self._started_python())
        found: dict[str, str] = {}
        room = REACHED_LIMIT
        while waiting and len(found) < MODULE_LIMIT:
            path, by = waiting.popleft()
            if path in found:
                continue
            room -= self.size(path)
            if room < 0:
                break
            found[path] = by
            waiting += [(imported, path) for imported in self._imported_files(path)]
        return found

    def _started_python(self) -> Iterator[tuple[str, str]]:
        for path, commands in self.commands.items():
            for command in commands:
                for need in needs_of(command.words):
                    started = self._started(command.folders, need.kind, need.said)
                    if started and started.endswith(".py"):
                        yield started, f"{path}:{command.line}"
        for name, target in self.entry_points.items():
            module = self.find_module(("",), target.partition(":")[0].strip(), run=False)
            if module:
                yield module, f"the command {name}"

    def _started(self, folders: Sequence[str], kind: Kind, said: str) -> str | None:
        if kind is Kind.FILE:
            path = self.find(folders, said)
            return path if path in self.paths else None
        if kind in {Kind.MODULE, Kind.IMPORT}:
            return self.find_module(folders, said, run=kind is Kind.MODULE)
        return None

    def _imported_files(self, path: str) -> Iterator[str]:
        folder = posixpath.dirname(path)
        for dotted, level in imported_modules(self.text(path)):
            base = folder
            for _ in range(level - 1):
                base = posixpath.dirname(base)
            yield from self._module_files(dotted, (base,) if level else (folder, ""))

    def _module_files(self, dotted: str, folders: Sequence[str]) -> Iterator[str]:
        """The file of a module and of each package above it."""
        parts = dotted.split(".")
        tops = [f"{base}{parts[0]}" for base in _bases(folders)]
        if not any(top in self.folders or f"{top}.py" in self.paths for top in tops):
            return  # a library's, as most are
        for length in range(len(parts), 0, -1):
            found = self.find_module(folders, ".".join(parts[:length]), run=False)
            if found:
                yield found


def _bases(folders: Iterable[str]) -> list[str]:
    """Where the packages that are imported from these folders lie, as beginnings of their paths."""
    return [f"{folder}/{source}" if folder else source for folder in folders for source in _SOURCES]


def _scripts(pyproject: Mapping[str, object]) -> dict[str, str]:
    project, tool = pyproject.get("project"), pyproject.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    found = [table.get("scripts") for table in (project, poetry) if isinstance(table, dict)]
    return {
        name: target
        for scripts in found
        if isinstance(scripts, dict)
        for name, target in scripts.items()
        if isinstance(target, str)
    }


def letters(name: str) -> str:
    """A name reduced to its letters and digits, as people vary the rest."""
    return "".join(letter for letter in name.lower() if letter.isalnum())
