"""What was decided about a person's data, a line each, warnings marked; and what moving changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from scaffolio.nouns import dataclass
from scaffolio.scaffold.profile.nouns import Decision

SCHEMA_VERSION = 1

_SHOWN = 24
_MENTIONS = 8


@dataclass(frozen=True, slots=True)
class Moved:
    """What ``data`` did or, in a dry run, would do."""

    project: Path
    package: str
    decisions: tuple[Decision, ...]
    written: tuple[str, ...]
    removed: tuple[str, ...]
    stale: tuple[str, ...]
    dry_run: bool
    former: tuple[str, ...] = ()


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


def render_moved(moved: Moved, *, as_json: bool = False) -> str:
    """Render what moving to other data changed, and what to do now."""
    if as_json:
        content = {
            "schema_version": SCHEMA_VERSION,
            "path": str(moved.project.absolute()),
            "written": list(moved.written),
            "removed": list(moved.removed),
            "stale": list(moved.stale),
            "former": list(moved.former),
            "notes": list(notes(moved.decisions)),
            "dry_run": moved.dry_run,
        }
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    return render(moved.decisions) + "\n" + "\n".join(_moved_lines(moved)) + "\n"


def _moved_lines(moved: Moved) -> Iterator[str]:
    would = "would " if moved.dry_run else ""
    yield f"{would + 'write':<11} {', '.join(moved.written)}"
    removed = [path for path in moved.removed if not path.startswith("models/")]
    if removed:
        yield f"{would + 'remove':<11} {', '.join(removed[:6])}{' …' if len(removed) > 6 else ''}"  # noqa: PLR2004
    if moved.stale:
        pages = " and ".join(moved.stale)
        yield f"stale       the numbers in {pages} were the former data's: taken out until the next run"
    yield "yours       code, tests and every word you wrote stay"
    if moved.former:
        shown = f"{', '.join(moved.former[:_MENTIONS])}{' …' if len(moved.former) > _MENTIONS else ''}"
        yield f"! reread    these lines still speak of the former data: {shown}"
    else:
        yield "reread      what you say of the former data, if anything"
    if not moved.dry_run:
        yield f"Next: python -m {moved.package} run && python -m pytest, then git add -A && git commit"
