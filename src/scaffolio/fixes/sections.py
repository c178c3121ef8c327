"""Sections only the person can write: a heading and the question it answers, as a placeholder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scaffolio.fixes.change import Change, Materials
from scaffolio.parsers.documents import read_document
from scaffolio.project import Project

Asked = tuple[str, str, str]
"""A placeholder's topic, its section's title, and its question."""

ASKED: Mapping[str, Asked] = {
    "DOC010": ("data", "Data", "Where do the rows come from, what is one row, and who may use them?"),
    "DOC007": ("approach", "Approach", "Which alternative did you reject, and on what evidence?"),
    "DOC009": ("results", "Results", "Which number, on which data it never saw, against which baseline?"),
    "DOC008": ("challenges", "Challenges", "What surprised you, and what did you change? Link its commit."),
    "DOC011": ("limitations", "Limitations", "Where would you refuse to use this?"),
}
"""What is asked where a rule could not find it."""


def ask_for_sections(project: Project, materials: Materials) -> Iterator[Change]:
    """Add the headings that the README lacks, each with its question, before its licence or at its end."""
    path, readme = project.readme_path, project.readme
    if path is None or readme is None:
        return
    before = project.content(path).decode("utf-8", "surrogateescape")
    if len(project.content(path)) != project.files.size(path) or b"\0" in project.content(path):
        return
    missing = [asked for code, asked in ASKED.items() if code in materials.codes]
    if missing:
        after = with_sections(project, before, "".join(map(asking, missing)))
        if are_read(path, after, (title for _, title, _ in missing)):
            yield Change(path, before, after, f"questions on {titles(missing)}, for you to answer")


def asking(asked: Asked) -> str:
    """A section that holds nothing but its question."""
    topic, title, question = asked
    return f"## {title}\n\n> PLACEHOLDER({topic}): {question}\n\n"


def titles(asked: Iterable[Asked]) -> str:
    """The titles of sections, for a sentence."""
    return ", ".join(title.lower() for _, title, _ in asked)


def are_read(path: str, text: str, headings: Iterable[str]) -> bool:
    """Whether a reader sees these headings, and not code: a block may be open to the README's end."""
    there = {heading.text for heading in read_document(path, text).headings}
    return there.issuperset(headings)


def with_sections(project: Project, before: str, text: str) -> str:
    """The README with the text before its first heading on licence or contribution, or at its end."""
    end = "\r\n" if "\r\n" in before else "\n"
    added = text.replace("\n", end)
    last = next((s.line for s in project.readme_sections if {"licence", "contribution"} & set(s.kinds)), 1)
    if last == 1:
        return before.rstrip() + end * 2 + added.rstrip() + end
    lines = before.split("\n")
    return "\n".join([*lines[: last - 1], *added.split("\n")[:-1], *lines[last - 1 :]])
