"""The main job from an installed wheel, outside of the repository, as a new user."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolio.adapters import runner

ROOT = Path(__file__).resolve().parents[1]


def run(*command, cwd):
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.full
def test_a_wheel_makes_trains_and_commits_a_project(desk, ada):
    run(sys.executable, "-m", "venv", "--without-pip", "tool", cwd=desk)
    pip = runner.pip_for(desk / "tool/bin/python")
    run(*pip, "wheel", "-q", "--no-deps", "-w", str(desk), str(ROOT), cwd=desk)
    (wheel,) = desk.glob("*.whl")
    run(*pip, "install", "-q", str(wheel), cwd=desk)
    made = json.loads(run(str(desk / "tool/bin/scaffolio"), "new", "birds", "-y", "--run", "--json", cwd=desk))
    assert made["findings"]["error"] == made["findings"]["warning"] == 0
    assert "passed" in made["trained"]["tests"]
    assert made["trained"]["results"]["comparisons"]
    log = run("git", "log", "--format=%an %s", cwd=desk / "birds")
    assert log.splitlines() == [
        "Ada Example Record the reference run",
        "Ada Example Start birds from the Scaffolio classification template",
    ]
    assert run("git", "status", "--porcelain", cwd=desk / "birds") == ""
    assert "PLACEHOLDER(question)" in (desk / "birds/README.md").read_text()
