"""How a rule is written: a decorated generator whose docstring is its documentation.

The function's name states the fault, its docstring says what, why and how to mend
it, and its ``bad`` and ``good`` trees are at once its tests and the examples on
its page::

    @rule("GIT004", Severity.ERROR, minutes=5, bad={...}, good={...})
    def conflict_marker(project: Project) -> Iterator[Finding]:
        \"\"\"A file still holds the markers of an unresolved merge.

        **Why.** …

        **Fix.** …
        \"\"\"

What a rule stands on, and what it raises where it cannot speak, comes along from
``scaffolio.grounds``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from scaffolio.grounds import (
    NotAssessedError,
    followed,
    git_history,
    markdown_readme,
    one_story,
    own_notebooks,
    read_notebooks,
    results_told_elsewhere,
    sound_workflows,
    stated_metrics,
)
from scaffolio.model import Finding, RuleInfo, Scope, Severity
from scaffolio.nouns import dataclass
from scaffolio.patterns import regex
from scaffolio.project import Project

__all__ = [
    "Check",
    "NotAssessedError",
    "Rule",
    "Tree",
    "followed",
    "git_history",
    "markdown_readme",
    "one_story",
    "own_notebooks",
    "read_notebooks",
    "results_told_elsewhere",
    "rule",
    "sound_workflows",
    "stated_metrics",
]

Check = Callable[[Project], Iterator[Finding]]
Tree = Mapping[str, str]

_CODE = regex(r"[A-Z]{2,3}\d{3}\Z")


@dataclass(frozen=True, slots=True)
class Rule:
    """A check together with its documentation and the examples that prove it."""

    info: RuleInfo
    check: Check
    bad: Tree
    good: Tree
    closing: bool = False


def rule(
    code: str,
    severity: Severity,
    *,
    bad: Tree,
    good: Tree,
    minutes: int,
    requires: tuple[str, ...] = (),
    scope: Scope = Scope.PROJECT,
    pedantic: bool = False,
    closing: bool = False,
) -> Callable[[Check], Rule]:
    """Turn a check into a rule; the function's name becomes the rule's name.

    ``minutes`` estimates the mending of one finding. ``requires`` names rules
    without whose passing this one has nothing to say. ``scope`` says what it is asked
    about where a repository holds several projects. A ``pedantic`` rule is off unless
    selected. A ``closing`` rule runs when all others have spoken.

    Raises:
        ValueError: the code is malformed, or the docstring lacks one of its parts.
    """
    if not _CODE.match(code):
        raise ValueError(f"{code!r} is no rule code: letters, then three digits")

    def decorate(check: Check) -> Rule:
        name = check.__name__.replace("_", "-")
        what, _, rest = (check.__doc__ or "").partition("**Why.**")
        why, _, fix = rest.partition("**Fix.**")
        what, why, fix = (" ".join(part.split()) for part in (what, why, fix))
        if not (what and why and fix):
            raise ValueError(f"{code} {name}: the docstring needs what, **Why.** and **Fix.**")
        info = RuleInfo(code, name, severity, what, why, fix, minutes, requires, scope, pedantic)
        return Rule(info, check, bad, good, closing)

    return decorate
