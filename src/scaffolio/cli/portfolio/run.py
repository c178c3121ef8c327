"""``scaffolio portfolio run``: install, train and test every project, commit each one's results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scaffolio.cli.console import progress


def command(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The portfolio's folder.")] = Path(),
    *,
    jobs: Annotated[int | None, typer.Option("-j", "--jobs", min=1, metavar="N", help="Projects at a time.")] = None,
) -> None:
    """Train every project and commit its results.

    Each gets an environment of its own, .venv in its folder. What was trained on the same
    code and data is skipped; one that fails stops no other, and the exit code is 3.
    """
    train_all(folder, jobs)


def train_all(folder: Path, jobs: int | None) -> None:
    """Train the projects in a folder and say what became of each; leave with 3 where one failed."""
    from scaffolio.portfolio.outcome import Became
    from scaffolio.report.portfolio import render_trained
    from scaffolio.usecases.portfolio_run import run_portfolio

    try:
        with progress("training") as told:
            outcomes = run_portfolio(folder, jobs=jobs, told=told)
    except KeyboardInterrupt:
        typer.echo("stopped; what was trained is committed, and the same command goes on from there", err=True)
        raise
    typer.echo(render_trained(folder, outcomes), nl=False)
    if any(outcome.became is Became.FAILED for outcome in outcomes):
        raise typer.Exit(3)
