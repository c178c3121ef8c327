"""``scaffolio portfolio resume``: one quantified line a project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scaffolio.errors import unknown


def command(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The portfolio's folder.")] = Path(),
    *,
    form: Annotated[str, typer.Option("-f", "--format", metavar="FORMAT", help="markdown or json.")] = "markdown",
) -> None:
    """Print one quantified line for every project with a result of your own.

    Each line says what was measured against the best baseline, and calls a tie a tie.
    A project without a run, and one whose result is the scaffold's reference, gives none.
    ``json`` is JSON Resume (jsonresume.org).
    """
    from scaffolio.report import resume as report
    from scaffolio.report.words import plain
    from scaffolio.usecases.portfolio_resume import resume

    if form not in report.FORMATS:
        raise unknown("format", form, report.FORMATS)
    made = resume(folder)
    text = report.markdown(made.lines) if form == "markdown" else report.json_resume(made.owner, made.lines)
    typer.echo(text, nl=False)
    for name, why in made.left_out:
        typer.echo(plain(f"left out  {name}: {why}"), err=True)
