"""``scaffolio audit``: judge projects and print the report."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from scaffolio.cli.console import progress
from scaffolio.nouns import dataclass

if TYPE_CHECKING:
    from scaffolio.model import Report, Severity
    from scaffolio.parsers.roster import Roster
    from scaffolio.report import Renderer
    from scaffolio.usecases.many import ClassReport

FOUND = 1
COULD_NOT_RUN = 3
FINDINGS_ONLY = ("text", "github", "sarif")
"""Formats that, of chosen rules, need nothing but the findings."""


def command(
    targets: Annotated[
        list[str] | None, typer.Argument(help="Folders, owner/name or addresses, @ref #folder; this folder when none.")
    ] = None,
    *,
    output_format: Annotated[
        str, typer.Option("-f", "--format", help="text, json, jsonl, csv, sarif, markdown, html or github.")
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the report to this file; for a class, a folder.")
    ] = None,
    profile: Annotated[str | None, typer.Option(help="draft, ready or strong.")] = None,
    select: Annotated[
        str | None, typer.Option(metavar="CODES", help="Only these rules; prefixes work: TRU,DOC01.")
    ] = None,
    ignore: Annotated[str | None, typer.Option(metavar="CODES", help="Not these rules.")] = None,
    preview: Annotated[
        bool | None, typer.Option("--preview", help="Also rules whose precision is not measured yet.")
    ] = None,
    fail_on: Annotated[str | None, typer.Option(help="error, warning, advice or never.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="Leave out the findings this file knows.")] = None,
    write_baseline: Annotated[Path | None, typer.Option(help="Write the findings to this file as known.")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what needs no words of yours, diff first.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="With --fix: show the diff and write nothing.")] = False,
    interview: Annotated[
        bool, typer.Option("--interview", help="Print the questions a reviewer may ask, and nothing else.")
    ] = False,
    online: Annotated[
        bool, typer.Option("--online", help="Ask the network: links, badges, what GitHub shows.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("-j", "--jobs", metavar="N", min=1, help="Processes for many targets; one a core.")
    ] = None,
    targets_from: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="One target a line, or a CSV roster: id, target, due; - reads input."),
    ] = None,
    resume: Annotated[
        Path | None, typer.Option(metavar="JOURNAL", help="Keep a journal there; go on where it ends.")
    ] = None,
    timeout: Annotated[float, typer.Option(metavar="S", min=1, help="Seconds for each target.")] = 300,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Show every finding.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing; the exit code tells.")] = False,
) -> None:
    """Judge projects against portfolio-quality rules; say what to fix first, and where.

    Nothing of an audited project is executed, imported or built. Exit code 0: clean;
    1: findings at or above --fail-on; 2: usage; 3: a target could not be judged,
    or the only one is empty.
    """
    render = _renderer("interview" if interview else output_format, output)
    flags = {"profile": profile, "select": select, "ignore": ignore, "preview": preview, "fail_on": fail_on}
    few_words = select is not None and not interview and output_format in FINDINGS_ONLY
    many = _Many(targets, targets_from, jobs, resume, timeout, output, online)
    if many.folder is not None and (interview or output_format != "text"):
        _refuse_format("--interview" if interview else f"-f {output_format}", many.folder)
    if fix or diff:
        _mend(many, flags, write=fix and not diff)
        if diff:
            return
    with (
        many.judge(flags)
        if many.wanted
        else nullcontext(_judge_few(targets or ["."], flags, timeout, online=online, findings_only=few_words)) as every
    ):
        judged = _held_against(every, baseline, write_baseline)
        if many.folder is None or isinstance(judged, _Few):
            text, file = render(judged.report, verbose=verbose), output
        else:
            text, file = _hand_out(many.folder, judged), None
        if file is not None:
            from scaffolio.usecases.output import write_report

            write_report(file, text)
        elif not quiet:
            typer.echo(text, nl=False)
        if judged.stopped:
            raise typer.Exit(COULD_NOT_RUN)
        if judged.above:
            raise typer.Exit(FOUND)


def _renderer(name: str, output: Path | None) -> Renderer:
    """The renderer of a format; on a terminal the text is as wide as that."""
    from scaffolio import report as formats

    render = formats.renderer(name)
    if name == "text" and output is None and sys.stdout.isatty():
        from scaffolio.report import text

        return partial(text.render, width=shutil.get_terminal_size().columns)
    return render


def _refuse_format(flag: str, folder: Path) -> NoReturn:
    """Say that what a class gets has one form each: a table of grades, and pages in Markdown."""
    from scaffolio.errors import UsageError
    from scaffolio.usecases.hand_out import GRADES

    raise UsageError(
        f"{flag} would go unheeded: the folder {folder} gets {GRADES}, and feedback in Markdown",
        f"Leave {flag} out; or name a file with a suffix behind -o, which then holds one report on all",
    )


@dataclass(frozen=True, slots=True)
class _Few:
    """What a few targets give, judged in this process."""

    report: Report
    fail_on: Severity | None
    above: bool

    @property
    def stopped(self) -> bool:
        """Whether any could not be judged; an empty one is a state among several, and alone it is nothing clean."""
        targets = self.report.targets
        alone = len(targets) == 1 and not targets[0].status.judged
        return alone or any(target.status.stopped for target in targets)


def _judge_few(
    targets: list[str], flags: Mapping[str, object], timeout: float, *, online: bool, findings_only: bool
) -> _Few:
    from scaffolio.usecases.audit import audit

    report, settings = audit(targets, flags, timeout, online=online, findings_only=findings_only)
    return _Few(report, settings.fail_on, _reaches(report.worst(), settings.fail_on))


@dataclass(frozen=True, slots=True)
class _Many:
    """A list of targets, judged in processes of their own."""

    targets: list[str] | None
    targets_from: str | None
    jobs: int | None
    resume: Path | None
    timeout: float
    output: Path | None
    online: bool

    @property
    def wanted(self) -> bool:
        """Whether there is a list, a journal, or several targets for several processes."""
        several = len(self.targets or []) > 1 and (self.jobs or 1) > 1
        return self.targets_from is not None or self.resume is not None or several

    @property
    def folder(self) -> Path | None:
        """Where grades and feedback go: ``-o`` that is a folder, or names none of a file's kind."""
        if not self.wanted or self.output is None:
            return None
        return self.output if self.output.is_dir() or not self.output.suffix else None

    @contextmanager
    def judge(self, flags: Mapping[str, object]) -> Iterator[ClassReport]:
        """Judge them all; the reports can be read until the block ends."""
        from scaffolio.usecases.many import judged_class

        roster = self._roster()
        with ExitStack() as stack:
            with progress("Judging") as told:
                class_report = judged_class(
                    roster,
                    flags,
                    jobs=self.jobs,
                    timeout=self.timeout,
                    online=self.online,
                    journal=self.resume,
                    told=told,
                )
                judged = stack.enter_context(class_report)
            yield judged

    def _roster(self) -> Roster:
        from scaffolio.errors import UsageError
        from scaffolio.usecases import many

        if self.targets_from is None:
            return many.plain_roster(self.targets or ["."])
        if self.targets:
            raise UsageError("targets are named twice: one by one and by --targets-from", "Leave one of the two out")
        return many.read_targets(self.targets_from)


def _held_against(judged: ClassReport | _Few, known: Path | None, written: Path | None) -> ClassReport | _Few:
    """What is judged without the findings a baseline knows; and the new baseline, where one is wanted."""
    if known is None and written is None:
        return judged
    from scaffolio.usecases import baseline as baselines

    if known is not None:
        report = baselines.without_known(judged.report, baselines.read_baseline(known))
        judged = replace(judged, report=report, above=_reaches(report.worst(), judged.fail_on))
    if written is not None:
        count = baselines.write_baseline(written, judged.report)
        typer.echo(f"{count} findings written to {written}", err=True)
    return judged


def _reaches(worst: Severity | None, threshold: Severity | None) -> bool:
    return worst is not None and threshold is not None and worst.at_least(threshold)


def _hand_out(folder: Path, judged: ClassReport) -> str:
    """Write grades and feedback; what the terminal is told of it."""
    from scaffolio.report.summary import render_summary
    from scaffolio.usecases.hand_out import GRADES, hand_out

    hand_out(folder, judged)
    return f"{render_summary(judged.report)}written  {folder / GRADES}, {folder / 'feedback'}/\n"


def _mend(many: _Many, flags: Mapping[str, object], *, write: bool) -> None:
    """Show what would be changed, and change it: on a terminal once that is agreed to."""
    from scaffolio.cli.console import on_terminal
    from scaffolio.errors import UsageError
    from scaffolio.usecases import fix
    from scaffolio.usecases.audit import require_folder

    if many.wanted:
        raise UsageError("--fix mends folders that are named one by one", "Leave the list and the processes out")
    for folder in map(Path, many.targets or ["."]):
        require_folder(folder)
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
