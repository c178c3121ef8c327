"""One row a target, for a spreadsheet or a learning platform: what was judged, and what blocks it. No score."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from scaffolio.model import Severity
from scaffolio.patterns import regex
from scaffolio.report.words import plain

if TYPE_CHECKING:
    from scaffolio.model import Report, TargetReport

COLUMNS = (
    "status",
    "stage",
    "projects",
    "errors",
    "warnings",
    "advice",
    "claims_supported",
    "claims_contradicted",
    "claims_unsupported",
    "blocking",
    "last_commit",
    "commit",
    "error",
)
"""What the audit says of a target; numbers are empty, not zero, where nothing was judged."""

_COMMANDS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = regex(r"[+-]?\d+(?:[.,]\d+)*%?\Z")


def render(report: Report, *, verbose: bool = False) -> str:
    """Render one row a target; ``verbose`` changes nothing."""
    del verbose
    return table(("target", *COLUMNS), ({"target": target.target, **row(target)} for target in report.targets))


def row(target: TargetReport) -> dict[str, str]:
    """What the audit says of a target, by column."""
    facts = {
        "status": str(target.status),
        "last_commit": target.committed or "",
        "commit": target.commit or "",
        "error": target.error or "",
    }
    return {column: {**_judged(target), **facts}.get(column, "") for column in COLUMNS}


def _judged(target: TargetReport) -> dict[str, str]:
    if not target.status.judged:
        return {}
    projects = target.projects
    counts = Counter(v.severity for p in projects for v in p.verdicts for _ in v.findings)
    claims = [project.claims for project in projects]
    return {
        "stage": _stages([str(project.stage) for project in projects]),
        "projects": str(len(projects)),
        "errors": str(counts[Severity.ERROR]),
        "warnings": str(counts[Severity.WARNING]),
        "advice": str(counts[Severity.ADVICE]),
        "claims_supported": str(sum(count.supported for count in claims)),
        "claims_contradicted": str(sum(count.contradicted for count in claims)),
        "claims_unsupported": str(sum(count.unsupported for count in claims)),
        "blocking": " ".join(sorted({code for project in projects for code in project.blocking})),
    }


def _stages(stages: Sequence[str]) -> str:
    if len(stages) == 1:
        return stages[0]
    return ", ".join(f"{count} {stage}" for stage, count in sorted(Counter(stages).items()))


def table(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV table in which no cell is a command to a spreadsheet, and none breaks a line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_harmless(name) for name in header])
    writer.writerows([_harmless(cells.get(name, "")) for name in header] for cells in rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run: a quote in front of what would start a formula."""
    shown = plain(cell)
    risky = cell.startswith(_COMMANDS) or cell.lstrip().startswith(_COMMANDS)
    return f"'{shown}" if risky and not _NUMBER.match(cell) else shown
