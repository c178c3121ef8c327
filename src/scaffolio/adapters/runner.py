"""The door to other programs: a generated project's environment and its commands."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from scaffolio.errors import CannotRunError

OnLine = Callable[[str], None]
"""Called with each line a program prints."""

TAIL = 15
"""Lines of a failed program's output that are worth showing."""

_SCRUBBED = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE", "CONDA_PREFIX")


def environment_python(project: Path) -> Path:
    """The interpreter of the project's own environment, ``.venv``."""
    return project / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(project: Path, on_line: OnLine) -> None:
    """Make ``.venv`` in the project and install it there, with its development tools.

    uv does it when it is there; otherwise venv and pip, also where Python came without
    ``ensurepip``, as Debian's does. A project that asks for PyTorch gets its build for the
    CPU where there is no graphics card: on Linux, pip's own choice is gigabytes of CUDA.

    Raises:
        CannotRunError: a step fails; the last lines of its output are in the message.
    """
    if uv := shutil.which("uv"):
        _require(project, [uv, "venv", "--python", sys.executable, ".venv"], on_line)
        python = str(environment_python(project))
        _require(project, [uv, *_uv_install(python, project)], on_line)
        return
    if importlib.util.find_spec("ensurepip"):
        _require(project, [sys.executable, "-m", "venv", ".venv"], on_line)
        pip = [str(environment_python(project)), "-m", "pip"]
    else:
        _require(project, [sys.executable, "-m", "venv", "--without-pip", ".venv"], on_line)
        pip = pip_for(environment_python(project))
    if _wants_cpu_torch(project) and "PIP_CONSTRAINT" not in os.environ:  # who pins versions has chosen a build
        with suppress(CannotRunError):  # no uv, or out of its reach: pip's choice is better than none
            _require(project, [*pip, "install", "--disable-pip-version-check", "uv"], on_line)
            python = str(environment_python(project))
            _require(project, [python, "-m", "uv", *_uv_install(python, project)], on_line)
            return
    _require(project, [*pip, "install", "--disable-pip-version-check", "-e", ".[dev]"], on_line)


def _uv_install(python: str, project: Path) -> list[str]:
    build = ["--torch-backend", "cpu"] if _wants_cpu_torch(project) else []
    return ["pip", "install", "--python", python, *build, "-e", ".[dev]"]


def _wants_cpu_torch(project: Path) -> bool:
    """Whether PyTorch is asked for on a Linux machine without an NVIDIA card."""
    if not sys.platform.startswith("linux") or shutil.which("nvidia-smi"):
        return False
    try:
        return b'"torch' in (project / "pyproject.toml").read_bytes()
    except OSError:
        return False


def pip_for(python: Path) -> list[str]:
    """A pip command that installs for another interpreter, which needs no pip of its own.

    The pip is this interpreter's, or that of the one its environment was made from.

    Raises:
        CannotRunError: neither has one.
    """
    for candidate in dict.fromkeys((sys.executable, sys._base_executable)):  # type: ignore[attr-defined]  # noqa: SLF001
        found = subprocess.run([candidate, "-m", "pip", "--version"], capture_output=True, check=False)
        if found.returncode == 0:
            return [candidate, "-m", "pip", "--python", str(python)]
    raise CannotRunError("there is neither uv nor pip to install with", "Install uv, or pip for this Python")


def run_module(project: Path, arguments: Sequence[str], on_line: OnLine) -> str:
    """Run ``python -m ARGUMENTS`` in the project's environment; return the last line it printed.

    Raises:
        CannotRunError: it exits with another code than 0.
    """
    return _require(project, [str(environment_python(project)), "-m", *arguments], on_line)


def _require(folder: Path, command: Sequence[str], on_line: OnLine) -> str:
    """Run a command without input, pass its lines on, return the last; raise when it fails."""
    environment = {key: value for key, value in os.environ.items() if key not in _SCRUBBED}
    environment |= {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    tail: deque[str] = deque(maxlen=TAIL)
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            for line in process.stdout or ():
                tail.append(line.rstrip())
                on_line(line.rstrip())
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        shown = " ".join(_relative(word, folder) for word in command)
        raise CannotRunError(
            f"{shown}\nended with exit code {process.returncode}:\n" + "\n".join(f"    {line}" for line in tail),
            f"The project itself is complete in {folder}; mend the cause and run the command again there",
        )
    return tail[-1] if tail else ""


def _relative(word: str, folder: Path) -> str:
    """A path inside the folder as it reads from there; any other word as it is."""
    return word.removeprefix(f"{folder}{os.sep}")
