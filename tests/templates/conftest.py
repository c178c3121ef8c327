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
from tools.examples import CONSTRAINTS

TEMPLATES = Path(__file__).parents[2] / "templates"
TECHNIQUES = sorted(path.name for path in (TEMPLATES / "partials").iterdir() if (path / "questions.yml").is_file())
OPTIONS = ("fastapi", "gradio", "predictor")
"""Overlays that stand beside a technique's: what `--set serve=` and `--set demo=` add."""

Render = Callable[..., Path]
Run = Callable[..., subprocess.CompletedProcess[str]]

MEASURED = (
    "import resource, runpy, sys; sys.argv[0:1] = []; "
    "sys.exit = lambda code=0: None; runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True); "
    "print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
)


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep each technique's tests in one process, which installs and runs it once; the longest comes first."""
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        wanted = params.get("rendered") or params.get("technique")
        if wanted in TECHNIQUES and item.get_closest_marker("full"):
            item.add_marker(pytest.mark.xdist_group(str(wanted)))
    items.sort(key=lambda item: [mark.args for mark in item.iter_markers("xdist_group")] != [("vision",)])


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


# What the full tier shares: one environment, and one run of each technique.


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One environment for all: what one project installed, torch or gradio, the next finds there.

    That none lives on what another declared, test_rendered sees in the imports.
    """
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    faster = {"PIP_NO_COMPILE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return {
        **kept,
        **faster,
        "PIP_CONSTRAINT": str(CONSTRAINTS),
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }


@pytest.fixture(scope="session")
def package(rendered: Path) -> str:
    return next(path.name for path in (rendered / "src").iterdir())


@pytest.fixture(scope="session")
def run(committed: Path, package: str, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a command in the project, installed as its README says.

    Its source is named besides: the same package is installed once more, with options.
    """

    def ran(
        *words: str, cwd: Path = committed, check: bool = True, source: str = str(committed / "src")
    ) -> subprocess.CompletedProcess[str]:
        named = {**environment, "PYTHONPATH": source}
        done = subprocess.run(words, cwd=cwd, env=named, capture_output=True, text=True, check=False)
        assert done.returncode == 0 or not check, f"{words}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done

    ran("python", "-m", "pip", "install", "--quiet", "-e", ".[dev]")
    ran("python", "-c", f"import {package}", cwd=tmp_path_factory.mktemp("elsewhere"), source="")
    return ran


@pytest.fixture(scope="session")
def first_run(committed: Path, run: Run, package: str) -> int:
    """Test it as it was rendered, run it once and commit; return the run's peak megabytes."""
    run("python", "-m", "pytest", "-q", "-p", "no:cacheprovider")
    done = run("python", "-W", "error::FutureWarning", "-c", MEASURED, package, "run")
    assert done.stderr == ""
    git(committed, "add", "-A")
    git(committed, "commit", "-q", "-m", "First results")
    return int(done.stdout.split("peak ")[1])


def technique(root: Path) -> str:
    answers = (root / ".copier-answers.yml").read_text(encoding="utf-8")
    return next(line.split()[1] for line in answers.splitlines() if line.startswith("technique:"))
