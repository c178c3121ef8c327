"""REP, TST, LIC, GIT: the false alarms others are hated for."""

import pytest

CODE = "import numpy as np\nfrom sklearn.svm import SVC\n"


@pytest.mark.parametrize(
    "name",
    [
        "requirements.txt",
        "requirements/base.txt",
        "dev-requirements.txt",
        "requirments.txt",
        "environment.yml",
        "pyproject.toml",
        "setup.py",
        "Pipfile",
        "docker/Dockerfile",
        "conda-env.yaml",
        "uv.lock",
        "install.sh",
    ],
)
def test_dependencies_declared_anywhere(findings, name):
    assert not findings("REP001", {"train.py": CODE, name: "x"})


@pytest.mark.parametrize(
    "tree",
    [
        {"train.py": "import os, sys\nfrom pathlib import Path\n"},
        {"train.py": "from util import f\nimport lib.x\n", "util.py": "", "lib/x.py": ""},
        {"a.ipynb": '{"cells": [{"source": ["%pip install numpy\\n", "import numpy\\n"]}]}'},
        {"train.py": CODE, "README.md": "```\npip install numpy scikit-learn\n```\n"},
        {"train.py": CODE, "README.md": "## Requirements\n\n- numpy 1.2\n- scikit-learn 0.22\n"},
        {"train.py": "# import torch is what others do\nx = 'from y import z'\n"},
        {"model.R": "library(dplyr)\n"},
    ],
)
def test_nothing_to_declare(findings, tree):
    assert not findings("REP001", tree)


def test_notebook_imports_count(findings):
    (found,) = findings("REP001", {"a.ipynb": '{"cells": [{"source": ["import pandas as pd\\n", "import os"]}]}'})
    assert found.evidence == "pandas"


LONG = "x = 1\n" * 201


@pytest.mark.parametrize(
    "tree",
    [
        {"a.py": "x = 1\n" * 200},
        {"a.py": LONG, "tests/test_a.py": "def test(): assert True\n"},
        {"a.py": LONG, "a_test.py": ""},
        {"a.py": LONG + "def test_sum():\n    assert True\n"},
        {"a.py": LONG, "pkg/tests/check.py": ""},
    ],
)
def test_tests_of_any_kind_are_tests(findings, tree):
    assert not findings("TST001", tree)


@pytest.mark.parametrize("name", ["test_image.png", "data/test.csv", "tests/data.json", "latest.py"])
def test_data_named_test_is_no_test(findings, name):
    assert findings("TST001", {"a.py": LONG, name: ""})


@pytest.mark.parametrize(
    "name",
    [
        "LICENSE",
        "licence.md",
        "COPYING",
        "LICENSE-MIT",
        "LICENSES/MIT.txt",
        "docs/LICENSE",
        "UNLICENSE",
        "MIT-LICENSE.txt",
    ],
)
def test_a_licence_of_any_name(findings, name):
    assert not findings("LIC001", {name: ""})


@pytest.mark.parametrize("name", ["src/license.py", "license-checker.js", "vendor/x/LICENSE", "data/licences.csv"])
def test_what_only_sounds_like_a_licence(findings, name):
    assert findings("LIC001", {name: ""})


@pytest.mark.parametrize(
    "name",
    [
        "env/lib/config.py",
        "src/venv_tools.py",
        "build/readme.md",
        "docs/cache.md",
        ".vscode/settings.json",
        "lib/python/a.py",
    ],
)
def test_folders_that_only_sound_like_junk(findings, name):
    assert not findings("GIT003", {name: ""})


def test_a_virtual_environment_is_told_once(findings):
    tree = {f"myenv/lib/python3.11/site-packages/p/{n}.py": "" for n in range(3)} | {"myenv/pyvenv.cfg": ""}
    (found,) = findings("GIT003", tree)
    assert (found.path, found.evidence) == ("myenv", "4 files")


@pytest.mark.parametrize(
    "tree",
    [
        {"README.rst": "Title\n=======\n"},
        {"a.md": "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n"},
        {"a.py": "print('<<<<<<< HEAD')\n"},
        {"a.txt": "<<<<<<< HEAD\nonly a start\n"},
    ],
)
def test_what_only_looks_like_a_conflict(findings, tree):
    assert not findings("GIT004", tree)


def test_a_conflict_in_a_notebook(findings):
    (found,) = findings("GIT004", {"a.ipynb": "{\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> b\n}\n"})
    assert found.line == 2
