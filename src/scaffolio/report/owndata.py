"""What was decided about a person's data, a line each, warnings marked."""

from __future__ import annotations

from collections.abc import Iterable

from scaffolio.scaffold.profile.nouns import Decision

_SHOWN = 24


def render(decisions: Iterable[Decision], *, hidden: str = "data/README.md") -> str:
    """Render decisions for the terminal: warnings always, the others while there is room."""
    listed = list(decisions)
    room = max(_SHOWN - sum(decision.warning for decision in listed), 6)
    lines, left = [], 0
    for decision in listed:
        if decision.warning or room > 0:
            room -= not decision.warning
            mark = "!" if decision.warning else " "
            lines.append(f"{mark} {decision.topic:<11} {decision.text}")
        else:
            left += 1
    if left:
        lines.append(f"  and {left} more in {hidden}")
    return "\n".join(lines) + "\n"


def notes(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """The same as plain sentences, for JSON."""
    return tuple(f"{decision.topic}: {decision.text}" for decision in decisions)
