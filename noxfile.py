"""The project's tasks: ``nox --list`` names them, ``nox -s lint`` runs one.

They use the environment nox itself runs in; make it with
``pip install -e '.[dev]'``.
"""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "contracts", "docs", "tests"]


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format with ruff."""
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check types strictly with mypy."""
    session.run("mypy")


@nox.session
def contracts(session: nox.Session) -> None:
    """Check that imports go one way."""
    session.run("lint-imports")


@nox.session
def docs(session: nox.Session) -> None:
    """Check that generated pages equal what their sources say; ``-- write`` renews them."""
    session.run("python", "-m", "tools.docs", *(session.posargs or ["check"]))


@nox.session
def tests(session: nox.Session) -> None:
    """Run the fast tier: seconds, no installs of generated projects."""
    session.run("pytest", *session.posargs)


@nox.session
def full(session: nox.Session) -> None:
    """Run the full tier: render, install and run generated projects; minutes."""
    grouped = ("--dist", "loadgroup", "--no-loadscope-reorder")  # a technique stays with one process, the longest first
    session.run("pytest", "-m", "full", *grouped, *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure speed as ratios, and the seconds of runs and sites; ``-- --smoke`` for one round."""
    for name in ("speed", "projects", "site"):
        session.run("python", "-m", f"benchmarks.{name}", *session.posargs)


@nox.session
def accuracy(session: nox.Session) -> None:
    """Measure agreement with people's labels: ``-- checklist CHECKOUTS LABELS``, or ``-- --smoke``."""
    session.run("python", "-m", "benchmarks.accuracy", *session.posargs)


@nox.session
def examples(session: nox.Session) -> None:
    """Render, train and store the example projects anew."""
    session.run("python", "-m", "tools.examples", *session.posargs)
