"""Several processes that work through a list: one that takes too long or dies is replaced, the others go on.

On Linux they are forked, with all that was imported before; elsewhere, where that is
not safe, they are spawned. Each leads a process group of its own, so that ending it ends
what it has started.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

RECYCLED = 200
"""Tasks after which a process makes room for a fresh one, so that memory stays bounded."""

GRACE = 3.0
"""Seconds a stopped process gets to remove its temporary files."""

FORKED = sys.platform == "linux"
"""Whether a process begins as a copy of this one."""

Work = Callable[[object], object]


class Trouble(Enum):
    """Why a task has no result."""

    LATE = "late"
    DIED = "died"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the task at a position of the list: a result, or a trouble."""

    position: int
    result: object = None
    trouble: Trouble | None = None


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    position: int | None = None
    deadline: float = 0.0
    tasks: int = field(default=0)


def cores() -> int:
    """Processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work_through(
    work: Work, tasks: Sequence[object], jobs: int, timeout: float, shared: Sequence[str] = ()
) -> Iterator[Done]:
    """Yield what becomes of each task, in the order in which they end.

    ``work`` and the tasks are pickled, so ``work`` is a function of a module. A task
    gets ``timeout`` seconds. Leaving the iteration early ends every process. No thread
    may run when it begins. ``shared`` are modules that every task imports: where
    processes are forked, they are imported once, before.
    """
    if FORKED:
        for name in shared:
            import_module(name)
    waiting = list(reversed(range(len(tasks))))
    team: list[_Worker] = []
    try:
        while waiting or any(worker.position is not None for worker in team):
            while waiting and (worker := _free(team, work, jobs)):
                worker.position = waiting.pop()
                worker.deadline = time.monotonic() + timeout
                worker.tasks += 1
                with suppress(OSError):
                    worker.connection.send(tasks[worker.position])
            yield from _collect(team)
    finally:
        for worker in team:
            _end(worker)


def _free(team: list[_Worker], work: Work, jobs: int) -> _Worker | None:
    """A process without a task: one of the team, or a new one while there are fewer than ``jobs``."""
    for worker in [worker for worker in team if worker.position is None and worker.tasks >= RECYCLED]:
        team.remove(worker)
        _end(worker)
    free = next((worker for worker in team if worker.position is None), None)
    if free is None and len(team) < jobs:
        free = _hire(work, team)
        team.append(free)
    return free


def _hire(work: Work, team: Iterable[_Worker]) -> _Worker:
    context = multiprocessing.get_context("fork") if FORKED else multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    inherited = [ours, *(worker.connection for worker in team)] if FORKED else []
    process = context.Process(target=_serve, args=(theirs, work, inherited), daemon=True)
    with _undisturbed():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep a Ctrl-C from what is started here, even while it starts; for this process it waits until the end.

    A terminal sends it to every process, and one that is about to import would die with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it is started along, and lets through what was held back
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _collect(team: list[_Worker]) -> Iterator[Done]:
    """Wait until a task ends or its time is up."""
    busy = {worker.connection: worker for worker in team if worker.position is not None}
    left = max(0.0, min(worker.deadline for worker in busy.values()) - time.monotonic())
    ready = wait(list(busy), left)
    for connection in ready:
        worker = busy[connection]  # type: ignore[index]
        position, worker.position = worker.position or 0, None
        try:
            yield Done(position, worker.connection.recv())
        except (EOFError, OSError):
            team.remove(worker)
            _end(worker)
            yield Done(position, trouble=Trouble.DIED)
    now = time.monotonic()
    for worker in [w for w in busy.values() if w.position is not None and w.deadline <= now]:
        position = worker.position or 0
        team.remove(worker)
        _end(worker)
        yield Done(position, trouble=Trouble.LATE)


def _end(worker: _Worker) -> None:
    """End a process: gently, so that it removes what it made, then with all it has started."""
    worker.connection.close()
    if worker.position is None:
        worker.process.join(GRACE)
    if worker.process.is_alive():
        worker.process.terminate()
        worker.process.join(GRACE)
    if worker.process.is_alive():
        with suppress(OSError):
            if hasattr(os, "killpg") and worker.process.pid is not None:
                os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.kill()
        worker.process.join()
    worker.process.close()


def _serve(connection: Connection, work: Work, inherited: Iterable[Connection]) -> None:
    """What each process does: take a task, send its result, until nobody is there any more.

    Ends of pipes that are ``inherited`` are the caller's: held open here, nobody would ever be gone.
    """
    for end in inherited:
        end.close()
    if hasattr(os, "setpgrp"):
        os.setpgrp()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            connection.send(work(connection.recv()))
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.stderr.flush()


def _stop(_number: int, _frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough, and the second would stop the tidying up
    raise KeyboardInterrupt
