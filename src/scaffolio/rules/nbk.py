"""NBK: whether notebooks open, ran, and ran in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from scaffolio.example_files import NOTEBOOK, PRINTED, notebook_of
from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.notebook import Cell
from scaffolio.parsers.syntax import holds_statement
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, own_notebooks, read_notebooks, rule

_TESTS = regex(r"(?:^|/)tests?/", re.IGNORECASE)


@rule(
    "NBK001",
    Severity.ERROR,
    minutes=10,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": '{\n "cells": [\n  {"cell_type": "code"},\n ]\n}\n'},
    good={"churn.ipynb": NOTEBOOK},
)
def notebook_broken(project: Project) -> Iterator[Finding]:
    """A notebook cannot be opened: it is empty, no JSON, or JSON without cells.

    Pointers of Git LFS are passed over, and so are the deliberately broken files of tests.

    **Why.** Jupyter and GitHub show an error in its place, and nothing of the work in it can be seen.

    **Fix.** Restore it from history (`git log -- FILE`), or mend the place named; save it from Jupyter afterwards.
    """
    for path in own_notebooks(project):
        notebook = project.notebook(path)
        if notebook.problem and not _TESTS.search(f"{project.prefix}{path}"):
            yield Finding(f"the notebook does not open: {notebook.problem}", path, notebook.problem_line)


_STRIPPED = (b"nbstripout", b"nb-clean", b"nbdev_clean", b"clear-output", b"ClearOutput")
_STRIPPERS = (".pre-commit-config.yaml", ".gitattributes", ".pre-commit-config.yml", "settings.ini")


@rule(
    "NBK002",
    Severity.WARNING,
    minutes=10,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": notebook_of(("import pandas as pd", None, []), ("print(len(table))", None, []))},
    good={"churn.ipynb": NOTEBOOK},
)
def unexecuted(project: Project) -> Iterator[Finding]:
    """A notebook holds code, and neither a run's count nor an output.

    A repository that strips outputs on purpose (nbstripout and the like) is not assessed, and templates are passed
    over. A notebook with outputs but without counts, as Colab saves them, counts as run.

    **Why.** A visitor reads notebooks on GitHub, where nothing runs: without outputs there are no results to see
    (pynblint, "non-executed notebook").

    **Fix.** Run all cells from the top in a fresh kernel, and save.
    """
    if any(_strips(project.whole, path) for path in _STRIPPERS):
        raise NotAssessedError("the repository strips notebook outputs on purpose")
    for path, notebook in read_notebooks(project):
        if "template" in path.lower() or any(cell.execution_count or cell.output.count for cell in notebook.cells):
            continue
        if cells := [cell for cell in notebook.code_cells if holds_statement(cell.source)]:
            noun = "cell shows" if len(cells) == 1 else "cells show"
            yield Finding(f"{len(cells)} code {noun} neither a count nor an output", path, cells[0].line)


def _strips(whole: Project, path: str) -> bool:
    return path in whole.paths and any(name in whole.content(path) for name in _STRIPPED)


@rule(
    "NBK003",
    Severity.WARNING,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": notebook_of(("table = load()", 7, []), ("print(len(table))", 4, PRINTED))},
    good={"churn.ipynb": notebook_of(("table = load()", 4, []), ("print(len(table))", 7, PRINTED))},
)
def out_of_order(project: Project) -> Iterator[Finding]:
    """The cells of a notebook were not run in the order they stand in.

    Gaps in the numbers are no fault, nor is a cell without a number.

    **Why.** What is shown may not come from the code above it. Of 863,878 public notebooks that were run again, 24% got
    through without an error and 4% gave the same results (Pimentel et al., MSR 2019).

    **Fix.** Restart the kernel, run all cells, and save.
    """
    for path, notebook in read_notebooks(project):
        counted = [cell for cell in notebook.code_cells if cell.execution_count]
        back = [(above, below) for above, below in pairwise(counted) if _count(below) <= _count(above)]
        if back:
            above, below = back[0]
            more = f"; so with {len(back) - 1} more" if len(back) > 1 else ""
            yield Finding(
                f"cell {below.number} ran as [{below.execution_count}], below cell {above.number} that ran as "
                f"[{above.execution_count}]{more}",
                path,
                below.line,
            )


def _count(cell: Cell) -> int:
    return cell.execution_count or 0
