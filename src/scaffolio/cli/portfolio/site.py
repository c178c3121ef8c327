"""``scaffolio portfolio site``: make the pages that show a portfolio."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffolio.cli.console import progress

if TYPE_CHECKING:
    from scaffolio.usecases.portfolio_site import BuiltSite


def command(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The portfolio's folder.")] = Path(),
    *,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="Where to put the site; else DIR/public.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", metavar="URL", help="Where it will be seen; else the plan's.")
    ] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Show drafts, too, and mark them.")] = False,
) -> None:
    """Make the pages that show a portfolio: static HTML, no script, nothing loaded from elsewhere.

    Numbers come from each project's reports/metrics.json. A link that leads nowhere, a
    picture without words, or a number that differs from the run stops it with exit code
    1, and the former site stays as it was.
    """
    from scaffolio.usecases.portfolio_site import build

    try:
        with progress("making the site"):
            built = build(folder, out, base_url, drafts=drafts)
    except KeyboardInterrupt:
        typer.echo("stopped; the former site, if there was one, is as it was", err=True)
        raise
    _tell(built)
    if built.problems:
        raise typer.Exit(1)


def _tell(built: BuiltSite) -> None:
    from scaffolio.report.words import plain, plural

    for hidden in built.hidden:
        typer.echo(plain(f"hidden  {hidden.name}: {hidden.why}"))
    for note in built.notes:
        typer.echo(plain(f"note    {note}"))
    for problem in built.problems:
        typer.echo(plain(f"{problem.place}: {problem.message}"), err=True)
    if built.problems:
        typer.echo(plain(f"{plural(len(built.problems), 'problem')} to mend; {built.out} is as it was"), err=True)
        return
    if built.hidden and not built.shown:
        typer.echo("nothing is ready to be shown; --drafts shows drafts, marked as such")
    typer.echo(plain(f"made    {built.out}  {plural(built.pages, 'page')} of {plural(len(built.shown), 'project')}"))
    if built.workflow:
        typer.echo(plain(f"wrote   {built.workflow}  publishes {built.out.name}/ with GitHub Pages"))
    typer.echo(plain(f"open    {built.out / 'index.html'}"))
