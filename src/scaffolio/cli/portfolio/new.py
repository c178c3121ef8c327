"""``scaffolio portfolio new``: read or ask for a plan, make its projects, warn where it is one-sided."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffolio.cli.console import ask, on_terminal, progress
from scaffolio.errors import UsageError

if TYPE_CHECKING:
    from scaffolio.portfolio.plan import Plan

DEST = Path("portfolio")
_SEEDS = 100_000


def command(
    plan: Annotated[Path | None, typer.Argument(metavar="[PLAN.yml]", help="The plan; see --example.")] = None,
    dest: Annotated[Path, typer.Argument(metavar="[DEST]", help="The folder to make the projects in.")] = DEST,
    *,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Ask nothing.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Print a plan to start from.")] = False,
    seed: Annotated[
        int | None, typer.Option(min=0, max=2**31 - 1, metavar="N", help="Chooses titles and samples; else the plan's.")
    ] = None,
    run: Annotated[bool, typer.Option("--run", help="Train every project, commit the results.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be made; write nothing.")] = False,
    jobs: Annotated[int | None, typer.Option("-j", "--jobs", min=1, metavar="N", help="Processes.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Make every project of a plan, in parallel; all or nothing for each.

    Without a plan it asks for one on a terminal. Projects that exist from the same plan
    are kept, so that a call that was interrupted can be repeated.
    """
    from scaffolio.portfolio.plan import example_plan
    from scaffolio.report.portfolio import render_made
    from scaffolio.usecases.members import read_plan_file
    from scaffolio.usecases.portfolio_new import make_portfolio

    if example:
        typer.echo(example_plan(), nl=False)
        return
    if plan is None and (yes or as_json or not on_terminal()):
        raise UsageError("no plan named", "Name PLAN.yml; scaffolio portfolio new --example prints one")
    read = read_plan_file(plan) if plan is not None else _ask_plan()
    if seed is not None:
        read = replace(read, seed=seed)
    beside = plan.parent if plan is not None else Path()
    try:
        with progress("making") as told:
            made = make_portfolio(read, beside, dest, dry_run=dry_run, jobs=jobs, told=told)
    except KeyboardInterrupt:
        typer.echo("stopped; what was made is whole, and the same command goes on from there", err=True)
        raise
    typer.echo(render_made(made, trained_next=run, as_json=as_json), nl=False)
    if made.exit_code:
        raise typer.Exit(made.exit_code)
    if run and not dry_run:
        from scaffolio.cli.portfolio.run import train_all

        train_all(dest, jobs)


def _ask_plan() -> Plan:
    """Ask for title, author, techniques and layout; the seed comes from the author's name."""
    from scaffolio.portfolio.plan import LAYOUTS, Entry, Plan
    from scaffolio.scaffold.questions import Question
    from scaffolio.usecases.new import default_author, nearest_folder, template_questions

    known = default_author(nearest_folder(Path.cwd()))
    author = ask(Question("author", "Whose work is it?", ""), known.get("author", ""))
    title = ask(
        Question("title", "What is the portfolio called?", ""), f"{author}'s portfolio" if author else "Portfolio"
    )
    techniques = _ask_techniques()
    layout = ask(
        Question("layout", "One repository each, or one for all?", "", {name: name for name in LAYOUTS}), LAYOUTS[0]
    )
    template = template_questions()
    return Plan(
        title,
        tuple(Entry(template.default("name", {"technique": name}), name) for name in techniques),
        author,
        known.get("email", "") if author == known.get("author") else "",
        layout=layout,
        seed=zlib.crc32(author.encode()) % _SEEDS,
    )


def _ask_techniques() -> tuple[str, ...]:
    """Ask for four to six techniques, in any order, until each is one that exists."""
    from scaffolio.model import TECHNIQUES
    from scaffolio.scaffold.questions import Question

    choices = Question("technique", "", "", {name: name for name in TECHNIQUES})
    while True:
        asked = Question("techniques", f"Which techniques? ({', '.join(TECHNIQUES)})", "")
        try:
            words = ask(asked, "all").replace(",", " ").split()
            chosen = TECHNIQUES if words == ["all"] else tuple(dict.fromkeys(map(choices.check, words)))
        except UsageError as error:
            typer.echo(f"  {error}. {error.hint}")
            continue
        if chosen:
            return chosen
