"""Read-only facts about one project, computed on demand and kept.

The only thing a rule may look at. A project is made from a source of files, never
from a path, so the same rules run on a folder, a Git object store or a mapping in a
test. The facts stand in layers, each in a module: contents, code, documents, evidence,
repository.
"""

from __future__ import annotations

from scaffolio.project.contents import KEPT_LIMIT, MODULE_LIMIT, TEXT_LIMIT
from scaffolio.project.repository import Repository
from scaffolio.project.source import FileSource, FolderOf, LargeFile, MemoryFiles, NotFetchedError

__all__ = [
    "KEPT_LIMIT",
    "MODULE_LIMIT",
    "TEXT_LIMIT",
    "FileSource",
    "FolderOf",
    "LargeFile",
    "MemoryFiles",
    "NotFetchedError",
    "Project",
]


class Project(Repository):
    """One project: its files, its history, and what its documents and metrics files say."""
