"""``scaffolio audit``: judge projects and print the report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scaffolio.model import TargetStatus

FOUND = 1
COULD_NOT_RUN = 3


def command(
    targets: Annotated[list[str] | None, typer.Argument(help="Folders to judge; this one when none is named.")] = None,
    *,
    output_format: Annotated[
        str, typer.Option("-f", "--format", help="text, json, sarif, markdown, html or github.")
    ] = "text",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the report to this file.")] = None,
    profile: Annotated[str | None, typer.Option(help="draft, ready or strong.")] = None,
    select: Annotated[
        str | None, typer.Option(metavar="CODES", help="Only these rules; prefixes work: TRU,DOC01.")
    ] = None,
    ignore: Annotated[str | None, typer.Option(metavar="CODES", help="Not these rules.")] = None,
    fail_on: Annotated[str | None, typer.Option(help="error, warning, advice or never.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="Leave out the findings this file knows.")] = None,
    write_baseline: Annotated[Path | None, typer.Option(help="Write the findings to this file as known.")] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what needs no words of yours; the diff is shown first.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="With --fix: show the diff and write nothing.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Show every finding.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing; the exit code tells.")] = False,
) -> None:
    """Judge projects against portfolio-quality rules; say what to fix first, and where.

    Nothing of an audited project is executed, imported or built. Exit code 0: clean;
    1: findings at or above --fail-on; 2: usage; 3: a target could not be judged.
    """
    from scaffolio import report as formats
    from scaffolio.usecases.audit import audit

    render = formats.renderer(output_format)
    if fix or diff:
        flags = {"profile": profile, "select": select, "ignore": ignore}
        _mend([Path(target) for target in targets or ["."]], flags, write=fix and not diff)
        if diff:
            return
    report, settings = audit(
        targets or ["."], {"profile": profile, "select": select, "ignore": ignore, "fail_on": fail_on}
    )
    if write_baseline is not None or baseline is not None:
        from scaffolio.usecases import baseline as baselines

        if baseline is not None:
            report = baselines.without_known(report, baselines.read_baseline(baseline))
        if write_baseline is not None:
            count = baselines.write_baseline(write_baseline, report)
            typer.echo(f"{count} findings written to {write_baseline}", err=True)
    text = render(report, verbose=verbose)
    if output is not None:
        from scaffolio.usecases.output import write_report

        write_report(output, text)
    elif not quiet:
        typer.echo(text, nl=False)
    if any(target.status is TargetStatus.FAILED for target in report.targets):
        raise typer.Exit(COULD_NOT_RUN)
    worst = report.worst()
    if worst is not None and settings.fail_on is not None and worst.at_least(settings.fail_on):
        raise typer.Exit(FOUND)


def _mend(folders: list[Path], flags: dict[str, str | None], *, write: bool) -> None:
    """Show what would be changed, and change it: on a terminal once that is agreed to."""
    from scaffolio.cli.console import on_terminal
    from scaffolio.usecases import fix

    for folder in folders:
        holder, licence = fix.default_holder(folder), ""
        if on_terminal() and fix.lacks_licence(folder):
            licence = typer.prompt(f"? Licence: {', '.join(fix.licences())}, or none", default="none")
            holder = typer.prompt("? In whose name", default=holder or None) if licence != "none" else ""
        changes = fix.proposals(folder, flags, holder, licence)
        typer.echo(fix.diff(changes), nl=False)
        if not changes:
            typer.echo(f"nothing in {folder} can be mended without your words", err=True)
        elif write and (not on_terminal() or typer.confirm("Write these changes?", default=True)):
            fix.apply(folder, changes)
            typer.echo("\n".join(f"mended {change.path}: {change.why}" for change in changes), err=True)
