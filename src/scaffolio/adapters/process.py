"""Git as a process of its own, where its bytes are streamed: told to run nothing and to ask nobody."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO, TypeVar

from scaffolio.errors import CannotRunError, LateAnswerError

Answer = TypeVar("Answer")

GRACE = 5.0
"""Seconds an interrupted Git gets to remove what it began."""

SAFE = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.bigFileThreshold=1m",
    "gc.auto=0",
    "maintenance.auto=false",
    "submodule.recurse=false",
)
"""Settings of every call: nothing is run, nothing large is held in memory."""

_INHERITED = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_TRACE",
)
_OFFLINE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}


def git_command(*arguments: str, folder: Path | None = None, git_dir: Path | None = None) -> list[str]:
    """The words of a Git call with the safe settings in front."""
    words = ["git", "--no-pager", "--literal-pathspecs"]
    for setting in SAFE:
        words += ["-c", setting]
    if git_dir is not None:
        words += [f"--git-dir={git_dir}"]
    if folder is not None:
        words += ["-C", str(folder)]
    return [*words, *arguments]


def git_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a Git call: no repository of the caller's, no network unless ``extra`` allows one."""
    kept = {key: value for key, value in os.environ.items() if key not in _INHERITED}
    return {**kept, "LC_ALL": "C", "GIT_LFS_SKIP_SMUDGE": "1", "GIT_OPTIONAL_LOCKS": "0", **(extra or _OFFLINE)}


def ask_git(command: Sequence[str], given: bytes = b"") -> bytes | None:
    """What a Git call that reads one repository prints; ``None`` when it fails."""
    asked = subprocess.PIPE if given else subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, env=git_environment(), stdin=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return None
    with process:
        try:
            if process.stdin:  # in a thread of its own, since Git answers before it has read all
                Thread(target=_write, args=(process.stdin, given), daemon=True).start()
            printed = process.stdout.read() if process.stdout else b""
        except BaseException:
            process.kill()
            raise
    return printed if process.returncode == 0 else None


def _write(stream: IO[bytes], content: bytes) -> None:
    with suppress(OSError), stream:
        stream.write(content)


def begun(ask: Callable[[], Answer]) -> Callable[[], Answer]:
    """Begin a call that mostly waits for other processes, beside all else; what is returned waits for its answer.

    Whatever it raises is raised where its answer is asked for.
    """
    answer: list[Answer] = []
    raised: list[BaseException] = []

    def work() -> None:
        try:
            answer.append(ask())
        except BaseException as error:  # noqa: BLE001 - handed on to whoever asks
            raised.append(error)

    thread = Thread(target=work, daemon=True)
    thread.start()

    def wait() -> Answer:
        thread.join()
        if raised:
            raise raised[0]
        return answer[0]

    return wait


def run_git(command: Sequence[str], environment: Mapping[str, str], timeout: float) -> tuple[int, str]:
    """Run a Git call that may take long; return its exit code and the end of what it said.

    An interruption and the end of the time stop it first gently, so that it removes
    what it began.

    Raises:
        CannotRunError: Git cannot be started.
        LateAnswerError: it takes longer than ``timeout`` seconds.
    """
    import tempfile

    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                command, env=git_environment(environment), stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )
        except OSError as error:
            raise CannotRunError("Git is not installed, or not on the PATH", "Install Git") from error
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise LateAnswerError(f"Git took longer than {timeout:g} s", "Give it more time with --timeout") from None
        finally:
            stop(process)
        said.seek(max(0, said.tell() - 4000))
        return code, said.read().decode("utf-8", errors="replace")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs: gently, then for good."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
