"""``scaffolio note``: tie a sentence to the last run while it is still known why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffolio.cli.console import ask_sentence, on_terminal
from scaffolio.errors import UsageError

if TYPE_CHECKING:
    from scaffolio.usecases.note import Noted


def command(
    text: Annotated[str | None, typer.Argument(help="One sentence; asked for on a terminal.")] = None,
    *,
    project: Annotated[Path, typer.Option("--project", metavar="P", help="The project's folder; else this one.")] = (
        Path()
    ),
) -> None:
    """Tie a sentence to the last run: why it was made, or what it showed.

    It goes into reports/runs.jsonl, behind what stands there, and into the run's row of
    README's What I tried. Nothing of the project is run.
    """
    from scaffolio.usecases.note import last_run, note

    if text is not None:
        _tell(note(project, text))
        return
    last = last_run(project)
    if not on_terminal():
        raise UsageError("no sentence given", 'scaffolio note "Why this run"')
    from scaffolio.report.words import plain

    typer.echo(plain(f"run {last.run}: {', '.join(last.changed) or 'no file changed'}"))
    if last.why:
        typer.echo(plain(f"so far: {last.why}"))
    ask_sentence("Why? (Enter: later) ", lambda words: _tell(note(project, words)))


def _tell(noted: Noted) -> None:
    from scaffolio.report.words import plain

    typer.echo(plain(f"noted  {noted.run}: {noted.why}"))
    where = " · ".join(noted.shown)
    typer.echo(f"shown  {where}" if where else "reports/runs.jsonl holds it; README.md has no row of this run yet")
