"""NBK: notebooks that open, ran, and can be read from top to bottom."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise

from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.install_cells import unpinned_packages
from scaffolio.parsers.magics import syntax_fault
from scaffolio.parsers.notebook import Cell, Notebook
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_NOT_OWN = regex(
    r"(?:^|/)(?:\.ipynb_checkpoints|node_modules|site-packages|\.virtual_documents|"
    r"test_?data|fixtures|test_notebooks)/|\{\{",
    re.IGNORECASE,
)
_TESTS = regex(r"(?:^|/)tests?/", re.IGNORECASE)


def _paths(project: Project) -> Iterator[str]:
    """The project's notebooks without copies that Jupyter keeps, what tests read, and templates that are none yet."""
    return (path for path in project.notebook_paths if not _NOT_OWN.search(f"{project.prefix}{path}"))


def _notebooks(project: Project) -> Iterator[tuple[str, Notebook]]:
    """The notebooks that could be read.

    Raises:
        NotAssessedError: none could, though there are some.
    """
    unread = ""
    any_read = False
    for path in _paths(project):
        notebook = project.notebook(path)
        if notebook.unread:
            unread = f"{path}: {notebook.unread}"
        elif notebook.problem is None:
            any_read = True
            yield path, notebook
    if unread and not any_read:
        raise NotAssessedError(unread)


_WORDS_ABOVE = "Which customers leave? One row is a customer, a month."


def _example(*code: tuple[str, int | None, list[dict[str, object]]], above: str = _WORDS_ABOVE) -> str:
    """A notebook of one Markdown cell and these code cells, for the rules' examples."""
    cells: list[dict[str, object]] = [{"cell_type": "markdown", "source": above}]
    for source, count, outputs in code:
        cells.append({"cell_type": "code", "execution_count": count, "outputs": outputs, "source": source})
    listed = ",\n  ".join(json.dumps(cell) for cell in cells)
    return f'{{"metadata": {{"language_info": {{"name": "python"}}}},\n "cells": [\n  {listed}]}}\n'


_PRINTED: list[dict[str, object]] = [{"name": "stdout", "output_type": "stream", "text": "7043\n"}]
_FAILED: list[dict[str, object]] = [
    {"output_type": "error", "ename": "KeyError", "evalue": "'tenure'", "traceback": []}
]
_RAN = _example(("import pandas as pd", 1, []), ("print(len(table))", 2, _PRINTED))


@rule(
    "NBK001",
    Severity.ERROR,
    minutes=10,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": '{\n "cells": [\n  {"cell_type": "code"},\n ]\n}\n'},
    good={"churn.ipynb": _RAN},
)
def notebook_broken(project: Project) -> Iterator[Finding]:
    """A notebook cannot be opened: it is empty, no JSON, or JSON without cells.

    Pointers of Git LFS are passed over, and so are the deliberately broken files of tests.

    **Why.** Jupyter and GitHub show an error in its place, and nothing of the work in it can be seen.

    **Fix.** Restore it from history (`git log -- FILE`), or mend the place named; save it from Jupyter afterwards.
    """
    for path in _paths(project):
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
    bad={"churn.ipynb": _example(("import pandas as pd", None, []), ("print(len(table))", None, []))},
    good={"churn.ipynb": _RAN},
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
    for path, notebook in _notebooks(project):
        if "template" in path.lower() or any(cell.execution_count or cell.output.count for cell in notebook.cells):
            continue
        if cells := [cell for cell in notebook.code_cells if _does_something(cell)]:
            noun = "cell shows" if len(cells) == 1 else "cells show"
            yield Finding(f"{len(cells)} code {noun} neither a count nor an output", path, cells[0].line)


def _strips(whole: Project, path: str) -> bool:
    return path in whole.paths and any(name in whole.content(path) for name in _STRIPPED)


def _does_something(cell: Cell) -> bool:
    return any(row.strip() and not row.lstrip().startswith("#") for row in cell.source.splitlines())


@rule(
    "NBK003",
    Severity.WARNING,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": _example(("table = load()", 7, []), ("print(len(table))", 4, _PRINTED))},
    good={"churn.ipynb": _example(("table = load()", 4, []), ("print(len(table))", 7, _PRINTED))},
)
def out_of_order(project: Project) -> Iterator[Finding]:
    """The cells of a notebook were not run in the order they stand in.

    Gaps in the numbers are no fault, nor is a cell without a number.

    **Why.** What is shown may not come from the code above it. Of 863,878 public notebooks that were run again, 24% got
    through without an error and 4% gave the same results (Pimentel et al., MSR 2019).

    **Fix.** Restart the kernel, run all cells, and save.
    """
    for path, notebook in _notebooks(project):
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
    bad={"churn.ipynb": _example(("table['tenure']", 1, _FAILED))},
    good={"churn.ipynb": _RAN},
)
def error_output(project: Project) -> Iterator[Finding]:
    """A cell of a committed notebook ended with an error, whose traceback is shown.

    Cells tagged `raises-exception`, and those whose words or the words above them speak of an error, are taken as
    demonstrations. An interrupted run is no error.

    **Why.** A traceback in the results is among the first things a reader of a notebook sees, and cells below it may
    show what an earlier version left behind (pynblint; Pimentel et al., MSR 2019).

    **Fix.** Mend or delete the cell, then run all cells in a fresh kernel and save.
    """
    for path, notebook in _notebooks(project):
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


OUTPUT_CHARACTERS = 1_000_000
"""Characters of one cell's outputs in the file, about bytes, above which they are too many."""


@rule(
    "NBK005",
    Severity.WARNING,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={
        "churn.ipynb": _example(("import pandas as pd", 1, []), ("show(table)", 2, _PRINTED)).replace(
            "7043", "9" * 1_000_001
        )
    },
    good={"churn.ipynb": _RAN},
)
def output_over_1_mb(project: Project) -> Iterator[Finding]:
    """The outputs of one cell take more than 1 MB of a notebook.

    **Why.** GitHub shows large notebooks slowly or not at all, and every run adds the whole output to the repository's
    history once more.

    **Fix.** Print less, save pictures at a lower resolution, or clear the output of the cell named.
    """
    for path, notebook in _notebooks(project):
        for cell in notebook.cells:
            if cell.output.size > OUTPUT_CHARACTERS:
                what = "picture" if cell.output.images == cell.output.count == 1 else "output"
                size = cell.output.size / 1e6
                yield Finding(f"cell {cell.number} holds {size:.1f} MB of {what}", path, cell.line)


_NARRATED = 5
_WORDS = 20
_COUNTED = 2_000
_WORD = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]{2,}")


@rule(
    "NBK006",
    Severity.ADVICE,
    minutes=20,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": _example(*[("table = step(table)", 1, [])] * 5, above="# Churn")},
    good={"churn.ipynb": _RAN},
)
def no_narrative(project: Project) -> Iterator[Finding]:
    """A notebook is code from top to bottom, with next to no words between.

    Spoken of from five code cells on, where fewer than 20 words stand in all other cells together; comments that make
    up for it count.

    **Why.** A notebook is a document: what was asked and what was seen belongs beside the code (pynblint; Rule et al.,
    "Ten simple rules for writing and sharing computational analyses in Jupyter Notebooks", 2019).

    **Fix.** Say above each step what it answers, and below each output what you saw in it.
    """
    for path, notebook in _notebooks(project):
        said = _words_said(notebook)
        cells = [cell for cell in notebook.code_cells if _does_something(cell)] if said < _WORDS else []
        if len(cells) >= _NARRATED and not _commented(cells):
            words = "word" if said == 1 else "words"
            yield Finding(f"{len(cells)} code cells, and {said} {words} of text", path, cells[0].line)


def _words_said(notebook: Notebook) -> int:
    """Words in cells that hold no code; counting stops where there are enough."""
    said = 0
    for cell in notebook.cells:
        if cell.kind != "code" and (said := said + len(_WORD.findall(cell.source[:_COUNTED]))) >= _WORDS:
            break
    return said


def _commented(cells: list[Cell]) -> bool:
    """Whether comments tell as much as text cells would: six words a cell and more."""
    comments = (row for cell in cells for row in cell.source.splitlines() if row.lstrip().startswith("#"))
    return sum(len(_WORD.findall(row)) for row in comments) >= 6 * len(cells)


_UNNAMED = regex(
    r"(?P<untitled>untitled ?(?:\(?\d+\)?)?)|(?:copy|copia|kopie|copie)[ _](?:of|de|von)[ _].*|.*-copy\d*|"
    r".* (?:- )?copy(?: ?\(?\d+\)?)?|(?P<numbered>.*?) ?\(\d+\)",
    re.IGNORECASE | re.DOTALL,
)


@rule(
    "NBK007",
    Severity.WARNING,
    minutes=2,
    scope=Scope.ANYWHERE,
    bad={"Untitled3.ipynb": _RAN},
    good={"tenure_by_contract.ipynb": _RAN},
)
def untitled_or_copy(project: Project) -> Iterator[Finding]:
    """A notebook bears the name that Jupyter or Colab gave it: Untitled, or Copy of another.

    **Why.** A list of files is read before any of them is opened; of public notebooks 1.8% are still called Untitled
    (jupyter/notebook-research), and a copy leaves open which of the two counts (pynblint).

    **Fix.** Name it after what it answers, or delete it.
    """
    for path in _paths(project):
        folder, _, name = path.rpartition("/")
        match = _UNNAMED.fullmatch(name.removesuffix(".ipynb"))
        if match is None:
            continue
        if match["numbered"] is not None and f"{folder}/{match['numbered']}.ipynb".lstrip("/") not in project.paths:
            continue
        what = "has no name of its own" if match["untitled"] else "is called a copy"
        yield Finding(f"the notebook {what}", path, None, name)


LONG_CODE = 500
"""Lines of code, blank ones left out, above which a notebook is long: 96 of 100 public ones have fewer."""


@rule(
    "NBK008",
    Severity.ADVICE,
    minutes=60,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": _example(("step = 1\n" * 501, 1, []))},
    good={"churn.ipynb": _RAN},
)
def very_long(project: Project) -> Iterator[Finding]:
    """A notebook holds more than 500 lines of code.

    **Why.** Nobody reads it to the end, and code that only a notebook holds can be neither tested nor imported
    (pynblint; Google's Rules of ML on keeping code testable).

    **Fix.** Move functions to a module that the notebook imports, or split it by question.
    """
    for path, notebook in _notebooks(project):
        lines = sum(bool(row.strip()) for cell in notebook.code_cells for row in cell.source.splitlines())
        if lines > LONG_CODE:
            yield Finding(f"{lines:,} lines of code in {len(notebook.code_cells)} cells", path)


_TO_FILL = regex(r"YOUR CODE|FILL|TODO|<[A-Za-z_ ]+>|\.\.\.\.|___|\bXXX", re.IGNORECASE)
_PARSED = 400_000
"""Characters of unexecuted code of one project that are parsed."""


@rule(
    "NBK009",
    Severity.ERROR,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": _example(("%matplotlib inline\nprint(len(table)", None, []))},
    good={"churn.ipynb": _example(("%matplotlib inline\n!ls data\nprint(len(table))", None, []))},
)
def cell_syntax_error(project: Project) -> Iterator[Finding]:
    """A cell is no valid Python, magics and shell commands left aside.

    Cells that ran without an error are taken as valid. Notebooks in other languages, in Python 2 or in a newer Python
    than the one this program runs on are passed over, and so are exercises with gaps to fill.

    **Why.** Run all cells stops there: nothing below it can be reproduced (pynblint).

    **Fix.** Mend the line named, then run all cells in a fresh kernel.
    """
    room = _PARSED
    for path, notebook in _notebooks(project):
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


_OTHER_CODE = (".py", ".r", ".rmd", ".qmd", ".jl", ".scala", ".java", ".cpp", ".c", ".rs", ".go", ".js", ".ts", ".m")
_SETUP = frozenset({"setup.py", "conf.py", "noxfile.py"})
_MUCH_CODE = 50


@rule(
    "NBK010",
    Severity.ADVICE,
    minutes=45,
    bad={"README.md": "# Churn\n", "churn.ipynb": _example(("\n".join(f"step_{i} = {i}" for i in range(60)), 1, []))},
    good={"README.md": "# Churn\n", "churn.ipynb": _RAN, "features.py": "def tenure(table):\n    return table\n"},
)
def notebook_only(project: Project) -> Iterator[Finding]:
    """All code lies in notebooks: there is nothing that could be imported, tested or run from a command.

    Spoken of from 50 lines of code on.

    **Why.** Hiring managers and course teams read a model that lives in a notebook alone as homework
    (r/datascience gf9hrs; DataTalks.Club, "Machine learning portfolio projects").

    **Fix.** Move the steps that others would call (load, prepare, train, evaluate) to a module, and import it.
    """
    if any(_is_module(path) for path in project.files.paths):
        return
    read = list(_notebooks(project))
    lines = sum(bool(row.strip()) for _, notebook in read for row in notebook.code.splitlines())
    if lines >= _MUCH_CODE:
        noun = "notebook holds" if len(read) == 1 else "notebooks hold"
        yield Finding(f"{len(read)} {noun} all {lines:,} lines of code", read[0][0])


def _is_module(path: str) -> bool:
    return path.lower().endswith(_OTHER_CODE) and path.rpartition("/")[2] not in _SETUP


@rule(
    "NBK011",
    Severity.ADVICE,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": _example(("!pip install lightgbm", 1, []))},
    good={"churn.ipynb": _example(("!pip install lightgbm==4.6.0", 1, []))},
)
def install_cell_unpinned(project: Project) -> Iterator[Finding]:
    """A cell installs packages without saying which versions.

    **Why.** It fetches whatever is newest on the day it runs. Missing and changed modules are among the main reasons
    why popular notebooks do not run again (arXiv 2502.04184).

    **Fix.** Pin what the cell installs (`!pip install lightgbm==4.6.0`), or install from a pinned requirements file.
    """
    for path, notebook in _notebooks(project):
        for cell in notebook.code_cells:
            found = list(unpinned_packages(cell.source))
            if found:
                names = ", ".join(dict.fromkeys(name for _, name in found))
                yield Finding(f"cell {cell.number} installs {names} in any version", path, cell.line_of(found[0][0]))
                break
