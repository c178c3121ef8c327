"""The door to repositories elsewhere: a partial clone into a temporary folder, gone when the block ends.

History comes whole, files of 256 kB and more do not. The person's own credentials,
``~/.ssh`` and Git settings work; without a terminal nobody is asked for any.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scaffolio.adapters import files
from scaffolio.adapters.objects import find_commit
from scaffolio.adapters.process import ask_git, git_command, run_git
from scaffolio.errors import CannotRunError, UnreachableError
from scaffolio.parsers.address import Address, shown
from scaffolio.patterns import regex

BLOB_LIMIT = "256k"
"""Files from this size on stay where they are (Git's unit: 256 * 1024 bytes)."""

TIMEOUT = 300.0
"""Seconds a clone may take."""

_PROTOCOLS = "file:git:http:https:ssh"
_COMMIT = regex(r"[0-9a-f]{7,64}\Z")
_NOISE = regex(r"^(?:remote: )?(?:fatal|error|warning|ERROR): *|^remote: *", re.MULTILINE)
_HINTS = (
    (
        r"authentication|could not read Username|terminal prompts disabled|Permission denied|403",
        "Log in with Git first",
    ),
    (r"not found|does not exist|404|no such", "Check owner and name; a private one needs your Git credentials"),
    (r"resolve host|connect|timed out|network|unreachable", "Check the network, or name a folder of yours"),
)


@contextmanager
def cloned(address: Address, timeout: float = TIMEOUT, *, ask: bool | None = None) -> Iterator[Path]:
    """A bare partial clone of one branch, tag or commit; the folder is removed when the block ends.

    ``ask`` says whether the person may be asked for a password; by default where there
    is a terminal.

    Raises:
        UnreachableError: it cannot be cloned.
        LateAnswerError: it takes longer than ``timeout`` seconds.
        CannotRunError: it has no such branch or tag, or Git is not installed.
    """
    end = time.monotonic() + timeout
    environment = _environment(ask=sys.stdin.isatty() and sys.stderr.isatty() if ask is None else ask)
    with files.temporary_folder() as folder:
        git_dir = folder / "clone.git"
        by_commit = address.ref is not None and _COMMIT.match(address.ref) is not None
        branch = ["--branch", address.ref] if address.ref and not by_commit else []
        options = [
            "--bare",
            "--no-local",
            "--template=",
            "--single-branch",
            "--no-tags",
            f"--filter=blob:limit={BLOB_LIMIT}",
        ]
        command = git_command("clone", "--quiet", *options, *branch, "--", address.url, str(git_dir))
        _require(address, command, environment, timeout)
        if by_commit and find_commit(git_dir, address.ref) is None:
            fetch = ["fetch", "--quiet", "--no-tags", "origin", address.ref or ""]
            _require(address, git_command(*fetch, git_dir=git_dir), environment, end - time.monotonic())
        _seal(git_dir)
        yield git_dir


def _environment(*, ask: bool) -> dict[str, str]:
    allowed = {"GIT_ALLOW_PROTOCOL": _PROTOCOLS}
    if ask:
        return allowed
    ssh = os.environ.get("GIT_SSH_COMMAND") or _configured_ssh() or "ssh"
    quiet = {"GIT_TERMINAL_PROMPT": "0", "SSH_ASKPASS_REQUIRE": "never", "GCM_INTERACTIVE": "never"}
    return {**allowed, **quiet, "GIT_SSH_COMMAND": f"{ssh} -o BatchMode=yes"}


def _configured_ssh() -> str:
    return os.fsdecode(ask_git(git_command("config", "--global", "core.sshCommand")) or b"").strip()


def _require(address: Address, command: list[str], environment: dict[str, str], timeout: float) -> None:
    code, said = run_git(command, environment, max(timeout, 1.0))
    if code and "Remote branch" in said:
        raise CannotRunError(f"{shown(address.url)} has no branch or tag {address.ref}", "Check the name behind @")
    if code:
        raise UnreachableError(f"{shown(address.url)} cannot be cloned: {_last_words(said)}", _hint(said))


def _seal(git_dir: Path) -> None:
    """Forget where the clone came from, so that no later call can fetch what it lacks."""
    for key in ("remote.origin.promisor", "remote.origin.partialclonefilter", "extensions.partialclone"):
        ask_git(git_command("config", "--unset-all", key, git_dir=git_dir))


def _last_words(said: str) -> str:
    """What Git said, as one line without addresses' passwords and without its prefixes."""
    lines = [shown_line for line in _NOISE.sub("", said).splitlines() if (shown_line := line.strip())]
    text = re.sub(r"(https?://)[^/@\s]+@", r"\1", "; ".join(lines))
    return "".join(c if c.isprintable() else " " for c in text)[:300].rstrip(".;: ") or "Git said nothing"


def _hint(said: str) -> str:
    return next((hint for pattern, hint in _HINTS if re.search(pattern, said, re.IGNORECASE)), "Try git clone by hand")
