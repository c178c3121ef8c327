"""What the network said when ``--online`` asked: answers to links, badges' words, GitHub's own record.

Nothing here reaches the network; :class:`Online` is handed to a project, or told by a
tree in memory for examples and tests (``.git/online.json``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import field
from urllib.parse import urlsplit

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

TOLD = ".git/online.json"
"""Where a tree in memory tells what the network said."""

DEAD = frozenset({404, 410})
"""The only answers that mean a page is gone; all others may have to do with who asks."""

_DEMO_HOST = regex(
    r"(?:\.|\A)(?:streamlit\.app|streamlit\.io|hf\.space|herokuapp\.com|onrender\.com|vercel\.app|netlify\.app|"
    r"railway\.app|pythonanywhere\.com|azurewebsites\.net|run\.app|fly\.dev|gradio\.live|web\.app|firebaseapp\.com)\Z"
)
_EXAMPLE = regex(r"(?:\A|\.)example\.(?:com|org|net)\Z")
_YOURS = regex(r"your[-_]?(?:user)?name|your-")
_DEMO_WORDS = regex(r"\b(?:live\s+(?:demo|app|version|site)|demo|try\s+it)\b", re.IGNORECASE)
_SPACE = regex(r"https?://huggingface\.co/spaces/([\w.-]+/[\w.-]+?)/?(?:[?#].*)?\Z")
_TITLE = regex(rb"<title>([^<]{1,200})</title>|aria-label=\"([^\"]{1,200})\"")
_BADGE = regex(r"shields\.io|badgen\.net|badge\.svg|travis-ci|circleci\.com|codecov\.io|coveralls|/badges?/")
_FAILING = regex(r"\b(?:failing|failed|failure|error(?:ed)?|broken)\b", re.IGNORECASE)
_DOWN = {
    "PAUSED": "is paused",
    "STOPPED": "is stopped",
    "SLEEPING": "is asleep",
    "BUILD_ERROR": "does not build",
    "RUNTIME_ERROR": "fails when it starts",
    "CONFIG_ERROR": "has a broken configuration",
    "NO_APP_FILE": "has no app file",
}


@dataclass(frozen=True, slots=True)
class Repository:
    """What GitHub shows of a repository beside its files.

    ``failing`` maps the workflow files whose last finished run on the default branch
    failed to that run's address.
    """

    description: str = ""
    topics: tuple[str, ...] = ()
    homepage: str = ""
    release: str | None = None
    failing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Online:
    """Everything the network was asked.

    ``answers`` holds the status of each address that answered, ``badges`` each badge's
    words, ``spaces`` the stage of each Hugging Face space. ``repository`` is ``None``
    where GitHub was not asked or did not tell, and then ``untold`` says why.
    """

    answers: Mapping[str, int] = field(default_factory=dict)
    badges: Mapping[str, str] = field(default_factory=dict)
    spaces: Mapping[str, str] = field(default_factory=dict)
    repository: Repository | None = None
    untold: str = ""

    def is_dead(self, url: str) -> bool:
        """Whether the server itself said that there is no such page."""
        return self.answers.get(plain_url(url)) in DEAD

    def trouble(self, url: str) -> str | None:
        """What is wrong with a demo, as the end of a sentence; ``None`` when nothing is known to be."""
        if space := space_name(url):
            return _DOWN.get(self.spaces.get(space, ""))
        return f"answers {self.answers[plain_url(url)]}" if self.is_dead(url) else None


def told_online(tree: Mapping[str, bytes]) -> Online | None:
    """What a tree in memory says the network said."""
    if TOLD not in tree:
        return None
    told = json.loads(tree[TOLD])
    if isinstance(told.get("repository"), dict):
        told["repository"] = Repository(**told["repository"])
    return Online(**told)


def plain_url(url: str) -> str:
    """The address as a server sees it: without what stands behind ``#``."""
    return url.strip().partition("#")[0]


def is_askable(url: str) -> bool:
    """Whether a link leads to a page that anybody could open: http or https, with a host and no variable in it."""
    if not re.match(r"https?://[\w\[]", url, re.IGNORECASE) or re.search(r"[\s{}<>$*|\\^`]|\.\.\.|%7B|%3C", url):
        return False
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    placeholder = _EXAMPLE.search(host) or _YOURS.search(host + parts.path.lower())
    return bool(host) and not placeholder and parts.username is None and host.isascii()


def is_demo(url: str, words: str) -> bool:
    """Whether a link leads to something running: by its host, or by the words it stands behind."""
    host = (urlsplit(url).hostname or "").lower()
    return bool(_DEMO_HOST.search(host) or space_name(url) or _DEMO_WORDS.search(words))


def space_name(url: str) -> str | None:
    """Owner and name of the Hugging Face space that an address leads to."""
    match = _SPACE.match(url)
    return match[1] if match else None


def is_badge(url: str) -> bool:
    """Whether an image is a badge that tells a state in words."""
    return _BADGE.search(url) is not None


def badge_words(svg: bytes) -> str:
    """What a badge says, from its SVG's title; empty when it says nothing."""
    match = _TITLE.search(svg)
    words = (match[1] or match[2]) if match else b""
    return " ".join(words.decode("utf-8", errors="replace").split())


def says_failing(words: str) -> bool:
    """Whether a badge's words tell of a failure in their last part: ``build: failing``, ``CI - failing``."""
    return _FAILING.search(re.split(r"[:\-–]\s", words)[-1]) is not None
