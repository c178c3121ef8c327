"""A notebook says the same with its pictures taken out of its bytes, but for the pictures."""

import json

import pytest

from scaffolio.parsers.notebook_pictures import without_pictures
from scaffolio.parsers.notebook_reader import read_notebook

PICTURE = "iVBORw0KGgo" * 1000


def code(*outputs):
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": list(outputs), "source": "plot()"}


def shown(**data):
    return {"output_type": "display_data", "metadata": {}, "data": data}


FORMAT_4 = {
    "cells": [
        code(shown(**{"image/png": f"{PICTURE}\n", "text/plain": ["<Figure>"]}), shown(**{"image/jpeg": PICTURE})),
        {"cell_type": "markdown", "attachments": {"a.png": {"image/png": PICTURE}}, "metadata": {}, "source": "# See"},
        code(shown(**{"image/png": "short"}), shown(**{"image/png": [PICTURE]}), shown(**{"text/html": PICTURE})),
    ],
    "metadata": {},
    "nbformat": 4,
}
FORMAT_3 = {
    "worksheets": [{"cells": [{**code({"output_type": "display_data", "png": PICTURE, "text": ["<Figure>"]})}]}],
    "metadata": {},
    "nbformat": 3,
}


@pytest.mark.parametrize("indent", [1, None])
@pytest.mark.parametrize("notebook", [FORMAT_4, FORMAT_3])
def test_cells_their_lines_and_how_much_they_hold_stay(notebook, indent):
    content = json.dumps(notebook, indent=indent).encode()
    less = without_pictures(content)
    assert len(less) < len(content) - len(PICTURE) // 2
    assert read_notebook(less) == read_notebook(content)


@pytest.mark.parametrize(
    "content",
    [
        b'{"image/png": "' + b"A" * 5000,
        b'{"image/png": "' + b"A" * 5000 + b'\\"B"}',
        b'{"image/png": "' + b"A" * 2000 + b"\n<<<<<<< HEAD\n" + b"A" * 2000 + b'"}',
        b'{"image/png": "12 characters"}',
        b"",
    ],
    ids=["cut off", "a quote in it", "two lines", "short", "empty"],
)
def test_what_may_be_no_picture_stays(content):
    assert without_pictures(content) == content


def test_what_only_looks_like_a_note_counts_nothing():
    cell = read_notebook(json.dumps({"cells": [code(shown(**{"image/png": "many characters"}))]}).encode()).cells[0]
    assert cell.output.size < 300
