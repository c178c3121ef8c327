"""Training every project of a portfolio: what is skipped, what is committed, and that one that fails stops no other.

The projects are small and the installer is a script that finds what is installed here;
everything else is real: environments, processes, pytest, Git.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from scaffolio.errors import CannotRunError, UsageError
from scaffolio.portfolio.outcome import Became
from scaffolio.usecases.portfolio_run import run_portfolio

UV = """#!{python}
import os, sys, venv
if sys.argv[1] == "venv":
    venv.create(".venv", with_pip=False, symlinks=True)
else:
    site = ".venv/lib/python{version}/site-packages"
    open(site + "/here.pth", "w").write("{packages}\\n" + os.path.abspath("src") + "\\n")
"""

MAIN = """import json, pathlib, sys
value = float(pathlib.Path("data/value.txt").read_text())
row = {"model": "mean", "role": "reference", "metrics": {"mae": {"value": value}}}
reports = pathlib.Path("reports")
reports.mkdir(exist_ok=True)
(reports / "metrics.json").write_text(json.dumps({"schema_version": 1, "primary_metric": "mae", "results": [row]}))
with (reports / "runs.jsonl").open("a") as journal:
    journal.write(json.dumps({"run": str(value), "metrics": {"reference": {"mae": value}}}) + "\\n")
"""


@pytest.fixture
def portfolio(home: Path, ada: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two repositories with a project each, and an installer that needs no network."""
    tools = tmp_path / "tools"
    tools.mkdir()
    version, packages = f"{sys.version_info[0]}.{sys.version_info[1]}", sysconfig.get_path("purelib")
    (tools / "uv").write_text(UV.format(python=sys.executable, version=version, packages=packages))
    (tools / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    root = tmp_path / "mine"
    for name, value in (("first", "4.5"), ("second", "7.5")):
        make(root / name, name, value)
        git(root / name, "init", "-q", "-b", "main")
        git(root / name, "add", "-A")
        git(root / name, "commit", "-q", "-m", "Start")
    return root


def make(folder: Path, package: str, value: str) -> None:
    files = {
        ".copier-answers.yml": f"technique: regression\nname: {package}\npackage: {package}\n",
        ".gitignore": "/.venv/\n__pycache__/\n.pytest_cache/\n",
        "README.md": f"# {package}\n",
        "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "-p no:cacheprovider"\n',
        "data/value.txt": value,
        f"src/{package}/__init__.py": "",
        f"src/{package}/__main__.py": MAIN,
        "tests/test_it.py": f"import {package}\n\n\ndef test_it():\n    assert {package}\n",
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, text=True).stdout


def became(root: Path) -> dict[str, Became]:
    return {outcome.name: outcome.became for outcome in run_portfolio(root)}


@pytest.mark.full
def test_each_is_trained_tested_and_committed_and_then_left_alone(portfolio: Path) -> None:
    outcomes = run_portfolio(portfolio)
    assert [(o.name, o.became, "1 passed" in o.tests) for o in outcomes] == [
        ("first", Became.TRAINED, True),
        ("second", Became.TRAINED, True),
    ]
    for outcome in outcomes:
        assert git(outcome.folder, "log", "--format=%s").splitlines()[0] == f"Record the results of {outcome.name}"
        assert git(outcome.folder, "status", "--porcelain") == ""
        assert outcome.commit
    assert became(portfolio) == dict.fromkeys(("first", "second"), Became.UNCHANGED)
    (portfolio / "first/data/README.md").write_text("Words about the data change no result.\n")
    git(portfolio / "first", "add", "-A")
    git(portfolio / "first", "commit", "-q", "-m", "Tell of the data")
    (portfolio / "second/data/value.txt").write_text("8.5")
    git(portfolio / "second", "commit", "-qam", "Newer data")
    assert became(portfolio) == {"first": Became.UNCHANGED, "second": Became.TRAINED}
    assert json.loads((portfolio / "second/reports/metrics.json").read_text())["results"][0]["metrics"]["mae"] == {
        "value": 8.5
    }


def test_one_that_fails_is_told_and_stops_no_other(portfolio: Path) -> None:
    (portfolio / "first/src/first/__main__.py").write_text("raise SystemExit('no such column')\n")
    git(portfolio / "first", "commit", "-qam", "Break it")
    said: list[str] = []
    failed, trained = run_portfolio(portfolio, jobs=1, told=said.append)
    assert said == ["0 of 2  first", "1 of 2  second", "2 of 2"]
    assert (failed.became, trained.became) == (Became.FAILED, Became.TRAINED)
    assert "no such column" in failed.error
    assert became(portfolio) == {"first": Became.FAILED, "second": Became.UNCHANGED}


def test_what_waited_to_be_committed_is_not_swept_in(portfolio: Path) -> None:
    (portfolio / "first/README.md").write_text("# first\n\nHalf a sentence\n")
    first, second = run_portfolio(portfolio)
    assert (first.commit, bool(second.commit)) == (None, True)
    assert "other changes were waiting" in first.uncommitted
    assert git(portfolio / "first", "log", "--format=%s").splitlines() == ["Start"]


def test_a_folder_without_a_project_of_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no project that Scaffolio made"):
        run_portfolio(tmp_path)
    with pytest.raises(CannotRunError, match="does not exist"):
        run_portfolio(tmp_path / "gone")
