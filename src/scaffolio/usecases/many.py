"""Judge many targets: in several processes, with a journal, so that one bad repository never stops a class."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from scaffolio import __version__
from scaffolio.adapters import files, workers
from scaffolio.errors import CannotRunError, ScaffolioError, UsageError
from scaffolio.model import Report, Severity, TargetReport, TargetStatus
from scaffolio.nouns import dataclass
from scaffolio.parsers.address import shown
from scaffolio.parsers.roster import Entry, Roster, read_roster
from scaffolio.report.stored import dump
from scaffolio.rules import catalogue
from scaffolio.usecases.audit import audit_target, check_flags, sentence
from scaffolio.usecases.journal import Journal

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Task:
    """One target with all that judging it takes; goes to another process."""

    entry: Entry
    flags: Mapping[str, object]
    timeout: float
    scratch: Path
    online: bool


@dataclass(frozen=True, slots=True)
class ClassReport:
    """The judged targets of a list; ``above`` says whether any has a finding at its threshold.

    ``stopped`` says whether any could not be judged. ``fail_on`` is the threshold that
    the flags name, for targets without settings.
    """

    report: Report
    roster: Roster
    fail_on: Severity | None
    above: bool
    stopped: bool


def read_targets(path: str) -> Roster:
    """Read a list of targets from a file, or from standard input for ``-``.

    Raises:
        UsageError: it names no target or is malformed.
        CannotRunError: it cannot be read.
    """
    if path == "-":
        return read_roster(sys.stdin.buffer.read().decode("utf-8-sig", errors="replace"))
    text = files.read_text(Path(path))
    if text is None:
        raise CannotRunError(f"{path} cannot be read", "Name a file with one target a line, or a CSV roster")
    roster = read_roster(text)
    if Path(path).suffix.lower() == ".csv" and not roster.header:
        raise UsageError(f"{path} has no column named target", "Name the columns id and target in the first line")
    return roster


def plain_roster(targets: Sequence[str]) -> Roster:
    """The roster of targets named one by one."""
    return Roster((), tuple(Entry(target, target, f"target-{number}") for number, target in enumerate(targets, 1)))


@contextmanager
def judged_class(
    roster: Roster,
    flags: Mapping[str, object],
    *,
    jobs: int | None = None,
    timeout: float,
    online: bool = False,
    journal: Path | None = None,
    told: Told = lambda _line: None,
) -> Iterator[ClassReport]:
    """Judge every target of a list; its reports can be read until the block ends.

    ``jobs`` are processes, one a core by default. What a ``journal`` holds already is
    not judged again, unless it failed. Without one a temporary file serves.

    Raises:
        UsageError: a flag holds something unknown, or the journal is of another run.
        CannotRunError: the journal cannot be written.
    """
    settings = check_flags(flags)
    with files.temporary_folder() as folder:
        given = {"version": __version__, "flags": {k: str(v) for k, v in sorted({**flags, "online": online}.items())}}
        infos = {rule.info.code: rule.info for rule in catalogue()}
        kept = Journal(journal or folder / "journal.jsonl", roster.entries, given, infos)
        waiting = kept.open_positions
        tasks = [_Task(roster.entries[position], flags, timeout, folder, online) for position in waiting]
        results = workers.work_through(judge_entry, tasks, min(jobs or workers.cores(), len(tasks)), timeout)
        for number, done in enumerate(results, start=1):
            _write_down(kept, waiting[done.position], tasks[done.position], done)
            told(f"{number} of {len(tasks)}  {shown(tasks[done.position].entry.target)}")
        report = Report(__version__, settings.profile, kept.reports())
        yield ClassReport(report, roster, settings.fail_on, kept.above, kept.stopped)


def _write_down(journal: Journal, position: int, task: _Task, done: workers.Done) -> None:
    if isinstance(done.result, dict):
        journal.add(position, done.result["report"], above=done.result["above"])
    else:
        journal.add(position, dump(_unfinished(task.entry, done.trouble, task.timeout)), above=False)


def judge_entry(task: object) -> object:
    """Judge one target, in whatever process this is; every trouble becomes its status."""
    if not isinstance(task, _Task):
        raise TypeError(task)
    entry, above = task.entry, False
    files.put_temporary_folders_in(task.scratch)
    try:
        if not entry.target:
            report = TargetReport("", TargetStatus.UNREACHABLE, error="The list names no target.")
        else:
            report, settings = audit_target(
                entry.target, task.flags, task.timeout, ask=False, online=task.online, timed=True
            )
            above = settings is not None and _reaches(report, settings.fail_on)
    except ScaffolioError as error:
        report = TargetReport(shown(entry.target), TargetStatus.FAILED, error=sentence(error))
    except Exception as error:  # noqa: BLE001  a fault of ours in one target is no reason to lose the others
        report = TargetReport(shown(entry.target), TargetStatus.FAILED, error=f"Scaffolio itself failed: {error!r}.")
    if report.status is TargetStatus.TIMEOUT:
        report = _unfinished(entry, workers.Trouble.LATE, task.timeout)
    return {"report": dump(_held_to(report, entry.due)), "above": above}


def _reaches(report: TargetReport, threshold: Severity | None) -> bool:
    verdicts = (verdict for project in report.projects for verdict in project.verdicts if verdict.findings)
    return threshold is not None and any(verdict.severity.at_least(threshold) for verdict in verdicts)


def _held_to(report: TargetReport, due: datetime | None) -> TargetReport:
    """The report marked as late where its last commit was made after the due date."""
    if due is None or report.status is not TargetStatus.AUDITED or report.committed is None:
        return report
    if datetime.fromisoformat(report.committed) <= due:
        return report
    moment = due.astimezone(UTC).isoformat(timespec="seconds")
    return replace(
        report, status=TargetStatus.LATE, error=f"The last commit is of {report.committed}, due was {moment}."
    )


def _unfinished(entry: Entry, trouble: workers.Trouble | None, timeout: float) -> TargetReport:
    if trouble is workers.Trouble.LATE:
        return TargetReport(shown(entry.target), TargetStatus.TIMEOUT, error=f"Took longer than {timeout:g} s.")
    return TargetReport(shown(entry.target), TargetStatus.FAILED, error="The process that judged it ended early.")
