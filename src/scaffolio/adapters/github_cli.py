"""The door to GitHub's own program, which knows who is asking: no token passes through here."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

from scaffolio.errors import CannotRunError

TIMEOUT = 60.0


def run(command: Sequence[str]) -> None:
    """Run one ``gh`` command.

    Raises:
        CannotRunError: gh is not installed, nobody is logged in, or GitHub refuses.
    """
    if shutil.which(command[0]) is None:
        raise CannotRunError(f"{command[0]} is not installed", "Install it (cli.github.com), then: gh auth login")
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=TIMEOUT, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotRunError(f"{' '.join(command[:4])} did not finish: {error}", "Try again") from error
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[0]
        raise CannotRunError(f"{' '.join(command[:4])} failed: {said}", "Log in: gh auth login")
