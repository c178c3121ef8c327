"""The door to GitHub's API, with a token where there is one: what it shows of a repository beside its files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from scaffolio.adapters.http import NoAnswerError, fetch
from scaffolio.parsers.online import Repository

API = "https://api.github.com"
"""Where the API is; ``GITHUB_API_URL`` names another place, as in GitHub's own Actions."""

_OK = 200
_REASONS = {
    401: "GitHub refused the token",
    404: "GitHub shows no such repository",
    410: "GitHub shows no such repository",
    451: "GitHub shows no such repository",
}
_LIMITED = {403, 429}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def describe(owner: str, name: str) -> Repository:
    """What GitHub shows of a repository: description, topics, homepage, release, failing workflows.

    Raises:
        NoAnswerError: GitHub does not tell; the message says why.
    """
    place = f"/repos/{quote(owner)}/{quote(name)}"
    facts = _get(place)
    branch = str(facts.get("default_branch") or "main")
    return Repository(
        description=str(facts.get("description") or ""),
        topics=tuple(str(topic) for topic in _list(facts.get("topics"))),
        homepage=str(facts.get("homepage") or ""),
        release=_release(place),
        failing=_failing(place, branch),
    )


def token() -> str:
    """The person's token: ``GITHUB_TOKEN``, ``GH_TOKEN``, or what the ``gh`` program holds; empty without one."""
    given = os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN")
    if given or shutil.which("gh") is None:
        return (given or "").strip()
    try:
        done = subprocess.run(["gh", "auth", "token"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _release(place: str) -> str | None:
    try:
        found = _get(f"{place}/releases/latest")
    except NoAnswerError:
        return None
    return str(found.get("tag_name") or "") or None


def _failing(place: str, branch: str) -> dict[str, str]:
    """Workflow files whose last finished run on a branch failed; none where GitHub does not tell."""
    try:
        query = f"branch={quote(branch, safe='')}&status=completed&per_page=50&exclude_pull_requests=true"
        found = _get(f"{place}/actions/runs?{query}")
    except NoAnswerError:
        return {}
    last: dict[str, tuple[str, str]] = {}
    for run in _list(found.get("workflow_runs")):
        path = str(run.get("path") or "").partition("@")[0] if isinstance(run, dict) else ""
        if path.startswith(".github/workflows/") and run.get("conclusion") in {"success", "failure"}:
            last.setdefault(path, (run["conclusion"], str(run.get("html_url") or "")))
    return {path: url for path, (conclusion, url) in sorted(last.items()) if conclusion == "failure"}


def _get(path: str) -> dict[str, Any]:
    base = os.environ.get("GITHUB_API_URL", API).rstrip("/")
    headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    if _may_carry_secrets(base) and (secret := token()):
        headers["Authorization"] = f"Bearer {secret}"
    try:
        status, content, told = fetch(base + path, headers)
    except NoAnswerError as error:
        raise NoAnswerError("GitHub did not answer") from error
    if status != _OK:
        raise NoAnswerError(_reason(status, told))
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NoAnswerError("GitHub's answer could not be read") from error
    return found if isinstance(found, dict) else {}


def _may_carry_secrets(base: str) -> bool:
    parts = urlsplit(base)
    return parts.scheme == "https" or parts.hostname in _LOOPBACK


def _reason(status: int, headers: Mapping[str, str]) -> str:
    if status in _LIMITED and (headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers):
        return "GitHub's rate limit is used up; a token raises it"
    return _REASONS.get(status, f"GitHub answered {status}")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
