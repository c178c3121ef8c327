"""``scaffolio portfolio profile``: the README of a GitHub profile, and what to tell GitHub of each repository."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The portfolio's folder.")] = Path(),
    *,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the table into this README, between its markers."),
    ] = None,
    run: Annotated[bool, typer.Option("--apply", help="Run the gh commands, too.")] = False,
) -> None:
    """Make the table of a GitHub profile's README, with every project's headline result.

    With -o it takes the place between the markers, or is put at the end; every other word
    of the file stays. Commands that set description, topics and homepage are printed on
    standard error, and run only with --apply.
    """
    from scaffolio.report.profile import commands
    from scaffolio.report.words import plain
    from scaffolio.usecases.portfolio_profile import apply, profile, write

    made = profile(folder, out)
    for name, why in made.left_out:
        typer.echo(plain(f"# left out  {name}: {why}"), err=True)
    if not made.page:
        kept = f"{out} is as it was; " if out else ""
        see = shlex.join(["scaffolio", "portfolio", "status", str(folder)])
        typer.echo(plain(f"# no project can be shown yet; {kept}what each needs: {see}"), err=True)
    elif out is None:
        typer.echo(made.page, nl=False)
    else:
        write(made, out)
        typer.echo(plain(f"wrote  {out}"))
    typer.echo(commands(made.repositories), nl=False, err=True)
    if run:
        for repository in apply(made):
            typer.echo(plain(f"told   {repository}"))
