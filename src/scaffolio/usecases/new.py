"""Make one project: render it aside, record what was rendered, commit it, audit it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum
from functools import cache
from pathlib import Path

from scaffolio.adapters import files, git, render
from scaffolio.errors import CannotRunError, UsageError
from scaffolio.model import Profile
from scaffolio.ownership import placeholders
from scaffolio.parsers.scaffold import make_manifest
from scaffolio.project import Project
from scaffolio.scaffold import names
from scaffolio.scaffold.outcome import MadeProject, Recorded
from scaffolio.scaffold.profile.nouns import Asked
from scaffolio.scaffold.questions import Questions, read_questions
from scaffolio.scaffold.request import ProjectRequest, make_request, read_answers, read_pairs
from scaffolio.settings import Settings
from scaffolio.usecases.audit import judge
from scaffolio.usecases.own_data import OWN, SAMPLE, OwnData, data_path, place, prepare

MANIFEST = ".scaffolio/manifest.json"


class Repository(Enum):
    """Which repository the new project's first commit goes to."""

    NEW = "one of its own"
    OWN = "the one that lies in the destination"
    OUTER = "none: the destination lies inside another work tree"
    NONE = "none: not asked for"


@cache
def template_questions() -> Questions:
    """What the template asks, and its defaults."""
    return read_questions(render.question_texts())


def techniques() -> Mapping[str, str]:
    """Each technique the template offers, with the question its sample data answers."""
    return template_questions().open["technique"].choices


def collect_answers(path: Path | None, pairs: Sequence[str], flags: Mapping[str, str]) -> dict[str, str]:
    """Merge an answers file, ``KEY=VALUE`` words and flags; the later win.

    Raises:
        UsageError: the file cannot be read, or a word is no pair.
    """
    from_file: dict[str, str] = {}
    if path is not None:
        text = files.read_text(path)
        if text is None:
            raise UsageError(f"the answers file {path} cannot be read", "Name a YAML file with one KEY: VALUE a line")
        from_file = read_answers(text, str(path))
    return {**from_file, **read_pairs(pairs), **flags}


def complete(given: Mapping[str, str], destination: Path | None) -> ProjectRequest:
    """Fill what nobody answered: the author from Git's configuration, the rest from the template.

    Raises:
        UsageError: an answer cannot be right.
    """
    folder = nearest_folder(destination or Path.cwd())
    return make_request({**default_author(folder), **given}, template_questions())


def with_data(
    given: Mapping[str, str], destination: Path | None, path: Path | None, asked: Asked
) -> tuple[ProjectRequest, OwnData | None]:
    """Complete the request, and read and plan the person's own data where there is some.

    The project is named after the file unless it has a name.

    Raises:
        UsageError: an answer or the data cannot be right.
    """
    source = data_path(given.get("data"), path)
    if source is None:
        if named := asked.named():
            flags = ", ".join(dict.fromkeys(named.values()))
            raise UsageError(f"{flags}: there is no column to name in the sample", "Add --data PATH")
        return complete({**given, "data": SAMPLE}, destination), None
    stem = names.slug(source.name.split(".")[0])
    request = complete({**({"name": stem} if stem else {}), **given, "data": OWN}, destination)
    return request, prepare(source, request.technique, asked)


def default_author(folder: Path) -> dict[str, str]:
    """The answers ``author`` and ``email`` as Git is configured here; empty without."""
    who = git.identity(folder)
    return {"author": who.name, "email": who.email} if who else {}


def make_project(
    destination: Path, request: ProjectRequest, own: OwnData | None = None, *, with_git: bool = True
) -> MadeProject:
    """Render, record and commit a project at the destination, on own data or the sample.

    Everything happens in a hidden folder that takes the destination's place at the
    end, so a failure or an interruption leaves nothing behind.

    Raises:
        DestinationError: the destination is taken or cannot be written; it stays as it was.
        CannotRunError: Git is asked for and missing, or the disk is full.
    """
    destination = files.absolute(destination)
    files.check_destination(destination)
    repository = repository_for(destination) if with_git else Repository.NONE
    with files.staging_folder(destination) as staging:
        paths = _render(staging, request, own)
        if repository is Repository.NEW:
            git.initialise(staging)
            recorded, commit = record(staging, paths, first_subject(request))
        files.move_into_place(staging, destination)
    if repository is Repository.OWN:
        recorded, commit = record(destination, paths, first_subject(request))
    elif repository is not Repository.NEW:
        recorded, commit = (Recorded.NOT_ASKED if repository is Repository.NONE else Recorded.INSIDE_ANOTHER), None
    return _describe(destination, request, paths, recorded, commit)


def preview(destination: Path, request: ProjectRequest, own: OwnData | None = None) -> tuple[str, ...]:
    """The files that would be made, without making them anywhere that stays.

    Raises:
        DestinationError: the destination is taken or cannot be written.
    """
    files.check_destination(files.absolute(destination))
    with files.temporary_folder() as staging:
        return _render(staging, request, own)


def nearest_folder(path: Path) -> Path:
    """The folder itself, or the closest one above it that exists."""
    start = files.absolute(path)
    # pathlib raises where a name is too long for the disk; os.path says that it is no folder.
    return next(folder for folder in (start, *start.parents) if os.path.isdir(folder))  # noqa: PTH112


def _render(folder: Path, request: ProjectRequest, own: OwnData | None) -> tuple[str, ...]:
    """Render and record; return the paths that Git is to hold."""
    render.render(folder, request.answers, own.facts if own else ())
    ignored = place(folder, own) if own else ()
    rendered = sorted(path for path in files.walk(folder) if path not in ignored)
    answers = files.read_text(folder / ".copier-answers.yml") or ""
    manifest = make_manifest(
        _template_version(answers), request.technique, rendered, lambda path: files.read_text(folder / path) or ""
    )
    files.write_text(folder / MANIFEST, manifest.to_json())
    return tuple(sorted([*rendered, MANIFEST]))


def _template_version(answers: str) -> str:
    """The version in the answers file's ``_commit: v1.2.3``."""
    for line in answers.splitlines():
        if line.startswith("_commit:"):
            return line.partition(":")[2].strip().strip("'\"").removeprefix("v")
    raise CannotRunError("the template records no version", "Install Scaffolio again")


def repository_for(destination: Path) -> Repository:
    """Which repository the first commit goes to.

    Raises:
        CannotRunError: Git is missing.
    """
    git.require()
    if (destination / ".git").exists():
        return Repository.OWN
    return Repository.OUTER if git.work_tree(nearest_folder(destination)) else Repository.NEW


def first_subject(request: ProjectRequest) -> str:
    """What the first commit of a project says."""
    return f"Start {request.name} from the Scaffolio {request.technique} template"


def record(folder: Path, paths: Sequence[str], subject: str) -> tuple[Recorded, str | None]:
    """Commit these paths; without an identity they stay staged."""
    git.stage(folder, paths)
    if git.identity(folder) is None:
        return Recorded.STAGED, None
    commit = git.commit(folder, subject)
    return (Recorded.COMMITTED if commit else Recorded.STAGED), commit


def _describe(
    destination: Path, request: ProjectRequest, paths: tuple[str, ...], recorded: Recorded, commit: str | None
) -> MadeProject:
    who = git.identity(destination) if recorded is Recorded.COMMITTED else None
    return MadeProject(
        destination,
        request,
        paths,
        recorded,
        commit=commit,
        author=who.name if who else None,
        outer_repository=git.work_tree(destination) if recorded is Recorded.INSIDE_ANOTHER else None,
    )


def inspect(made: MadeProject) -> MadeProject:
    """Audit the project in the draft profile and find its placeholders, as it lies there now."""
    project = Project(files.FolderFiles(made.path), made.request.name, lambda: git.history(made.path))
    report = judge(project, Settings(profile=Profile.DRAFT))
    return replace(made, report=report, placeholders=tuple(placeholders(project)))
