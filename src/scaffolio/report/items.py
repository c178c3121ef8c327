"""Findings as every format lists them: with their rule, their weight and a name that stays the same.

The identity of a finding is made of its rule, its file and, below the first line, what was
said of it, but not the line: text added above it changes nothing, and neither does a word
count. Equal ones are numbered.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from scaffolio.grade import fixing_order
from scaffolio.nouns import dataclass

if TYPE_CHECKING:
    from scaffolio.model import Finding, ProjectReport, RuleInfo, Severity, TargetReport, Verdict

_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Item:
    """A finding with all that a format may show."""

    finding: Finding
    verdict: Verdict
    identity: str
    """32 hexadecimal digits; the same in the next run."""

    @property
    def rule(self) -> RuleInfo:
        """The rule that found it."""
        return self.verdict.rule

    @property
    def severity(self) -> Severity:
        """How much it weighs in the profile asked for."""
        return self.verdict.severity

    @property
    def minutes(self) -> int:
        """Estimated time of mending it."""
        return self.finding.minutes or self.rule.minutes

    @property
    def fix(self) -> str:
        """What to do, in the finding's own words or the rule's."""
        return self.finding.fix or self.rule.fix

    @property
    def place(self) -> str:
        """The file, with the line where one is known: ``README.md:41``."""
        return self.finding.path + (f":{self.finding.line}" if self.finding.line else "")

    @property
    def said(self) -> str:
        """The message, with what was seen where the message does not hold it."""
        message, evidence = self.finding.message, self.finding.evidence
        return message if not evidence or evidence in message else f"{message}: {evidence}"

    @property
    def told(self) -> str:
        """The message and its fix as one text."""
        return f"{self.said}{'' if self.said.endswith(('.', '?', '!')) else '.'} {self.fix}"

    @property
    def key(self) -> tuple[float, int, str, int, str, str]:
        """Sorts by effect per minute, then by severity, place and code."""
        return fixing_order(self.verdict, self.finding)


def items(projects: Iterable[ProjectReport]) -> list[Item]:
    """Every finding of these projects, what to fix first on top."""
    seen: Counter[str] = Counter()
    return sorted((item for project in projects for item in _items(project, seen)), key=lambda item: item.key)


def _items(project: ProjectReport, seen: Counter[str]) -> Iterator[Item]:
    for verdict in project.verdicts:
        for finding in verdict.findings:
            words = (finding.message, finding.evidence or "") if (finding.line or 1) > 1 else ()
            said = "\0".join((verdict.rule.code, finding.path, *words))
            seen[said] += 1
            digest = sha256(f"{said}\0{seen[said]}".encode("utf-8", "surrogatepass")).hexdigest()
            yield Item(finding, verdict, digest[:_DIGITS])


_LEADERS = {"TRU007": ("LIC001",), "DOC005": ("REP001", "DOC006"), "EVA005": ("RES003",)}
"""Rules whose findings the same act mends as those of another: of the first of these that found something."""

_NOT_THERE = " is not there"
"""Follows the name of a file in a message of TRU001 and TRU002."""


def alike(found: Sequence[Item]) -> list[list[Item]]:
    """Findings of one rule in files of one name, the first of each for all: one mistake made often is told once.

    So is what one act mends, whichever rules saw it: a licence, a list of packages, a baseline, one missing file.
    """
    codes = {item.rule.code for item in found}
    led = {code: next((one for one in leaders if one in codes), code) for code, leaders in _LEADERS.items()}
    called = {item.finding.message.partition(_NOT_THERE)[0] for item in found if item.rule.code == "TRU002"}
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in found:
        code = item.rule.code
        if code == "TRU001":
            named = item.finding.evidence or ""
            code = "LIC001" if named.upper().startswith("LICENSE") and "LIC001" in codes else code
            code = "TRU002" if named in called else code
        code = led.get(code, code)
        name = "" if code in led.values() else posixpath.basename(item.finding.path)
        groups.setdefault((code, name), []).append(item)
    return list(groups.values())


def title(target: TargetReport) -> str:
    """What a reader knows the target by: as it was asked for, or the folder's name for ``.``."""
    return target.projects[0].name if target.target in {".", "./"} and target.projects else target.target


def unassessed(projects: Iterable[ProjectReport]) -> list[tuple[str, list[str]]]:
    """Reasons why rules could not speak, each with the codes it holds for, sorted by reason."""
    reasons: dict[str, list[str]] = {}
    for project in projects:
        for verdict in project.verdicts:
            if verdict.not_assessed is not None:
                codes = reasons.setdefault(verdict.not_assessed, [])
                if verdict.rule.code not in codes:
                    codes.append(verdict.rule.code)
    return sorted(reasons.items())


def claims_told(project: ProjectReport) -> str:
    """How many of the README's numbers its runs support: ``9 of 11``, or ``none read``."""
    claims = project.claims
    total = claims.supported + claims.contradicted + claims.unsupported
    return f"{claims.supported} of {total}" if total else "none read"
