"""NBK, on cells: whether one ends with an error, is no Python, or installs anything."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from scaffolio.example_files import NOTEBOOK, notebook_of
from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.install_cells import unpinned_packages
from scaffolio.parsers.magics import syntax_fault
from scaffolio.parsers.notebook import Cell, Notebook
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import read_notebooks, rule

_FAILED: list[dict[str, object]] = [
    {"output_type": "error", "ename": "KeyError", "evalue": "'tenure'", "traceback": []}
]

_MEANT = regex(
    r"\b(?:rais|error|exception|fail|crash|won'?t work|n[o']t work|cannot|can'?t|invalid|illegal|not allowed|"
    r"YOUR CODE|uncomment|deliberate|on purpose|expected)",
    re.IGNORECASE,
)
_MEANT_NAMES = frozenset({"NotImplementedError", "KeyboardInterrupt"})


@rule(
    "NBK004",
    Severity.ERROR,
    minutes=10,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": notebook_of(("table['tenure']", 1, _FAILED))},
    good={"churn.ipynb": NOTEBOOK},
)
def error_output(project: Project) -> Iterator[Finding]:
    """A cell of a committed notebook ended with an error, whose traceback is shown.

    Cells tagged `raises-exception`, and those whose words or the words above them speak of an error, are taken as
    demonstrations. An interrupted run is no error.

    **Why.** A traceback in the results is among the first things a reader of a notebook sees, and cells below it may
    show what an earlier version left behind (pynblint; Pimentel et al., MSR 2019).

    **Fix.** Mend or delete the cell, then run all cells in a fresh kernel and save.
    """
    for path, notebook in read_notebooks(project):
        failed = [cell for cell in notebook.cells if _failed(cell) and not _is_demonstration(notebook, cell)]
        if failed:
            error = failed[0].output.errors[-1]
            more = f"; so do {len(failed) - 1} more" if len(failed) > 1 else ""
            seen = " ".join(f"{error.name}: {error.message}".split())[:80]
            yield Finding(f"cell {failed[0].number} ends with {error.name.strip()}{more}", path, failed[0].line, seen)


def _failed(cell: Cell) -> bool:
    errors = cell.output.errors
    if not errors or not errors[-1].name.strip():  # an editor writes a nameless one where a run was stopped
        return False
    return errors[-1].name not in _MEANT_NAMES and "raises-exception" not in cell.tags


def _is_demonstration(notebook: Notebook, cell: Cell) -> bool:
    """Whether the cell, or the words right above it, say that it is to fail."""
    above = notebook.cells[cell.number - 2] if cell.number > 1 else cell
    below = notebook.cells[cell.number] if cell.number < len(notebook.cells) else cell
    said = [cell.source, *(near.source for near in (above, below) if near.kind == "markdown")]
    return any(_MEANT.search(text) for text in said)


_TO_FILL = regex(r"YOUR CODE|FILL|TODO|<[A-Za-z_ ]+>|\.\.\.\.|___|\bXXX", re.IGNORECASE)
_PARSED = 400_000
"""Characters of unexecuted code of one project that are parsed."""


@rule(
    "NBK009",
    Severity.ERROR,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": notebook_of(("%matplotlib inline\nprint(len(table)", None, []))},
    good={"churn.ipynb": notebook_of(("%matplotlib inline\n!ls data\nprint(len(table))", None, []))},
)
def cell_syntax_error(project: Project) -> Iterator[Finding]:
    """A cell is no valid Python, magics and shell commands left aside.

    Cells that ran without an error are taken as valid. Notebooks in other languages, in Python 2 or in a newer Python
    than the one this program runs on are passed over, and so are exercises with gaps to fill.

    **Why.** Run all cells stops there: nothing below it can be reproduced (pynblint).

    **Fix.** Mend the line named, then run all cells in a fresh kernel.
    """
    room = _PARSED
    for path, notebook in read_notebooks(project):
        if not notebook.is_python or not _parsable(notebook.version):
            continue
        for cell in notebook.code_cells:
            room -= len(cell.source)
            if room < 0:
                return
            if not _ran(cell) and (finding := _syntax(path, notebook, cell)):
                yield finding


def _parsable(version: tuple[int, ...]) -> bool:
    return not version or (3,) <= version <= sys.version_info[:2]


def _ran(cell: Cell) -> bool:
    """Whether the cell was run and got past its parsing."""
    return cell.execution_count is not None and not any("SyntaxError" in error.name for error in cell.output.errors)


def _syntax(path: str, notebook: Notebook, cell: Cell) -> Finding | None:
    fault = syntax_fault(cell.source)
    if fault is None or (fault.python_2 and not notebook.version):
        return None
    if _TO_FILL.search(cell.source) or _is_demonstration(notebook, cell):
        return None
    return Finding(
        f"cell {cell.number}, line {fault.row} is no Python: {fault.message}",
        path,
        cell.line_of(fault.row),
        fault.text[:80],
    )


@rule(
    "NBK011",
    Severity.ADVICE,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": notebook_of(("!pip install lightgbm", 1, []))},
    good={"churn.ipynb": notebook_of(("!pip install lightgbm==4.6.0", 1, []))},
)
def install_cell_unpinned(project: Project) -> Iterator[Finding]:
    """A cell installs packages without saying which versions.

    **Why.** It fetches whatever is newest on the day it runs. Missing and changed modules are among the main reasons
    why popular notebooks do not run again (arXiv 2502.04184).

    **Fix.** Pin what the cell installs (`!pip install lightgbm==4.6.0`), or install from a pinned requirements file.
    """
    for path, notebook in read_notebooks(project):
        for cell in notebook.code_cells if b"install" in notebook.code else ():
            found = list(unpinned_packages(cell.source))
            if found:
                names = ", ".join(dict.fromkeys(name for _, name in found))
                yield Finding(f"cell {cell.number} installs {names} in any version", path, cell.line_of(found[0][0]))
                break
