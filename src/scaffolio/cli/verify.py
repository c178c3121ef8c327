"""``scaffolio verify``: run the README's own commands in a fresh copy, twice, and compare the numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scaffolio.cli.console import on_terminal, progress
from scaffolio.errors import UsageError

DIFFERS = 1


def command(
    project: Annotated[Path, typer.Argument(help="The project's folder; this one when none is named.")] = Path(),
    *,
    timeout: Annotated[float, typer.Option(metavar="S", min=1, help="Seconds for each command.")] = 900,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Run what is shown without asking.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Run the commands that the README shows in a fresh copy and environment, twice; compare the numbers.

    What will be executed is shown first, and asked. This runs the project's code: use it
    on projects you trust. Exit code 0: all ran and agree; 1: a command failed or a number
    differs; 2: usage; 3: could not run.
    """
    from scaffolio.report import verify as page
    from scaffolio.usecases import verify
    from scaffolio.verification import Verified

    planned = verify.plan(project)
    typer.echo(page.render_plan(planned, timeout), nl=False, err=as_json)
    if not yes:
        if not on_terminal():
            raise UsageError("nobody can be asked whether to run these commands", "Add -y to run them")
        if not typer.confirm("Run them?", default=False):
            return
    with progress("running") as told:
        for step in verify.verify(planned, timeout):
            if isinstance(step, Verified):
                typer.echo(page.render_json(step) if as_json else page.render_verdict(step), nl=False)
                if not step.agrees:
                    raise typer.Exit(DIFFERS)
            else:
                told(step.step.source)
                typer.echo(page.render_outcome(step), nl=False, err=as_json)
