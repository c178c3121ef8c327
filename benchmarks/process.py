"""One process, measured from outside: wall seconds and the system's own account of its memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

MEGABYTE = 1024
"""Kilobytes in one, as Linux counts peak memory."""


def measured(command: Sequence[str], folder: Path, *, check: bool = False) -> tuple[float, float]:
    """Wall seconds and peak megabytes of one process; how it ends matters only with ``check``.

    Raises:
        subprocess.CalledProcessError: with ``check``, it ended with another code than 0.
    """
    # Installers compile what they install; an editable install must be free to, in its first, uncounted run.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    silent = subprocess.DEVNULL
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=silent, stderr=silent) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if check and process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - started, usage.ru_maxrss / MEGABYTE
