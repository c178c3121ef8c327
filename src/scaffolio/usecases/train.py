"""Train a project that was just made: its environment, its run, its tests, its second commit."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from scaffolio.adapters import files, git, runner
from scaffolio.nouns import dataclass
from scaffolio.project import Project
from scaffolio.scaffold.outcome import MadeProject, Recorded, TrainedProject
from scaffolio.usecases.new import inspect

Progress = Callable[[str], AbstractContextManager[runner.OnLine]]
"""Opens the display of one step and yields where its output lines go."""


@dataclass(frozen=True, slots=True)
class Training:
    """What installing, running and testing a project took and gave; times in seconds, sizes in MB."""

    megabytes: float
    install_seconds: float
    run_seconds: float
    tests: str
    results: Mapping[str, object]


def train(made: MadeProject, progress: Progress) -> TrainedProject:
    """Install the project into its own environment, run it, test it, commit what it wrote.

    Raises:
        CannotRunError: a step fails. The project stays as ``new`` made it.
    """
    training = carry_out(made.path, made.request.package, progress)
    commit = _commit_results(made)
    return TrainedProject(
        made=inspect(made),
        megabytes=training.megabytes,
        install_seconds=training.install_seconds,
        run_seconds=training.run_seconds,
        tests=training.tests,
        results=training.results,
        commit=commit,
    )


def carry_out(folder: Path, package: str, progress: Progress) -> Training:
    """Install the project in its own environment, run it, and run its tests.

    Raises:
        CannotRunError: a step fails.
    """
    started = time.monotonic()
    with progress("installing") as on_line:
        runner.install(folder, on_line)
    installed = time.monotonic()
    with progress("training") as on_line:
        runner.run_module(folder, [package, "run"], on_line)
    trained = time.monotonic()
    with progress("testing") as on_line:
        tests = runner.run_module(folder, ["pytest", "-q"], on_line)
    return Training(
        files.folder_megabytes(folder / ".venv"),
        installed - started,
        trained - installed,
        tests,
        Project(files.FolderFiles(folder)).run_results,
    )


def _commit_results(made: MadeProject) -> str | None:
    if made.recorded in (Recorded.INSIDE_ANOTHER, Recorded.NOT_ASKED):
        return None
    git.stage_changes(made.path)
    return git.commit(made.path, "Record the reference run") if made.recorded is Recorded.COMMITTED else None
