"""Verifying a project: real commands, in a copy apart, twice; what differs is found and nothing is left behind."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from scaffolio.adapters import sandbox
from scaffolio.errors import CannotRunError
from scaffolio.usecases.verify import plan, verify
from scaffolio.verification import Verified

WRITES = "import json\njson.dump({'accuracy': 0.8137}, open('metrics.json', 'w'))\n"
RANDOM = "import json, os\njson.dump({'accuracy': int.from_bytes(os.urandom(4)) / 2**32}, open('metrics.json', 'w'))\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    def made(commands: str, words: str = "", **scripts: str) -> Path:
        root = tmp_path / "project"
        root.mkdir()
        (root / "README.md").write_text(f"# Churn\n\n{words}\n\n```bash\n{commands}\n```\n")
        for name, text in scripts.items():
            (root / f"{name}.py").write_text(text)
        return root

    yield made
    assert not list(temporary.iterdir())


def verified(root: Path, timeout: float = 60) -> Verified:
    *_, last = verify(plan(root), timeout)
    assert isinstance(last, Verified)
    return last


def test_a_project_that_keeps_its_word_agrees(project):
    found = verified(project("python train.py", "The accuracy is 0.81.", train=WRITES))
    assert found.agrees
    assert [outcome.run for outcome in found.outcomes] == [1, 2]
    assert [judged.standing.value for judged in found.claims] == ["supported"]


def test_nothing_is_written_into_the_project(project):
    root = project("python train.py", train=WRITES)
    verified(root)
    assert sorted(path.name for path in root.iterdir()) == ["README.md", "train.py"]


def test_a_number_that_differs_from_the_readme_is_found(project):
    found = verified(project("python train.py", "The accuracy is 0.84.", train=WRITES))
    (judged,) = found.contradicted
    assert (judged.claim.line, judged.claim.number.text) == (3, "0.84")
    assert not found.agrees


def test_only_what_the_run_wrote_counts(project):
    root = project("python train.py", "The accuracy is 0.84.", train="print('done')\n")
    (root / "metrics.json").write_text('{"accuracy": 0.84}')
    found = verified(root)
    assert [judged.standing.value for judged in found.claims] == ["unsupported"]
    assert found.numbers == 0


def test_the_journal_tells_of_earlier_runs_though_this_one_added_nothing(project):
    rows = "| run | average precision |\n| --- | --- |\n| ed12aea | 0.477 |"
    root = project("python train.py", f"<!-- runs:start -->\n\n{rows}\n\n<!-- runs:end -->", train="print('same')\n")
    (root / "reports").mkdir()
    journal = '{"run": "ed12aea", "metrics": {"reference": {"average_precision": 0.4774}}}\n'
    (root / "reports" / "runs.jsonl").write_text(journal)
    assert [judged.standing.value for judged in verified(root).claims] == ["supported"]


def test_a_printed_number_counts_too(project):
    found = verified(project("python train.py", "The accuracy is 0.84.", train="print('accuracy: 0.8137')\n"))
    assert len(found.contradicted) == 1


def test_a_number_that_changes_between_the_runs_is_found(project):
    (change,) = verified(project("python train.py", train=RANDOM)).changes
    assert change.first.metric == "accuracy"
    assert change.first.value != change.second.value


def test_the_second_run_starts_from_the_same_files(project):
    script = "import pathlib\np = pathlib.Path('out.txt')\nassert not p.exists()\np.write_text('x')\n"
    assert verified(project("python train.py", train=script)).agrees


def test_a_failed_command_is_told_with_its_last_lines_and_the_next_is_tried(project):
    found = verified(project("python gone.py\npython train.py", train=WRITES))
    (failure,) = found.failures
    assert failure.ended.code == 2
    assert "gone.py" in failure.ended.tail[-1]
    assert [outcome.failed for outcome in found.outcomes] == [True, False, True, False]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to look a process up in")
def test_a_command_that_takes_too_long_is_ended_with_what_it_started(project):
    script = (
        "import subprocess, sys, time\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)']).pid)\n"
        "time.sleep(99)\n"
    )
    ended = verified(project("python train.py", train=script), timeout=2).failures[0].ended
    assert ended.code is None
    status = Path(f"/proc/{int(ended.output)}/stat")
    assert not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"  # dead, and not yet buried


def test_commands_see_a_home_of_their_own_and_none_of_the_callers_secrets(project, monkeypatch):
    monkeypatch.setenv("API_TOKEN", "secret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    script = (
        "import os, sys\n"
        "assert 'API_TOKEN' not in os.environ and 'PYTHONPATH' not in os.environ\n"
        "assert os.environ['HOME'].startswith(os.path.dirname(os.getcwd()))\n"
        "assert sys.prefix == os.environ['VIRTUAL_ENV']\n"
        "assert sys.stdin.read() == ''\n"
    )
    assert verified(project("python train.py", train=script)).agrees


@pytest.mark.skipif(sandbox.isolation() is None, reason="nothing takes the network away here")
def test_the_runs_have_no_network(project):
    script = "import socket\nsocket.create_connection(('192.0.2.1', 80), 3)\n"
    found = verified(project("python train.py", train=script))
    assert "unreachable" in found.failures[0].ended.tail[-1]
    assert found.apart


@pytest.mark.skipif((sandbox.isolation() or ("",))[0] != "bwrap", reason="bubblewrap does not run here")
def test_behind_bubblewrap_nothing_outside_can_be_written(project, tmp_path):
    script = f"open({str(tmp_path / 'outside')!r}, 'w')\n"
    found = verified(project("python train.py", train=script))
    assert "Read-only file system" in found.failures[0].ended.tail[-1]
    assert not (tmp_path / "outside").exists()


def test_variables_that_a_line_exports_hold_for_the_lines_after_it(project):
    script = "import os\nassert os.environ['DATA'] == 'raw'\n"
    assert verified(project("export DATA=raw\npython train.py", train=script)).agrees


def test_an_interruption_removes_the_copy(project):
    steps = verify(plan(project("python train.py\npython train.py", train=WRITES)), 60)
    next(steps)
    steps.close()


def test_a_readme_without_commands_cannot_be_verified(project):
    with pytest.raises(CannotRunError, match="no command"):
        plan(project("git clone https://github.com/a/b"))


def test_a_folder_without_a_readme_cannot_be_verified(tmp_path):
    with pytest.raises(CannotRunError, match="no README"):
        plan(tmp_path)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no shell")
def test_memory_is_bounded(project, monkeypatch):
    monkeypatch.setattr(sandbox, "MEMORY_SHARE", 1e-3)
    found = verified(project("python train.py", train="x = bytearray(10**9)\n"))
    assert "MemoryError" in found.failures[0].ended.output
