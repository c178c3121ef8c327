"""TST: whether there is a test that can fail."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.assertions import CERTAIN, DECIDABLE, MAY_ASSERT, read_tests
from scaffolio.parsers.imports import imported_names
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

OWN_LINES = 200
"""Own lines of Python below which nobody expects tests."""

_TEST_FILE = regex(
    r"(?:^|/)(?:test(?:s|ing)?/.+\.\w+|tests?(?:[_-][^/]*)?\.py|[^/]*_tests?\.py|test[\w.-]*\.(?:R|jl)|testthat/.+)\Z",
    re.IGNORECASE,
)
_DATA_FILE = regex(r"\.(?:csv|json|txt|png|jpe?g|parquet|npy|tsv|gz|zip|xml|html|md|ya?ml)\Z", re.IGNORECASE)
_TEST_CODE = regex(
    rb"^\s*(?:async )?def test_\w+\(|unittest\.TestCase|\bdoctest\.testmod|^\s*(?:>>>|\"\"\"\s*>>>) ", re.MULTILINE
)
_PYTEST_FILE = regex(
    r"\A(?!(?:.*/)?(?:[^/]*-master|third[_-]?party|vendor(?:ed)?|fixtures|test[_-]?data)/)(?:.*/)?(?:test_[^/]*|[^/]*_test)\.py\Z"
)
_TEST_FOLDER = regex(r"(?:^|/)tests?/", re.IGNORECASE)
_STARTS = regex(
    rb"from[ \t]+\.|subprocess|runpy|os\.system|Popen|CliRunner|TestClient|nbval|papermill|testbook|nbconvert|"
    rb"import_module|__import__|exec\(|execfile|bootstrap_project|read_csv|open\(|read_text|requests\.|urlopen|spec_from_file_location|pytester|testdir"
)
_TOUCHES = regex(
    rb"(?i)data|\bdf\b|frame|read_csv|column|shape|tensor|array|\bnp\.|model|predict|\.fit|train|score|accura|loss|feature|"
    rb"classif|regress|estimat|network|layer|embed|token|batch|sample|image|reward|agent|\benv"
)
_LEARNING = frozenset(
    {
        *("sklearn", "torch", "tensorflow", "keras", "xgboost", "lightgbm", "catboost", "statsmodels", "jax", "flax"),
        *("transformers", "fastai", "mxnet", "prophet", "pmdarima", "pytorch_lightning", "lightning"),
    }
)
_SHORT = 4
_STATEMENTS = "".join(f"x{number} = {number}\n" for number in range(OWN_LINES + 1))


@rule(
    "TST001",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=45,
    bad={"README.md": "# Churn\n", "train.py": _STATEMENTS},
    good={
        "README.md": "# Churn\n",
        "train.py": _STATEMENTS,
        "tests/test_train.py": "def test_sum():\n    assert 1 + 1 == 2\n",
    },
)
def no_tests(project: Project) -> Iterator[Finding]:
    """The project has more than 200 lines of Python of its own and not one test.

    **Why.** Google's ML Test Score rests on tests of data, model and infrastructure; a reader who changes a line has
    no other way to learn whether it still works.

    **Fix.** Test one thing that would hurt: no row in both train and test, the loader refuses a missing column, the
    model beats the baseline on a small sample.
    """
    if any(_TEST_FILE.search(path) and not _DATA_FILE.search(path) for path in project.own_paths):
        return
    lines = 0
    for path in project.python_paths:
        content = project.content(path)
        if _TEST_CODE.search(content):
            return
        lines += project.own_lines(path)
    if lines > OWN_LINES:
        yield Finding(f"{lines} lines of Python and no test", "tests")


@rule(
    "TST002",
    Severity.ERROR,
    minutes=20,
    bad={
        "README.md": "# Churn\n",
        "tests/test_train.py": "from churn import load\n\n\ndef test_load():\n    load()\n    assert True\n",
    },
    good={
        "README.md": "# Churn\n",
        "tests/test_train.py": "from churn import load\n\n\ndef test_load():\n    assert load().notna().all()\n",
    },
)
def tests_assert_nothing(project: Project) -> Iterator[Finding]:
    """No test of a file compares anything with what it is to be.

    A file is named when each of its tests lacks an assertion or holds only one that is always true. Assertions of
    pytest, unittest, NumPy, pandas and mocks count, and so does a call of anything that may assert on a test's behalf.

    **Why.** Such a test passes whatever the code returns. It is green and says nothing, which is worse than none.

    **Fix.** State in each test one thing that would be wrong otherwise: a shape, a value, an error that is raised.
    """
    for path in project.python_paths:
        if not _PYTEST_FILE.search(path) or b"def test" not in project.content(path):
            continue
        if CERTAIN.search(project.content(path)) or not DECIDABLE.search(project.content(path)):
            continue
        tree = project.module(path)
        tests = list(read_tests(tree)) if tree is not None else []
        if tests and all(test.asserts is False for test in tests):
            count = (
                "the one test asserts nothing" if len(tests) == 1 else f"none of {len(tests)} tests asserts anything"
            )
            yield Finding(f"{count} that can be false", path, tests[0].line, f"def {tests[0].name}")


@rule(
    "TST003",
    Severity.WARNING,
    minutes=30,
    bad={
        "README.md": "# Churn\n",
        "churn/train.py": "def fit():\n    return 1\n",
        "tests/test_sum.py": "def test_sum():\n    assert sum([1, 2]) == 3\n",
    },
    good={
        "README.md": "# Churn\n",
        "churn/train.py": "def fit():\n    return 1\n",
        "tests/test_train.py": "from churn.train import fit\n\n\ndef test_fit():\n    assert fit() == 1\n",
    },
)
def tests_skip_the_project(project: Project) -> Iterator[Finding]:
    """There are tests, and not one of them imports, starts or reads anything of the project.

    **Why.** Google's ML Test Score asks for tests of the code that makes the features and the model; tests that run
    without it pass whatever becomes of it.

    **Fix.** Import the function that matters most, and test what it returns for three rows you can check by hand.
    """
    tests = _collected(project)
    if not tests:
        raise NotAssessedError("no Python tests")
    if not any(MAY_ASSERT.search(project.content(path)) for path in tests):
        raise NotAssessedError("the tests assert nothing")
    own = _own_names(project, frozenset(tests))
    if not own:
        raise NotAssessedError("no Python code beside the tests")
    beside = [path for path in project.python_paths if _TEST_FOLDER.search(path) or path.endswith("conftest.py")]
    if any(_reaches(project, path, own) for path in (*tests, *beside)):
        return
    names = ", ".join(sorted(own)[:3])
    yield Finding("no test imports the project's code", tests[0], None, f"{len(tests)} test files; the code: {names}")


_COLLECTED = regex(rb"^(?:async )?def test|^class (?:Test|\w{1,100}\([\w., ]{0,100}Test)", re.MULTILINE)


def _collected(project: Project) -> list[str]:
    """The files that pytest collects tests from; not those of a template, nor scripts named like tests."""
    return [
        path
        for path in project.python_paths
        if _PYTEST_FILE.search(path) and "{{" not in path and _COLLECTED.search(project.content(path))
    ]


def _own_names(project: Project, tests: frozenset[str]) -> frozenset[str]:
    """Every name that the project's own modules and packages can be imported by, or that a setup file gives them."""
    parts = (path.removesuffix(".py").split("/") for path in project.whole.python_paths if path not in tests)
    names = {part for path in parts for part in path} | {project.name, project.name.replace("-", "_")}
    notebooks = {posixpath.basename(path).removesuffix(".ipynb") for path in project.notebook_paths}
    return frozenset((names | notebooks) - {"tests", "test", "conftest", "__init__", "setup", "docs", "src"})


def _reaches(project: Project, path: str, own: frozenset[str]) -> bool:
    source = project.content(path)
    if _STARTS.search(source) or own.intersection(imported_names(source)):
        return True
    return any(name.encode() in source for name in own if len(name) > _SHORT)


@rule(
    "TST004",
    Severity.ADVICE,
    minutes=30,
    requires=("TST001",),
    bad={
        "README.md": "# Churn\n",
        "names.py": "from sklearn.svm import SVC\n\n\ndef name(text):\n    return text.strip()\n",
        "tests/test_names.py": "from names import name\n\n\ndef test_name():\n    assert name(' a ') == 'a'\n",
    },
    good={
        "README.md": "# Churn\n",
        "train.py": "from sklearn.svm import SVC\n",
        "tests/test_data.py": "import pandas as pd\n\n\ndef test_rows():\n    assert len(pd.read_csv('a.csv'))\n",
    },
)
def no_data_or_model_test(project: Project) -> Iterator[Finding]:
    """The project trains a model, and its tests touch neither data nor a model.

    **Why.** Two of the four parts of Google's ML Test Score are tests of the data and of the model; most faults of a
    learning system are there, not in its helpers.

    **Fix.** Test that the loader refuses a missing column, or that the model beats the baseline on a small sample.
    """
    if not project.imported_packages & _LEARNING:
        raise NotAssessedError("no code imports a library that trains models")
    tests = _collected(project)
    if not tests:
        raise NotAssessedError("no Python tests")
    beside = [path for path in project.python_paths if _TEST_FOLDER.search(path)]
    if not any(_TOUCHES.search(project.content(path)) for path in (*tests, *beside)):
        yield Finding("no test touches data or a model", tests[0], None, f"{len(tests)} test files")
