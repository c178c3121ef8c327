"""POR: which projects a portfolio holds: how many, of which kinds, with what results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scaffolio.discovery import PLAN, portfolio_projects
from scaffolio.example_files import THREE_PROJECTS, side_project
from scaffolio.model import FEWEST_PROJECTS, MOST_PROJECTS, TECHNIQUES, Finding, Scope, Severity
from scaffolio.ownership import run_dataset
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_FIGURE = regex(r"\d[.,]\d|\d ?%")

_ENOUGH_TO_TELL = 3
"""Projects whose kind must be known before they are called alike."""

_PLAN = {PLAN: "title: Mine\n"}

_FOUR = {**THREE_PROJECTS, **side_project("shops", "clustering")}
_SIX = {**_FOUR, **side_project("births", "timeseries"), **side_project("art", "vision")}


@rule(
    "POR001",
    Severity.WARNING,
    scope=Scope.PORTFOLIO,
    minutes=120,
    bad={**_PLAN, **THREE_PROJECTS},
    good={**_PLAN, **_FOUR},
)
def too_few_or_too_many(project: Project) -> Iterator[Finding]:
    """The portfolio holds fewer than four projects, or more than six.

    **Why.** Whoever reviews portfolios reports about four minutes for a repository and twenty-five for all of them
    (responsible.com, "Prevent your GitHub Portfolio from Selling You Short"): a seventh is not opened. The number as
    such is "a vanity metric" (J. Harris, SharpestMinds), and from two or three a range cannot be told.

    **Fix.** Show the four to six that say most about you; keep the others in repositories of their own.
    """
    count = len(portfolio_projects(project))
    if not FEWEST_PROJECTS <= count <= MOST_PROJECTS:
        yield Finding(f"{count} {'project' if count == 1 else 'projects'}, where four to six are read", _place(project))


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
    known = [part.technique for part in portfolio_projects(project)]
    if None in known:
        raise NotAssessedError(f"the technique of {known.count(None)} of {len(known)} projects is not known")
    lacking = [technique for technique in TECHNIQUES if technique not in known]
    if lacking:
        yield Finding(f"no project does {', '.join(lacking)}", _place(project))


@rule(
    "POR003",
    Severity.WARNING,
    scope=Scope.PORTFOLIO,
    minutes=240,
    bad={
        **_PLAN,
        **side_project("churn", "classification", "telco"),
        **side_project("leavers", "classification", "telco"),
        **side_project("loyalty", "classification", "telco"),
        **side_project("rents", "regression"),
    },
    good={
        **_PLAN,
        **side_project("churn", "classification", "telco"),
        **side_project("strikes", "classification", "birds"),
        **side_project("spam", "classification", "mails"),
        **side_project("rents", "regression"),
    },
)
def one_trick(project: Project) -> Iterator[Finding]:
    """More than half of the projects share technique, data and kind of model.

    The model counts where runs recorded one. Projects whose technique or data are not known are left out.

    **Why.** "Many sklearn and pandas repeats do not help" (J. Harris, SharpestMinds): the second of a kind shows
    nothing that the first did not.

    **Fix.** Keep the best of them, and give the others another data set, another technique or another question.
    """
    parts = portfolio_projects(project)
    kinds = [kind for part in parts if (kind := _kind(part)) is not None]
    if len(kinds) < _ENOUGH_TO_TELL:
        raise NotAssessedError("technique and data are known of too few projects")
    (technique, data, model), count = Counter(kinds).most_common(1)[0]
    if count > len(parts) / 2 and count >= _ENOUGH_TO_TELL - 1:
        how = ", ".join(word for word in (technique, f"data {data}", model) if word)
        yield Finding(f"{count} of {len(parts)} projects are of one kind", _place(project), None, how)


def _kind(part: Project) -> tuple[str, str, str] | None:
    facts = run_dataset(part) or part.described_dataset
    data = facts.get("name")
    if part.technique is None or not isinstance(data, str):
        return None
    return part.technique, data, part.headline.model if part.headline else ""


@rule(
    "POR006",
    Severity.WARNING,
    scope=Scope.PORTFOLIO,
    minutes=20,
    bad={
        **_PLAN,
        **THREE_PROJECTS,
        "churn/README.md": "# Churn\n\nThe F1 is 0.81.\n",
        "rents/README.md": "# Rents\n\nThe MAE is 41.2 pounds.\n",
    },
    good={
        **_PLAN,
        **THREE_PROJECTS,
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
    parts = portfolio_projects(project)
    lacking = [part.prefix.rstrip("/") for part in parts if not _has_result(part)]
    if lacking:
        said = f"{len(lacking)} of {len(parts)} projects have no result in numbers"
        yield Finding(said, _place(project), None, ", ".join(lacking[:6]))


def _has_result(part: Project) -> bool:
    """Whether there is anything that may be a result; the scaffold's own words are none."""
    if part.headline or part.claims or part.metrics:
        return True
    if part.manifest is not None:
        return False
    printed = (text for path in part.notebook_paths for cell in part.notebook(path).cells for text in cell.output.texts)
    return any(_FIGURE.search(text) for text in ((part.readme.text if part.readme else ""), *printed))


def _place(project: Project) -> str:
    """Where a fault of the whole is told: its plan, else its README."""
    return PLAN if PLAN in project.paths else project.readme_path or "."
