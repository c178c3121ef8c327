"""Many targets: nothing stops the run, the order is the list's, and a stopped run goes on."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from scaffolio.errors import UsageError
from scaffolio.usecases import many
from tests.conftest import SOURCE
from tests.repositories import git, repository
from tests.serving import serve

README = "# Churn\n\nWho leaves? We model churn of a phone company.\n\n## Results\n\nF1 is 0.84.\n"


@pytest.fixture
def classroom(desk, home):
    """A class of six: one on time, one late, one empty, one broken, one gone, one that hands in nothing."""
    repository(desk / "ada", {"README.md": README}, date="2026-03-01T10:00:00+00:00")
    repository(desk / "bob", {"README.md": README}, date="2026-03-02T00:30:00+00:00")
    git(desk, "init", "--quiet", "cy")
    repository(desk / "dan", {"README.md": README, ".scaffolio.toml": "nope = 1\n"})
    (desk / "roster.csv").write_text(
        "id,name,target,due\n"
        "ada,=Ada(),ada,2026-03-01\nbob,Bob,bob,2026-03-01\ncy,Cy,cy,2026-03-01\n"
        "../dan,Dan,dan,\neve,Eve,eve,\nfay,Fay,,\n"
    )
    return desk


def rows(folder):
    with (folder / "grades.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_states_are_kept_apart_and_nobody_gets_a_zero(scaffolio, classroom):
    done = scaffolio("audit", "--targets-from", "roster.csv", "-o", "out")
    assert done.returncode == 3
    graded = rows(classroom / "out")
    assert [row["status"] for row in graded] == ["audited", "late", "empty", "failed", "failed", "unreachable"]
    assert [row["name"] for row in graded] == ["'=Ada()", "Bob", "Cy", "Dan", "Eve", "Fay"]
    assert [bool(row["errors"]) for row in graded] == [True, True, False, False, False, False]
    assert "due was 2026-03-01" in graded[1]["error"]
    assert "nope" in graded[3]["error"]
    pages = sorted(path.name for path in (classroom / "out" / "feedback").iterdir())
    assert pages == ["ada.md", "bob.md", "cy.md", "dan.md", "eve.md", "fay.md"]
    assert sorted(path.name for path in (classroom / "out").iterdir()) == ["feedback", "grades.csv"]
    assert "6 targets: 2 failed, 1 audited" in done.stdout


@pytest.mark.full
def test_the_order_and_the_bytes_do_not_depend_on_the_processes(scaffolio, classroom):
    one = scaffolio("audit", "--targets-from", "roster.csv", "-j", "1", "-f", "json")
    two = scaffolio("audit", "--targets-from", "roster.csv", "-j", "2", "-f", "json")
    assert one.stdout == two.stdout
    assert [target["target"] for target in json.loads(one.stdout)["targets"]] == ["ada", "bob", "cy", "dan", "eve", ""]


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl"])
@pytest.mark.full
def test_processes_change_nothing_of_a_report(scaffolio, classroom, output_format):
    few = scaffolio("audit", "ada", "cy", "gone", "-f", output_format)
    many = scaffolio("audit", "ada", "cy", "gone", "-j", "2", "-f", output_format)
    assert (few.stdout, few.returncode) == (many.stdout, many.returncode)


@pytest.mark.full
def test_exit_codes_3_wins_over_1(scaffolio, classroom):
    def code(*targets, flags=()):
        return scaffolio("audit", *targets, "-j", "2", *flags).returncode

    assert code("ada", "bob") == 1
    assert code("ada", "bob", flags=("--fail-on", "never")) == 0
    assert code("ada", "gone") == 3
    assert code("cy", "cy") == 0


@pytest.mark.parametrize(("targets", "code"), [(["cy"], 3), (["cy", "cy"], 0), (["cy", "bob"], 1)])
def test_an_empty_folder_named_alone_is_nothing_to_call_clean(scaffolio, classroom, targets, code):
    done = scaffolio("audit", *targets)
    assert done.returncode == code
    assert "cy: empty: It holds no file, so there was nothing to judge.\n" in done.stdout


def test_a_list_may_come_from_standard_input(classroom):
    done = subprocess.run(
        [sys.executable, "-m", "scaffolio", "audit", "--targets-from", "-", "-f", "csv"],
        cwd=classroom,
        input="ada\nbob\n",
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line.split(",")[:2] for line in done.stdout.splitlines()[1:]] == [["ada", "audited"], ["bob", "audited"]]


@pytest.mark.full
def test_a_finished_journal_is_not_judged_again_but_failures_are(scaffolio, classroom):
    arguments = ("audit", "--targets-from", "roster.csv", "--resume", "run.jsonl", "-f", "json")
    first = scaffolio(*arguments)
    lines = (classroom / "run.jsonl").read_text().splitlines()
    repository(classroom / "eve", {"README.md": README})
    (classroom / "ada" / "README.md").write_text("changed since\n")
    second = scaffolio(*arguments)
    before, after = (json.loads(done.stdout)["targets"] for done in (first, second))
    assert before[0] == after[0]
    assert (before[4]["status"], after[4]["status"]) == ("failed", "audited")
    assert len((classroom / "run.jsonl").read_text().splitlines()) == len(lines) + 3


@pytest.mark.full
def test_a_torn_journal_goes_on_where_it_ends(scaffolio, classroom):
    arguments = ("audit", "ada", "bob", "cy", "--resume", "run.jsonl", "-f", "json", "-j", "1")
    whole = scaffolio(*arguments).stdout
    journal = classroom / "run.jsonl"
    content = journal.read_bytes()
    lines = content.splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:2]) + lines[2][:100])
    assert scaffolio(*arguments).stdout == whole
    assert journal.read_bytes() == content


@pytest.mark.full
def test_a_journal_of_another_run_is_refused(scaffolio, classroom):
    scaffolio("audit", "ada", "--resume", "run.jsonl")
    done = scaffolio("audit", "ada", "--resume", "run.jsonl", "--select", "DOC")
    assert (done.returncode, "no journal of a run with these settings" in done.stderr) == (2, True)
    (classroom / "notes.txt").write_text("mine\n")
    assert scaffolio("audit", "ada", "--resume", "notes.txt").returncode == 2
    assert (classroom / "notes.txt").read_text() == "mine\n"


@pytest.mark.full
def test_an_interrupted_run_leaves_a_journal_that_goes_on(scaffolio, classroom, tmp_path):
    def sleep(_request, _server):
        time.sleep(20)

    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with serve(sleep) as server:
        (classroom / "list.txt").write_text(f"ada\nbob\n{server.address}/x.git\n")
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "scaffolio",
                "audit",
                "--targets-from",
                "list.txt",
                "--resume",
                "run.jsonl",
                "-j",
                "1",
            ],
            cwd=classroom,
            env={**os.environ, "PYTHONPATH": str(SOURCE), "TMPDIR": str(temporary)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not server.requests and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    assert list(temporary.iterdir()) == []
    assert len((classroom / "run.jsonl").read_text().splitlines()) == 3


@pytest.mark.full
def test_a_target_that_takes_too_long_is_a_state(scaffolio, classroom):
    def sleep(_request, _server):
        time.sleep(15)

    with serve(sleep) as server:
        (classroom / "list.txt").write_text(f"{server.address}/x.git\nada\n")
        done = scaffolio("audit", "--targets-from", "list.txt", "-j", "1", "--timeout", "6", "-f", "json")
    slow, ada = json.loads(done.stdout)["targets"]
    assert (slow["status"], slow["error"]) == ("timeout", "Took longer than 6 s.")
    assert ada["status"] == "audited"
    assert done.returncode == 3


@pytest.mark.parametrize("flags", [("-f", "markdown"), ("-f", "json"), ("--interview",)])
def test_a_format_that_grades_and_feedback_would_not_heed_is_refused(scaffolio, classroom, flags):
    done = scaffolio("audit", "--targets-from", "roster.csv", "-o", "out", *flags)
    assert done.returncode == 2
    assert f"{' '.join(flags)} would go unheeded" in done.stderr
    assert not (classroom / "out").exists()


def test_a_class_in_one_file_has_the_format_asked_for(scaffolio, classroom):
    (classroom / "list.txt").write_text("cy\n")
    scaffolio("audit", "--targets-from", "list.txt", "-o", "class.json", "-f", "json")
    assert [target["status"] for target in json.loads((classroom / "class.json").read_text())["targets"]] == ["empty"]


def test_targets_named_twice_are_refused(scaffolio, classroom):
    assert scaffolio("audit", "ada", "--targets-from", "roster.csv").returncode == 2


def test_a_password_in_a_roster_is_shown_nowhere(scaffolio, classroom):
    (classroom / "list.csv").write_text("id,target\nada,https://ada:secret@127.0.0.1:1/x.git\n")
    done = scaffolio("audit", "--targets-from", "list.csv", "-o", "out", "--resume", "run.jsonl")
    written = [path.read_text() for path in (classroom / "out").rglob("*") if path.is_file()]
    assert "secret" not in "".join([done.stdout, done.stderr, (classroom / "run.jsonl").read_text(), *written])


def test_a_csv_without_a_column_of_targets_is_no_list(tmp_path):
    (tmp_path / "class.csv").write_text("foo,bar\n1,2\n")
    with pytest.raises(UsageError, match="no column named target"):
        many.read_targets(str(tmp_path / "class.csv"))
