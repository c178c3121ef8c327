"""REP: what a manifest, an import and a path may look like without being a fault."""

from __future__ import annotations

import json

import pytest

from scaffolio.project import Project
from scaffolio.rule import NotAssessedError

PANDAS = {"requirements.txt": "pandas==3.0.1\n"}


def notebook(*cells: str, **metadata: object) -> str:
    made = [
        {"cell_type": "code", "source": cell, "outputs": [], "execution_count": 1, "metadata": {}} for cell in cells
    ]
    metadata = {"language_info": {"name": "python"}, **metadata}
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1)


@pytest.mark.parametrize(
    "tree",
    [
        {"train.py": "try:\n    import xgboost\nexcept ImportError:\n    xgboost = None\n"},
        {"train.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch\n"},
        {"train.py": "def plot():\n    import seaborn\n"},
        {"train.py": "import numpy, dateutil\n"},
        {"train.py": "'''\nimport torch\n'''\n# import torch\n"},
        {"train.py": "import torch\n", "torch/__init__.py": ""},
        {"a.ipynb": notebook("from features.text \\\n    import torch\n")},
        {"train.py": "import torch\n", "src/torch.py": ""},
        {"train.py": "import unknown_module\n"},
        {"tests/test_a.py": "import hypothesis, pytest, torch\n"},
        {"third_party/a/b.py": "import torch\n"},
        {"lib/setup.py": "", "lib/x.py": "import torch\n"},
        {"fairseq-master/x.py": "import torch\n"},
        {"train.py": "import torch\n", "Dockerfile": "FROM pytorch/pytorch:2.4\n"},
        {"train.py": "import torch\n", "README.md": "## Installation\n\nInstall PyTorch from pytorch.org first.\n"},
        {"train.py": "import torch\n", ".github/workflows/ci.yml": "run: pip install torch\n"},
        {"train.py": "print 'Python 2'\nimport torch\n"},
        {"a.ipynb": notebook("!pip install torch\n", "import torch\n")},
        {"a.ipynb": notebook("import torch\n", colab={"provenance": []})},
        {"a.ipynb": notebook("import torch\nx = '/kaggle/input/a.csv'\n")},
    ],
)
def test_imports_that_need_no_declaration(findings, tree):
    assert not findings("REP002", {"README.md": "# A\n", **PANDAS, **tree})


def test_an_import_is_named_with_its_line(findings):
    (found,) = findings("REP002", {**PANDAS, "a.ipynb": notebook("x = 1\n", "import pandas\nimport cv2\n")})
    assert (found.path, "opencv-python" in found.message) == ("a.ipynb", True)
    assert found.line is not None


def test_a_package_unknown_here_may_bring_what_many_bring(findings):
    tree = {"requirements.txt": "some-model-zoo\n", "train.py": "import matplotlib\nimport xgboost\n"}
    assert [found.evidence for found in findings("REP002", tree)] == ["import xgboost"]


@pytest.mark.parametrize(
    "tree",
    [
        {"setup.py": "from setuptools import setup\nsetup(install_requires=read())\n"},
        {"pyproject.toml": "[tool.ruff]\n"},
        {"pyproject.toml": "[project]\nname = 'a'\ndynamic = ['dependencies']\ndependencies = ['pandas']\n"},
    ],
)
def test_computed_dependencies_are_not_assessed(findings, tree):
    with pytest.raises(NotAssessedError):
        findings("REP002", {**tree, "train.py": "import torch\n"})


def test_a_part_is_covered_by_the_manifest_at_the_root() -> None:
    from scaffolio.rules import catalogue

    (rule,) = [rule for rule in catalogue() if rule.info.code == "REP002"]
    whole = Project.from_tree({"requirements.txt": "torch\n", "churn/train.py": "import torch\nimport seaborn\n"})
    assert [found.evidence for found in rule.check(whole.part("churn"))] == ["import seaborn"]


@pytest.mark.parametrize(
    "readme",
    [
        "To run the code, you need to install these packages: numpy, pytorch (v0.4).",
        "Dependencies: torch-1.8, numpy",
        "You need to have Python 3 and its libraries installed:\n\n* Torch\n* Numpy\n",
        "## Requirements\n\n- NumPy\n- PyTorch\n",
    ],
)
def test_packages_that_words_ask_for(findings, readme):
    code = {"train.py": "import numpy\nimport torch\nimport seaborn\nimport tqdm\n"}
    assert not findings("REP001", {"README.md": f"# Churn\n\n{readme}\n", **code})


@pytest.mark.parametrize(
    "readme",
    [
        "## Tech stack\n\nnumpy, torch",
        "Run `pip install -r requirements.txt`.\n\nBuilt with numpy and torch.",
        "TensorFlow is assumed to be installed.\n\n## Results\n\nThe torch model beats numpy.",
    ],
)
def test_words_that_ask_for_none(findings, readme):
    code = {"train.py": "import numpy\nimport torch\nimport seaborn\nimport tqdm\n"}
    assert findings("REP001", {"README.md": f"# Churn\n\n{readme}\n", **code})


def test_modules_that_nobody_knows_may_be_the_authors_own(findings):
    code = "import all_dealers\nimport main_pages\n"
    assert not findings("REP001", {"cars.py": code})
    assert findings("REP001", {"cars.py": f"{code}from langgraph.graph import StateGraph\n"})
    (found,) = findings("REP001", {"cars.py": f"{code}import pandas\nimport selenium\n"})
    assert found.evidence == "pandas, selenium, all_dealers, main_pages"


def test_what_a_library_of_forecasts_brings_along_is_declared(findings):
    files = {"train.py": "import neuralforecast\nimport pytorch_lightning\n", "requirements.txt": "neuralforecast\n"}
    assert not findings("REP002", files)


def test_a_misspelt_requirements_file_declares(findings):
    assert not findings("REP001", {"train.py": "import numpy\n", "requiremnets.txt": "numpy==2.3\n"})


@pytest.mark.parametrize("above", ["requirements.txt", "team/environment.yml", "Dockerfile"])
def test_a_part_needs_no_manifest_of_its_own(above: str) -> None:
    from scaffolio.rules import catalogue

    (rule,) = [rule for rule in catalogue() if rule.info.code == "REP001"]
    tree = {"team/churn/train.py": "import torch\n", "team/other/x.py": "import torch\n"}
    assert list(rule.check(Project.from_tree(tree).part("team/churn")))
    assert not list(rule.check(Project.from_tree({**tree, above: "torch\n"}).part("team/churn")))
    assert list(rule.check(Project.from_tree({**tree, "team/other/requirements.txt": ""}).part("team/churn")))


@pytest.mark.parametrize(
    "tree",
    [
        {"requirements.txt": "pyarrow\ntorch\ngunicorn\npandas\n", "a.py": "import pandas\n"},
        {"requirements.txt": "streamlit\n", "a.py": "", "Procfile": "web: streamlit run a.py\n"},
        {"requirements.txt": "scikit-learn\n", "a.py": "from sklearn import svm\n"},
        {"requirements.txt": "lightgbm  # for the notebook on boosting\n", "a.py": ""},
        {"requirements-dev.txt": "seaborn\n", "a.py": ""},
        {"requirements.txt": "mlflow\n", "a.py": "", "README.md": "```\nmlflow ui\n```\n"},
        {"requirements.txt": "scikit-learn\n", "app.py": "import joblib\nmodel = joblib.load('model.joblib')\n"},
        {"requirements.txt": "scikit-learn\nxgboost\n", "a.py": "from xgboost import XGBClassifier\n"},
        {"requirements.txt": "statsmodels\nplotly\n", "a.py": "from plotly import express\nscatter(trendline='ols')\n"},
        {"requirements.txt": "seaborn @ file:///croot/seaborn\n" + "a==1\nb @ file:///croot/b\n" * 30, "a.py": ""},
    ],
)
def test_declared_packages_that_are_used_somehow(findings, tree):
    assert not findings("REP003", tree)


@pytest.mark.parametrize(
    "tree",
    [
        {"requirements.txt": "pandas==3.0\nmodel @ https://example.org/m.zip\npip\n"},
        {"requirements.txt": "pandas~=3.0\nnumpy>=2,<3\n"},
        {"requirements.txt": "pandas\n", "uv.lock": '[[package]]\nname = "pandas"\nversion = "3.0"\n'},
        {"requirements.in": "pandas\n", "requirements.txt": "# autogenerated by pip-compile\npandas==3.0\n"},
        {"environment.yml": "dependencies:\n  - pandas=3.0\n"},
    ],
)
def test_versions_that_are_held(findings, tree):
    assert not findings("REP004", tree)


def test_a_package_is_not_asked_for_pins(findings):
    with pytest.raises(NotAssessedError, match="package"):
        findings("REP004", {"setup.py": "from setuptools import setup\nsetup(install_requires=['pandas'])\n"})


@pytest.mark.parametrize(
    "tree",
    [
        {"pyproject.toml": "[project]\nrequires-python = '>=3.11'\n"},
        {".python-version": "3.12\n"},
        {"README.md": "Tested with Python (3.8).\n"},
        {"README.md": "Written in Python3.\n"},
        {"README.md": "![python](https://img.shields.io/badge/python-3.9-blue)\n"},
        {"Dockerfile": "FROM python:3.12\n"},
        {"environment.yml": "dependencies:\n  - python=3.6\n"},
        {".github/workflows/ci.yml": "with:\n  python-version: '3.12'\n"},
        {"a.ipynb": notebook("x = 1\n", language_info={"name": "python", "version": "3.8.5"})},
    ],
)
def test_python_is_stated(findings, tree):
    assert not findings("REP005", {"train.py": "import pandas\n", **tree})


def test_a_script_for_python_2_says_so(findings):
    assert not findings("REP005", {"train.py": "#!/usr/bin/env python2\nimport pandas\n"})


def test_a_command_states_no_version(findings):
    assert findings("REP005", {"train.py": "import pandas\n", "README.md": "```\npython3 train.py\n```\n"})


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        ({"requirements.txt": "pandas\n-r more.txt\n"}, "not there"),
        ({"requirements.txt": "numpy @ file:///tmp/build/numpy\n"}, "one machine"),
        ({"pyproject.toml": "[project\n"}, "broken"),
        ({"environment.yml": "dependencies:\n - a: [\n"}, "broken"),
    ],
)
def test_manifests_nobody_can_install_from(findings, tree, words):
    (found,) = findings("REP006", tree)
    assert words in found.message


@pytest.mark.parametrize(
    "tree",
    [
        {"{{ name }}/pyproject.toml": "[project\n"},
        {"requirements.txt": "{{ package }}\n"},
        {"setup.py": "print 'Python 2'\n"},
        {"requirements.txt": "-r requirements/base.txt\n", "requirements/base.txt": "pandas\n"},
        {"setup.cfg": "[options.extras_require]\nja = mecab-python3; unidic-lite\n"},
        {"requirements.txt": "-r ${EXTRA}.txt\n"},
    ],
)
def test_manifests_that_are_sound(findings, tree):
    assert not findings("REP006", tree)


@pytest.mark.parametrize(
    "tree",
    [
        {"requirements.txt": "torch==1.0\n", "requirements-gpu.txt": "torch==2.0\n"},
        {"requirements.txt": "torch==1.0; python_version < '3.8'\ntorch==2.0; python_version >= '3.8'\n"},
        {"requirements.txt": "torch==1.0\n", "docs/requirements.txt": "torch==2.0\n"},
        {"requirements.txt": "torch==2.1.0\n", "setup.py": "setup(install_requires=['torch>=2'])\n"},
    ],
)
def test_versions_that_go_together(findings, tree):
    assert not findings("REP007", tree)


@pytest.mark.parametrize("code", ["REP002", "REP009", "REP010"])
def test_a_cell_that_fills_one_line_of_the_file_is_where_its_line_is(findings, code):
    source = "import sklearn\nimport torch\nx = read('/home/ada/x.csv')\ntrain_test_split(x)\n"
    written = notebook(source)
    (found,) = findings(code, {"a.ipynb": written, "requirements.txt": "scikit-learn==1.8.0\n"})
    assert "import torch" in written.split("\n")[found.line - 1]


def test_a_package_pinned_twice_in_one_file(findings):
    (found,) = findings("REP007", {"requirements.txt": "torch==1.0\ntorch==2.0\n"})
    assert (found.line, "above" in found.message) == (2, True)


@pytest.mark.parametrize(
    "source",
    [
        "train_test_split(X, y, random_state=SEED)\n",
        "train_test_split(X, y, shuffle=False)\n",
        "train_test_split(X, y, **options)\n",
        "train_test_split(*arguments)\n",
        "np.random.seed(0)\ntrain_test_split(X, y)\n",
        "set_seed(1)\ntrain_test_split(X, y)\n",
        "def train_test_split(a): pass\ntrain_test_split(X)\n",
        "KFold(5)\n",
        "KFold(5, shuffle=True, random_state=1)\n",
        "# train_test_split(X, y)\n",
        "split = train_test_split\n",
    ],
)
def test_splits_that_repeat(findings, source):
    assert not findings("REP009", {"train.py": source})


@pytest.mark.parametrize("source", ["KFold(5, shuffle=True)\n", "train_test_split(X, y, random_state=None)\n"])
def test_splits_that_do_not(findings, source):
    (found,) = findings("REP009", {"a.ipynb": notebook("x = 1\n", f"%matplotlib inline\n{source}")})
    assert found.line is not None


@pytest.mark.parametrize(
    "elsewhere",
    [{"conf/train.yaml": "seed: 7\n"}, {"util.py": "torch.manual_seed(0)\n"}, {"run.sh": "python train.py --seed 3\n"}],
)
def test_a_training_loop_seeded_elsewhere(findings, elsewhere):
    assert not findings("REP009", {"train.py": "loss.backward()\n", **elsewhere})


def test_a_training_loop_without_any_seed(findings):
    (found,) = findings("REP009", {"train.py": "import torch\n\nloss.backward()\n"})
    assert found.line == 3


@pytest.mark.parametrize(
    "source",
    [
        "open('/home/user/data.csv')\n",
        "open('/home/jovyan/data.csv')\n",
        "open('/home/ubuntu/data.csv')\n",
        "open('/Users/<you>/data.csv')\n",
        "url = 'https://example.org/home/mk/a.csv'\n",
        "# open('/home/mkoval/data.csv')\n",
        "'''Run with /home/mkoval/data.csv.'''\n",
        "parser.add_argument('--data', help='such as /home/mkoval/data')\n",
        "print('see /home/mkoval/data')\n",
        "font = 'C:\\\\Windows\\\\Fonts\\\\arial.ttf'\n",
        "pattern = 'a:/b'\n",
        "HELP = '''\n/home/mkoval/data\n'''\n",
        "PURGED = [('D:/my project/churn', '<PROJECT_ROOT>'), ('/home/mkoval', '<HOME>')]\n",
    ],
)
def test_paths_that_are_nobodys(findings, source):
    assert not findings("REP010", {"train.py": source})


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("open('/home/mkoval/data.csv')\n", "machine"),
        ("open(r'C:\\Users\\M Koval\\data.csv')\n", "machine"),
        ("open('D:/thesis/data/churn.csv')\n", "machine"),
        ("open('/mnt/c/Users/mk/data.csv')\n", "machine"),
        ("open('/content/drive/MyDrive/data.csv')\n", "Google Drive"),
    ],
)
def test_paths_that_are_somebodys(findings, source, words):
    (found,) = findings("REP010", {"a.ipynb": notebook(source)})
    assert words in found.message


def test_a_traceback_in_an_output_is_no_path(findings):
    cell = {"cell_type": "code", "source": "f()", "metadata": {}, "execution_count": 1}
    cell["outputs"] = [{"output_type": "stream", "name": "stderr", "text": 'File "/home/mkoval/a.py", line 1'}]
    assert not findings(
        "REP010", {"a.ipynb": json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})}
    )


def test_one_folder_in_many_files_is_one_finding(findings):
    tree = {f"configs/{n}.py": "load = '/home/mkoval/weights.pth'\n" for n in range(30)}
    (found,) = findings("REP010", tree)
    assert "29 more files" in found.message


@pytest.mark.parametrize(
    "tree",
    [
        {"README.md": "Get churn.csv from the registry.\n"},
        {"README.md": "The data set is on Kaggle.\n"},
        {".gitignore": "data/\n"},
        {"raw/Churn.csv": "a\n"},
        {"prepare.py": "table.to_csv(path)\n"},
        {"get.sh": "wget https://example.org/churn.csv\n"},
        {"data/churn.csv.dvc": "outs: churn.csv\n"},
    ],
)
def test_files_that_come_from_somewhere(findings, tree):
    assert not findings("REP015", {"train.py": "import pandas as pd\npd.read_csv('data/churn.csv')\n", **tree})


@pytest.mark.parametrize(
    "source",
    [
        "pd.read_csv(f'data/{name}.csv')\n",
        "pd.read_csv('https://example.org/churn.csv')\n",
        "pd.read_csv('/data/churn.csv')\n",
        "if there:\n    pd.read_csv('churn.csv')\n",
        "try:\n    open('churn.csv')\nexcept OSError:\n    pass\n",
        "open('churn.csv', 'w')\n",
        "pd.read_csv('../input/churn/churn.csv')\n",
        "json.load('churn.csv')\n",
    ],
)
def test_reads_that_prove_nothing(findings, source):
    assert not findings("REP015", {"train.py": source})


READING = "import pandas as pd\npd.read_csv('churn.csv').rename(columns=str.lower)\n"


def test_a_file_that_lies_elsewhere(findings):
    (found,) = findings("REP015", {"src/eda.py": READING, "raw_data/churn.csv": "a\n"})
    assert found.message == "churn.csv is read from the working folder, and lies in raw_data"
    assert (found.path, found.line) == ("src/eda.py", 2)


@pytest.mark.parametrize(
    "tree",
    [
        {"src/churn.csv": "a\n"},
        {"churn.csv": "a\n"},
        {"raw/Churn.csv": "a\n"},
        {"raw/churn.csv": "a\n", "README.md": "Open raw/churn.csv for a look.\n"},
        {"raw/churn.csv": "a\n", "README.md": "Run it:\n\n```\ncd raw\npython ../src/eda.py\n```\n"},
        {"raw/churn.csv": "a\n", "Dockerfile": "COPY raw /app\n"},
        {"raw/churn.csv": "a\n", "src/prepare.py": "import os\nos.chdir('raw')\n"},
        {"raw/churn.csv": "a\n", "src/get.py": "import shutil\nshutil.copytree('raw', '.')\n"},
    ],
    ids=["beside", "above", "case", "named", "entered", "image", "folder changed", "copied"],
)
def test_files_that_may_lie_right(findings, tree):
    assert not findings("REP015", {"src/eda.py": READING, **tree})


def test_code_of_that_name_elsewhere_is_no_data(findings):
    assert not findings(
        "REP015", {"web/convert.py": "text = open('script.py', 'r').read()\n", "ut2/script.py": "x = 1\n"}
    )


def test_another_projects_file_of_that_name_is_no_sign():
    from scaffolio.rules import catalogue

    (rule,) = [rule for rule in catalogue() if rule.info.code == "REP015"]
    tree = {"a/eda.py": READING, "b/churn.csv": "a\n"}
    assert not list(rule.check(Project.from_tree(tree).part("a")))


@pytest.mark.parametrize("script", ["import argparse\n", "import yaml\n", "config = load()\n"])
def test_hyperparameters_from_outside(findings, script):
    buried = "def main():\n    A(lr=1)\n    B(momentum=1)\n    C(epochs=1)\n    D(batch_size=1)\n    loss.backward()\n"
    assert findings("REP013", {"train.py": buried})
    assert not findings("REP013", {"train.py": script + buried})


def test_an_image_built_here_has_no_version(findings):
    assert not findings(
        "REP014", {"docker/base.dockerfile": "FROM python:3.13\n", "docker/app.dockerfile": "FROM base\n"}
    )


def test_entries_are_not_asked_of_a_project_without_results(findings):
    with pytest.raises(NotAssessedError):
        findings("REP011", {"README.md": "# A\n", "net.py": "import torch\n"})
