"""TRU: whether the badges speak of this repository."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.badges import Badge, read_badge
from scaffolio.parsers.document import Document
from scaffolio.parsers.stand_ins import is_stand_in
from scaffolio.project import Project
from scaffolio.rule import rule

_BADGE = "https://github.com/ada/{}/actions/workflows/{}/badge.svg"


@rule(
    "TRU012",
    Severity.WARNING,
    scope=Scope.ANYWHERE,
    minutes=2,
    bad={
        "README.md": f"# Churn\n\n![CI]({_BADGE.format('churn', 'tests.yml')})\n",
        ".github/workflows/ci.yml": "on: push\n",
        ".git/origin": "https://github.com/ada/churn.git",
    },
    good={
        "README.md": f"# Churn\n\n![CI]({_BADGE.format('churn', 'ci.yml')})\n",
        ".github/workflows/ci.yml": "on: push\n",
        ".git/origin": "https://github.com/ada/churn.git",
    },
)
def badge_wrong(project: Project) -> Iterator[Finding]:
    """A badge above the first section speaks of another repository, or of a workflow that is not there.

    This repository is the one that Git's `origin` names. Badges of other projects further down, and addresses nobody
    filled in (TRU011), are not counted.

    **Why.** A green badge of another repository says nothing of this one; a badge of a missing workflow is a broken
    picture at the top of the page.

    **Fix.** Take owner, name and workflow from this repository's address and its `.github/workflows`.
    """
    for path in project.document_paths:
        document = project.document(path)
        for image in document.images:
            badge = read_badge(image.target)
            if badge is None or is_stand_in(image.target) or image.line > _head(document):
                continue
            told = _wrong(project, badge)
            if told:
                yield Finding(told, path, image.line, image.target[:160])


def _head(document: Document) -> int:
    """The last line above the first section below the title."""
    below = [heading.line for heading in document.headings if heading.form in {"markdown", "html"}]
    return below[1] if len(below) > 1 else document.text.count("\n") + 1


def _wrong(project: Project, badge: Badge) -> str:
    origin = "/".join(project.origin).lower() if project.origin else ""
    if origin and badge.repository != origin:
        return f"speaks of {badge.owner}/{badge.name}; this is {'/'.join(project.origin or ())}"
    if not origin or not badge.workflow:
        return ""
    workflow = f".github/workflows/{badge.workflow}"
    return "" if project.whole.exists(workflow) else f"{workflow} is not there"
