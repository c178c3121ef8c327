"""``scaffolio portfolio status``: how every project stands, over a folder, a list of targets, or both."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated

import typer

from scaffolio.cli.console import progress


def command(
    targets: Annotated[
        list[str] | None, typer.Argument(metavar="[DIR|TARGET]...", help="Folders, owner/name, addresses.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say how every project stands: stage, result against the best baseline, runs, what to do next.

    A folder stands for the projects of its plan, for the repositories in it, or for what
    is found in it. A project need not be one that Scaffolio made.
    """
    from scaffolio.report.status import render
    from scaffolio.usecases.portfolio_status import status

    with progress("reading") as told:
        found = status(targets or ["."], told)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    folder = targets[0] if targets and len(targets) == 1 and found.in_folder else ""
    page = render(found.states, found.verdicts, found.failed, folder=folder, width=width, as_json=as_json)
    typer.echo(page, nl=False)
    if found.failed:
        raise typer.Exit(3)
