"""``scaffolio new``: ask what is open, make the project, say what is the person's to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffolio.cli import own_data
from scaffolio.cli.console import ask, on_terminal, own_name, progress

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
    with_git: Annotated[bool, typer.Option("--git/--no-git", help="Make a repository and its first commit.")] = True,
    run: Annotated[bool, typer.Option("--run", help="Install it, train it, commit the results.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List the files; write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the techniques and their data.")] = False,
) -> None:
    """Make a project: real data, honest baselines, tests, README, first commit.

    With --data it is made on your own file: types, target, split and columns that know
    too much are worked out and told, or refused where a guess could mislead.
    On a terminal it asks what the flags leave open, at most five questions.
    """
    from scaffolio.report import made, owndata
    from scaffolio.scaffold.profile.nouns import Asked
    from scaffolio.usecases import new

    if list_:
        typer.echo(made.techniques(new.techniques(), as_json=as_json), nl=False)
        return
    flags = {"technique": technique, "author": author, "license": license_}
    given = new.collect_answers(answers, pairs or [], {key: value for key, value in flags.items() if value is not None})
    if dest is not None and "name" not in given:
        given["name"] = dest.resolve().name
    if on_terminal() and not yes and not as_json:
        given |= _ask_open(given, data)
        target = target or _ask_target(given, data)
    asked = Asked(
        target, text, date, group, tuple(ids or ()), tuple(drops or ()), positive, horizon, baseline_col, validate_with
    )
    request, own = new.with_data(given, dest, data, asked)
    if own and not as_json:
        typer.echo(owndata.render(own.plan.decisions), nl=False)
    destination = dest or Path(request.name)
    if dry_run:
        paths = new.preview(destination, request, own)
        typer.echo(made.preview(destination, request, paths, as_json=as_json), nl=False)
        return
    project = new.make_project(destination, request, own, with_git=with_git)
    if as_json and own:
        project = replace(project, request=replace(request, notes=(*request.notes, *owndata.notes(own.plan.decisions))))
    if not run:
        typer.echo(made.render(new.inspect(project), as_json=as_json, program=own_name()), nl=False)
        return
    _train(project, as_json=as_json)


def _ask_open(given: Mapping[str, str], data: Path | None) -> dict[str, str]:
    from scaffolio.scaffold.questions import ASKED
    from scaffolio.usecases.new import template_questions

    questions = template_questions()
    answered: dict[str, str] = {}
    for key in ASKED:
        question = questions.open.get(key)
        if key == "data" and data is not None:
            continue
        if question is not None and key not in given and len(question.choices) != 1:
            answered[key] = ask(question, questions.default(key, {**given, **answered}))
    return answered


def _ask_target(given: Mapping[str, str], data: Path | None) -> str | None:
    """Ask for the target's column where the person's data has one."""
    from scaffolio.scaffold.questions import Question
    from scaffolio.usecases.own_data import column_names, data_path

    path = data_path(given.get("data"), data)
    if path is None or given.get("technique") not in ("classification", "regression", "nlp", "timeseries"):
        return None
    columns = column_names(path)
    question = Question("target", "Which column is to be predicted?", "", {name: name for name in columns})
    return ask(question, columns[-1])


def _train(project: MadeProject, *, as_json: bool) -> None:
    from scaffolio.report import made
    from scaffolio.usecases.new import inspect
    from scaffolio.usecases.train import train

    try:
        trained = train(project, progress)
    except KeyboardInterrupt:
        typer.echo(
            f"stopped; the project is whole without its run\n{made.render(inspect(project))}", err=True, nl=False
        )
        raise
    typer.echo(made.render(trained.made, trained, as_json=as_json, program=own_name()), nl=False)
