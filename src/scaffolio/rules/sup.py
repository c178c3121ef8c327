"""SUP: comments that silence a rule."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.project import Project
from scaffolio.rule import rule


@rule(
    "SUP001",
    Severity.WARNING,
    minutes=1,
    scope=Scope.ANYWHERE,
    closing=True,
    bad={"README.md": "# Churn\n\nSee [the plot](plot.png). <!-- scaffolio: ignore[TRU999] -->\n"},
    good={"README.md": "# Churn\n\nWrite `<!-- scaffolio: ignore[TRU001] -->` to silence a rule.\n"},
)
def silence_that_silences_nothing(project: Project) -> Iterator[Finding]:
    """A comment silences a rule that found nothing on its line, or that does not exist.

    **Why.** A silence that outlived its fault hides the next one; linters report the like since people asked for it
    (ruff's unused-noqa).

    **Fix.** Delete the comment, or move it to the line the finding names.
    """
    for silence in project.idle_silences:
        yield Finding(f"nothing of {silence.code} to silence here", silence.path, silence.line)
