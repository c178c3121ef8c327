"""Ask the network what ``--online`` wants to know of a target, and hand it to the rules as a fact."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from scaffolio.adapters import github, http
from scaffolio.parsers.document import Document
from scaffolio.parsers.online import Online, Repository, badge_words, is_askable, is_badge, plain_url, space_name
from scaffolio.project import Project
from scaffolio.usecases.targets import OpenTarget

MOST = 300
"""Links of one target that are asked."""

DOCUMENTS = 100
"""READMEs and model cards of one repository whose links are asked."""

SPACES = "https://huggingface.co"
"""Where Hugging Face's API is; ``HF_ENDPOINT`` names another place, as for its own tools."""

_NAMES = ("readme.md", "readme.markdown", "model_card.md", "modelcard.md")


def ask_network(project: Project, opened: OpenTarget) -> Online:
    """Everything the network says of a repository's documents and of its place on GitHub."""
    documents = list(_documents(project))
    place = opened.on_github()
    repository, untold = _describe(place)
    homepage = [repository.homepage] if repository and is_askable(repository.homepage) else []
    links = [*homepage, *_links(documents)][:MOST]
    badges = [image.target for document in documents for image in document.images if is_badge(image.target)]
    hidden = f"https://github.com/{'/'.join(place)}" if place and repository is None else None
    asked = [link for link in dict.fromkeys(links) if not space_name(link) and not _is_below(link, hidden)]
    return Online(
        answers=http.statuses(asked),
        badges=_read_badges(url for url in badges if is_askable(url)),
        spaces=_read_spaces(links),
        repository=repository,
        untold=untold,
    )


def _documents(project: Project) -> Iterator[Document]:
    named = [path for path in project.files.paths if path.lower().rpartition("/")[2] in _NAMES]
    paths = [*project.document_paths, *sorted(named, key=lambda path: (path.count("/"), path))]
    for path in list(dict.fromkeys(paths))[:DOCUMENTS]:
        yield project.document(path)


def _links(documents: Iterable[Document]) -> Iterator[str]:
    for document in documents:
        yield from (plain_url(link.target) for link in document.links if is_askable(plain_url(link.target)))


def _is_below(link: str, address: str | None) -> bool:
    """Whether a link leads into a repository that may be private, where GitHub says 404 to whoever is not logged in."""
    return address is not None and f"{link.lower().rstrip('/')}/".startswith(f"{address.lower()}/")


def _describe(place: tuple[str, str] | None) -> tuple[Repository | None, str]:
    if place is None:
        return None, "not a repository on GitHub"
    try:
        return github.describe(*place), ""
    except http.NoAnswerError as error:
        return None, str(error)


def _read_badges(urls: Iterable[str]) -> dict[str, str]:
    unique = list(dict.fromkeys(urls))[: http.PER_HOST]
    with ThreadPoolExecutor(http.ATONCE // 2) as pool:
        said = zip(unique, pool.map(_badge, unique), strict=True)
        return {url: words for url, words in said if words}


def _badge(url: str) -> str:
    try:
        status, content, _ = http.fetch(url)
    except http.NoAnswerError:
        return ""
    return badge_words(content) if status < http.FAILED else ""


def _read_spaces(links: Iterable[str]) -> dict[str, str]:
    names = dict.fromkeys(name for link in links if (name := space_name(link)))
    stages = {name: _stage(name) for name in names}
    return {name: stage for name, stage in stages.items() if stage}


def _stage(space: str) -> str:
    """How a Hugging Face space is doing, in its API's words; empty where that does not tell."""
    try:
        status, content, _ = http.fetch(f"{os.environ.get('HF_ENDPOINT', SPACES).rstrip('/')}/api/spaces/{space}")
        runtime = json.loads(content).get("runtime") if status < http.FAILED else None
    except (http.NoAnswerError, ValueError, AttributeError, RecursionError):
        return ""
    return str(runtime.get("stage") or "") if isinstance(runtime, dict) else ""
