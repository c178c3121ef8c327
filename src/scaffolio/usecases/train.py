"""Train a project that was just made: its environment, its run, its tests, its second commit."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from scaffolio.adapters import files, git, runner
from scaffolio.project import Project
from scaffolio.scaffold.outcome import MadeProject, Recorded, TrainedProject
from scaffolio.usecases.new import inspect

Progress = Callable[[str], AbstractContextManager[runner.OnLine]]
"""Opens the display of one step and yields where its output lines go."""


def train(made: MadeProject, progress: Progress) -> TrainedProject:
    """Install the project into its own environment, run it, test it, commit what it wrote.

    Raises:
        CannotRunError: a step fails. The project stays as ``new`` made it.
    """
    started = time.monotonic()
    with progress("installing") as on_line:
        runner.install(made.path, on_line)
    installed = time.monotonic()
    with progress("training") as on_line:
        runner.run_module(made.path, [made.request.package, "run"], on_line)
    trained = time.monotonic()
    with progress("testing") as on_line:
        tests = runner.run_module(made.path, ["pytest", "-q"], on_line)
    commit = _commit_results(made)
    return TrainedProject(
        made=inspect(made),
        megabytes=files.folder_megabytes(made.path / ".venv"),
        install_seconds=installed - started,
        run_seconds=trained - installed,
        tests=tests,
        results=Project(files.FolderFiles(made.path)).run_results,
        commit=commit,
    )


def _commit_results(made: MadeProject) -> str | None:
    if made.recorded in (Recorded.INSIDE_ANOTHER, Recorded.NOT_ASKED):
        return None
    git.stage_changes(made.path)
    return git.commit(made.path, "Record the reference run") if made.recorded is Recorded.COMMITTED else None
