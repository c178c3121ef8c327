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


@pytest.mark.parametrize("shared", [(), ("sqlite3",)])
def test_leaving_early_ends_the_processes(shared):
    results = work_through(play, [0, 30, 30], 2, 60, shared)
    assert next(results).result == 0
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 20


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals are those of POSIX")
@pytest.mark.parametrize("shared", [(), ("sqlite3",)])
@pytest.mark.parametrize("delay", [0.05, 0.3])
def test_a_ctrl_c_while_processes_start_is_no_traceback(delay, shared):
    code = f"""
import time
from scaffolio.adapters.workers import work_through
print("begun", flush=True)
try:
    list(work_through(time.sleep, [60, 60], 2, 90, {shared}))
except KeyboardInterrupt:
    print("stopped")
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout.readline() == "begun\n"
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGINT)
        assert process.communicate(timeout=60) == ("stopped\n", "")


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
