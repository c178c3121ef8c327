"""Processes that work through a list: late and dying ones are replaced, nothing is left behind."""

import os
import subprocess
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
