"""What it means to verify a project: the plan, what became of each command, and what the runs show together."""

from __future__ import annotations

from pathlib import Path

from scaffolio.claims import JudgedClaim, Standing
from scaffolio.nouns import dataclass
from scaffolio.parsers.recorded import RecordedMetric
from scaffolio.parsers.runnable import Role, Step

TAIL = 8
"""Last lines of a command's output that are kept to be shown."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, ``None`` where its time was up; the seconds; what it printed."""

    code: int | None
    seconds: float
    output: str

    @property
    def tail(self) -> tuple[str, ...]:
        """The last lines that say something."""
        return tuple(line for line in self.output.splitlines() if line.strip())[-TAIL:]


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be run, from which README, and of which files the fresh copy is made."""

    folder: Path
    readme: str
    steps: tuple[Step, ...]
    paths: tuple[str, ...]

    @property
    def runnable(self) -> tuple[Step, ...]:
        """The steps that are not left out."""
        return tuple(step for step in self.steps if step.role is not Role.SKIPPED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one step went in one run; an installation is made once, before the first."""

    step: Step
    run: int
    ended: Ended

    @property
    def failed(self) -> bool:
        """Whether it ended with an error, or did not end in time."""
        return self.ended.code != 0


@dataclass(frozen=True, slots=True)
class Change:
    """A number that the two runs recorded differently."""

    first: RecordedMetric
    second: RecordedMetric


@dataclass(frozen=True, slots=True)
class Verified:
    """What the runs showed; ``apart`` names the program that took the network from them, if any did."""

    plan: Plan
    outcomes: tuple[Outcome, ...]
    claims: tuple[JudgedClaim, ...]
    changes: tuple[Change, ...]
    apart: str | None
    numbers: int
    """Values that the first run recorded or printed."""

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The commands that failed; each once, though it may have failed twice."""
        seen: dict[Step, Outcome] = {}
        for outcome in self.outcomes:
            if outcome.failed:
                seen.setdefault(outcome.step, outcome)
        return tuple(seen.values())

    @property
    def contradicted(self) -> tuple[JudgedClaim, ...]:
        """The README's numbers that this run did not give."""
        return tuple(judged for judged in self.claims if judged.standing is Standing.CONTRADICTED)

    @property
    def agrees(self) -> bool:
        """Whether every command ran and every number agrees."""
        return not (self.failures or self.contradicted or self.changes)
