"""POR: several projects shown as a portfolio."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from scaffolio.discovery import PLAN, find_projects
from scaffolio.model import FEWEST_PROJECTS, MOST_PROJECTS, TECHNIQUES, Finding, Scope, Severity
from scaffolio.ownership import placeholders, run_dataset
from scaffolio.parsers.scaffold import Manifest
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_CALLED = regex(
    r"(?<![a-z])portf[oó]lio(?![ _-]?(?:optimi|manag|alloc|risk|theory|construct|select|anal|return|rebal|tracker))",
    re.IGNORECASE,
)
"""A portfolio of work, not one of shares."""
_LANDING = regex(r"(?:(?:docs|site|public|_site)/)?index\.(?:html?|md)\Z", re.IGNORECASE)
_MARKED = regex(r"\b(?:draft|work in progress|in progress|unfinished|not run yet|coming soon|wip)\b", re.IGNORECASE)
_FIGURE = regex(r"\d[.,]\d|\d ?%")
_NOT_RUN = "Not run yet."
_ENOUGH_TO_TELL = 3
"""Projects whose kind must be known before they are called alike."""


def _made(technique: str) -> str:
    return Manifest("1", technique).to_json()


def _project(name: str, technique: str, data: str = "") -> dict[str, str]:
    """A project as an example needs it: it introduces itself, and says its technique and its data."""
    return {
        f"{name}/README.md": f"# {name.capitalize()}\n",
        f"{name}/train.py": "C = 1\n",
        f"{name}/.scaffolio/manifest.json": _made(technique),
        f"{name}/data/schema.yaml": f"dataset:\n  name: {data or name}\n",
    }


_PLAN = {PLAN: "title: Mine\n"}
_PAGE = "# Ada's portfolio\n\n- [Churn](churn/)\n- [Rents](rents/README.md)\n- [Words](words/)\n"
_THREE = {**_project("churn", "classification"), **_project("rents", "regression"), **_project("words", "nlp")}
_FOUR = {**_THREE, **_project("shops", "clustering")}
_SIX = {**_FOUR, **_project("births", "timeseries"), **_project("art", "vision")}


def _parts(project: Project) -> tuple[Project, ...]:
    """The projects of a portfolio.

    Raises:
        NotAssessedError: nothing calls this a portfolio, or it holds a single project.
    """
    parts = find_projects(project)
    if not parts:
        raise NotAssessedError("no projects side by side")
    title = project.readme.headings[0].text if project.readme and project.readme.headings else ""
    if PLAN not in project.paths and not _CALLED.search(f"{project.name} {title}"):
        raise NotAssessedError("nothing calls these projects a portfolio")
    return parts


@rule(
    "POR001",
    Severity.WARNING,
    scope=Scope.PORTFOLIO,
    minutes=120,
    bad={**_PLAN, **_THREE},
    good={**_PLAN, **_FOUR},
)
def too_few_or_too_many(project: Project) -> Iterator[Finding]:
    """The portfolio holds fewer than four projects, or more than six.

    **Why.** Whoever reviews portfolios reports about four minutes for a repository and twenty-five for all of them
    (responsible.com, "Prevent your GitHub Portfolio from Selling You Short"): a seventh is not opened. The number as
    such is "a vanity metric" (J. Harris, SharpestMinds), and from two or three a range cannot be told.

    **Fix.** Show the four to six that say most about you; keep the others in repositories of their own.
    """
    count = len(_parts(project))
    if not FEWEST_PROJECTS <= count <= MOST_PROJECTS:
        yield Finding(f"{count} {'project' if count == 1 else 'projects'}, where four to six are read", _page(project))


@rule(
    "POR002",
    Severity.ADVICE,
    scope=Scope.PORTFOLIO,
    minutes=240,
    bad={**_PLAN, **_FOUR},
    good={**_PLAN, **_SIX},
)
def techniques_uncovered(project: Project) -> Iterator[Finding]:
    """One of the six techniques is missing: classification, regression, clustering, time series, text, images.

    Told only where the technique of every project is known.

    **Why.** Many projects of one kind show one skill many times (J. Harris, SharpestMinds, "Quality over Quantity");
    each technique brings another way to go wrong, such as a split by time or labels that depend on a reader.

    **Fix.** Let the next project be of a technique that is not there; or keep to your field and say so on the page.
    """
    known = [part.technique for part in _parts(project)]
    if None in known:
        raise NotAssessedError(f"the technique of {known.count(None)} of {len(known)} projects is not known")
    lacking = [technique for technique in TECHNIQUES if technique not in known]
    if lacking:
        yield Finding(f"no project does {', '.join(lacking)}", _page(project))


@rule(
    "POR003",
    Severity.WARNING,
    scope=Scope.PORTFOLIO,
    minutes=240,
    bad={
        **_PLAN,
        **_project("churn", "classification", "telco"),
        **_project("leavers", "classification", "telco"),
        **_project("loyalty", "classification", "telco"),
        **_project("rents", "regression"),
    },
    good={
        **_PLAN,
        **_project("churn", "classification", "telco"),
        **_project("strikes", "classification", "birds"),
        **_project("spam", "classification", "mails"),
        **_project("rents", "regression"),
    },
)
def one_trick(project: Project) -> Iterator[Finding]:
    """More than half of the projects share technique, data and kind of model.

    The model counts where runs recorded one. Projects whose technique or data are not known are left out.

    **Why.** "Many sklearn and pandas repeats do not help" (J. Harris, SharpestMinds): the second of a kind shows
    nothing that the first did not.

    **Fix.** Keep the best of them, and give the others another data set, another technique or another question.
    """
    parts = _parts(project)
    kinds = [kind for part in parts if (kind := _kind(part)) is not None]
    if len(kinds) < _ENOUGH_TO_TELL:
        raise NotAssessedError("technique and data are known of too few projects")
    (technique, data, model), count = Counter(kinds).most_common(1)[0]
    if count > len(parts) / 2 and count >= _ENOUGH_TO_TELL - 1:
        how = ", ".join(word for word in (technique, f"data {data}", model) if word)
        yield Finding(f"{count} of {len(parts)} projects are of one kind", _page(project), None, how)


def _kind(part: Project) -> tuple[str, str, str] | None:
    facts = run_dataset(part) or part.described_dataset
    data = facts.get("name")
    if part.technique is None or not isinstance(data, str):
        return None
    return part.technique, data, part.headline.model if part.headline else ""


@rule(
    "POR004",
    Severity.WARNING,
    scope=Scope.PORTFOLIO,
    minutes=2,
    bad={**_THREE, "README.md": _PAGE.replace("- [Words](words/)\n", "- Words\n")},
    good={**_THREE, "README.md": _PAGE},
)
def project_not_linked(project: Project) -> Iterator[Finding]:
    """The portfolio's README leads to some of its projects and not to others.

    A link counts that ends in the project's folder or below it, on this page or on GitHub.

    **Why.** What the first page does not link is not opened: who reviews a portfolio has minutes, and does not
    search.

    **Fix.** Add a line for the project with a link to its folder; or move what is not to be seen out of here.
    """
    parts = _parts(project)
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
    bad={**_PLAN, **_THREE},
    good={**_PLAN, **_THREE, "README.md": _PAGE},
)
def no_landing_page(project: Project) -> Iterator[Finding]:
    """The portfolio has no page that introduces its projects: no README at its root and no web page.

    **Why.** Reviewers ask for an *about* and a useful README (responsible.com, "Prevent your GitHub Portfolio from
    Selling You Short"); a list of folders says nothing of whose they are and which to open first.

    **Fix.** Write a README at the root: who you are, and a line for each project with its question and its result.
    """
    _parts(project)
    if project.readme_path is None and not any(_LANDING.match(path) for path in project.files.paths):
        yield Finding("no page introduces the projects", ".")


@rule(
    "POR006",
    Severity.WARNING,
    scope=Scope.PORTFOLIO,
    minutes=20,
    bad={
        **_PLAN,
        **_THREE,
        "churn/README.md": "# Churn\n\nThe F1 is 0.81.\n",
        "rents/README.md": "# Rents\n\nThe MAE is 41.2 pounds.\n",
    },
    good={
        **_PLAN,
        **_THREE,
        "churn/README.md": "# Churn\n\nThe F1 is 0.81.\n",
        "rents/README.md": "# Rents\n\nThe MAE is 41.2 pounds.\n",
        "words/README.md": "# Words\n\nThe accuracy is 0.62.\n",
    },
)
def headline_metric_missing(project: Project) -> Iterator[Finding]:
    """A project of the portfolio has no result in numbers: none in its README, and none that a run recorded.

    Any fraction or percentage in README or in a notebook's outputs is taken for one.

    **Why.** A portfolio's reader compares projects by what came out; one without a result reads as one that was
    never finished.

    **Fix.** Run it and write the result that decides into its README, beside the baseline; or leave it out.
    """
    parts = _parts(project)
    lacking = [part.prefix.rstrip("/") for part in parts if not _has_result(part)]
    if lacking:
        said = f"{len(lacking)} of {len(parts)} projects have no result in numbers"
        yield Finding(said, _page(project), None, ", ".join(lacking[:6]))


def _has_result(part: Project) -> bool:
    """Whether there is anything that may be a result; the scaffold's own words are none."""
    if part.headline or part.claims or part.metrics:
        return True
    if part.manifest is not None:
        return False
    printed = (text for path in part.notebook_paths for cell in part.notebook(path).cells for text in cell.output.texts)
    return any(_FIGURE.search(text) for text in ((part.readme.text if part.readme else ""), *printed))


@rule(
    "POR007",
    Severity.WARNING,
    scope=Scope.PORTFOLIO,
    minutes=10,
    bad={
        **_THREE,
        "README.md": _PAGE,
        "words/README.md": "# Words\n\n> PLACEHOLDER(question): Who acts on it?\n",
    },
    good={
        **_THREE,
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
    for part in _parts(project):
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


def _page(project: Project) -> str:
    """Where a fault of the whole is told: its plan, else its README."""
    return PLAN if PLAN in project.paths else project.readme_path or "."
