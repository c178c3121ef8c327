"""What ``portfolio new`` and ``portfolio run`` leave behind, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from scaffolio.model import Verdict
from scaffolio.portfolio.plan import Plan
from scaffolio.scaffold.outcome import MadeProject, Recorded


class Became(Enum):
    """What became of one project of a plan."""

    MADE = "made"
    PLANNED = "would be made"
    KEPT = "kept as it is"
    TRAINED = "trained"
    UNCHANGED = "trained before, and unchanged since"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One project of a plan after the command.

    ``made`` is there when it was made now, ``files`` what was or would be made.
    ``error`` says why it failed, ``hint`` what to do, and ``exit_code`` how much that weighs.
    """

    name: str
    technique: str
    became: Became
    title: str = ""
    made: MadeProject | None = None
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""
    hint: str = ""
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class MadePortfolio:
    """A plan carried out, or looked at beforehand where ``dry_run`` says so.

    ``recorded`` and ``commit`` tell of the one repository of a ``monorepo``; with
    ``repos`` each project has its own. ``one_sided`` are the verdicts of the rules that
    judge the choice of projects.
    """

    folder: Path
    plan: Plan
    outcomes: tuple[Outcome, ...]
    dry_run: bool = False
    recorded: Recorded | None = None
    commit: str | None = None
    files: tuple[str, ...] = ()
    outer_repository: Path | None = None
    one_sided: tuple[Verdict, ...] = ()

    @property
    def exit_code(self) -> int:
        """The heaviest of what failed; 0 when nothing did."""
        return max((outcome.exit_code for outcome in self.outcomes), default=0)


@dataclass(frozen=True, slots=True)
class TrainedOutcome:
    """One project after ``portfolio run``.

    Times in seconds, sizes in MB (10^6 bytes); ``tests`` is the last line that pytest
    printed, ``commit`` the one that holds the results, and ``uncommitted`` why there is none.
    """

    name: str
    became: Became
    folder: Path
    megabytes: float = 0.0
    install_seconds: float = 0.0
    run_seconds: float = 0.0
    tests: str = ""
    results: Mapping[str, object] = field(default_factory=dict)
    commit: str | None = None
    uncommitted: str = ""
    error: str = ""
    hint: str = ""
