"""Write what a class gets: ``grades.csv``, and one page of feedback for each person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from scaffolio.parsers.address import shown
from scaffolio.report import csv, feedback
from scaffolio.usecases.many import ClassReport
from scaffolio.usecases.output import write_report

GRADES = "grades.csv"


def hand_out(folder: Path, judged: ClassReport) -> None:
    """Write the table and the pages into a folder, which is made where it is missing.

    The roster's own columns come first, as they were; pages are called by ``id``, with
    whatever a file name cannot hold replaced.

    Raises:
        CannotRunError: something cannot be written.
    """
    own = _own_columns(judged)
    header = [*own, *_renamed(own).values(), "feedback"]
    write_report(folder / GRADES, csv.table(header, _rows(judged)))
    for entry, target in zip(judged.roster.entries, judged.report.targets, strict=True):
        write_report(_page(folder, entry.name), feedback.render_feedback(entry.id, target))


def _own_columns(judged: ClassReport) -> tuple[str, ...]:
    """The roster's columns, with an ``id`` in any case."""
    own = judged.roster.header or ("id", "target")
    return own if "id" in own else ("id", *own)


def _renamed(own: Iterable[str]) -> dict[str, str]:
    """What each of our columns is called where the roster may have one of that name."""
    return {column: f"audit_{column}" if column in own else column for column in csv.COLUMNS}


def _rows(judged: ClassReport) -> Iterator[dict[str, str]]:
    names = _renamed(_own_columns(judged))
    for entry, target in zip(judged.roster.entries, judged.report.targets, strict=True):
        own = {**dict(entry.columns), "id": entry.id, "target": shown(entry.target)}
        ours = {names[column]: value for column, value in csv.row(target).items()}
        yield {**own, **ours, "feedback": f"feedback/{entry.name}.md"}


def _page(folder: Path, name: str) -> Path:
    return folder / "feedback" / f"{name}.md"
