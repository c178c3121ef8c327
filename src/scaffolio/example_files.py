"""Files that the examples of several rules share: READMEs, a table, notebooks, a workflow, a portfolio."""

from __future__ import annotations

import json

from scaffolio.parsers.scaffold import Manifest
from scaffolio.project import LargeFile

ABOUT_CHURN = (
    "# Churn\n\n"
    + "Which customers leave next month? A shop wants to write to them before they go, and to few others. " * 3
)
"""A README that states no result."""

FLATS_TITLE = "# Which flats will be let within a month?\n\n"

FLATS_OPENING = (
    FLATS_TITLE
    + "Predicts from 4,000 adverts how long a flat stays empty, so that a landlord knows when to lower the rent.\n"
)
"""The start of a README: what the project asks."""

FLATS = (
    FLATS_TITLE
    + "Predicts from 4,000 adverts how long a flat stays empty. "
    + "A landlord learns from it when to lower the rent. " * 5
)
"""A README that says what the project asks and nothing else."""

TABLE_START = "customer,tenure,churned\n1,12,0\n2,3,1\n"
TABLE = LargeFile(TABLE_START, 40_000)

KAGGLE_KEY = '{"username": "ada", "key": "4c9a71be0d52f6138e7ba95dc2046f31"}\n'

IMPORT_MODEL = "from sklearn.linear_model import LogisticRegression\n"
IMPORT_SPLIT = "from sklearn.model_selection import train_test_split\n"
READ_ROWS = (
    "import pandas as pd\n\ntable = pd.read_csv('churn.csv')\nX, y = table.drop(columns='churn'), table['churn']\n"
)
SPLIT_ROWS = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
"""Lines of a script that trains a model."""

WORKFLOW_PATH = ".github/workflows/ci.yml"
WORKFLOW_JOB = """jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
"""
WORKFLOW = f"on: [push, pull_request]\n{WORKFLOW_JOB}      - run: python -m pytest\n"

_WORDS_ABOVE = "Which customers leave? One row is a customer, a month."


def notebook_of(*code: tuple[str, int | None, list[dict[str, object]]], above: str = _WORDS_ABOVE) -> str:
    """A notebook of one Markdown cell and these code cells: source, number of the run, outputs."""
    cells: list[dict[str, object]] = [{"cell_type": "markdown", "source": above}]
    for source, count, outputs in code:
        cells.append({"cell_type": "code", "execution_count": count, "outputs": outputs, "source": source})
    listed = ",\n  ".join(json.dumps(cell) for cell in cells)
    return f'{{"metadata": {{"language_info": {{"name": "python"}}}},\n "cells": [\n  {listed}]}}\n'


PRINTED: list[dict[str, object]] = [{"name": "stdout", "output_type": "stream", "text": "7043\n"}]
NOTEBOOK = notebook_of(("import pandas as pd", 1, []), ("print(len(table))", 2, PRINTED))
"""A notebook that ran from top to bottom."""


def side_project(name: str, technique: str, data: str = "") -> dict[str, str]:
    """A project of a portfolio: it introduces itself, and says its technique and its data."""
    return {
        f"{name}/README.md": f"# {name.capitalize()}\n",
        f"{name}/train.py": "C = 1\n",
        f"{name}/.scaffolio/manifest.json": Manifest("1", technique).to_json(),
        f"{name}/data/schema.yaml": f"dataset:\n  name: {data or name}\n",
    }


THREE_PROJECTS = {
    **side_project("churn", "classification"),
    **side_project("rents", "regression"),
    **side_project("words", "nlp"),
}
