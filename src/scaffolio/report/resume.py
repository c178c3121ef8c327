"""One quantified line a project for a résumé, in Markdown and as JSON Resume (jsonresume.org, version 1)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scaffolio.nouns import dataclass
from scaffolio.parsers.headline import Headline
from scaffolio.portfolio import told

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
FORMATS = ("markdown", "json")


@dataclass(frozen=True, slots=True)
class Line:
    """One project with a result of the person's own, and where it can be seen."""

    heading: str
    technique: str
    headline: Headline
    dataset: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose résumé it is."""

    name: str = ""
    email: str = ""
    url: str = ""


def markdown(lines: Sequence[Line]) -> str:
    """A list, one project an item."""
    return "".join(f"- **{_linked(line)}** {sentence(line)}\n" for line in lines)


def json_resume(owner: Owner, lines: Sequence[Line]) -> str:
    """The same as JSON Resume; what is not known is left out."""
    basics = {"name": owner.name, "email": owner.email, "url": owner.url}
    tree = {"$schema": SCHEMA, "basics": {k: v for k, v in basics.items() if v}, "projects": list(map(_project, lines))}
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def _project(line: Line) -> Mapping[str, Any]:
    known = {
        "name": line.heading,
        "description": f"{line.technique} on {line.dataset}".strip() if line.dataset else line.technique,
        "highlights": [sentence(line)],
        "keywords": [line.technique] if line.technique else [],
        "url": line.url,
    }
    return {key: value for key, value in known.items() if value}


def sentence(line: Line) -> str:
    """What was measured against what, in one sentence; a tie is called one."""
    found = line.headline
    score = f"{found.metric} {told.number(found.value)} {told.span(found.low, found.high)}".strip()
    held = f" on {found.test_rows:,} held-out rows" if found.test_rows is not None else ""
    cut = f", {found.split} split" if found.split else ""
    first = score[:1].upper() if score[:1].isascii() else score[:1]  # a capital eta cannot be told from an H
    return f"{first}{score[1:]}{held}{cut}{_against(found)}."


def _against(found: Headline) -> str:
    if found.baseline is None or found.baseline_value is None:
        return ""
    rival = f"the best baseline ({found.baseline}, {told.number(found.baseline_value)})"
    gap = told.difference(found)
    if not gap:
        return f"; {rival} was not compared by the run"
    if not found.distinguishable:
        return f": a tie with {rival}, difference {gap}"
    return f": {told.verdict(found)} than {rival}, difference {gap}"


def _linked(line: Line) -> str:
    return f"[{line.heading}]({line.url})" if line.url else line.heading
