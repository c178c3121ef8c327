"""OWN: whether it is the person's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Finding, Severity
from scaffolio.parsers.scaffold import PLACEHOLDER, Manifest, section_print, split_sections
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_LEFT = re.compile(r"^[\s>#*+<!-]*PLACEHOLDER\(")


@rule(
    "OWN001",
    Severity.ERROR,
    minutes=10,
    bad={"README.md": "# Birds\n\n> PLACEHOLDER(question): Who does what differently on a yes?\n"},
    good={"README.md": "# Birds\n\nWhich reports would an inspector read first, with time for forty a day?\n"},
)
def placeholder_left(project: Project) -> Iterator[Finding]:
    """A question that the scaffold put where the person's own words belong is still there.

    **Why.** Reviewers ask for a useful README, "not a template that you haven't filled out" (responsible.com, "Prevent
    your GitHub Portfolio from Selling You Short"). Only the author can answer these questions.

    **Fix.** Answer the question in your own words and delete the line.
    """
    for path in _spoken(project):
        text = project.text(path)
        if "PLACEHOLDER(" not in text:
            continue
        code = _code_lines(project, path)
        for number, line in enumerate(text.splitlines(), start=1):
            found = PLACEHOLDER.search(line)
            if found and _LEFT.match(line) and number not in code:
                question = found["question"].removesuffix("-->").strip()
                yield Finding(f"the question on {found['topic']} is not answered", path, number, question or None)


def _spoken(project: Project) -> list[str]:
    """The documents in which a placeholder is a question: README, cards, and whatever the scaffold rendered."""
    asked = project.manifest.sections if project.manifest else {}
    cards = [path for path in project.files.paths if path.lower() in {"data/readme.md", "citation.cff"}]
    known = {*project.document_paths, *cards, *asked}
    return sorted(path for path in known if path in project.paths)


def _code_lines(project: Project, path: str) -> set[int]:
    if not path.lower().endswith((".md", ".markdown")):
        return set()
    fences = project.document(path).fences
    return {line for fence in fences for line in range(fence.line, fence.line + fence.content.count("\n"))}


_SCAFFOLDED = "# Birds\n\n## Approach\n\nModels are compared on later years.\n"
_MANIFEST = Manifest(
    "1",
    "classification",
    sections={"README.md": {"Approach": section_print("\n\nModels are compared on later years.\n")}},
    asked={"README.md": {"Approach": "approach"}},
).to_json()


@rule(
    "OWN002",
    Severity.ERROR,
    minutes=10,
    bad={"README.md": _SCAFFOLDED, ".scaffolio/manifest.json": _MANIFEST},
    good={
        "README.md": _SCAFFOLDED + "A linear model missed that night raises the risk only near the ground.\n",
        ".scaffolio/manifest.json": _MANIFEST,
    },
)
def section_untouched(project: Project) -> Iterator[Finding]:
    """A section has lost the question that the scaffold asked in it, and has gained no word instead.

    **Why.** Deleting a question is no answer to it: what is left was written by the scaffold, for everybody.

    **Fix.** Answer in that section what only you know, or delete the section.
    """
    if project.manifest is None:
        raise NotAssessedError("not made by Scaffolio, or its manifest is gone")
    for path, asked in project.manifest.asked.items():
        if path not in project.paths:
            continue
        sections = split_sections(project.text(path))
        for heading, topic in asked.items():
            body = sections.get(heading)
            if body is None or f"PLACEHOLDER({topic})" in body:
                continue
            if section_print(body) == project.manifest.sections.get(path, {}).get(heading):
                line = _line_of(project.text(path), heading)
                yield Finding(f"{heading} is as the scaffold wrote it, its question deleted", path, line, heading)


def _line_of(text: str, heading: str) -> int | None:
    title = re.sub(r" \(\d+\)\Z", "", heading)
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if line.lstrip("#").strip(" #\t") == title and line[:1] == "#"), None)
