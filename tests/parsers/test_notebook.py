"""Notebooks of both formats, of several languages, and broken in many ways."""

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.parsers.notebook import CellError
from scaffolio.parsers.notebook_reader import KEPT_LIMIT, OUTPUT_LIMIT, read_notebook
from scaffolio.project import MemoryFiles, Project


def code(source="1", outputs=(), count=1, **other):
    return {
        "cell_type": "code",
        "execution_count": count,
        "metadata": {},
        "outputs": list(outputs),
        "source": source,
        **other,
    }


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def shown(**data):
    return {"output_type": "display_data", "metadata": {}, "data": data}


PYTHON = {"kernelspec": {"name": "python3", "language": "python"}, "language_info": {"name": "python"}}


def written(*cells, metadata=None, indent=1):
    tree = {"cells": list(cells), "metadata": PYTHON if metadata is None else metadata, "nbformat": 4}
    return json.dumps(tree, indent=indent).encode()


def read(*cells, **options):
    return read_notebook(written(*cells, **options))


def test_a_code_cell():
    (cell,) = read(code(["a = 1\n", "a"], [stream(["one\n", "two\n"])], 7)).cells
    assert (cell.number, cell.kind, cell.source, cell.execution_count) == (1, "code", "a = 1\na", 7)
    assert cell.output.texts == ("one\ntwo\n",)


def test_source_as_one_text_and_as_lines_are_the_same():
    assert read(code("a\nb")).cells[0].source == read(code(["a\n", "b"])).cells[0].source


def test_tags():
    assert read(code(metadata={"tags": ["raises-exception", 3]})).cells[0].tags == {"raises-exception"}


def test_an_error_without_its_traceback():
    error = {"output_type": "error", "ename": "ValueError", "evalue": "no\nsuch", "traceback": ["x" * 1000]}
    cell = read(code("f()", [error])).cells[0]
    assert cell.output.errors == (CellError("ValueError", "no\nsuch"),)
    assert cell.output.texts == ()


def test_pictures_are_counted_and_dropped():
    notebook = read(code("plot()", [shown(**{"image/png": "A" * 100_000, "text/plain": ["<Figure>"]}), shown(x=[1])]))
    output = notebook.cells[0].output
    assert (output.count, output.images, output.texts) == (2, 1, ("<Figure>",))
    assert 100_000 < output.size < 101_000
    assert notebook.kept < 100


def test_long_output_is_cut():
    cell = read(code("log()", [stream(["x" * 99 + "\n"] * 1000)])).cells[0]
    assert len(cell.output.texts[0]) == OUTPUT_LIMIT
    assert cell.output.size > 100_000


def test_a_cell_without_output_has_size_0():
    assert read(code("a = 1")).cells[0].output.size == 0


@pytest.mark.parametrize("indent", [1, 2, 4])
def test_lines_of_cells_and_of_their_source(indent):
    content = written(code(["a\n", "b"], [stream('"source": [\n')]), code(["first\n"]), indent=indent)
    lines = content.decode().split("\n")
    for cell in read_notebook(content).cells:
        assert lines[cell.line - 1].strip() == "{"
        assert cell.source.split("\n")[0] in lines[cell.source_line - 1]


def test_a_file_of_one_line_has_all_cells_on_it():
    assert {(cell.line, cell.source_line) for cell in read(code("a"), code("b"), indent=None).cells} == {(1, 1)}


def test_format_3():
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Data"},
        {
            "cell_type": "code",
            "language": "python",
            "input": ["print(1)"],
            "prompt_number": 4,
            "outputs": [
                {"output_type": "stream", "stream": "stdout", "text": ["1\n"]},
                {"output_type": "pyout", "text": ["2"], "png": "AAAA"},
                {"output_type": "pyerr", "ename": "NameError", "evalue": "x"},
            ],
        },
    ]
    tree = {"metadata": {"name": ""}, "nbformat": 3, "worksheets": [{"cells": cells, "metadata": {}}, 3]}
    heading, cell = read_notebook(json.dumps(tree).encode()).cells
    assert (heading.kind, heading.source) == ("markdown", "# Data")
    assert (cell.source, cell.execution_count, cell.output.texts) == ("print(1)", 4, ("1\n", "2"))
    assert (cell.output.errors[0].name, cell.output.images) == ("NameError", 1)


@pytest.mark.parametrize(
    ("metadata", "language", "is_python"),
    [
        (PYTHON, "python", True),
        ({"kernelspec": {"name": "python3"}}, "python", True),
        ({"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": "R"}}, "r", False),
        ({"kernelspec": {"name": "julia-1.9", "language": "julia"}}, "julia", False),
        (
            {"kernelspec": {"name": "SageMath", "language": "sage"}, "language_info": {"name": "python"}},
            "python",
            False,
        ),
        ({"language_info": {"name": 3}}, None, False),
        ({}, None, False),
        ([], None, False),
    ],
)
def test_languages(metadata, language, is_python):
    notebook = read(code(), metadata=metadata)
    assert (notebook.language, notebook.is_python) == (language, is_python)


@pytest.mark.parametrize(
    ("metadata", "version"),
    [
        ({"language_info": {"name": "python", "version": "2.7.12"}}, (2, 7)),
        ({"kernelspec": {"name": "python2"}}, (2,)),
        (PYTHON, ()),
    ],
)
def test_versions(metadata, version):
    assert read(code(), metadata=metadata).version == version


def test_colab_leaves_a_mark():
    assert read(code(), metadata={"colab": {"name": "a.ipynb"}}).colab
    assert not read(code()).colab


def test_code_leaves_out_words_and_empty_cells():
    words = {"cell_type": "markdown", "source": "# Title"}
    assert read(code("a"), words, code(" \n"), code("%matplotlib inline\nb")).code == b"a\n%matplotlib inline\nb"


def test_half_a_character_can_be_written_again():
    notebook = read_notebook(b'{"cells": [{"cell_type": "code", "source": "\\ud83d = 1"}]}')
    assert notebook.code.decode()


@pytest.mark.parametrize(
    ("content", "problem", "line"),
    [
        (b"", "it is empty", None),
        (b" \n", "it is empty", None),
        (b"{\n<<<<<<< HEAD\n}", "it is not JSON: expecting a name in double quotes", 2),
        (b'{"cells": [\n{"a": 1}\n{}]}', "it is not JSON: expecting ',' or ']'", 3),
        (b'{"cells": [', "it is not JSON: expecting value", 1),
        (b'{"cells": []} x', "it is not JSON: extra data", 1),
        (b'{"cells": [],}', "it is not JSON: expecting a name in double quotes", 1),
        (b"[1]", "it is not JSON: expecting '{'", 1),
        (b'{"cells": 3}', "it is JSON without cells, not a notebook", None),
        (b"{}", "it is JSON without cells, not a notebook", None),
        ('{"cells": ["\n\u00e9"]}'.encode("latin-1"), "it is not UTF-8", 2),
        ('{"cells": []}'.encode("utf-16"), "it is not UTF-8", 1),
        (b'{"cells": ' + b"[" * 100_000, "it is nested too deeply", None),
        (b'{"cells": [{"execution_count": ' + b"1" * 5000 + b"}]}", "it holds a number that is too long", None),
    ],
)
def test_a_broken_notebook_says_why(content, problem, line):
    notebook = read_notebook(content)
    assert (notebook.problem, notebook.problem_line, notebook.cells) == (problem, line, ())


@pytest.mark.parametrize(
    "cell",
    [
        None,
        3,
        {"cell_type": 3, "source": 4},
        {"source": [1, 2]},
        {"cell_type": "code", "outputs": [3, {}, {"data": 3}, {"output_type": "error", "ename": []}]},
        {"cell_type": "code", "metadata": 3, "execution_count": "1", "outputs": {}},
    ],
)
def test_odd_cells_are_read_as_far_as_they_go(cell):
    notebook = read(cell, code("kept"))
    assert notebook.problem is None
    assert notebook.cells[-1].source == "kept"


def test_a_pointer_is_unread_and_no_fault():
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n"
    notebook = read_notebook(pointer)
    assert (notebook.problem, notebook.cells) == (None, ())
    assert notebook.unread


def test_a_byte_order_mark_is_passed_over():
    assert read_notebook(b"\xef\xbb\xbf" + written(code())).cells


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(content):
    read_notebook(content)
    read_notebook(b'{"cells": [' + content + b"]}")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["source", "outputs", "data", "text"]), inner),
    max_leaves=8,
)


@given(st.lists(_JSON, max_size=3), st.booleans())
def test_any_cells_can_be_read(cells, indented):
    notebook = read_notebook(json.dumps({"cells": cells}, indent=1 if indented else None).encode())
    assert len(notebook.cells) == sum(isinstance(cell, dict) for cell in cells)


def test_a_notebook_of_very_many_lines_is_read_in_bounded_memory():
    lines = ["epoch 1 loss 0.5\n"] * 300_000
    content = json.dumps({"cells": [code("fit()", [stream(lines)])]}).encode()
    del lines
    tracemalloc.start()
    notebook = read_notebook(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(notebook.cells[0].output.texts[0]) == OUTPUT_LIMIT
    assert peak < 10 * len(content)


def test_a_flood_of_values_is_refused_before_it_takes_memory():
    content = b'{"cells": [' + b"{}," * 6_000_000 + b"{}]}"
    tracemalloc.start()
    notebook = read_notebook(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert notebook.unread
    assert peak < 1_000_000


def test_a_notebook_keeps_no_more_text_than_allowed():
    cells = [code("x" * 1000, [stream("y" * 30_000)]) for _ in range(100)]
    notebook = read(*cells)
    assert notebook.kept == KEPT_LIMIT
    assert not notebook.whole
    assert len(notebook.cells) == 100
    assert read(*cells[:3]).whole


def test_a_project_reads_a_notebook_once():
    class Counted(MemoryFiles):
        reads = 0

        def read(self, path, limit):
            self.reads += 1
            return super().read(path, limit)

    files = Counted({"a.ipynb": written(code("import numpy", [stream("Accuracy: 0.9")]))})
    project = Project(files)
    assert project.notebook("a.ipynb") is project.notebook("a.ipynb")
    assert project.metrics
    assert project.imported_packages == {"numpy"}
    assert project.code_mentions("numpy")
    assert files.reads == 1


def test_a_notebook_that_is_not_here_is_unread():
    class Elsewhere(MemoryFiles):
        def read(self, _path, _limit):
            return b""

    assert Project(Elsewhere({"a.ipynb": "{}"})).notebook("a.ipynb").unread


def test_the_whole_keeps_what_a_part_has_read():
    whole = Project(MemoryFiles({"churn/a.ipynb": written(code("a"))}))
    assert whole.part("churn").notebook("a.ipynb") is whole.notebook("churn/a.ipynb")
