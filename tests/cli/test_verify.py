"""``scaffolio verify`` as a user meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import SOURCE

WRITES = "import json\njson.dump({'accuracy': 0.8137}, open('metrics.json', 'w'))\n"


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    (root / "README.md").write_text("# Churn\n\nThe accuracy is 0.81.\n\n```bash\ngit pull\npython train.py\n```\n")
    (root / "train.py").write_text(WRITES)
    (tmp_path / "temporary").mkdir()
    return root


def command(*words):
    return [sys.executable, "-m", "scaffolio", "verify", *words]


def environment(project):
    return {**os.environ, "PYTHONPATH": str(SOURCE), "TMPDIR": str(project.parent / "temporary")}


def run(project, *words):
    return subprocess.run(
        command(*words), cwd=project, env=environment(project), capture_output=True, text=True, check=False
    )


def test_the_plan_is_shown_and_everything_agrees(project):
    done = run(project, "-y")
    assert done.returncode == 0, done.stderr
    assert "README.md:7  python train.py" in done.stdout
    assert "git pull  the copy is fresh already" in done.stdout
    assert "Every command ran; of 1 number in the documents 1 agreed" in done.stdout


def test_without_a_terminal_the_flag_is_named_and_nothing_is_run(project):
    done = run(project)
    assert done.returncode == 2
    assert "python train.py" in done.stdout
    assert "-y" in done.stderr
    assert not list((project.parent / "temporary").iterdir())


def test_one_digit_changed_is_caught_with_file_and_line(project):
    readme = project / "README.md"
    readme.write_text(readme.read_text().replace("0.81", "0.82"))
    done = run(project, "-y")
    assert done.returncode == 1
    assert "README.md:3  says 0.82; this run gave 0.8137" in done.stdout


def test_json_goes_to_standard_output_alone(project):
    done = run(project, "-y", "--json")
    content = json.loads(done.stdout)
    assert content["agrees"]
    assert [entry["exit_code"] for entry in content["commands"]] == [0, 0]
    assert content["skipped"] == [{"command": "git pull", "line": 6, "reason": "the copy is fresh already"}]


def test_a_folder_that_is_not_there_cannot_be_verified(project):
    assert run(project, "gone", "-y").returncode == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_what_runs_and_leaves_nothing(project, number):
    (project / "train.py").write_text("import pathlib, time\npathlib.Path('began').write_text('x')\ntime.sleep(60)\n")
    process = subprocess.Popen(command("-y"), cwd=project, env=environment(project), stdout=subprocess.DEVNULL)
    temporary = project.parent / "temporary"
    deadline = time.monotonic() + 30
    while not list(temporary.glob("*/project/began")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(number)
    assert process.wait(20) == 130
    assert not list(temporary.iterdir())
