"""Give an existing project markers, metrics record, test, CI and questions: proposed whole, written on request."""

from __future__ import annotations

from pathlib import Path

from scaffolio.adapters import files, git, render
from scaffolio.discovery import find_projects
from scaffolio.errors import CannotRunError, UsageError
from scaffolio.fixes.adopt import Adoption, Pieces, adopt
from scaffolio.nouns import dataclass
from scaffolio.project import Project
from scaffolio.usecases.audit import require_folder


@dataclass(frozen=True, slots=True)
class Proposed:
    """An adoption, and whether the work tree holds changes that are not committed."""

    adoption: Adoption
    uncommitted: bool


def propose(folder: Path) -> Proposed:
    """What an adoption would change; nothing is written.

    Raises:
        CannotRunError: there is no such folder, or nothing in it.
        UsageError: it holds several projects, or one that Scaffolio made.
    """
    require_folder(folder)
    source = files.FolderFiles(folder)
    if not source.paths:
        raise CannotRunError(f"{folder} is empty", "Begin with: scaffolio new")
    project = Project(source, folder.resolve().name)
    if project.manifest is not None:
        raise UsageError(f"{folder} was made by Scaffolio: it has all of this", "scaffolio next")
    if parts := find_projects(project):
        first = folder / parts[0].prefix.rstrip("/")
        raise UsageError(f"{folder} holds {len(parts)} projects", f"Name one of them: scaffolio adopt {first}")
    uncommitted = git.is_installed() and git.work_tree(folder) is not None and git.has_changes(folder)
    return Proposed(adopt(project, _pieces()), uncommitted)


def _pieces() -> Pieces:
    folder = render.template_root() / "templates/adopt"
    recorder, test = (folder / name for name in ("record_metrics.py", "test_readme_results.py"))
    return Pieces(recorder.read_text(encoding="utf-8"), test.read_text(encoding="utf-8"))
