"""Rendered projects, once per session and technique."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolio.adapters.render import render
from scaffolio.parsers.scaffold import make_manifest

TEMPLATES = Path(__file__).parents[2] / "templates"
TECHNIQUES = sorted(path.name for path in (TEMPLATES / "partials").iterdir() if (path / "questions.yml").is_file())
OPTIONS = ("fastapi", "gradio", "predictor")
"""Overlays that stand beside a technique's: what `--set serve=` and `--set demo=` add."""

Render = Callable[..., Path]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def files(root: Path) -> list[str]:
    found = [path.relative_to(root) for path in root.rglob("*") if path.is_file()]
    return sorted(path.as_posix() for path in found if path.parts[0] != ".git")


def git(root: Path, *words: str) -> str:
    who = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def rendering(tmp_path: Path) -> Render:
    """Render with the answers given; other questions take their defaults."""

    def made(**answers: str) -> Path:
        root = tmp_path / "project"
        render(root, answers)
        return root

    return made


@pytest.fixture(scope="session", params=TECHNIQUES)
def rendered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One project per technique, to look at and not to change."""
    root = tmp_path_factory.mktemp(request.param) / "project"
    render(root, {"technique": request.param, "author": "Ada Example", "email": "ada@example.org"})
    return root


@pytest.fixture(scope="session")
def committed(rendered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with its manifest and a first commit, as `new` leaves it."""
    root = tmp_path_factory.mktemp("committed") / "project"
    render(root, {"technique": technique(rendered), "author": "Ada Example", "email": "ada@example.org"})
    manifest = make_manifest(
        "0.1.0", technique(root), files(root), lambda path: (root / path).read_text(encoding="utf-8")
    )
    (root / ".scaffolio").mkdir()
    (root / ".scaffolio" / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Start")
    return root


@pytest.fixture(scope="session")
def run(committed: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a command in the project, in an environment where it was installed as its README says."""
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    path = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}

    def ran(*words: str, cwd: Path = committed, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(words, cwd=cwd, env={**kept, "PATH": path}, capture_output=True, text=True, check=False)
        assert done.returncode == 0 or not check, f"{words}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done

    ran("python", "-m", "pip", "install", "--quiet", "-e", ".[dev]")
    return ran


def technique(root: Path) -> str:
    answers = (root / ".copier-answers.yml").read_text(encoding="utf-8")
    return next(line.split()[1] for line in answers.splitlines() if line.startswith("technique:"))
