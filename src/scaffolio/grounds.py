"""What a rule stands on: README, notebooks, workflows, history, results, or the reason why it can't speak."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffolio.parsers.dataflow.gate import Subject, may_tell
from scaffolio.parsers.document import Document
from scaffolio.patterns import regex
from scaffolio.project import Project

if TYPE_CHECKING:
    from scaffolio.parsers.claim import Claim
    from scaffolio.parsers.history import History
    from scaffolio.parsers.notebook import Notebook
    from scaffolio.parsers.workflow import Workflow

_NO_NOTEBOOK_OF_OURS = regex(
    r"(?:^|/)(?:\.ipynb_checkpoints|node_modules|site-packages|\.virtual_documents|"
    r"test_?data|fixtures|test_notebooks)/|\{\{",
    re.IGNORECASE,
)


_RESULTS_FILE = regex(r"results?\b[\w .-]{0,40}\.(?:pdf|docx?|pptx?|md|html?)\Z", re.IGNORECASE)


class NotAssessedError(Exception):
    """Raised by a rule that cannot speak of this project; the message is the reason."""


def markdown_readme(project: Project) -> tuple[str, Document]:
    """The README's path and content: Markdown, reStructuredText or plain text.

    Raises:
        NotAssessedError: there is no README, or it is no text.
    """
    if project.readme_path is None or project.readme is None:
        raise NotAssessedError("the README is no text" if project.readme_path else "no README")
    return project.readme_path, project.readme


def one_story(project: Project) -> tuple[str, Document]:
    """The README, for a rule that asks what one project did.

    Raises:
        NotAssessedError: there is none, or it cannot tell one: a collection, a template, a guide, a tool for
            the reader's data, software that looks at none.
    """
    path, readme = markdown_readme(project)
    if project.is_collection:
        raise NotAssessedError("a collection of projects, each with a story of its own")
    if purpose := project.other_purpose:
        raise NotAssessedError(f"{purpose}: no project with a story of its own")
    return path, readme


def followed(project: Project, subject: Subject) -> Iterator[str]:
    """Each file whose data flow may tell something of a subject.

    Raises:
        NotAssessedError: no file splits, validates or forecasts.
        NotFetchedError: code is missing here; only after what is here was gone through.
    """
    yield from (path for path in project.flow_paths if may_tell(project.code(path), subject))
    for path in project.main_code:
        project.size(path)  # which raises where it is not here
    if not project.flow_paths:
        raise NotAssessedError(
            "no code was found that splits data, validates or forecasts in a way that can be followed"
        )


def stated_metrics(project: Project) -> tuple[str, Document, list[Claim]]:
    """The README and the metric values it states of this project.

    Raises:
        NotAssessedError: it states none, or tells of many projects.
    """
    path, readme = markdown_readme(project)
    if project.is_collection:
        raise NotAssessedError("a collection of projects, each with results of its own")
    stated = [
        judged.claim
        for judged in project.claims
        if judged.path == path and judged.claim.metric and judged.claim.kind == "value"
    ]
    if not stated:
        raise NotAssessedError("no metric value could be read in the README")
    return path, readme, stated


def results_told_elsewhere(project: Project, readme: Document) -> bool:
    """Whether the README names a document of results that is there."""
    names = {posixpath.basename(path) for path in project.own_paths}
    return any(name in readme.text for name in names if _RESULTS_FILE.match(name))


def own_notebooks(project: Project) -> Iterator[str]:
    """The project's notebooks without copies that Jupyter keeps, what tests read, and templates that are none yet."""
    return (path for path in project.notebook_paths if not _NO_NOTEBOOK_OF_OURS.search(f"{project.prefix}{path}"))


def read_notebooks(project: Project) -> Iterator[tuple[str, Notebook]]:
    """The notebooks that could be read.

    Raises:
        NotAssessedError: none could, though there are some.
    """
    unread = ""
    any_read = False
    for path in own_notebooks(project):
        notebook = project.notebook(path)
        if notebook.unread:
            unread = f"{path}: {notebook.unread}"
        elif notebook.problem is None:
            any_read = True
            yield path, notebook
    if unread and not any_read:
        raise NotAssessedError(unread)


def sound_workflows(project: Project) -> list[Workflow]:
    """The workflows that GitHub can run.

    Raises:
        NotAssessedError: there is none, or one was too large to be read.
    """
    if any(workflow.unread for workflow in project.workflows):
        raise NotAssessedError("a workflow is too large or too deeply nested to be read")
    sound = [workflow for workflow in project.workflows if not workflow.faults]
    if not sound:
        raise NotAssessedError("no workflow that can run" if project.workflows else "no GitHub Actions workflow")
    return sound


def git_history(project: Project) -> History:
    """The commits of the repository.

    Raises:
        NotAssessedError: it has no history, or none that could be read.
    """
    if project.history is None:
        raise NotAssessedError("no Git history")
    return project.history
