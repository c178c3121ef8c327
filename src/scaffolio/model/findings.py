"""What a rule is, what it finds, and how often it was right."""

from __future__ import annotations

from enum import Enum, StrEnum

from scaffolio.nouns import dataclass


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
    passed; or ``not_assessed`` says why the rule could not speak. ``known`` counts the
    findings that a baseline has left out.
    """

    rule: RuleInfo
    severity: Severity
    findings: tuple[Finding, ...] = ()
    not_assessed: str | None = None
    known: int = 0

    @property
    def passed(self) -> bool:
        """Whether the rule was assessed and found nothing."""
        return not self.findings and not self.known and self.not_assessed is None
