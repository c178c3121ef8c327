"""The nouns that travel between layers: frozen, without behaviour that reaches outside.

Each module holds those of one subject; all are imported from here.
"""

from __future__ import annotations

from scaffolio.model.findings import (
    ENOUGH_READ,
    ENOUGH_REPOSITORIES,
    ENOUGH_RIGHT,
    Finding,
    Measured,
    RuleInfo,
    Scope,
    Severity,
    Verdict,
)
from scaffolio.model.reports import (
    ChecklistItem,
    ClaimCounts,
    ClaimEvidence,
    OwnShare,
    ProjectReport,
    Question,
    Report,
    SectionSummary,
    StatedClaim,
    TargetReport,
    TargetStatus,
)
from scaffolio.model.standards import FEWEST_PROJECTS, MOST_PROJECTS, TECHNIQUES, Profile, Stage

__all__ = [
    "ENOUGH_READ",
    "ENOUGH_REPOSITORIES",
    "ENOUGH_RIGHT",
    "FEWEST_PROJECTS",
    "MOST_PROJECTS",
    "TECHNIQUES",
    "ChecklistItem",
    "ClaimCounts",
    "ClaimEvidence",
    "Finding",
    "Measured",
    "OwnShare",
    "Profile",
    "ProjectReport",
    "Question",
    "Report",
    "RuleInfo",
    "Scope",
    "SectionSummary",
    "Severity",
    "Stage",
    "StatedClaim",
    "TargetReport",
    "TargetStatus",
    "Verdict",
]
