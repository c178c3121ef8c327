"""The program as a whole: start-up, help, errors, exit codes."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolio import __version__
from scaffolio.cli.main import COMMANDS, main
from scaffolio.errors import CannotRunError, UsageError

HEAVY = ("copier", "git", "rich", "jinja2", "yaml", "markdown_it", "scaffolio.rules", "scaffolio.project")


def test_version_is_the_packages(scaffolio):
    done = scaffolio("--version")
    assert (done.returncode, done.stdout) == (0, f"scaffolio {__version__}\n")


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_names_every_command(scaffolio, flag):
    done = scaffolio(flag)
    assert done.returncode == 0
    assert all(f"  {name}" in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(scaffolio, command):
    done = scaffolio(command, "-h")
    assert done.returncode == 0
    assert f"Usage: scaffolio {command}" in done.stdout


def test_importing_the_command_line_imports_nothing_heavy():
    modules = ", ".join(f"scaffolio.cli.{name}" for name in ("main", "console", *COMMANDS))
    code = f"import sys, {modules}; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_unknown_command_suggests_the_nearest(scaffolio):
    done = scaffolio("audti")
    assert done.returncode == 2
    assert "Did you mean 'audit'" in done.stderr


def test_completion_knows_the_options_of_every_command(scaffolio):
    done = scaffolio(_SCAFFOLIO_COMPLETE="complete_bash", COMP_WORDS="scaffolio new --tech", COMP_CWORD="2")
    assert "--technique" in done.stdout


@pytest.mark.parametrize(("error", "code"), [(UsageError, 2), (CannotRunError, 3)])
def test_errors_become_a_message_a_hint_and_an_exit_code(monkeypatch, capsys, error, code):
    def fail(*_arguments, **_options):
        raise error("it happened", "do this")

    monkeypatch.setattr("scaffolio.usecases.audit.audit", fail)
    with pytest.raises(SystemExit) as left:
        main(["audit"])
    assert left.value.code == code
    assert capsys.readouterr().err == "error: it happened\nhint: do this\n"


def test_a_fault_of_our_own_shows_no_traceback(monkeypatch, capsys):
    def fail(*_arguments, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr("scaffolio.usecases.audit.audit", fail)
    with pytest.raises(SystemExit) as left:
        main(["audit"])
    shown = capsys.readouterr().err
    assert left.value.code == 3
    assert "Traceback" not in shown
    log = shown.split()[-1]
    with open(log, encoding="utf-8") as written:  # noqa: PTH123
        assert "ZeroDivisionError" in written.read()


def test_an_interruption_while_a_command_is_imported_leaves_with_130(monkeypatch):
    def stop(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("scaffolio.cli.main.add_commands", stop)
    with pytest.raises(SystemExit) as left:
        main(["audit"])
    assert left.value.code == 130


@pytest.mark.parametrize("wrapped", [False, True])
def test_an_interruption_leaves_with_130(monkeypatch, wrapped):
    def stop(*_arguments, **_options):
        if wrapped:
            raise RuntimeError from KeyboardInterrupt()
        raise KeyboardInterrupt

    monkeypatch.setattr("scaffolio.usecases.audit.audit", stop)
    with pytest.raises(SystemExit) as left:
        main(["audit"])
    assert left.value.code == 130


def test_a_full_disk_is_said_to_be_full(monkeypatch, capsys):
    def fail(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("scaffolio.usecases.audit.audit", fail)
    with pytest.raises(SystemExit) as left:
        main(["audit"])
    assert left.value.code == 3
    assert "no space left" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_output_that_cannot_be_written_is_no_success():
    command = [sys.executable, "-m", "scaffolio", "--version"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
