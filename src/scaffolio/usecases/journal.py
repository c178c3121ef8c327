"""The journal of a run over many targets: JSON Lines, one judged target a line, so that a stopped run can go on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, overload

from scaffolio.errors import CannotRunError, UsageError
from scaffolio.model import RuleInfo, TargetReport, TargetStatus
from scaffolio.parsers.address import shown
from scaffolio.parsers.roster import Entry
from scaffolio.report.stored import load_target

VERSION = 1
"""Version of the journal's shape."""


class Journal:
    """What was judged so far, on disk; in memory is only where each line starts.

    Reads as the sequence of judged targets, in the order of the list, whatever the
    order they were written in.

    Raises:
        UsageError: the file is no journal, or of a run with other settings.
        CannotRunError: it cannot be read or written.
    """

    def __init__(
        self, path: Path, entries: Sequence[Entry], settings: Mapping[str, object], infos: Mapping[str, RuleInfo]
    ) -> None:
        self._path, self._infos = path, infos
        self._keys = _keys(entries)
        self._places: dict[str, int] = {}
        self._above: dict[str, bool] = {}
        self._stopped: set[str] = set()
        try:
            if path.exists() and path.stat().st_size:
                self._read(settings)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(_line({"journal": VERSION, **settings}))
        except OSError as error:
            raise CannotRunError(f"cannot use the journal {path}: {error.strerror}", "Name another file") from error

    @property
    def open_positions(self) -> list[int]:
        """Positions of targets that are to be judged: those without a line, and those that failed."""
        return [at for at, key in enumerate(self._keys) if key not in self._places or key in self._stopped]

    @property
    def above(self) -> bool:
        """Whether any target has a finding at its threshold."""
        return any(self._above.get(key, False) for key in self._keys)

    @property
    def stopped(self) -> bool:
        """Whether any target could not be judged."""
        return not self._stopped.isdisjoint(self._keys)

    def add(self, position: int, report: Mapping[str, Any], *, above: bool) -> None:
        """Write down one judged target.

        Raises:
            CannotRunError: the disk is full, or the journal gone.
        """
        key = self._keys[position]
        try:
            with self._path.open("ab") as stream:
                self._places[key] = stream.tell()
                stream.write(_line({"key": key, "above": above, "report": report}))
        except OSError as error:
            raise CannotRunError(
                f"cannot write the journal {self._path}: {error.strerror}", "Free some space"
            ) from error
        self._above[key] = above
        self._mark(key, TargetStatus(report["status"]))

    def reports(self) -> Sequence[TargetReport]:
        """The judged targets in the order of the list, read when they are asked for."""
        return _Reports(self._path, [self._places[key] for key in self._keys], self._infos)

    def _read(self, settings: Mapping[str, object]) -> None:
        end = 0
        with self._path.open("rb") as stream:
            if _parsed(stream.readline()) != {"journal": VERSION, **settings}:
                raise UsageError(
                    f"{self._path} is no journal of a run with these settings",
                    "Name another file, or the same flags as then",
                )
            end = stream.tell()
            while line := stream.readline():
                entry = _parsed(line)
                if not line.endswith(b"\n") or "key" not in entry:
                    break
                self._note(entry, end)
                end = stream.tell()
        with self._path.open("r+b") as stream:
            stream.truncate(end)

    def _note(self, entry: Mapping[str, Any], place: int) -> None:
        """Remember where a line starts; one that cannot be read any more is as if it were not there."""
        key = str(entry["key"])
        try:
            status = load_target(entry.get("report"), self._infos).status
        except ValueError:
            return
        self._places[key] = place
        self._above[key] = entry.get("above") is True
        self._mark(key, status)

    def _mark(self, key: str, status: TargetStatus) -> None:
        (self._stopped.add if status.stopped else self._stopped.discard)(key)


class _Reports(Sequence[TargetReport]):
    """Judged targets that are read from the journal one at a time."""

    def __init__(self, path: Path, places: Sequence[int], infos: Mapping[str, RuleInfo]) -> None:
        self._path, self._places, self._infos = path, places, infos

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> TargetReport: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[TargetReport]: ...
    def __getitem__(self, index: int | slice) -> TargetReport | Sequence[TargetReport]:
        if isinstance(index, slice):
            return _Reports(self._path, self._places[index], self._infos)
        with self._path.open("rb") as stream:
            stream.seek(self._places[index])
            return load_target(_parsed(stream.readline()).get("report"), self._infos)


def _keys(entries: Sequence[Entry]) -> list[str]:
    """What each entry is found by in a journal: its file name, which no other has, its target and its due date."""
    return [json.dumps([entry.name, shown(entry.target), entry.due and entry.due.isoformat()]) for entry in entries]


def _line(data: Mapping[str, object]) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode() + b"\n"


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
