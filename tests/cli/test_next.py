"""``scaffolio next`` and ``scaffolio note`` as a user meets them."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import SOURCE
from tests.scaffolded import README, SCAFFOLDED, metrics, run

ROW = "| b2 | `src/birds/features.py` | 0.400 | – | – |"
RAN = README.replace(
    "<!-- runs:start -->\n\nNot run yet.", f"<!-- runs:start -->\n\n| run | why (mine) |\n| --- | --- |\n{ROW}"
)
OWN_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "scaffolio", *sys.argv[1:]])
"""
PROMPT = b"(Enter: later)"
QUESTION = "> PLACEHOLDER(question): Who acts?"


def written(desk, **more):
    """The small scaffolded project, run once, on disk."""
    tree = {**SCAFFOLDED, "README.md": RAN, "reports/metrics.json": metrics(), **more}
    tree |= {"reports/runs.jsonl": run("b2", "own", changed=["src/birds/features.py"])}
    for path, text in tree.items():
        (desk / path).parent.mkdir(parents=True, exist_ok=True)
        (desk / path).write_bytes(text.encode())
    return desk


def contents(desk):
    return {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}


def on_terminal(desk, *words, typed):
    """Run on a terminal; press keys as soon as their cue is on the screen; return exit code and screen."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", OWN_TERMINAL, *words],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "dumb"},
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    shown, waiting, answered = b"", list(typed), 0
    deadline = time.monotonic() + 30
    with suppress(OSError):  # the other end is closed: the program is done
        while time.monotonic() < deadline:
            if select.select([leader], [], [], 0.01)[0]:
                shown += os.read(leader, 4096)
            elif waiting and waiting[0][0] in shown[answered:] and sleeps(process):
                os.write(leader, waiting.pop(0)[1])
                answered = len(shown)
    os.close(leader)
    if process.poll() is None and time.monotonic() >= deadline:
        process.kill()
    return process.wait(20), shown.decode()


def sleeps(process):
    """Whether it waits for a key. Readline loses a Ctrl-C that comes while it works, until the next key."""
    stat = Path(f"/proc/{process.pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "S"


def test_it_names_one_thing_in_at_most_eight_lines(scaffolio, desk):
    done = scaffolio("next", cwd=written(desk))
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) <= 8
    assert lines[0] == "2 of 6  README.md:5  about 10 min  decision"
    assert lines[1] == "  ? Who acts?"


def test_from_elsewhere_place_and_command_lead_there(scaffolio, desk):
    written(desk / "my birds")
    (desk / "my birds/reports/metrics.json").unlink()
    lines = scaffolio("next", "my birds").stdout.splitlines()
    assert lines[0].startswith("1 of 6  my birds/README.md:9 ")
    assert "  run    cd 'my birds' && python -m birds run" in lines


def test_the_projects_own_interpreter_is_named_where_there_is_one(scaffolio, desk):
    (written(desk) / "reports/metrics.json").unlink()
    python = desk / (".venv/Scripts/python.exe" if os.name == "nt" else ".venv/bin/python")
    python.parent.mkdir(parents=True)
    python.touch()
    assert f"run    {python.relative_to(desk)} -m birds run" in scaffolio("next").stdout


def test_json_carries_everything(scaffolio, desk):
    content = json.loads(scaffolio("next", "--json", cwd=written(desk)).stdout)
    assert (content["kind"], content["rung"], content["of"], content["name"]) == ("rung", 2, 6, "decision")
    assert (content["path"], content["line"], content["minutes"]) == ("README.md", 5, 10)
    assert content["done"] == ["run", "own change"]
    assert content["open"] == ["decision", "own data", "worst mistakes", "words"]


def test_without_a_terminal_nothing_is_asked_or_written(scaffolio, desk):
    before = contents(written(desk))
    assert "Your sentence" not in scaffolio("next").stdout
    assert contents(desk) == before


def test_a_foreign_project_gets_the_audits_first_fix(scaffolio, desk):
    (desk / "README.md").write_text("# Churn\n\nCustomers leave.\n\n![](docs/roc.png)\n")
    done = scaffolio("next")
    assert done.returncode == 0
    assert "Fix first  README.md:5  about" in done.stdout
    content = json.loads(scaffolio("next", "--json").stdout)
    assert (content["kind"], content["code"], content["rung"]) == ("finding", "TRU001", None)


def test_a_folder_that_is_missing_empty_or_a_file_cannot_be_judged(scaffolio, desk):
    (desk / "file").touch()
    (desk / "empty").mkdir()
    for name in ("nowhere", "file", "empty"):
        done = scaffolio("next", name)
        assert done.returncode == 3
        assert "hint: " in done.stderr


def test_on_a_terminal_the_sentence_takes_the_questions_line_and_nothing_else_changes(desk):
    before = contents(written(desk))
    code, shown = on_terminal(desk, "next", typed=[(PROMPT, b"The duty officer.\n")])
    assert code == 0, shown
    assert "written  README.md:5" in shown
    after = contents(desk)
    page = desk / "README.md"
    assert after.pop(page) == before.pop(page).replace(QUESTION.encode(), b"> The duty officer.")
    assert after == before


def test_pasted_lines_are_one_sentence(desk):
    pasted = b"The duty officer\nreads forty\na day.\n"
    code, shown = on_terminal(written(desk), "next", typed=[(PROMPT, pasted)])
    assert code == 0, shown
    assert "\n> The duty officer reads forty a day.\n" in (desk / "README.md").read_text()


def test_words_that_would_end_a_block_are_refused_and_asked_again(desk):
    before = contents(written(desk))
    typed = [(PROMPT, b"x <!-- runs:end -->\n"), (PROMPT, b"\n")]
    code, shown = on_terminal(desk, "next", typed=typed)
    assert code == 0, shown
    assert "marks a block" in shown
    assert contents(desk) == before


@pytest.mark.parametrize("command", ["next", "note"])
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ([(PROMPT, b"\n")], 0),
        ([(PROMPT, b"\x04")], 0),
        ([(PROMPT, b"half a sen"), (b"half a sen", b"\x03")], 130),
    ],
    ids=["enter", "end of input", "ctrl-c"],
)
def test_later_or_an_interruption_writes_nothing(desk, command, typed, code):
    before = contents(written(desk))
    left, shown = on_terminal(desk, command, typed=typed)
    assert left == code, shown
    assert contents(desk) == before


def test_line_endings_and_broken_bytes_stay(desk):
    written(desk)
    text = RAN.replace("\n", "\r\n").encode() + b"\xff\r\n"
    (desk / "README.md").write_bytes(text)
    on_terminal(desk, "next", typed=[(PROMPT, b"The officer.\n")])
    assert (desk / "README.md").read_bytes() == text.replace(QUESTION.encode(), b"> The officer.")


def test_a_note_shows_in_journal_and_readme(scaffolio, desk):
    before = contents(written(desk))
    done = scaffolio("note", "Height | speed\nsays more.")
    assert (done.returncode, done.stderr) == (0, "")
    assert "shown  README.md:" in done.stdout
    page, journal = desk / "README.md", desk / "reports/runs.jsonl"
    shown = ROW.replace("| – |", "| – |").removesuffix("– |") + r"Height \| speed says more. |"
    assert page.read_bytes() == before[page].replace(ROW.encode(), shown.encode())
    assert json.loads(journal.read_text())["why"] == "Height | speed says more."
    changed = {path for path, content in contents(desk).items() if before[path] != content}
    assert changed == {page, journal}


def test_a_second_note_goes_behind_the_first(scaffolio, desk):
    written(desk)
    for words in ("First.", "Second.", "Second."):
        scaffolio("note", words)
    assert "| First. Second. |" in (desk / "README.md").read_text()


def test_a_note_can_be_asked_for(desk):
    code, shown = on_terminal(written(desk), "note", typed=[(PROMPT, "Höhe zählt.\n".encode())])
    assert code == 0, shown
    assert "| Höhe zählt. |" in (desk / "README.md").read_text(encoding="utf-8")


def test_a_run_that_no_table_shows_is_noted_all_the_same(scaffolio, desk):
    (written(desk) / "README.md").write_text("# Mine\n")
    assert "no row of this run" in scaffolio("note", "Why.").stdout
    assert (desk / "README.md").read_text() == "# Mine\n"
    assert '"why": "Why."' in (desk / "reports/runs.jsonl").read_text()


@pytest.mark.parametrize(
    ("arguments", "message", "code"),
    [
        ([], "no sentence given", 2),
        ([""], "says nothing", 2),
        (["x <!-- runs:end -->"], "marks a block", 2),
        (["x", "--project", "nowhere"], "does not exist", 3),
        (["x", "--project", "src"], "no run is journalled", 2),
    ],
)
def test_a_note_that_cannot_be_is_refused(scaffolio, desk, arguments, message, code):
    before = contents(written(desk))
    done = scaffolio("note", *arguments)
    assert done.returncode == code
    assert message in done.stderr
    assert "hint: " in done.stderr
    assert contents(desk) == before


def test_before_the_first_run_the_command_to_run_is_named(scaffolio, desk):
    (written(desk) / "reports/runs.jsonl").unlink()
    done = scaffolio("note", "x")
    assert done.returncode == 2
    assert "python -m birds run" in done.stderr


def test_a_broken_last_line_is_left_alone(scaffolio, desk):
    (written(desk) / "reports/runs.jsonl").write_text("broken\n")
    done = scaffolio("note", "x")
    assert done.returncode == 2
    assert (desk / "reports/runs.jsonl").read_text() == "broken\n"
