"""What many tests need: a home of their own, and the program as a user calls it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# A job in the background of a shell ignores Ctrl-C, and so would every program it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

SOURCE = Path(__file__).resolve().parents[1] / "src"

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home whose Git knows nobody."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("XDG_CONFIG_HOME", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def ada(home: Path) -> None:
    """A home whose Git knows Ada Example."""
    (home / ".gitconfig").write_text("[user]\nname = Ada Example\nemail = ada@example.org\n")


@pytest.fixture
def desk(home: Path, tmp_path: Path) -> Path:
    """An empty folder to work in, outside of any repository."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


@pytest.fixture
def scaffolio(desk: Path) -> Program:
    """Run the program in a process of its own, without a terminal, in the empty folder."""

    def run(*arguments: str, cwd: Path = desk, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scaffolio", *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            check=False,
        )

    return run
