"""Tie a sentence to the last run: into the journal, and into the row of README's *What I tried*."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scaffolio.adapters import edit
from scaffolio.errors import UsageError
from scaffolio.nouns import dataclass
from scaffolio.parsers import journal
from scaffolio.parsers.placeholders import one_sentence
from scaffolio.usecases.audit import require_folder

_DOCUMENTS = ("README.md", "MODEL_CARD.md")
"""The documents whose blocks a generated project writes."""


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last line of the journal."""

    run: str
    changed: tuple[str, ...]
    why: str | None


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted of which run, and where it shows; nowhere when no table has the run's row."""

    run: str
    why: str
    shown: tuple[str, ...]


def last_run(folder: Path) -> LastRun:
    """The run that a note would be tied to.

    Raises:
        CannotRunError: there is no such folder.
        UsageError: no run is journalled there, or its line is broken.
    """
    return _described(_entry(_read(folder)))


def note(folder: Path, words: str) -> Noted:
    """Write the words to the last run, behind any that stand there; show them in its row.

    The journal comes first: after an interruption between the two, the project's own
    ``report`` brings the row up to date.

    Raises:
        CannotRunError: there is no such folder, or a file cannot be written.
        UsageError: no run is journalled there, or the words cannot stand in a table.
    """
    sentence, text = one_sentence(words), _read(folder)
    last = _described(_entry(text))
    why = journal.joined(last.why, sentence)
    edit.replace_exact(folder / journal.PATH, journal.with_reason(text, why))
    return Noted(last.run, why, tuple(place for name in _DOCUMENTS if (place := _show(folder, name, last.run, why))))


def _read(folder: Path) -> str:
    require_folder(folder)
    text = edit.read_exact(folder / journal.PATH)
    if text is None or not text.strip():
        package = next(iter(sorted(folder.glob("src/*/__main__.py"))), None)
        command = f"python -m {package.parent.name} run" if package else "the project's run"
        raise UsageError(f"no run is journalled in {folder / journal.PATH}", f"First: {command}")
    return text


def _entry(text: str) -> Mapping[str, Any]:
    entry = journal.last_run(text)
    if entry is None:
        raise UsageError(f"the last line of {journal.PATH} is no run", "Take it back from Git, or run again")
    return entry


def _described(entry: Mapping[str, Any]) -> LastRun:
    changed, why = entry.get("changed"), entry.get("why")
    names = changed if isinstance(changed, list) else []
    return LastRun(str(entry["run"]), tuple(map(str, names)), why if isinstance(why, str) else None)


def _show(folder: Path, name: str, run: str, why: str) -> str | None:
    text = edit.read_exact(folder / name)
    shown = journal.show_reason(text, run, why) if text is not None else None
    if shown is None:
        return None
    changed, line = shown
    if changed != text:
        edit.replace_exact(folder / name, changed)
    return f"{name}:{line}"
