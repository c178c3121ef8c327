"""``adopt``: what it gives, what it leaves alone, and that a second call has nothing to do."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest
import yaml

from scaffolio.adapters.files import FolderFiles
from scaffolio.claims import count_claims
from scaffolio.errors import CannotRunError, UsageError
from scaffolio.ladder import climb, is_on_ladder
from scaffolio.project import Project
from scaffolio.usecases.adopt import propose
from scaffolio.usecases.fix import apply
from tests.repositories import commit, repository
from tests.scaffolded import SCAFFOLDED

TRAIN = "from sklearn.linear_model import LogisticRegression\n\nLogisticRegression().fit([[0], [1]], [0, 1])\n"
README = (
    "# Churn\n\nWho leaves next month?\n\n## Results\n\nThe forest finds two of three.\n\n## Approach\n\nTrees.\n\n"
    "## License\n\nMIT\n"
)
TREE = {"README.md": README, "train.py": TRAIN}
RUN = """
from record_metrics import record, row
record(
    "classification",
    [row("class prior", "baseline", f1=0.2), row("forest", "reference", f1=(0.6, 0.5, 0.7), recall=0.71)],
    primary_metric="f1",
    dataset={"name": "contracts", "rows": 7043, "source": "the operator", "license": "CC0-1.0"},
    split={"kind": "random", "train": 5634, "test": 1409},
    seed=0,
)
"""


def write(folder, tree):
    for path, content in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def proposed(folder, tree):
    adoption = propose(write(folder, tree)).adoption
    return {change.path: change.after for change in adoption.changes}, adoption.left


def adopted(folder, tree):
    apply(write(folder, tree), propose(folder).adoption.changes)
    return folder


def run(folder, code=RUN):
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def test_markers_stand_below_the_results_and_questions_before_the_licence(tmp_path):
    readme = proposed(tmp_path, TREE)[0]["README.md"]
    lines = readme.splitlines()
    assert lines[lines.index("## Results") + 2] == "<!-- results:start · from reports/metrics.json -->"
    assert lines.index("<!-- results:end -->") < lines.index("The forest finds two of three.")
    headings = [line for line in lines if line.startswith("## ")]
    assert headings == [
        "## Results",
        "## Approach",
        "## Data",
        "## Challenges",
        "## Limitations",
        "## Where it fails",
        "## License",
    ]
    kept = [line for line in README.splitlines() if line]
    assert [line for line in lines if line in kept] == kept


def test_a_second_call_has_nothing_to_do(tmp_path):
    folder = adopted(tmp_path, TREE)
    assert propose(folder).adoption.changes == ()


def test_no_code_is_touched_and_nothing_needs_git(tmp_path):
    before = contents(write(tmp_path, {**TREE, "requirements.txt": "scikit-learn\n"}))
    changed = {path for path, content in contents(adopted(tmp_path, {})).items() if before.get(path) != content}
    assert {path.relative_to(tmp_path).as_posix() for path in changed} == {
        "README.md",
        "record_metrics.py",
        "tests/test_readme_results.py",
        ".github/workflows/ci.yml",
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Churn\n=====\n\nResults\n-------\n\nTwo of three.\n", "-------"),
        ("# Churn\n\n## 📊 Model Performance\nTwo of three.\n", "## 📊 Model Performance"),
        ("# Churn\n\nWho leaves?\n", "## Results"),
        ("# Churn\n\n```text\n## Results\n```\n\nTwo of three.\n", "## Results"),
    ],
)
def test_where_the_markers_go(tmp_path, text, place):
    lines = proposed(tmp_path, {"README.md": text, "train.py": TRAIN})[0]["README.md"].splitlines()
    start = lines.index("<!-- results:start · from reports/metrics.json -->")
    assert lines[start - 2] == place


@pytest.mark.parametrize("mark", ["\ufeff".encode(), b""])
def test_line_endings_marks_and_undecodable_bytes_stay(tmp_path, mark):
    content = mark + README.replace("\n", "\r\n").encode() + b"caf\xe9\r\n"
    readme = propose(write(tmp_path, {**TREE, "README.md": content})).adoption.changes[0]
    after = readme.after.encode("utf-8", "surrogateescape")
    assert after.startswith(mark)
    assert after.endswith(b"caf\xe9\r\n")
    assert after.count(b"\n") == after.count(b"\r\n")


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("README.rst", "Churn\n=====\n\nWho leaves?\n"),
        ("docs/README.md", README),
        ("README.md", README.encode("utf-16")),
        ("README.md", README.replace("\n", "\r")),
        ("README.md", README + "more\r"),
        ("README.md", "# Churn\n\n## Results\n\nTwo of three.\n\n```bash\npython train.py\n"),
    ],
)
def test_a_readme_that_is_not_understood_is_left_and_said(tmp_path, path, content):
    changes, left = proposed(tmp_path, {path: content, "train.py": TRAIN})
    assert list(changes) == ["record_metrics.py"]
    assert left[0].startswith(f"{path}: ")


def test_without_a_readme_there_is_one(tmp_path):
    changes, _ = proposed(tmp_path, {"train.py": TRAIN})
    assert changes["README.md"].startswith(f"# {tmp_path.name}\n\n## Results\n\n<!-- results:start")
    assert changes["README.md"].count("PLACEHOLDER(") == 5


@pytest.mark.parametrize(
    ("code", "recorder", "level"),
    [
        ("train.py", "record_metrics.py", 0),
        ("src/churn/train.py", "src/churn/record_metrics.py", 2),
        ("notebooks/train.ipynb", "notebooks/record_metrics.py", 1),
    ],
)
def test_the_recorder_lies_beside_what_trains(tmp_path, code, recorder, level):
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": TRAIN}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    tree = {"README.md": README, code: notebook if code.endswith("ipynb") else TRAIN}
    changes, _ = proposed(tmp_path, tree)
    ast.parse(changes[recorder])
    assert f"parents[{level}]" in changes[recorder]
    assert " / ".join(f'"{part}"' for part in recorder.split("/")) in changes["tests/test_readme_results.py"]


@pytest.mark.parametrize(
    ("more", "steps"),
    [
        ({}, ["python -m pip install pytest", "python -m pytest tests/test_readme_results.py"]),
        (
            {"requirements.txt": "numpy\n", "tests/test_a.py": "def test_a(): assert 1\n"},
            ["python -m pip install -r requirements.txt pytest", "python -m pytest"],
        ),
        ({".gitlab-ci.yml": "a: {}\n"}, None),
    ],
)
def test_the_workflow_runs_what_there_is(tmp_path, more, steps):
    changes, _ = proposed(tmp_path, {**TREE, **more})
    if steps is None:
        assert ".github/workflows/ci.yml" not in changes
        return
    job = yaml.safe_load(changes[".github/workflows/ci.yml"])["jobs"]["test"]
    assert [step["run"] for step in job["steps"] if "run" in step] == steps


def test_a_record_that_git_ignores_is_said(tmp_path):
    assert "reports/metrics.json" in proposed(tmp_path, {**TREE, ".gitignore": "reports/\n"})[1][0]


def test_numbers_that_the_project_writes_itself_are_left(tmp_path):
    changes, left = proposed(tmp_path, {**TREE, "reports/metrics.json": '{"f1": 0.6}'})
    assert list(changes) == ["README.md"]
    assert "results:start" not in changes["README.md"]
    assert left[0].startswith("reports/metrics.json is written by the project itself")


def test_the_record_is_read_as_the_projects_own_and_supports_what_it_shows(tmp_path):
    run(adopted(tmp_path, TREE))
    project = Project(FolderFiles(tmp_path), "churn")
    assert project.technique == "classification"
    counts = count_claims(project.claims)
    assert (counts.contradicted, counts.unsupported) == (0, 0)
    assert counts.supported >= 4
    assert [entry["metrics"] for entry in project.journal] == [{"reference": {"f1": 0.6, "recall": 0.71}}]


def test_one_digit_changed_by_hand_is_a_contradiction(tmp_path):
    run(adopted(tmp_path, TREE))
    readme = tmp_path / "README.md"
    readme.write_text(readme.read_text(encoding="utf-8").replace("0.710", "0.810"), encoding="utf-8")
    assert count_claims(Project(FolderFiles(tmp_path), "churn").claims).contradicted == 1


def test_a_run_that_changed_nothing_leaves_every_file(tmp_path):
    run(adopted(tmp_path, TREE))
    before = contents(tmp_path)
    run(tmp_path)
    assert contents(tmp_path) == before


def test_the_test_that_is_given_holds_before_and_after_a_run_and_sees_a_change(tmp_path):
    adopted(tmp_path, TREE)
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    codes = [subprocess.run(words, cwd=tmp_path, capture_output=True, check=False).returncode]
    run(tmp_path)
    codes.append(subprocess.run(words, cwd=tmp_path, capture_output=True, check=False).returncode)
    readme = tmp_path / "README.md"
    readme.write_text(readme.read_text(encoding="utf-8").replace("0.710", "0.810"), encoding="utf-8")
    codes.append(subprocess.run(words, cwd=tmp_path, capture_output=True, check=False).returncode)
    assert codes == [0, 0, 1]


def test_a_role_that_nobody_knows_is_refused(tmp_path):
    adopted(tmp_path, TREE)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        run(tmp_path, "from record_metrics import row\nrow('forest', 'best', f1=1)")
    assert "role 'best' is none of baseline" in refused.value.stderr


def test_an_adopted_project_is_on_the_ladder(tmp_path):
    project = Project(FolderFiles(adopted(tmp_path, TREE)), "churn")
    assert is_on_ladder(project)
    first = next(rung for rung in climb(project) if rung.step)
    assert (first.name, first.step.path) == ("run", "record_metrics.py")
    run(tmp_path)
    after = Project(FolderFiles(tmp_path), "churn")
    assert next(rung.name for rung in climb(after) if rung.step) == "own change"


def test_what_is_no_project_of_ones_own_is_refused(tmp_path):
    with pytest.raises(CannotRunError, match="is empty"):
        propose(tmp_path)
    with pytest.raises(UsageError, match="was made by Scaffolio"):
        propose(write(tmp_path / "made", SCAFFOLDED))
    parts = {f"{name}/{path}": text for name in ("churn", "prices", "spam") for path, text in TREE.items()}
    with pytest.raises(UsageError, match="holds 3 projects"):
        propose(write(tmp_path / "many", parts))


def test_uncommitted_changes_are_known(tmp_path):
    folder = repository(tmp_path / "churn", TREE)
    assert not propose(folder).uncommitted
    (folder / "train.py").write_text("pass\n")
    assert propose(folder).uncommitted
    commit(folder, {})
    assert not propose(folder).uncommitted
