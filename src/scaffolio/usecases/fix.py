"""``audit --fix``: mend what can be mended without inventing words; shown as a diff, then written."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path

from scaffolio import engine, fixes
from scaffolio.adapters import edit, files, git, render
from scaffolio.discovery import find_projects
from scaffolio.errors import CannotRunError
from scaffolio.fixes import FIXES, Change, Materials
from scaffolio.model import Scope
from scaffolio.project import Project
from scaffolio.rules import catalogue
from scaffolio.settings import Settings, load_settings
from scaffolio.usecases.audit import require_folder

CONTEXT = 3
"""Unchanged lines shown around a change."""

LONGEST = 400
"""Characters of a line that a diff shows; a notebook's pictures are one line each."""


def proposals(folder: Path, flags: Mapping[str, object], holder: str, licence: str = "") -> tuple[Change, ...]:
    """What would be changed in a folder: only what a selected rule finds, and a fix understands.

    Raises:
        CannotRunError: there is no such folder.
        UsageError: a flag or settings file holds something unknown.
    """
    require_folder(folder)
    settings = load_settings(lambda path: files.read_text(folder / path), flags)
    whole = Project(files.FolderFiles(folder), name=folder.resolve().name)
    return tuple(fixes.propose(_found(whole, settings), _materials(holder, licence)))


def _found(whole: Project, settings: Settings) -> list[tuple[Project, set[str]]]:
    """The codes that can be mended and found something; a rule that is off by default is asked too."""
    codes = {code for fix in FIXES for code in fix.codes}
    rules = catalogue()
    known = {rule.info.code for rule in rules}
    chosen = engine.select(rules, settings.select or codes & known, settings.ignore)
    wanted = [rule for rule in chosen if rule.info.code in codes]
    asked = [(whole, frozenset(Scope))]
    if parts := find_projects(whole):
        asked = [(whole, frozenset({Scope.REPOSITORY}))]
        asked += [(part, frozenset({Scope.PROJECT, Scope.ANYWHERE})) for part in parts]
    return [
        (project, {v.rule.code for v in engine.run(project, wanted, rules, {}, scopes=scopes) if v.findings})
        for project, scopes in asked
    ]


def _materials(holder: str, licence: str) -> Materials:
    root = render.template_root() / "templates"
    texts = {
        path.stem: path.read_text(encoding="utf-8").replace("{{ year }}", "{year}").replace("{{ holder }}", "{holder}")
        for path in sorted((root / "partials/licenses").glob("*.txt"))
    }
    ignored = (root / "project/.gitignore").read_text(encoding="utf-8").partition("\n# What a run")[0]
    year = dt.datetime.now(tz=dt.UTC).year
    return Materials(holder, year, licence, texts, ignored.rstrip() + "\n")


def default_holder(folder: Path) -> str:
    """Who Git says the person is; empty where it does not."""
    identity = git.identity(folder) if git.is_installed() else None
    return identity.name if identity else ""


def licences() -> tuple[str, ...]:
    """The licences that can be written, by their SPDX names."""
    return tuple(_materials("", "").licences)


def lacks_licence(folder: Path) -> bool:
    """Whether a licence would be written, so that its holder must be known."""
    require_folder(folder)
    return any(change.path == "LICENSE" for change in proposals(folder, {}, "somebody", "MIT"))


def diff(changes: Iterable[Change]) -> str:
    """The changes as a unified diff; very long lines are cut."""
    lines: list[str] = []
    for change in changes:
        before = [] if change.before is None else change.before.splitlines(keepends=True)
        after = change.after.splitlines(keepends=True)
        origin = "/dev/null" if change.before is None else f"a/{change.path}"
        lines += difflib.unified_diff(before, after, origin, f"b/{change.path}", n=CONTEXT)
    return "".join(_shown(line) for line in lines)


def _shown(line: str) -> str:
    body = line.rstrip("\r\n")
    cut = body if len(body) <= LONGEST else f"{body[:LONGEST]}… ({len(body):,} characters)"
    return f"{cut.encode('utf-8', 'replace').decode()}\n"


def apply(folder: Path, changes: Iterable[Change]) -> None:
    """Write the changes, each file in one step.

    Raises:
        CannotRunError: a file changed since it was read, or cannot be written.
    """
    for change in changes:
        path = folder / change.path
        now = edit.read_exact(path)
        if now != change.before:
            raise CannotRunError(f"{path} changed while it was being mended", "Run the command again")
        if change.before is None:
            files.write_text(path, change.after)
        else:
            edit.replace_exact(path, change.after)
