"""Find the one thing most worth doing now, and put a person's sentence where it was asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scaffolio.adapters import edit, files, git, runner
from scaffolio.errors import CannotRunError
from scaffolio.parsers.placeholders import Placeholder, answer, one_sentence
from scaffolio.priority import Next, most_worth_doing
from scaffolio.project import Project
from scaffolio.settings import load_settings
from scaffolio.usecases.audit import judge, require_folder


def find_next(folder: Path) -> Next:
    """Climb the ladder to the first open rung; after the last, or without one, audit.

    Raises:
        CannotRunError: there is no such folder, or nothing in it.
    """
    require_folder(folder)
    source = files.FolderFiles(folder)
    if not source.paths:
        raise CannotRunError(f"{folder} is empty", "Begin with: scaffolio new")
    project = Project(source, folder.resolve().name, lambda: git.history(folder.resolve()))
    found = most_worth_doing(
        project, folder, lambda: judge(project, load_settings(lambda path: files.read_text(folder / path), {}))
    )
    if found.step is None:
        return found
    return replace(found, step=replace(found.step, command=_here(folder, found.step.command)))


def _here(folder: Path, command: str | None) -> str | None:
    """The command with the project's own interpreter, where there is one."""
    python = runner.environment_python(folder)
    if command is None or not command.startswith("python ") or not python.is_file():
        return command
    return f"{python.relative_to(folder)} {command.removeprefix('python ')}"


def write_answer(folder: Path, asked: Placeholder, words: str) -> None:
    """Put the words in place of the question's line, and touch nothing else.

    Raises:
        UsageError: the words cannot stand there.
        CannotRunError: the file changed meanwhile, or cannot be written.
    """
    sentence, path = one_sentence(words), folder / asked.path
    text = edit.read_exact(path)
    changed = answer(text, asked, sentence) if text is not None else None
    if changed is None:
        raise CannotRunError(f"{asked.path}:{asked.line} no longer asks this", "Call scaffolio next again")
    edit.replace_exact(path, changed)
