"""Processes that work through a list: late and dying ones are replaced, nothing is left behind."""

import os
import signal
import subprocess
import sys
import time

import pytest

from scaffolio.adapters.workers import Trouble, work_through


def play(task):
    """What a task says: a number of seconds to sleep, or ``die``."""
    if task == "die":
        os._exit(7)
    if task == "child":
        subprocess.run(["sleep", "60"], check=False)
    time.sleep(task)
    return task


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.full
def test_every_task_has_an_outcome(jobs):
    done = {one.position: one for one in work_through(play, [0, "die", 0.1, 30, 0], jobs, timeout=5)}
    assert [done[at].result for at in (0, 2, 4)] == [0, 0.1, 0]
    assert (done[1].trouble, done[3].trouble) == (Trouble.DIED, Trouble.LATE)


@pytest.mark.full
def test_what_was_started_ends_with_it():
    start = time.monotonic()
    (done,) = work_through(play, ["child"], 1, timeout=2)
    assert done.trouble is not None
    assert time.monotonic() - start < 30


def test_leaving_early_ends_the_processes():
    results = work_through(play, [0, 30, 30], 2, timeout=60)
    assert next(results).result == 0
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 20


def test_processes_do_not_outlive_a_caller_that_was_killed():
    script = (
        "import os, signal\n"
        "from scaffolio.adapters.workers import work_through\n"
        "for done in work_through(abs, [-1, -2, -3], 2, timeout=60):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # They hold the standard output that they share with it, and it ends with the last of them.
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=30, check=False)
    assert killed.returncode == -signal.SIGKILL
