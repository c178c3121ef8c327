"""``scaffolio portfolio``: four to six projects from one plan: made, trained, watched, shown."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from scaffolio.cli.commands import add_commands

COMMANDS = {
    "new": "Make every project of a plan.",
    "run": "Train every project and commit its results.",
    "status": "Say how every project stands, ours or not.",
    "site": "Make the pages that show them.",
    "profile": "Make the table of a GitHub profile's README.",
    "resume": "Print one quantified line a project.",
}
"""Each command's module in this package, and the line that ``--help`` prints for it."""


def group(arguments: Sequence[str]) -> typer.Typer:
    """The commands below ``portfolio``; ``arguments`` are what follows that word."""
    app = typer.Typer(
        help="Make, train, watch and show the four to six projects of one plan.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    add_commands(app, __name__, COMMANDS, arguments)
    return app
