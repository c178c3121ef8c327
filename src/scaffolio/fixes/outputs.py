"""Notebook outputs so large that the notebook no longer shows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scaffolio.fixes.change import Change, Materials
from scaffolio.project import Project

LARGE = 1_000_000
"""Bytes of one cell's outputs above which they are taken out."""

NOTEBOOK = 100_000_000


def clear_large_outputs(project: Project, _materials: Materials) -> Iterator[Change]:
    """Take out the outputs of cells above 1 MB, and leave every other byte as it is.

    A notebook written in another layout than Jupyter's stays untouched: it could not be
    put back as it was.
    """
    for path in project.notebook_paths:
        if not LARGE < project.files.size(path) <= NOTEBOOK:
            continue
        before = project.files.read(path, NOTEBOOK).decode("utf-8", "surrogateescape")
        try:
            notebook = json.loads(before)
        except (ValueError, RecursionError):
            continue
        layout = next((layout for layout in (1, 2, 4) if _written(notebook, layout, before) == before), None)
        cleared = _clear(notebook) if layout else 0
        if layout and cleared:
            cells = "one cell's outputs" if cleared == 1 else f"the outputs of {cleared} cells"
            yield Change(path, before, _written(notebook, layout, before), f"{cells}, each above 1 MB, taken out")


def _written(notebook: object, indent: int, like: str) -> str:
    end = "\n" if like.endswith("\n") else ""
    return json.dumps(notebook, indent=indent, ensure_ascii=False) + end


def _clear(notebook: object) -> int:
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    cleared = 0
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and len(json.dumps(cell.get("outputs", []), ensure_ascii=False)) > LARGE:
            cell["outputs"] = []
            cleared += 1
    return cleared
