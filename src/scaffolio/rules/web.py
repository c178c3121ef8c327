"""WEB: what only the network knows; judged with ``--online``."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.online import TOLD, Online, is_askable, is_demo, plain_url, says_failing
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_PAGE = "https://ada.dev/churn"


def _online(project: Project) -> Online:
    if project.online is None:
        raise NotAssessedError("needs --online")
    return project.online


@rule(
    "WEB001",
    Severity.WARNING,
    minutes=3,
    scope=Scope.ANYWHERE,
    bad={
        "README.md": f"# Churn\n\nThe data set is described [here]({_PAGE}).\n",
        TOLD: json.dumps({"answers": {_PAGE: 404}}),
    },
    good={
        "README.md": f"# Churn\n\nThe data set is described [here]({_PAGE}).\n",
        TOLD: json.dumps({"answers": {_PAGE: 403}}),
    },
)
def link_dead(project: Project) -> Iterator[Finding]:
    """A link of README or model card leads to a page that its server says is gone: status 404 or 410, asked twice.

    Other answers, such as 403, 429 or none in time, say more about who asks than about the page; such links are not
    assessed. Demos are judged by WEB002.

    **Why.** A reader who follows a link to the data, the paper or the result and finds nothing has lost the evidence
    and some of the trust.

    **Fix.** Link to where the page has moved, to an archived copy, or take the link out.
    """
    online = _online(project)
    asked = 0
    for path, line, url, words in _links(project):
        asked += plain_url(url) in online.answers
        if online.is_dead(url) and not is_demo(url, words):
            yield Finding(
                "the page this links to is gone", path, line, f"{url} answers {online.answers[plain_url(url)]}"
            )
    if not asked and any(_links(project)):
        raise NotAssessedError("no server answered")


@rule(
    "WEB002",
    Severity.WARNING,
    minutes=20,
    scope=Scope.ANYWHERE,
    bad={
        "README.md": f"# Churn\n\n[Live demo]({_PAGE})\n",
        TOLD: json.dumps({"answers": {_PAGE: 404}}),
    },
    good={
        "README.md": f"# Churn\n\n[Live demo]({_PAGE})\n",
        TOLD: json.dumps({"answers": {_PAGE: 200}}),
    },
)
def demo_dead_or_asleep(project: Project) -> Iterator[Finding]:
    """The demo, or the homepage GitHub shows, is gone, paused or asleep.

    A Hugging Face space is asked for its stage; any other demo counts as gone when its server answers 404 or 410.

    **Why.** A demo is the first thing a visitor tries, often the only one; practitioners' advice on portfolios is to
    show none rather than a dead one.

    **Fix.** Start it again, move it to a host that does not put it to sleep, or show a recording in its place.
    """
    online = _online(project)
    for path, line, url, words in _links(project):
        if is_demo(url, words) and (trouble := online.trouble(url)):
            yield Finding(f"the demo {trouble}", path, line, url)
    shown = online.repository.homepage if online.repository and project.whole is project else ""
    if shown and (trouble := online.trouble(shown)):
        yield Finding(f"the homepage that GitHub shows {trouble}", project.readme_path or ".", None, shown)


@rule(
    "WEB003",
    Severity.ADVICE,
    minutes=2,
    scope=Scope.REPOSITORY,
    bad={"README.md": "# Churn\n", TOLD: json.dumps({"repository": {"topics": ["churn"]}})},
    good={
        "README.md": "# Churn\n",
        TOLD: json.dumps({"repository": {"description": "Who leaves", "topics": ["churn"]}}),
    },
)
def description_topics_missing(project: Project) -> Iterator[Finding]:
    """GitHub shows no description or no topics for the repository.

    **Why.** They are what stands under the name in lists, searches and pinned repositories; GitHub's community profile
    asks for the description.

    **Fix.** On the repository's page, click the gear beside *About*; write one sentence and three to six topics.
    """
    online = _online(project)
    if online.repository is None:
        raise NotAssessedError(online.untold or "not a repository on GitHub")
    lacking = [] if online.repository.description.strip() else ["description"]
    lacking += [] if online.repository.topics else ["topics"]
    if lacking:
        yield Finding(f"GitHub shows no {' and no '.join(lacking)}", project.readme_path or ".")


@rule(
    "WEB004",
    Severity.WARNING,
    minutes=20,
    scope=Scope.ANYWHERE,
    bad={
        "README.md": f"# Churn\n\n![CI]({_PAGE}/badge.svg)\n",
        TOLD: json.dumps({"badges": {f"{_PAGE}/badge.svg": "CI - failing"}}),
    },
    good={
        "README.md": f"# Churn\n\n![CI]({_PAGE}/badge.svg)\n",
        TOLD: json.dumps({"badges": {f"{_PAGE}/badge.svg": "CI - passing"}}),
    },
)
def badge_failing(project: Project) -> Iterator[Finding]:
    """A badge says that something fails, or the last finished run of a workflow on the default branch failed.

    **Why.** It is the first thing a visitor sees, and it says that the project does not pass its own checks.

    **Fix.** Read the log of the failed run and mend what it names; a workflow that is no longer wanted is deleted with
    its badge.
    """
    online = _online(project)
    named = ""
    for path in project.document_paths:
        for image in project.document(path).images:
            words = online.badges.get(image.target, "")
            if says_failing(words):
                named += image.target
                yield Finding("a badge says that something fails", path, image.line, words)
    failing = online.repository.failing if online.repository and project.whole is project else {}
    for path, run in failing.items():
        if path.rpartition("/")[2] not in named:
            yield Finding("the last run of this workflow failed", path, None, run)


def _links(project: Project) -> Iterator[tuple[str, int, str, str]]:
    """Path, line, address and words of every link that could be asked, each address once a document."""
    for path in project.document_paths:
        seen: set[str] = set()
        for link in project.document(path).links:
            if is_askable(plain_url(link.target)) and plain_url(link.target) not in seen:
                seen.add(plain_url(link.target))
                yield path, link.line, link.target, link.text
