"""Run the commands that a project's README shows, twice, in a fresh copy, and compare the numbers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from scaffolio.adapters import files, sandbox
from scaffolio.errors import CannotRunError
from scaffolio.parsers.journal import PATH as JOURNAL
from scaffolio.parsers.own_metrics import PATH as OWN_PATH
from scaffolio.parsers.recorded import RecordedMetric
from scaffolio.parsers.runnable import Role, Step, steps_of
from scaffolio.parsers.shell import assignments_of
from scaffolio.project import MemoryFiles, Project
from scaffolio.usecases.audit import require_folder
from scaffolio.verification import Change, Outcome, Plan, Verified

TIMEOUT = 900.0
"""Seconds that one command may take."""

RUNS = 2
"""How often the commands are run, so that numbers that change by themselves show."""

PRINTED = "what the commands printed.ipynb"
"""The name under which printed numbers are judged, as those of a notebook are."""

_READ = 2_000_000
_NOTED = 1e-9
"""Relative difference of two numbers that are still the same."""


def plan(folder: Path) -> Plan:
    """Read what the README tells to run; nothing is run.

    Raises:
        CannotRunError: there is no such folder, no README, or no command in it that can be run unattended.
    """
    require_folder(folder)
    source = files.FolderFiles(folder)
    project = Project(source, folder.resolve().name)
    if project.readme_path is None or project.readme is None:
        raise CannotRunError(f"{folder} has no README", "Write one that shows how to install and run the project")

    def content(path: str) -> bytes:
        return project.content(path) if path in project.paths else b""

    steps = tuple(steps_of(project.commands[project.readme_path], content, project.exists))
    rewritten = {OWN_PATH} if project.manifest else set()  # such a run leaves an equal file as it was
    found = Plan(folder, project.readme_path, steps, tuple(path for path in source.paths if path not in rewritten))
    if not any(step.role is not Role.SKIPPED for step in steps):
        raise CannotRunError(
            f"{project.readme_path} shows no command that can be run unattended",
            "Put the commands that install and run the project into a code block",
        )
    return found


def verify(planned: Plan, timeout: float = TIMEOUT) -> Iterator[Outcome | Verified]:
    """Carry the plan out: yield each outcome as it comes, and at last what they show together.

    Leaving the iteration early ends what is running and removes the copy.

    Raises:
        CannotRunError: no copy or no environment can be made, or no shell be started.
    """
    with _prepared(planned) as box:
        apart = sandbox.isolation()
        installs = [step for step in planned.runnable if step.role is Role.INSTALL]
        outcomes: list[Outcome] = []
        for outcome in _carry_out(box, installs, 0, timeout, None):
            outcomes.append(outcome)
            yield outcome
        kept = sandbox.snapshot(box)
        recorded: list[Project] = []
        runs = [step for step in planned.runnable if step.role is Role.RUN]
        for number in range(1, RUNS + 1 if runs else 1):
            if number > 1:
                sandbox.restore(box, kept)
            this = []
            for outcome in _carry_out(box, runs, number, timeout, apart or ()):
                this.append(outcome)
                yield outcome
            outcomes += this
            recorded.append(_produced(planned, box, kept, this))
        first, second = (recorded[0], recorded[-1]) if recorded else (None, None)
        yield Verified(
            planned,
            tuple(outcomes),
            first.claims if first else (),
            tuple(_changes(first.metrics, second.metrics)) if first and second else (),
            apart[0] if apart else None,
            len(first.metrics) if first else 0,
        )


@contextmanager
def _prepared(planned: Plan) -> Iterator[sandbox.Sandbox]:
    with_pip = any(step.role is Role.INSTALL for step in planned.runnable)
    with files.temporary_folder() as root:
        yield sandbox.prepare(root.resolve(), planned.folder.resolve(), planned.paths, with_pip=with_pip)


def _carry_out(
    box: sandbox.Sandbox, steps: Sequence[Step], run: int, timeout: float, apart: Sequence[str] | None
) -> Iterator[Outcome]:
    """Run one step after the other; a failure does not keep the next from being tried."""
    variables: dict[str, str] = {}
    for step in steps:
        given = assignments_of(step.source)
        if given is not None:
            variables |= given
            continue
        yield Outcome(step, run, sandbox.run(box, step.source, step.folder, timeout, apart=apart, variables=variables))


def _produced(planned: Plan, box: sandbox.Sandbox, kept: Path, outcomes: Sequence[Outcome]) -> Project:
    """The documents as they were, with nothing to hold them against but what this run wrote and printed.

    The journal counts as the run left it: it tells of earlier runs too, and an equal run adds nothing to it.
    """
    tree: dict[str, str | bytes] = {path: sandbox.read(box, path, _READ) for path in sandbox.written(box, kept)}
    if JOURNAL in planned.paths:
        tree[JOURNAL] = sandbox.read(box, JOURNAL, _READ)
    documents = Project(files.FolderFiles(planned.folder))
    tree |= {path: documents.content(path) for path in documents.document_paths}
    tree[PRINTED] = _as_notebook(outcomes)
    return Project(MemoryFiles(tree), planned.folder.resolve().name)


def _as_notebook(outcomes: Sequence[Outcome]) -> str:
    cells = [
        {
            "cell_type": "code",
            "execution_count": number,
            "metadata": {},
            "source": f"# {outcome.step.source}",
            "outputs": [{"output_type": "stream", "name": "stdout", "text": outcome.ended.output}],
        }
        for number, outcome in enumerate(outcomes, start=1)
    ]
    python = {"kernelspec": {"name": "python3", "language": "python", "display_name": sys.implementation.name}}
    return json.dumps({"cells": cells, "metadata": python, "nbformat": 4, "nbformat_minor": 5})


def _changes(first: Sequence[RecordedMetric], second: Sequence[RecordedMetric]) -> Iterator[Change]:
    """Values of the same place that differ between two runs; where a run left no such place, nothing is said."""
    others: Mapping[object, RecordedMetric] = {_place(record): record for record in second}
    for record in first:
        other = others.get(_place(record))
        if other and abs(record.value - other.value) > _NOTED * max(abs(record.value), abs(other.value)):
            yield Change(record, other)


def _place(record: RecordedMetric) -> tuple[object, ...]:
    return record.path, record.locator, record.metric, record.labels, record.split, record.average, record.kind
