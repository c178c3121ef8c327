"""``scaffolio new``: ask what is open, make the project, say what is the person's to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffolio.cli.console import ask, on_terminal, progress

if TYPE_CHECKING:
    from scaffolio.scaffold.outcome import MadeProject


def command(
    dest: Annotated[
        Path | None, typer.Argument(help="The folder to make; the project's name when none is given.")
    ] = None,
    *,
    technique: Annotated[
        str | None, typer.Option("-t", "--technique", help="What kind of project; see --list.")
    ] = None,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Ask nothing; take the defaults.")] = False,
    answers: Annotated[Path | None, typer.Option(metavar="FILE.yml", help="Answers, one KEY: VALUE a line.")] = None,
    pairs: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="One answer; repeatable.")
    ] = None,
    author: Annotated[str | None, typer.Option(help="Author and licence holder; else as Git is configured.")] = None,
    license_: Annotated[str | None, typer.Option("--license", metavar="SPDX", help="MIT, Apache-2.0, …")] = None,
    with_git: Annotated[bool, typer.Option("--git/--no-git", help="Make a repository and its first commit.")] = True,
    run: Annotated[bool, typer.Option("--run", help="Install it, train it, commit the results.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List the files; write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the techniques and their data.")] = False,
) -> None:
    """Make a project: real data, honest baselines, tests, README, first commit.

    On a terminal it asks what the flags leave open, at most five questions.
    """
    from scaffolio.report import made
    from scaffolio.usecases import new

    if list_:
        typer.echo(made.techniques(new.techniques(), as_json=as_json), nl=False)
        return
    flags = {"technique": technique, "author": author, "license": license_}
    given = new.collect_answers(answers, pairs or [], {key: value for key, value in flags.items() if value is not None})
    if dest is not None and "name" not in given:
        given["name"] = dest.resolve().name
    if on_terminal() and not yes and not as_json:
        given |= _ask_open(given)
    request = new.complete(given, dest)
    destination = dest or Path(request.name)
    if dry_run:
        typer.echo(made.preview(destination, request, new.preview(destination, request), as_json=as_json), nl=False)
        return
    project = new.make_project(destination, request, with_git=with_git)
    if not run:
        typer.echo(made.render(project, as_json=as_json), nl=False)
        return
    _train(project, as_json=as_json)


def _ask_open(given: Mapping[str, str]) -> dict[str, str]:
    from scaffolio.scaffold.questions import ASKED
    from scaffolio.usecases.new import template_questions

    questions = template_questions()
    answered: dict[str, str] = {}
    for key in ASKED:
        question = questions.open.get(key)
        if question is not None and key not in given and len(question.choices) != 1:
            answered[key] = ask(question, questions.default(key, {**given, **answered}))
    return answered


def _train(project: MadeProject, *, as_json: bool) -> None:
    from scaffolio.report import made
    from scaffolio.usecases.train import train

    trained = train(project, progress)
    typer.echo(made.render(trained.made, trained, as_json=as_json), nl=False)
