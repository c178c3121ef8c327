"""What ``next`` says: one thing to do, in at most eight lines, or JSON."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from scaffolio.grade import CONDITIONS
from scaffolio.model import Stage
from scaffolio.report.words import plain, plural, shorten

if TYPE_CHECKING:
    from scaffolio.ladder import Step
    from scaffolio.model import ProjectReport
    from scaffolio.priority import Next

SCHEMA_VERSION = 1

_WIDTH = 160
_AFTER = {Stage.DRAFT: Stage.PRACTICE, Stage.PRACTICE: Stage.READY, Stage.READY: Stage.STRONG}


def render(found: Next, *, as_json: bool = False) -> str:
    """Render what to do next."""
    if as_json:
        return json.dumps(_content(found), indent=2, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"
    return "\n".join(shorten(plain(line), _WIDTH) for line in _lines(found)) + "\n"


def _lines(found: Next) -> Iterator[str]:
    folder = os.path.relpath(found.folder)
    if found.step is None or found.report is not None:
        yield from _stage_lines(found)
    if found.step is None:
        return
    yield _head(found, found.step, folder)
    yield f"  {'' if found.code else '? '}{found.step.question}"
    yield f"  do     {found.step.do}"
    if found.step.command:
        yield f"  run    {'' if folder == os.curdir else f'cd {shlex.quote(folder)} && '}{found.step.command}"
    yield f"  proof  {found.step.proof}"
    if later := _later(found):
        yield f"  then   {' · '.join(later)}"
    if found.findings > 1:
        yield f"  then   {plural(found.findings - 1, 'more finding')}: scaffolio audit"


def _head(found: Next, step: Step, folder: str) -> str:
    place = (PurePath(folder) / step.path).as_posix() + (f":{step.line}" if step.line else "")
    about = f"{place}  about {step.minutes} min"
    if found.code:
        return f"Fix first  {about}  {found.code}"
    number, name = found.rung or (0, "")
    return f"{number} of {len(found.rungs)}  {about}  {name}"


def _later(found: Next) -> list[str]:
    return [rung.name for rung in found.rungs if rung.step][1:]


def _stage_lines(found: Next) -> Iterator[str]:
    """How far the project is, and what the next stage and ``strong`` ask for."""
    if found.report is None:
        return
    done = f"{len(found.rungs)} of {len(found.rungs)} done. " if found.rungs else ""
    yield f"{done}Stage: {found.report.reached}."
    if found.report.reached is Stage.STRONG:
        yield "Nothing stands before it. What is left is for people: show it, ask what they doubt."
    elif found.step is None:
        yield f"{_AFTER[found.report.reached]} needs: {'; '.join(_needs(found.report))}"


def _needs(report: ProjectReport) -> list[str]:
    return [CONDITIONS.get(condition, condition) for condition in report.blocking]


def _content(found: Next) -> dict[str, Any]:
    step, open_rung = found.step, found.rung
    return {
        "schema_version": SCHEMA_VERSION,
        "project": str(found.folder),
        "kind": "done" if step is None else "finding" if found.code else "rung",
        "rung": open_rung[0] if open_rung else None,
        "of": len(found.rungs) or None,
        "name": open_rung[1] if open_rung else None,
        "code": found.code,
        "path": step.path if step else None,
        "line": step.line if step else None,
        "minutes": step.minutes if step else None,
        "question": step.question if step else None,
        "do": step.do if step else None,
        "command": step.command if step else None,
        "proof": step.proof if step else None,
        "done": [rung.name for rung in found.rungs if rung.step is None],
        "open": [rung.name for rung in found.rungs if rung.step],
        "stage": found.report.stage if found.report else None,
        "blocking": list(found.report.blocking) if found.report else None,
    }
