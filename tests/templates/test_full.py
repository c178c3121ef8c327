"""The made project does what it promises: installed, run twice, tested. Minutes, so marked `full`."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from scaffolio.claims import Standing
from scaffolio.usecases.note import note
from scaffolio.usecases.verify import plan, verify
from scaffolio.verification import Verified
from tools.examples import EXAMPLES

from .conftest import Run, git, technique

pytestmark = pytest.mark.full

MEGABYTES = 2048
TOLERANCE = 0.02
"""Numbers may differ from the example's by this share between library versions."""

BY_PROCESSOR = 0.25
"""A network's numbers may differ by this share of their interval: its sums depend on the processor's instructions."""


def test_a_run_stays_within_memory(first_run: int):
    assert first_run < MEGABYTES


def test_on_a_fresh_clone_its_workflow_passes_and_a_second_run_changes_nothing(
    committed: Path, run: Run, package: str, first_run: int, tmp_path: Path
):
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(committed), str(clone))
    workflow = yaml.safe_load((clone / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    steps = [step["run"].split() for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    commands = [words for words in steps if "install" not in words]
    assert ["python", "-m", package, "run"] in commands
    assert ["python", "-m", "pytest"] in commands
    for words in (*commands, *(["python", "-m", package, step] for step in ("train", "evaluate", "report"))):
        run(*words, cwd=clone, source=str(clone / "src"))
        assert git(clone, "status", "--porcelain") == "", words


def test_the_readme_keeps_its_word_in_a_fresh_environment(committed: Path, first_run: int):
    if technique(committed) != "classification":
        pytest.skip("an installation of its own takes minutes; one technique shows it")
    *_, found = verify(plan(committed), timeout=900)
    assert isinstance(found, Verified)
    assert found.agrees, [outcome.ended.tail for outcome in found.failures]
    standing = Counter(judged.standing for judged in found.claims)
    assert standing[Standing.CONTRADICTED] == 0
    assert standing[Standing.SUPPORTED] > 5


def test_the_metrics_file_has_the_contracts_shape(committed: Path, first_run: int):
    metrics = json.loads((committed / "reports" / "metrics.json").read_text(encoding="utf-8"))
    assert {"schema_version", "technique", "dataset", "split", "primary_metric", "direction"} <= set(metrics)
    assert {"name", "rows", "source", "license", "sha256", "sample"} <= set(metrics["dataset"])
    roles = [row["role"] for row in metrics["results"]]
    assert {"baseline", "simple", "reference"} == set(roles)
    for row in metrics["results"]:
        score = row["metrics"][metrics["primary_metric"]]
        assert score["low"] <= score["value"] <= score["high"]
    for row in metrics["comparisons"]:
        assert row["distinguishable"] == (row["low"] > 0 or row["high"] < 0)
    assert all(trap["optimistic"] != trap["honest"] for trap in metrics["traps"])


def test_a_run_today_gives_the_examples_numbers(committed: Path, first_run: int):
    then, now = (
        json.loads((root / "reports" / "metrics.json").read_text(encoding="utf-8"))["results"]
        for root in (example(technique(committed)), committed)
    )
    assert [(row["model"], row["role"]) for row in now] == [(row["model"], row["role"]) for row in then]
    for old, new in zip(then, now, strict=True):
        for metric, score in old["metrics"].items():
            interval = score["high"] - score["low"] if technique(committed) == "vision" else 0
            allowed = max(TOLERANCE / 10, BY_PROCESSOR * interval)
            near = pytest.approx(score["value"], rel=TOLERANCE, abs=allowed)
            assert new["metrics"][metric]["value"] == near, (new["model"], metric)


def example(wanted: str) -> Path:
    """The stored example of a technique."""
    return next(path.parent for path in EXAMPLES.glob("*/.copier-answers.yml") if technique(path.parent) == wanted)


def test_mistakes_of_the_user_are_told_without_a_traceback(run: Run, package: str, tmp_path: Path, first_run: int):
    for words in (("predict", "nowhere.csv"), ("predict", ".")):
        done = run("python", "-m", package, *words, check=False)
        assert done.returncode == 2
        assert done.stderr.startswith("error: ")
    elsewhere = run("python", "-m", package, "run", cwd=tmp_path, check=False)
    assert "run this in the project's folder" in elsewhere.stderr


def test_a_line_of_ones_own_is_compared_and_counted(
    committed: Path, run: Run, package: str, first_run: int, tmp_path: Path
):
    root = tmp_path / "own"
    shutil.copytree(committed, root)
    seam = root / "src" / package / "features.py"
    text = seam.read_text(encoding="utf-8")
    line = "    features = reference(frame, schema)\n"
    assert text.count(line) == 1
    seam.write_text(text.replace(line, f'{line}    features["own_column"] = features.iloc[:, -1]\n'), encoding="utf-8")
    shown = run("python", "-m", package, "run", cwd=root, source=str(root / "src")).stdout
    page = (root / "README.md").read_text(encoding="utf-8")
    entry = json.loads((root / "reports" / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert "mine \N{MINUS SIGN} " in shown
    assert entry["changed"] == [f"src/{package}/features.py"]
    assert entry["difference"]["low"] <= entry["difference"]["difference"] <= entry["difference"]["high"]
    assert "1 runs, 1 lines, 0 tests, 0 words." in page or "1 run, 1 line, 0 tests, 0 words." in page


def test_a_note_renders_as_the_projects_own_report_does(committed: Path, run: Run, package: str, first_run: int):
    try:
        note(committed, r"Odd | and \| and `a|b`, C:\ ends")
        page = (committed / "README.md").read_bytes()
        run("python", "-m", package, "report")
        assert (committed / "README.md").read_bytes() == page
        assert git(committed, "status", "--porcelain").split() == ["M", "README.md", "M", "reports/runs.jsonl"]
    finally:
        git(committed, "checkout", "-q", "--", ".")
