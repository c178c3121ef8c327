"""POR, on the page: whether it shows every project, and none that is a draft."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from scaffolio.discovery import PLAN, portfolio_projects
from scaffolio.example_files import THREE_PROJECTS
from scaffolio.model import Finding, Scope, Severity
from scaffolio.ownership import placeholders
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_LANDING = regex(r"(?:(?:docs|site|public|_site)/)?index\.(?:html?|md)\Z", re.IGNORECASE)
_MARKED = regex(r"\b(?:draft|work in progress|in progress|unfinished|not run yet|coming soon|wip)\b", re.IGNORECASE)

_NOT_RUN = "Not run yet."

_PLAN = {PLAN: "title: Mine\n"}
_PAGE = "# Ada's portfolio\n\n- [Churn](churn/)\n- [Rents](rents/README.md)\n- [Words](words/)\n"


@rule(
    "POR004",
    Severity.WARNING,
    scope=Scope.PORTFOLIO,
    minutes=2,
    bad={**THREE_PROJECTS, "README.md": _PAGE.replace("- [Words](words/)\n", "- Words\n")},
    good={**THREE_PROJECTS, "README.md": _PAGE},
)
def project_not_linked(project: Project) -> Iterator[Finding]:
    """The portfolio's README leads to some of its projects and not to others.

    A link counts that ends in the project's folder or below it, on this page or on GitHub.

    **Why.** What the first page does not link is not opened: who reviews a portfolio has minutes, and does not
    search.

    **Fix.** Add a line for the project with a link to its folder; or move what is not to be seen out of here.
    """
    parts = portfolio_projects(project)
    if project.readme is None or project.readme_path is None:
        raise NotAssessedError("no README at the root")
    lacking = [part.prefix.rstrip("/") for part in parts if not _links_to(project, part)]
    if lacking:
        said = f"README links {len(parts) - len(lacking)} of {len(parts)} projects"
        yield Finding(said, project.readme_path, None, f"not linked: {', '.join(lacking[:6])}")


def _links_to(project: Project, part: Project) -> list[int]:
    """The lines of README with a link to a project."""
    folder = part.prefix.rstrip("/")
    here = posixpath.dirname(project.readme_path or "")
    return [
        link.line
        for link in (project.readme.links if project.readme else ())
        if _is_below(posixpath.normpath(posixpath.join(here, _path_of(link.target))), folder)
    ]


def _path_of(target: str) -> str:
    """What a link's target names below this repository's root, for one on GitHub too."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    path = unquote(parts.path)
    if parts.scheme and (found := re.search(r"/(?:tree|blob)/[^/]+/(.+)", path)):
        return found[1]
    return path.lstrip("/")


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


@rule(
    "POR005",
    Severity.ADVICE,
    scope=Scope.PORTFOLIO,
    minutes=20,
    bad={**_PLAN, **THREE_PROJECTS},
    good={**_PLAN, **THREE_PROJECTS, "README.md": _PAGE},
)
def no_landing_page(project: Project) -> Iterator[Finding]:
    """The portfolio has no page that introduces its projects: no README at its root and no web page.

    **Why.** Reviewers ask for an *about* and a useful README (responsible.com, "Prevent your GitHub Portfolio from
    Selling You Short"); a list of folders says nothing of whose they are and which to open first.

    **Fix.** Write a README at the root: who you are, and a line for each project with its question and its result.
    """
    portfolio_projects(project)
    if project.readme_path is None and not any(_LANDING.match(path) for path in project.files.paths):
        yield Finding("no page introduces the projects", ".")


@rule(
    "POR007",
    Severity.WARNING,
    scope=Scope.PORTFOLIO,
    minutes=10,
    bad={
        **THREE_PROJECTS,
        "README.md": _PAGE,
        "words/README.md": "# Words\n\n> PLACEHOLDER(question): Who acts on it?\n",
    },
    good={
        **THREE_PROJECTS,
        "README.md": _PAGE.replace("(words/)", "(words/), a draft"),
        "words/README.md": "# Words\n\n> PLACEHOLDER(question): Who acts on it?\n",
    },
)
def draft_shown(project: Project) -> Iterator[Finding]:
    """The portfolio's README links a project that is a draft, and does not say so.

    A draft is one in which questions of the scaffold are open, or that was made by Scaffolio and never run.

    **Why.** Reviewers hold "a template that you haven't filled out" against the whole (responsible.com, "Prevent your
    GitHub Portfolio from Selling You Short").

    **Fix.** Answer what its README asks; until then take the link out, or write *draft* beside it.
    """
    lines = project.readme.text.splitlines() if project.readme else []
    for part in portfolio_projects(project):
        linked = [line for line in _links_to(project, part) if not _MARKED.search(_line(lines, line))]
        if linked and (why := _is_draft(part)):
            yield Finding(f"{part.name} is a draft: {why}", project.readme_path or ".", linked[0])


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1] if number <= len(lines) else ""


def _is_draft(part: Project) -> str:
    left = sum(1 for _ in placeholders(part))
    if left:
        return f"{left} {'question is' if left == 1 else 'questions are'} not answered"
    page = part.readme_path
    not_run = part.manifest is not None and page is not None and _NOT_RUN in part.text(page)
    return "it was never run" if not_run else ""
