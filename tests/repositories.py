"""Real repositories for tests: made with Git itself, in a folder of the test's own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

_DATE = "2026-03-01T12:00:00+00:00"


def git(folder: Path, *arguments: str, date: str = _DATE, given: bytes | None = None) -> str:
    """Run Git as Ada Example on a fixed day; its output."""
    environment = {
        **os.environ,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada Example",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada Example",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_DATE": date,
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, input=given, capture_output=True, check=True
    )
    return done.stdout.decode(errors="replace").strip()


def repository(folder: Path, tree: Mapping[str, str | bytes], *, date: str = _DATE) -> Path:
    """A repository whose branch ``main`` holds these files in one commit."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return commit(folder, tree, date=date)


def commit(folder: Path, tree: Mapping[str, str | bytes], *, date: str = _DATE) -> Path:
    """Write these files and commit everything."""
    for path, content in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Work", date=date)
    return folder


def bare(folder: Path, source: Path) -> Path:
    """A bare copy that serves partial clones, as Git hosts do."""
    git(source.parent, "clone", "--quiet", "--bare", str(source), str(folder))
    git(folder, "config", "uploadpack.allowFilter", "true")
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    return folder
