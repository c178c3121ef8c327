"""``scaffolio new`` as a user meets it."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time

import pytest

from scaffolio.cli import console
from tests.conftest import SOURCE


def git(folder, *arguments):
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def tree(folder):
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return sorted(path.relative_to(folder).as_posix() for path in found)


def test_the_default_project_is_committed_by_the_person(scaffolio, desk, ada):
    done = scaffolio("new", "-y")
    assert done.returncode == 0, done.stderr
    project = desk / "bird-strikes"
    assert git(project, "log", "--format=%an <%ae>") == "Ada Example <ada@example.org>\n"
    assert git(project, "branch", "--show-current") == "main\n"
    assert git(project, "status", "--porcelain") == ""
    assert "Ada Example" in (project / "LICENSE").read_text()
    assert len(done.stdout.splitlines()) <= 20
    assert "Only you can write: README.md:" in done.stdout
    assert "0 errors, 0 warnings" in done.stdout


def test_a_project_shows_at_most_fifteen_files(scaffolio, desk, ada):
    scaffolio("new", "-y")
    tracked = git(desk / "bird-strikes", "ls-files").split()
    assert len([path for path in tracked if not any(part.startswith(".") for part in path.split("/"))]) <= 15
    assert ".scaffolio/manifest.json" in tracked


def test_without_an_identity_the_files_are_staged_and_the_commands_printed(scaffolio, desk):
    done = scaffolio("new", "-y")
    assert done.returncode == 0
    assert "git config --global user.name" in done.stdout
    assert 'commit -m "Start bird-strikes"' in done.stdout
    staged = git(desk / "bird-strikes", "diff", "--cached", "--name-only").split()
    assert "README.md" in staged
    assert len(done.stdout.splitlines()) <= 20


def test_a_name_that_no_disk_takes_is_refused(scaffolio, desk):
    done = scaffolio("new", "a" * 300, "-y")
    assert done.returncode == 2
    assert "300 characters" in done.stderr
    assert list(desk.iterdir()) == []


def test_the_line_to_run_can_be_pasted_whatever_the_folder_is_called(scaffolio, desk):
    done = scaffolio("new", "odd dir/$(x)", "-y", "--no-git")
    assert done.returncode == 0, done.stderr
    assert "  cd 'odd dir/$(x)' && " in done.stdout


def test_without_git_there_is_no_repository(scaffolio, desk):
    assert scaffolio("new", "-y", "--no-git").returncode == 0
    assert not (desk / "bird-strikes" / ".git").exists()


def test_a_missing_git_needs_no_git(scaffolio, desk, tmp_path):
    done = scaffolio("new", "-y", PATH=str(tmp_path))
    assert done.returncode == 3
    assert "--no-git" in done.stderr
    assert list(desk.iterdir()) == []
    assert scaffolio("new", "-y", "--no-git", PATH=str(tmp_path)).returncode == 0


def test_json_says_what_was_made(scaffolio, desk, ada):
    made = json.loads(scaffolio("new", "birds", "-y", "--json").stdout)
    assert made["path"] == str(desk / "birds")
    assert (made["name"], made["package"], made["technique"]) == ("birds", "birds", "classification")
    assert made["git"]["recorded"] == "committed"
    assert (made["findings"]["error"], made["findings"]["warning"]) == (0, 0)
    assert len(made["placeholders"]) >= 5
    for placeholder in made["placeholders"]:
        line = (desk / "birds" / placeholder["path"]).read_text().splitlines()[placeholder["line"] - 1]
        assert f"PLACEHOLDER({placeholder['topic']})" in line


def test_dry_run_lists_what_would_be_made_and_writes_nothing(scaffolio, desk, ada):
    listed = json.loads(scaffolio("new", "-y", "--dry-run", "--json").stdout)
    assert list(desk.iterdir()) == []
    scaffolio("new", "-y")
    assert sorted(listed["files"]) == tree(desk / "bird-strikes")


def test_list_names_the_techniques(scaffolio):
    first = scaffolio("new", "--list").stdout.splitlines()[0]
    assert first == "classification  which bird-strike reports should be read first?"


def test_answers_come_from_flags_before_pairs_before_a_file(scaffolio, desk):
    (desk / "answers.yml").write_text(
        "name: from-file\nlicense: Apache-2.0\nauthor: File\nquestion: Who looks first?\n"
    )
    arguments = ("--answers", "answers.yml", "--set", "name=from-set", "--set", "author=Set", "--author", "Flag")
    done = scaffolio("new", "-y", *arguments)
    assert done.returncode == 0, done.stderr
    project = desk / "from-set"
    assert "Apache License" in (project / "LICENSE").read_text()
    assert "Flag" in (project / "CITATION.cff").read_text()
    readme = (project / "README.md").read_text()
    assert "Who looks first?" in readme
    assert "PLACEHOLDER(question)" not in readme


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["-t", "clasification"], "unknown technique: clasification", "Did you mean classification?"),
        (["--license", "apache"], "unknown licence: apache", "Did you mean Apache-2.0?"),
        (["--set", "licence=MIT"], "unknown answer: licence", "Did you mean license?"),
        (["--set", "name"], "not KEY=VALUE", "name=bird-strikes"),
        (["--set", "name=日本"], "no Latin letter", "--set name="),
        (["--set", "data=other.csv"], "other.csv does not exist", "CSV"),
        (["--answers", "no.yml"], "cannot be read", "YAML"),
        (["--answers", "broken.yml"], "not YAML", "KEY: VALUE"),
        (["--answers", "keys.yml"], "unknown answer: colour", ""),
    ],
)
def test_wrong_requests_are_usage_errors_and_make_nothing(scaffolio, desk, arguments, message, hint):
    (desk / "broken.yml").write_text("name: [\n")
    (desk / "keys.yml").write_text("colour: blue\n")
    done = scaffolio("new", "-y", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert hint in done.stderr
    assert tree(desk) == ["broken.yml", "keys.yml"]


def test_a_taken_destination_stays_as_it_was(scaffolio, desk):
    (desk / "full").mkdir()
    (desk / "full" / "mine.txt").write_text("mine")
    (desk / "file").write_text("mine")
    for name in ("full", "file"):
        done = scaffolio("new", name, "-y")
        assert done.returncode == 2
        assert "hint:" in done.stderr
    assert tree(desk) == ["file", "full/mine.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the root user may write everywhere")
def test_a_read_only_place_is_refused(scaffolio, desk):
    desk.chmod(0o555)
    done = scaffolio("new", "-y")
    desk.chmod(0o755)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_a_dot_fills_the_folder_one_stands_in(scaffolio, desk, ada):
    done = scaffolio("new", ".", "-y")
    assert done.returncode == 0, done.stderr
    assert (desk / "README.md").is_file()
    assert git(desk, "log", "--oneline").count("\n") == 1
    assert not list(desk.glob(".scaffolio-*"))


@pytest.mark.full
def test_a_folder_with_only_git_gets_the_commit(scaffolio, desk, ada):
    git(desk, "init", "--quiet", "--initial-branch", "trunk")
    assert scaffolio("new", ".", "-y").returncode == 0
    assert git(desk, "branch", "--show-current") == "trunk\n"
    assert git(desk, "status", "--porcelain") == ""


def test_inside_another_work_tree_no_repository_is_made(scaffolio, desk, ada):
    git(desk, "init", "--quiet")
    done = scaffolio("new", "inner", "-y")
    assert done.returncode == 0
    assert "no git init" in done.stdout
    assert not (desk / "inner" / ".git").exists()


@pytest.mark.full
def test_beside_a_work_tree_is_not_inside_of_it(scaffolio, desk, ada):
    (desk / "clone").mkdir()
    git(desk / "clone", "init", "--quiet")
    done = scaffolio("new", "../birds", "-y", cwd=desk / "clone")
    assert done.returncode == 0
    assert (desk / "birds" / ".git").is_dir()


@pytest.mark.full
def test_a_terminal_without_utf8_shows_everything(scaffolio, desk):
    done = scaffolio("new", "-y", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 0
    assert "Only you can write" in done.stdout


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_nothing_behind(desk, how):
    process = subprocess.Popen(
        [sys.executable, "-m", "scaffolio", "new", "-y"],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 20
    while not list(desk.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(how)
    # Python kills itself with SIGINT when that hit a string being executed; a shell shows both as 130.
    assert process.wait(20) in (130, -signal.SIGINT)
    assert list(desk.iterdir()) == []


def test_on_a_terminal_it_asks_and_enter_takes_the_default(desk, ada):
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "scaffolio", "new"],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "dumb"},
        stdin=follower,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    os.write(leader, b"\nmy birds\n\n\nApache\nApache-2.0\n\x04\x04\x04")  # a question too many ends it
    shown = b""
    try:
        while chunk := os.read(leader, 4096):
            shown += chunk
    except OSError:
        pass  # the other end is closed: the program is done
    assert process.wait(20) == 0, shown.decode()
    assert re.findall(r"\? (What|Your|Which)\b", shown.decode()) == ["Which", "What", "Which", "Your", "Which", "Which"]
    assert "Did you mean Apache-2.0?" in shown.decode()
    assert "Apache License" in (desk / "my-birds" / "LICENSE").read_text()


def test_progress_is_silent_without_a_terminal(capsys):
    with console.progress("installing") as detail:
        detail("a line")
    assert capsys.readouterr() == ("", "")
