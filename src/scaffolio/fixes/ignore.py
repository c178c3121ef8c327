"""A missing ``.gitignore``."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolio.fixes.change import Change, Materials
from scaffolio.project import Project


def add_gitignore(project: Project, materials: Materials) -> Iterator[Change]:
    """Write the caches and environments of Python into ``.gitignore``, where there is none."""
    if ".gitignore" not in project.paths and materials.gitignore and (project.python_paths or project.notebook_paths):
        yield Change(".gitignore", None, materials.gitignore, "caches and environments stay out of Git")
