"""NBK, on the form: whether a notebook can be read, and is the right place for what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.example_files import NOTEBOOK, PRINTED, notebook_of
from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.document import SIGN, may_hold_signs
from scaffolio.parsers.notebook import Cell, Notebook
from scaffolio.parsers.syntax import holds_statement
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import own_notebooks, read_notebooks, rule

OUTPUT_CHARACTERS = 1_000_000
"""Characters of one cell's outputs in the file, about bytes, above which they are too many."""


@rule(
    "NBK005",
    Severity.WARNING,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={
        "churn.ipynb": notebook_of(("import pandas as pd", 1, []), ("show(table)", 2, PRINTED)).replace(
            "7043", "9" * 1_000_001
        )
    },
    good={"churn.ipynb": NOTEBOOK},
)
def output_over_1_mb(project: Project) -> Iterator[Finding]:
    """The outputs of one cell take more than 1 MB of a notebook.

    **Why.** GitHub shows large notebooks slowly or not at all, and every run adds the whole output to the repository's
    history once more.

    **Fix.** Print less, save pictures at a lower resolution, or clear the output of the cell named.
    """
    for path, notebook in read_notebooks(project):
        for cell in notebook.cells:
            if cell.output.size > OUTPUT_CHARACTERS:
                what = "picture" if cell.output.images == cell.output.count == 1 else "output"
                size = cell.output.size / 1e6
                yield Finding(f"cell {cell.number} holds {size:.1f} MB of {what}", path, cell.line)


_NARRATED = 5
_WORDS = 20
_COUNTED = 2_000
_WORD = regex(r"[^\W\d_]{2,}")
_WORD_OR_SIGN = regex(rf"{SIGN}|{_WORD.pattern}")


@rule(
    "NBK006",
    Severity.ADVICE,
    minutes=20,
    scope=Scope.ANYWHERE,
    bad={"churn.ipynb": notebook_of(*[("table = step(table)", 1, [])] * 5, above="# Churn")},
    good={"churn.ipynb": NOTEBOOK},
)
def no_narrative(project: Project) -> Iterator[Finding]:
    """A notebook is code from top to bottom, with next to no words between.

    Spoken of from five code cells on, where fewer than 20 words stand in all other cells together; comments that make
    up for it count.

    **Why.** A notebook is a document: what was asked and what was seen belongs beside the code (pynblint; Rule et al.,
    "Ten simple rules for writing and sharing computational analyses in Jupyter Notebooks", 2019).

    **Fix.** Say above each step what it answers, and below each output what you saw in it.
    """
    for path, notebook in read_notebooks(project):
        said = _words_said(notebook)
        cells = [cell for cell in notebook.code_cells if holds_statement(cell.source)] if said < _WORDS else []
        if len(cells) >= _NARRATED and not _commented(cells):
            words = "word" if said == 1 else "words"
            yield Finding(f"{len(cells)} code cells, and {said} {words} of text", path, cells[0].line)


def _words_said(notebook: Notebook) -> int:
    """Words in cells that hold no code; counting stops where there are enough."""
    said = 0
    for cell in notebook.cells:
        if cell.kind != "code" and (said := said + _count(cell.source[:_COUNTED])) >= _WORDS:
            break
    return said


def _count(text: str) -> int:
    return len((_WORD_OR_SIGN if may_hold_signs(text) else _WORD).findall(text))


def _commented(cells: list[Cell]) -> bool:
    """Whether comments tell as much as text cells would: six words a cell and more."""
    comments = (row for cell in cells for row in cell.source.splitlines() if row.lstrip().startswith("#"))
    return sum(map(_count, comments)) >= 6 * len(cells)


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
    bad={"Untitled3.ipynb": NOTEBOOK},
    good={"tenure_by_contract.ipynb": NOTEBOOK},
)
def untitled_or_copy(project: Project) -> Iterator[Finding]:
    """A notebook bears the name that Jupyter or Colab gave it: Untitled, or Copy of another.

    **Why.** A list of files is read before any of them is opened; of public notebooks 1.8% are still called Untitled
    (jupyter/notebook-research), and a copy leaves open which of the two counts (pynblint).

    **Fix.** Name it after what it answers, or delete it.
    """
    for path in own_notebooks(project):
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
    bad={"churn.ipynb": notebook_of(("step = 1\n" * 501, 1, []))},
    good={"churn.ipynb": NOTEBOOK},
)
def very_long(project: Project) -> Iterator[Finding]:
    """A notebook holds more than 500 lines of code.

    **Why.** Nobody reads it to the end, and code that only a notebook holds can be neither tested nor imported
    (pynblint; Google's Rules of ML on keeping code testable).

    **Fix.** Move functions to a module that the notebook imports, or split it by question.
    """
    for path, notebook in read_notebooks(project):
        lines = sum(bool(row.strip()) for cell in notebook.code_cells for row in cell.source.splitlines())
        if lines > LONG_CODE:
            yield Finding(f"{lines:,} lines of code in {len(notebook.code_cells)} cells", path)


_OTHER_CODE = (".py", ".r", ".rmd", ".qmd", ".jl", ".scala", ".java", ".cpp", ".c", ".rs", ".go", ".js", ".ts", ".m")
_SETUP = frozenset({"setup.py", "conf.py", "noxfile.py"})
_MUCH_CODE = 50


@rule(
    "NBK010",
    Severity.ADVICE,
    minutes=45,
    bad={
        "README.md": "# Churn\n",
        "churn.ipynb": notebook_of(("\n".join(f"step_{i} = {i}" for i in range(60)), 1, [])),
    },
    good={"README.md": "# Churn\n", "churn.ipynb": NOTEBOOK, "features.py": "def tenure(table):\n    return table\n"},
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
    read = list(read_notebooks(project))
    lines = sum(bool(row.strip()) for _, notebook in read for row in notebook.code.splitlines())
    if lines >= _MUCH_CODE:
        noun = "notebook holds" if len(read) == 1 else "notebooks hold"
        yield Finding(f"{len(read)} {noun} all {lines:,} lines of code", read[0][0])


def _is_module(path: str) -> bool:
    return path.lower().endswith(_OTHER_CODE) and path.rpartition("/")[2] not in _SETUP
