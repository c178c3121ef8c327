"""Other programs: their output is passed on, their failure is told with its last lines."""

import importlib.util
import os
import subprocess
import sys
import venv

import pytest

from scaffolio.adapters import runner
from scaffolio.errors import CannotRunError


@pytest.fixture
def project(tmp_path):
    venv.create(tmp_path / ".venv", with_pip=False)
    return tmp_path


def test_lines_are_passed_on_and_the_last_is_returned(project):
    (project / "talk.py").write_text("import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')\n")
    seen = []
    assert runner.run_module(project, ["talk"], seen.append) == "three"
    assert sorted(seen) == ["one", "three", "two"]


def test_a_failure_names_the_command_the_code_and_the_last_lines(project):
    (project / "fail.py").write_text("print('\\n'.join(map(str, range(100))))\nraise SystemExit(7)\n")
    with pytest.raises(CannotRunError) as error:
        runner.run_module(project, ["fail"], print)
    assert "-m fail" in str(error.value)
    assert "exit code 7" in str(error.value)
    assert "    99" in str(error.value)
    assert "    50" not in str(error.value)
    assert str(project) in error.value.hint


def test_a_programs_environment_is_its_own(project, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("VIRTUAL_ENV", "elsewhere")
    (project / "show.py").write_text(
        "import os, sys\nprint([k for k in ('PYTHONPATH', 'VIRTUAL_ENV') if k in os.environ])\n"
    )
    assert runner.run_module(project, ["show"], print) == "[]"


def test_a_program_reads_no_input(project):
    (project / "ask.py").write_text("import sys\nprint(repr(sys.stdin.read()))\n")
    assert runner.run_module(project, ["ask"], print) == "''"


def test_an_interruption_ends_the_program(project):
    (project / "long.py").write_text("import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)\n")
    seen = []

    def stop(line):
        seen.append(int(line))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runner.run_module(project, ["long"], stop)
    with pytest.raises(ProcessLookupError):
        os.kill(seen[0], 0)


def test_a_pip_installs_for_an_interpreter_that_has_none(project):
    pip = runner.pip_for(runner.environment_python(project))
    listed = subprocess.run([*pip, "list", "--format", "freeze"], capture_output=True, text=True, check=True)
    assert listed.stdout == ""


def test_without_any_pip_it_is_said(monkeypatch, project):
    monkeypatch.setattr(sys, "executable", sys.executable + "-missing")
    monkeypatch.setattr(sys, "_base_executable", sys.executable)
    monkeypatch.setattr(runner.subprocess, "run", lambda *_a, **_k: subprocess.CompletedProcess([], 1))
    with pytest.raises(CannotRunError, match="neither uv nor pip"):
        runner.pip_for(runner.environment_python(project))


def test_ensurepip_is_looked_for_before_it_is_relied_on(monkeypatch, project):
    calls = []
    monkeypatch.setattr(runner.shutil, "which", lambda _name: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(runner, "_require", lambda _folder, command, _on_line: calls.append(command))
    runner.install(project, print)
    assert "--without-pip" in calls[0]
    assert "--python" in calls[1]


@pytest.fixture
def commands(monkeypatch, project):
    """The commands an installation starts; nothing is started."""
    calls = []
    monkeypatch.delenv("PIP_CONSTRAINT", raising=False)
    monkeypatch.setattr(runner.sys, "platform", "linux")
    monkeypatch.setattr(runner.shutil, "which", lambda _name: None)
    monkeypatch.setattr(runner, "_require", lambda _folder, command, _on_line: calls.append(command))
    (project / "pyproject.toml").write_text('[project]\ndependencies = ["torch>=2.4"]\n')
    return calls


def test_pytorch_comes_for_the_cpu_where_there_is_no_graphics_card(commands, project):
    runner.install(project, print)
    assert commands[-2][-1] == "uv"
    assert commands[-1][-4:] == ["--torch-backend", "cpu", "-e", ".[dev]"]


def test_pytorch_is_pips_choice_where_there_is_a_card(commands, project, monkeypatch):
    monkeypatch.setattr(runner.shutil, "which", lambda name: name if name == "nvidia-smi" else None)
    runner.install(project, print)
    assert not [command for command in commands if "uv" in command]


def test_pip_installs_where_uv_cannot(commands, project, monkeypatch):
    def fails_with_uv(_folder, command, _on_line):
        commands.append(command)
        if "uv" in command:
            raise CannotRunError("no network", "")

    monkeypatch.setattr(runner, "_require", fails_with_uv)
    runner.install(project, print)
    assert commands[-1][-3:] == ["--disable-pip-version-check", "-e", ".[dev]"]


def test_other_projects_need_no_uv(commands, project):
    (project / "pyproject.toml").write_text('[project]\ndependencies = ["numpy"]\n')
    runner.install(project, print)
    assert not [command for command in commands if "uv" in command]
