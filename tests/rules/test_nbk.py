"""NBK: notebooks that a hasty judge would wrongly complain about."""

import json
import time

import pytest

PYTHON = {"kernelspec": {"name": "python3", "language": "python"}, "language_info": {"name": "python"}}
WORDS = {"cell_type": "markdown", "metadata": {}, "source": "Who leaves next month, and why?"}
PRINTED = {"output_type": "stream", "name": "stdout", "text": ["7043\n"]}
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n"


def code(source, count=1, *outputs, **other):
    cell = {"cell_type": "code", "execution_count": count, "metadata": {}, "outputs": list(outputs), "source": source}
    return cell | other


def failed(name="KeyError", message="'tenure'"):
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": ["x" * 100]}


def notebook(*cells, metadata=None):
    tree = {"cells": list(cells), "metadata": PYTHON if metadata is None else metadata, "nbformat": 4}
    return json.dumps(tree, indent=1)


def only(*cells, **options):
    return {"churn.ipynb": notebook(*cells, **options)}


@pytest.mark.parametrize("content", ["", "{", "<!DOCTYPE html>", "[]", '{"nbformat": 4}', b"\xff\xfe{"])
def test_a_file_that_is_no_notebook(findings, content):
    (found,) = findings("NBK001", {"churn.ipynb": content})
    assert "does not open" in found.message


@pytest.mark.parametrize(
    "path",
    [
        "tests/broken.ipynb",
        "src/test_data/broken.ipynb",
        ".ipynb_checkpoints/churn-checkpoint.ipynb",
        "{{ cookiecutter.name }}/notebook.ipynb",
    ],
)
def test_some_broken_files_are_meant_to_be(findings, path):
    assert not findings("NBK001", {path: "{"})


def test_a_pointer_is_not_broken(findings):
    assert not findings("NBK001", {"churn.ipynb": POINTER})


def test_the_line_of_a_broken_notebook_is_told(findings):
    (found,) = findings("NBK001", {"churn.ipynb": '{\n "cells": [\n  {},\n ]\n}'})
    assert found.line == 4


@pytest.mark.parametrize(
    "cells",
    [
        [code("load()", None, PRINTED), code("fit()", None)],
        [code("load()", 1), code("fit()", None)],
        [WORDS],
        [WORDS, code("", None), code("# nothing to run yet", None)],
        [],
    ],
    ids=["Colab: outputs without counts", "counts without outputs", "no code", "comments only", "no cell"],
)
def test_what_was_run_or_cannot_be_is_not_unexecuted(findings, cells):
    assert not findings("NBK002", only(*cells))


def test_every_unexecuted_notebook_is_told_once(findings):
    tree = {f"{name}.ipynb": notebook(code("load()", None), code("fit()", None)) for name in "ab"}
    assert [found.path for found in findings("NBK002", tree)] == ["a.ipynb", "b.ipynb"]


def test_an_unexecuted_notebook_in_another_language_is_one_too(findings):
    assert findings("NBK002", only(code("fit <- lm(y ~ x)", None), metadata={"language_info": {"name": "R"}}))


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (".pre-commit-config.yaml", "repos:\n- repo: https://github.com/kynan/nbstripout\n"),
        (".gitattributes", "*.ipynb filter=nbstripout\n"),
    ],
)
def test_outputs_stripped_on_purpose_are_not_missed(verdict_of, path, content):
    verdict = verdict_of("NBK002", {**only(code("fit()", None)), path: content})
    assert "on purpose" in verdict.not_assessed


@pytest.mark.parametrize("counts", [[1, 2, 3], [1, 5, 9], [1, None, 2], [None, None]])
def test_counts_in_order(findings, counts):
    assert not findings("NBK003", only(*(code("f()", count) for count in counts)))


@pytest.mark.parametrize(("counts", "more"), [([2, 1], ""), ([1, 1], ""), ([3, 2, 1], "1 more"), ([5, None, 4], "")])
def test_counts_out_of_order(findings, counts, more):
    (found,) = findings("NBK003", only(*(code("f()", count) for count in counts)))
    assert more in found.message


def test_an_empty_cell_is_out_of_no_order(findings):
    assert not findings("NBK003", only(code("f()", 1), code("", 9), code("g()", 2)))


@pytest.mark.parametrize(
    "cells",
    [
        [code("f()", 1, failed(), metadata={"tags": ["raises-exception"]})],
        [{**WORDS, "source": "Indexing by name fails here:"}, code("f()", 1, failed())],
        [code("f()  # raises KeyError", 1, failed())],
        [code("f()", 1, failed()), {**WORDS, "source": "This error is expected."}],
        [code("fit()", 1, failed("KeyboardInterrupt", ""))],
        [code("record()", 1, failed("", ""))],
        [code("# YOUR CODE HERE\nraise NotImplementedError", 1, failed("NotImplementedError", ""))],
        [code("try_it()", 1, {"output_type": "stream", "name": "stderr", "text": "Warning: Error"})],
    ],
    ids=["tag", "words above", "comment", "words below", "interrupted", "stopped", "exercise", "warning"],
)
def test_an_error_that_is_meant_is_none(findings, cells):
    assert not findings("NBK004", only(*cells))


def test_errors_of_one_notebook_are_one_finding(findings):
    (found,) = findings("NBK004", only(code("f()", 1, failed()), code("g()", 2, failed())))
    assert (found.message, found.evidence) == ("cell 1 ends with KeyError; so do 1 more", "KeyError: 'tenure'")


def test_many_small_pictures_are_not_one_large_output(findings):
    picture = {"output_type": "display_data", "data": {"image/png": "A" * 300_000}}
    assert not findings("NBK005", only(*(code("plot()", count, picture) for count in range(1, 6))))


def test_a_large_picture_is_told_with_its_size(findings):
    picture = {"output_type": "display_data", "data": {"image/png": "A" * 2_000_000}}
    (found,) = findings("NBK005", only(WORDS, code("plot()", 1, picture)))
    assert found.message == "cell 2 holds 2.0 MB of picture"


@pytest.mark.parametrize(
    "cells",
    [
        [code("f()")] * 4,
        [WORDS] * 5 + [code("f()")] * 9,
        [code("# the table as the agency publishes it\nf()")] * 9,
        [{**WORDS, "source": "预测下个月哪些客户会流失并说明他们为什么离开公司"}] + [code("f()")] * 9,
    ],
    ids=["short", "words", "comments", "Chinese"],
)
def test_narrative_in_any_form(findings, cells):
    assert not findings("NBK006", only(*cells))


@pytest.mark.parametrize(
    "name",
    [
        "Untitled.ipynb",
        "Untitled12.ipynb",
        "churn-Copy1.ipynb",
        "Copy of churn.ipynb",
        "Copy_of_churn.ipynb",
        "Kopie von churn.ipynb",
        "churn copy.ipynb",
        "work/untitled1.ipynb",
    ],
)
def test_names_that_programs_give(findings, name):
    assert findings("NBK007", {name: notebook(WORDS)})


@pytest.mark.parametrize(
    "name",
    [
        "copyright.ipynb",
        "untitled_works.ipynb",
        "photocopy.ipynb",
        "Bengio et al. (2003).ipynb",
        "(1).ipynb",
        "a.ipynb",
    ],
)
def test_names_that_people_give(findings, name):
    assert not findings("NBK007", {name: notebook(WORDS)})


def test_a_number_in_brackets_is_a_copy_beside_the_original(findings):
    tree = {"churn.ipynb": notebook(WORDS), "churn (1).ipynb": notebook(WORDS)}
    assert [found.path for found in findings("NBK007", tree)] == ["churn (1).ipynb"]


BROKEN = "print(len(table)"


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nx = 1",
        "!pip install a \\\n    b\nx = 1",
        "files = !ls data\nx = 1",
        "t = %timeit -o f()",
        "%%time\nx = 1",
        "%%bash\nif [ -f a ]; then echo 1; fi",
        "%%R\nx <- 1",
        "%%writefile a.py\nprint(len(",
        "%sql\nSELECT * FROM t",
        "pd.read_csv?",
        "?print",
        "pip install pandas",
        "    x = 1\n    y = 2",
        ">>> x = 1\n>>> x",
        "await fetch()",
        "if colab:\n    !pip install a\nelse:\n    x = 1",
        "# TODO\nx = <YOUR CODE>",
    ],
)
def test_what_ipython_takes_is_no_fault(findings, source):
    assert not findings("NBK009", only(code(source, None)))


@pytest.mark.parametrize(
    "metadata",
    [
        {"language_info": {"name": "R"}},
        {"kernelspec": {"name": "julia-1.9", "language": "julia"}},
        {"language_info": {"name": "python", "version": "2.7.12"}},
        {"language_info": {"name": "python", "version": "3.99.0"}},
        {},
    ],
    ids=["R", "Julia", "Python 2", "a Python to come", "unsaid"],
)
def test_other_languages_are_not_judged_as_python(findings, metadata):
    assert not findings("NBK009", only(code(BROKEN, None), metadata=metadata))


def test_python_2_is_recognised_without_a_version(findings):
    assert not findings("NBK009", only(code('print "yes"', None)))


def test_a_cell_that_ran_is_python(findings):
    assert not findings("NBK009", only(code(BROKEN, 3)))
    assert findings("NBK009", only(code(BROKEN, 3, failed("SyntaxError", "never closed"))))


def test_the_line_of_a_syntax_error_in_the_file(findings):
    content = notebook(WORDS, code(["x = 1\n", BROKEN], None))
    (found,) = findings("NBK009", {"churn.ipynb": content})
    assert BROKEN in content.split("\n")[found.line - 1]


LONG = "\n".join(f"step_{number} = {number}" for number in range(60))


@pytest.mark.parametrize("path", ["train.py", "analysis.R", "src/model.jl"])
def test_code_beside_notebooks(findings, path):
    assert not findings("NBK010", {**only(code(LONG)), path: "f(1)\n"})


def test_setup_alone_is_no_code(findings):
    assert findings("NBK010", {**only(code(LONG)), "setup.py": "setup()\n"})


@pytest.mark.parametrize(
    "source",
    [
        "!pip install pandas==2.2",
        "%pip install -r requirements.txt",
        "!pip install -e .",
        "!pip install 'numpy>=1.2,<2'",
        "!pip install --upgrade pip",
        "# !pip install pandas",
        "!pip install -f https://host/wheels torch==2.1",
        "!pip install git+https://host/a/b@v1.0",
        "print('pip install pandas')",
        "!pip install -q https://host/a-1.0-py3-none-any.whl > /dev/null",
    ],
)
def test_installs_that_say_which(findings, source):
    assert not findings("NBK011", only(code(source)))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("!pip install pandas numpy==1.2", "pandas"),
        ("%pip install -q pandas seaborn > /dev/null", "pandas, seaborn"),
        ("!conda install -c conda-forge lightgbm -y", "lightgbm"),
        ("import os\n!python -m pip install kagglehub[pandas] # data", "kagglehub[pandas]"),
        ("!{sys.executable} -m pip install pandas", "pandas"),
    ],
)
def test_installs_that_do_not(findings, source, names):
    (found,) = findings("NBK011", only(code(source)))
    assert found.message == f"cell 1 installs {names} in any version"


@pytest.mark.parametrize("code_", ["NBK002", "NBK003", "NBK004", "NBK005", "NBK006", "NBK008", "NBK009", "NBK011"])
def test_notebooks_that_were_not_read_are_not_assessed(verdict_of, code_):
    assert verdict_of(code_, {"churn.ipynb": POINTER}).not_assessed


@pytest.mark.parametrize("text", ["(", "a=", ">>> ", "!pip install ", "\\", "%", " ", "\n"])
def test_long_hostile_cells_take_no_time(findings, text):
    started = time.process_time()
    for rule in ("NBK006", "NBK009", "NBK011"):
        findings(rule, only(code(text * (150_000 // len(text)), None)))
    assert time.process_time() - started < 5
