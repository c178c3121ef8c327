"""What an audit tells of targets and of the projects in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from scaffolio.model.findings import Severity, Verdict
from scaffolio.model.standards import Profile, Stage
from scaffolio.nouns import dataclass


class TargetStatus(StrEnum):
    """What became of one target; all but audited and late are judged on nothing."""

    AUDITED = "audited"
    FAILED = "failed"
    EMPTY = "empty"
    LATE = "late"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"

    @property
    def judged(self) -> bool:
        """Whether its projects were judged; one whose last commit came late is judged all the same."""
        return self in {TargetStatus.AUDITED, TargetStatus.LATE}

    @property
    def stopped(self) -> bool:
        """Whether something stood in the way of judging it, which makes the exit code 3."""
        return self in {TargetStatus.FAILED, TargetStatus.UNREACHABLE, TargetStatus.TIMEOUT}


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One item of the ML Code Completeness checklist, with the files that show it."""

    present: bool
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """A heading of the README and what its section is about."""

    heading: str
    line: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What a reviewer may ask and no program can judge, and the place it is about."""

    text: str
    path: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimCounts:
    """How many of the README's metric values a run supports, contradicts or leaves open."""

    supported: int = 0
    contradicted: int = 0
    unsupported: int = 0


@dataclass(frozen=True, slots=True)
class OwnShare:
    """How much of a scaffolded project is the person's: words of README, functions of its code.

    ``words`` and ``functions`` are all that there are, ``template_words`` and
    ``untouched_functions`` those that stand as the scaffold wrote them. What every run
    rewrites, open questions, headings and code blocks are no words, and a line of one's
    own that stands there again is none either.
    """

    words: int
    template_words: int
    functions: int
    untouched_functions: int
    untouched_sections: tuple[str, ...]
    """Headings of README whose section says what the scaffold wrote; those it left empty do not count."""
    open_questions: int


@dataclass(frozen=True, slots=True)
class ClaimEvidence:
    """The record that supports or contradicts a claim: its file, the place in it, the value there."""

    path: str
    locator: str
    value: float


@dataclass(frozen=True, slots=True)
class StatedClaim:
    """A number that README or model card states, and how it stands against what runs recorded.

    ``standing`` is ``supported``, ``contradicted`` or ``unsupported``; the last has no evidence.
    """

    path: str
    line: int
    text: str
    metric: str | None
    standing: str
    evidence: ClaimEvidence | None = None


@dataclass(frozen=True, slots=True)
class ProjectReport:
    """Everything an audit found out about one project."""

    path: str
    name: str
    technique: str | None
    stage: Stage | None
    """``None`` where nothing but the findings of some rules was asked for."""
    blocking: tuple[str, ...]
    claims: ClaimCounts
    checklist: Mapping[str, ChecklistItem]
    sections: tuple[SectionSummary, ...]
    verdicts: tuple[Verdict, ...]
    questions: tuple[Question, ...] = ()
    own: OwnShare | None = None
    """What is the person's own; ``None`` for a project that Scaffolio did not make."""
    claim_table: tuple[StatedClaim, ...] = ()

    @property
    def reached(self) -> Stage:
        """The stage of a report that tells one.

        Raises:
            ValueError: it tells none.
        """
        if self.stage is None:
            raise ValueError("this report was asked for findings alone")
        return self.stage


@dataclass(frozen=True, slots=True)
class TargetReport:
    """One audited target: a folder or repository, and the projects found in it.

    ``error`` says why it was not judged, or by how much it came late; ``committed`` is
    the time of the last commit in ISO 8601, in UTC.
    """

    target: str
    status: TargetStatus
    commit: str | None = None
    error: str | None = None
    projects: tuple[ProjectReport, ...] = ()
    committed: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one audit command, over one or several targets."""

    version: str
    profile: Profile
    targets: Sequence[TargetReport] = field(default=())

    def worst(self) -> Severity | None:
        """The heaviest severity among all findings, or ``None`` when there are none."""
        severities = [
            verdict.severity
            for target in self.targets
            for project in target.projects
            for verdict in project.verdicts
            if verdict.findings
        ]
        return min(severities, key=lambda severity: severity.value, default=None)
