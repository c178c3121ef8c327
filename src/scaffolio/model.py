"""The nouns that travel between layers: frozen, without behaviour that reaches outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import Enum, StrEnum

from scaffolio.nouns import dataclass

TECHNIQUES = ("classification", "regression", "clustering", "timeseries", "nlp", "vision")
"""What the template offers, in the order in which it is told."""

FEWEST_PROJECTS, MOST_PROJECTS = 4, 6
"""Of a portfolio that is read to its end."""


class Severity(Enum):
    """How much a finding weighs; the value orders them, heaviest first."""

    ERROR = 0
    WARNING = 1
    ADVICE = 2

    @property
    def label(self) -> str:
        """The word used in reports and settings: ``error``, ``warning`` or ``advice``."""
        return self.name.lower()

    def at_least(self, threshold: Severity) -> bool:
        """Whether this weighs as much as the threshold, or more."""
        return self.value <= threshold.value


class Profile(StrEnum):
    """What a project is held to: its first draft, a reader's eyes, or a hiring panel's."""

    DRAFT = "draft"
    READY = "ready"
    STRONG = "strong"


class Stage(StrEnum):
    """How far a project has come. Not a score: each stage is a list of conditions."""

    DRAFT = "draft"
    PRACTICE = "practice"
    READY = "ready"
    STRONG = "strong"


class Scope(StrEnum):
    """What a rule is asked about, where one repository holds several projects."""

    PROJECT = "project"
    """Each project; a collection's root is none."""

    REPOSITORY = "repository"
    """The repository as a whole, once: its licence, its history, its CI."""

    PORTFOLIO = "portfolio"
    """A repository of several projects as a whole; one project alone is never asked."""

    ANYWHERE = "anywhere"
    """Both: a finding belongs to the innermost project that holds its file."""


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
class Finding:
    """One fault at one place, as a rule reports it.

    ``fix`` and ``minutes`` stay ``None`` where the rule's own words fit; a rule
    that knows better for this place fills them.
    """

    message: str
    path: str
    line: int | None = None
    evidence: str | None = None
    fix: str | None = None
    minutes: int | None = None


ENOUGH_READ = 30
"""Findings that must have been read before a rule is on."""

ENOUGH_REPOSITORIES = 10
"""Repositories they must come from."""

ENOUGH_RIGHT = 0.95
"""Share of them that must be right."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Findings of a rule that were read by eye in real repositories.

    ``exact`` says why reading adds nothing: the condition is decided to the letter,
    such as a file that is not JSON, and holds or does not.
    """

    read: int = 0
    right: int = 0
    repositories: int = 0
    exact: str = ""

    @property
    def enough(self) -> bool:
        """Whether the rule has earned its place among those that are on."""
        if self.read and self.right < ENOUGH_RIGHT * self.read:
            return False
        return bool(self.exact) or (self.read >= ENOUGH_READ and self.repositories >= ENOUGH_REPOSITORIES)


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What is known of a rule without running it."""

    code: str
    name: str
    severity: Severity
    what: str
    why: str
    fix: str
    minutes: int
    requires: tuple[str, ...] = ()
    scope: Scope = Scope.PROJECT
    pedantic: bool = False
    """Off unless it is selected by name."""
    measured: Measured | None = None
    """What reading its findings in real repositories showed."""

    @property
    def preview(self) -> bool:
        """Whether too few of its findings were read to tell how often it is right, or too many were wrong."""
        return self.measured is None or not self.measured.enough

    @property
    def default(self) -> bool:
        """Whether it is on where nobody selects rules."""
        return not (self.pedantic or self.preview)

    @property
    def family(self) -> str:
        """The letters of the code: ``DOC`` of ``DOC001``."""
        return self.code.rstrip("0123456789")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule said of one project.

    Exactly one of three holds: there are findings; there are none and the rule
    passed; or ``not_assessed`` says why the rule could not speak.
    """

    rule: RuleInfo
    severity: Severity
    findings: tuple[Finding, ...] = ()
    not_assessed: str | None = None

    @property
    def passed(self) -> bool:
        """Whether the rule was assessed and found nothing."""
        return not self.findings and self.not_assessed is None


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
    rewrites, open questions, headings and code blocks are no words.
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
