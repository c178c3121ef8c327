"""``scaffolio adopt``: what an existing project lacks, as a diff that is read before it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scaffolio.cli.console import on_terminal


def command(
    project: Annotated[Path, typer.Argument(help="The project's folder; this one when none is named.")] = Path(),
    *,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Write the changes without asking.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show the changes and write nothing.")] = False,
) -> None:
    """Give a project that Scaffolio did not make results markers, a metrics record, CI and open questions.

    The changes are shown as a diff first. No code is moved, no sentence changed, and
    what is not understood is left and said. A second call has nothing to do.
    """
    from scaffolio.report.words import plain
    from scaffolio.usecases.adopt import propose
    from scaffolio.usecases.fix import apply
    from scaffolio.usecases.fix import diff as as_diff

    proposed = propose(project)
    changes = proposed.adoption.changes
    typer.echo(as_diff(changes), nl=False)
    for left in proposed.adoption.left:
        typer.echo(plain(f"left     {left}"), err=True)
    if not changes:
        typer.echo("nothing to do", err=True)
        return
    if proposed.uncommitted:
        typer.echo("The work tree holds changes that are not committed; these would stand among them.", err=True)
    if diff or not (yes or on_terminal()):
        typer.echo(f"nothing is written; to write: scaffolio adopt {plain(str(project))} -y", err=True)
    elif yes or typer.confirm("Write these changes?", default=False):
        apply(project, changes)
        typer.echo("\n".join(plain(f"written  {change.path}: {change.why}") for change in changes), err=True)
        typer.echo(
            plain(f"next     call record() where the test set is scored, then: scaffolio next {project}"), err=True
        )
