"""``scaffolio data``: move a project that exists to one's own data, and say what that made stale."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scaffolio.cli import own_data
from scaffolio.errors import UsageError


def command(
    project: Annotated[Path, typer.Argument(help="The project's folder.")] = Path(),
    *,
    data: own_data.Data = None,
    target: own_data.Target = None,
    text: own_data.Text = None,
    date: own_data.Date = None,
    group: own_data.Group = None,
    ids: own_data.Ids = None,
    drops: own_data.Drops = None,
    positive: own_data.Positive = None,
    horizon: own_data.Horizon = None,
    baseline_col: own_data.Baseline = None,
    validate_with: own_data.Validate = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Move a project to your own data: file, schema and data card; your words and code stay.

    Results of the former data leave README.md and MODEL_CARD.md and wait for the next
    run; Git keeps them. Refused while a file it would change is not committed.
    """
    from scaffolio.report import owndata
    from scaffolio.scaffold.profile.nouns import Asked
    from scaffolio.usecases.move_data import move

    if data is None:
        raise UsageError("no data named", "--data PATH")
    asked = Asked(
        target, text, date, group, tuple(ids or ()), tuple(drops or ()), positive, horizon, baseline_col, validate_with
    )
    moved = move(project, data, asked, dry_run=dry_run)
    shown = owndata.Moved(
        moved.project,
        moved.package,
        moved.own.plan.decisions,
        moved.written,
        moved.removed,
        moved.stale,
        dry_run,
        moved.former,
    )
    typer.echo(owndata.render_moved(shown, as_json=as_json), nl=False)
