"""TST and COD: tests that assert in ways of their own, and linters set up anywhere."""

from __future__ import annotations

import pytest

from scaffolio.rule import NotAssessedError

LONG = "".join(f"x{number} = {number}\n" for number in range(250))


@pytest.mark.parametrize(
    "test",
    [
        "def test_a():\n    assert f() == 1\n",
        "def test_a():\n    with pytest.raises(ValueError):\n        f()\n",
        "def test_a():\n    np.testing.assert_allclose(f(), 1)\n",
        "def test_a():\n    check_shape(f())\n",
        "def test_a(mocker):\n    mocker.patch('a').assert_called_once()\n",
        "class TestA(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(f(), 1)\n",
        "class TestA(Base):\n    def test_a(self):\n        self.run_it()\n",
        "@given(st.text())\ndef test_a(text):\n    f(text)\n",
        "def test_a():\n    subprocess.run(['python', 'train.py'], check=True)\n",
        "def test_a():\n    if f() != 1:\n        raise RuntimeError\n",
        "def test(model, loader):\n    model(loader)\n",
        "def test_epoch(model, loader):\n    model(loader)\n",
        "def helper():\n    pass\n",
        "def test_a():\n    f()\n\n\ndef test_b():\n    assert f()\n",
        "print 'Python 2'\ndef test_a(): pass\n",
    ],
)
def test_tests_that_can_fail(findings, test):
    assert not findings("TST002", {"tests/test_a.py": test})


@pytest.mark.parametrize("body", ["pass", "assert True", "assert 1 == 1", "print(f())", "assert (f(), 'never false')"])
def test_tests_that_cannot(findings, body):
    (found,) = findings("TST002", {"tests/test_a.py": f"import a\n\n\ndef test_a():\n    {body}\n"})
    assert found.line == 4


@pytest.mark.parametrize("path", ["test.py", "test_image.png", "notebooks/test.ipynb", "third_party/a/test_b.py"])
def test_files_that_are_no_tests(findings, path):
    assert not findings("TST002", {path: "def test_a():\n    pass\n"})


@pytest.mark.parametrize(
    "test",
    [
        "from churn import fit\n",
        "from src.churn.model import fit\n",
        "from ..churn import fit\n",
        "import subprocess\nsubprocess.run(['python', '-m', 'churn'])\n",
        "importlib.import_module('churn')\n",
        "import pandas as pd\npd.read_csv('data/a.csv')\n",
    ],
)
def test_tests_that_reach_the_project(findings, test):
    tree = {"src/churn/model.py": "", "tests/test_a.py": f"{test}def test_a():\n    assert 1\n"}
    assert not findings("TST003", tree)


def test_a_fixture_may_import_the_project(findings):
    tree = {
        "churn/a.py": "",
        "tests/conftest.py": "import churn\n",
        "tests/test_a.py": "def test_a(model):\n    assert model\n",
    }
    assert not findings("TST003", tree)


def test_without_tests_nothing_is_said_of_them(findings):
    for code in ("TST003", "TST004"):
        with pytest.raises(NotAssessedError):
            findings(code, {"train.py": "import sklearn\n"})


def test_a_test_that_asserts_nothing_is_the_business_of_another_rule(verdict_of):
    tree = {"churn/a.py": "x = 1\n", "test_model.py": "import torch\n\n\ndef test():\n    print(torch.load('a.pt'))\n"}
    assert verdict_of("TST003", tree).not_assessed == "the tests assert nothing"


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("wine_test.py", "import sklearn\n\n\nclass Predictor:\n    def test(self):\n        return 1\n"),
        ("{{ repo }}/tests/test_run.py", "def test_run():\n    assert 1 + 1 == 2\n"),
    ],
    ids=["a script's method", "a template's"],
)
def test_what_pytest_does_not_collect_is_no_test(findings, path, test):
    for code in ("TST003", "TST004"):
        with pytest.raises(NotAssessedError):
            findings(code, {"train.py": "import sklearn\n", path: test})


def test_an_environment_committed_along_is_nobodys_code(findings):
    tree = {"train.py": "x = 1\n", "myenv/pyvenv.cfg": "", "myenv/bin/long.py": LONG}
    assert not findings("COD001", tree)
    assert not findings("TST001", {"train.py": "x = 1\n", "env/Lib/site-packages/a/b.py": LONG})
    assert findings("TST001", {"train.py": LONG, "env/Lib/site-packages/a/tests/test_b.py": "def test_b(): pass\n"})


def test_a_folder_named_testing_holds_tests(findings):
    assert not findings("TST001", {"train.py": LONG, "testing/check_models.py": "import train\n"})


@pytest.mark.parametrize(
    "tree",
    [
        {".flake8": "[flake8]\n"},
        {".coafile": "[Default]\nbears = PEP8Bear\n"},
        {"setup.cfg": "[flake8]\nmax-line-length = 100\n"},
        {"tox.ini": "[testenv:lint]\ncommands = pylint a\n"},
        {".github/workflows/ci.yml": "run: ruff check\n"},
        {".pre-commit-config.yaml": "repos: []\n"},
        {"Makefile": "lint:\n\tpycodestyle .\n"},
        {"requirements-dev.txt": "black\n"},
    ],
)
def test_a_linter_set_up_anywhere(findings, tree):
    assert not findings("COD001", {"train.py": LONG, **tree})


def test_a_cache_that_git_ignores_is_no_linter(findings):
    assert findings("COD001", {"train.py": LONG, ".gitignore": ".mypy_cache/\n"})


def test_private_and_test_functions_need_no_docstring(findings):
    private = "".join(f"def _part{number}():\n    pass\n\n\n" for number in range(9))
    with pytest.raises(NotAssessedError):
        findings("COD002", {"a.py": private, "tests/test_a.py": private.replace("_part", "part")})
