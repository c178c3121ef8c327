"""The GitHub Action: what its script hands to the audit, and what it leaves for the next step."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the action runs in bash")


def run(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    temporary = folder / "runner"
    (temporary / "scaffolio/bin").mkdir(parents=True)
    program = temporary / "scaffolio/bin/scaffolio"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scaffolio "$@"\n')
    program.chmod(0o755)
    audit = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "audit")
    defaults = {name: ACTION["inputs"][name]["default"] for name in ACTION["inputs"]}
    given = {
        variable: value.removeprefix("${{ inputs.").removesuffix(" }}") for variable, value in audit["env"].items()
    }
    environment = {
        **os.environ,
        **{variable: inputs.get(name, defaults[name]) for variable, name in given.items()},
        "RUNNER_TEMP": str(temporary),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
    }
    return subprocess.run(
        ["bash", str(ROOT / "tools/action.sh")], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "a project"
    folder.mkdir()
    (folder / "README.md").write_text("# Churn\n\n[x](no.md)\n")
    return folder


def test_findings_become_annotations_a_summary_and_sarif(tmp_path: Path, project: Path) -> None:
    done = run(tmp_path, path=str(project))
    assert done.returncode == 1
    assert "::error file=README.md,line=3,title=TRU001" in done.stdout
    assert "TRU001" in (tmp_path / "summary").read_text()
    name, _, path = (tmp_path / "output").read_text().strip().partition("=")
    assert name == "sarif"
    assert json.loads(Path(path).read_text())["version"] == "2.1.0"


def test_inputs_reach_the_audit(tmp_path: Path, project: Path) -> None:
    done = run(tmp_path, path=str(project), select="GIT", **{"fail-on": "never"})
    assert (done.returncode, done.stdout) == (0, "")


def test_a_folder_that_is_not_there_fails_and_leaves_no_report(tmp_path: Path) -> None:
    done = run(tmp_path, path=str(tmp_path / "none"))
    assert done.returncode == 3


def test_no_input_is_written_into_a_script() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


def test_the_hooks_entry_is_a_command_there_is() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for hook in hooks:
        done = subprocess.run(
            [sys.executable, "-m", *hook["entry"].split(), "--help"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, hook["id"]
