"""``scaffolio next``: the one thing most worth doing now; on a terminal, the sentence that does it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scaffolio.cli.console import ask_sentence, on_terminal


def command(
    project: Annotated[Path, typer.Argument(help="The project's folder; this one when none is named.")] = Path(),
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON; ask nothing.")] = False,
) -> None:
    """Say the one thing most worth doing now: where, the question, the minutes, the proof.

    Six rungs, each proven by evidence in the project: run, decision, one change of your
    own, own or refreshed data, worst mistakes, words. A project that Scaffolio did not
    make gets the audit's first fix. On a terminal, an open question can be answered.
    """
    from scaffolio.report import next as page
    from scaffolio.usecases.next import find_next, write_answer

    found = find_next(project)
    typer.echo(page.render(found, as_json=as_json), nl=False)
    asked = found.step.placeholder if found.step else None
    if asked is None or as_json or not on_terminal():
        return
    if ask_sentence("Your sentence (Enter: later) ", lambda words: write_answer(project, asked, words)):
        typer.echo(f"written  {asked.path}:{asked.line}\nnext     scaffolio next")
