"""The scaffold's manifest: what was rendered, as fingerprints of its parts.

``make_manifest`` writes it when a project is made and ``read_manifest`` reads it when
one is audited, so both sides agree on what a section, a function and a line are.
Results blocks are left out, because every run rewrites them, and so are placeholder
lines, because deleting a question is no answer to it.
"""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, field
from functools import lru_cache

from scaffolio.nouns import dataclass
from scaffolio.parsers.fingerprint import fingerprint
from scaffolio.patterns import regex

SCHEMA_VERSION = 1

PLACEHOLDER = regex(r"PLACEHOLDER\((?P<topic>[\w-]+)\):?\s*(?P<question>[^\n]*)")
"""One question that only the person can answer."""

_BLOCK_START = regex(r"<!-- (results|runs|errors|mine):start")
_HEADING = regex(r"(?m)^#{1,6}[ \t]+(.+?)[ \t#]*$")
_NUMBERED = regex(r" \(\d+\)\Z")
_NUMBER = regex(r"\d(?:[\d.,]{0,30}\d)?")
_DATA_CARD = "data/README.md"
_DATA_HEADINGS = ("Data and split", "Training and evaluation data")
"""Sections that say what was counted of the data; of the data card, every one does."""

_TEXT = (".md", ".py", ".toml", ".yaml", ".yml", ".cff", "LICENSE", ".gitignore")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Fingerprints of everything the scaffold wrote into one project.

    ``files`` maps a path to the fingerprint of the whole file, ``sections`` a Markdown
    path to its headings, ``functions`` a Python path to its qualified names, ``lines``
    a path to its non-blank lines. ``asked`` maps a Markdown path to the headings under
    which a placeholder stood, with the placeholder's topic. ``numbers`` maps a Markdown
    path to its lines about the data, by what they say besides numbers, with the numbers.
    """

    template_version: str
    technique: str
    files: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    functions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lines: Mapping[str, list[str]] = field(default_factory=dict)
    asked: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def to_json(self) -> str:
        """Serialise, one entry a line, in a fixed order."""
        return json.dumps({"schema_version": SCHEMA_VERSION, **asdict(self)}, indent=1, sort_keys=True) + "\n"


def make_manifest(template_version: str, technique: str, paths: Iterable[str], read: Callable[[str], str]) -> Manifest:
    """Fingerprint the text files of a project as they were just rendered."""
    texts = {path: without_blocks(read(path)) for path in sorted(paths) if path.endswith(_TEXT)}
    markdown = {path: split_sections(text) for path, text in texts.items() if path.endswith(".md")}
    return Manifest(
        template_version,
        technique,
        files={path: fingerprint(text) for path, text in texts.items()},
        sections={
            path: {head: section_print(body) for head, body in parts.items()} for path, parts in markdown.items()
        },
        functions={path: function_prints(text) for path, text in texts.items() if path.endswith(".py")},
        lines={path: line_prints(text) for path, text in texts.items()},
        asked={
            path: {head: match["topic"] for head, body in parts.items() if (match := PLACEHOLDER.search(body))}
            for path, parts in markdown.items()
        },
        numbers={path: found for path, parts in markdown.items() if (found := _counted(path, parts))},
    )


def read_manifest(text: str) -> Manifest | None:
    """Parse a manifest; ``None`` when it is broken or from a later schema."""
    try:
        content = json.loads(text)
        if content.pop("schema_version") != SCHEMA_VERSION:
            return None
        manifest = Manifest(**content)
        return manifest if _is_whole(manifest) else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _is_whole(manifest: Manifest) -> bool:
    """Whether every part maps texts to what it should: nobody checked the file since it was written."""
    tables = (manifest.sections, manifest.functions, manifest.asked, manifest.numbers)
    texts = [manifest.template_version, manifest.technique, *manifest.files.values()]
    texts += [text for table in tables for part in table.values() for text in part.values()]
    texts += [text for lines in manifest.lines.values() for text in lines]
    return all(isinstance(text, str) for text in texts)


def without_blocks(text: str) -> str:
    """The text without the blocks that every run rewrites; one that is never closed is text."""
    kept, at = [], 0
    unclosed: set[str] = set()  # looked for once, so that many of them cost no more than one
    for start in _BLOCK_START.finditer(text):
        name, mark = start[1], f"<!-- {start[1]}:end -->"
        if start.start() < at or name in unclosed:
            continue
        end = text.find(mark, start.end())
        if end < 0:
            unclosed.add(name)
        else:
            kept.append(text[at : start.start()])
            at = end + len(mark)
    return "".join([*kept, text[at:]])


def split_sections(text: str) -> dict[str, str]:
    """Map each heading to the text below it, up to the next heading of any level.

    A repeated heading gets its number: ``Results``, ``Results (2)``.
    """
    parts = _HEADING.split(text)
    sections: dict[str, str] = {}
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        name, number = heading, 1
        while name in sections:
            number += 1
            name = f"{heading} ({number})"
        sections[name] = body
    return sections


def heading_line(text: str, heading: str) -> int | None:
    """The first line that holds a heading, given by its name among the sections; ``None`` where none does."""
    title = _NUMBERED.sub("", heading)
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if line.lstrip("#").strip(" #\t") == title and line[:1] == "#"), None)


def _counted(path: str, sections: Mapping[str, str]) -> dict[str, str]:
    """The lines that tell what was counted of the data, each that no other is like but for its numbers."""
    told = (body for head, body in sections.items() if path == _DATA_CARD or head in _DATA_HEADINGS)
    lines = [split_numbers(line) for body in told for line in body.splitlines() if "PLACEHOLDER(" not in line]
    often = Counter(words for words, _ in lines)
    return {fingerprint(words): numbers for words, numbers in lines if numbers and often[words] == 1}


def split_numbers(line: str) -> tuple[str, str]:
    """What a line says with its numbers taken out, and the numbers, a blank between two."""
    return _NUMBER.sub("#", line), " ".join(_NUMBER.findall(line))


def section_print(body: str) -> str:
    """Fingerprint of a section's words, placeholders and results blocks left out."""
    kept = [line for line in without_blocks(body).splitlines() if "PLACEHOLDER(" not in line]
    return fingerprint("\n".join(kept))


@lru_cache(maxsize=256)
def function_prints(source: str) -> Mapping[str, str]:
    """Fingerprint every function and method by qualified name; empty when it does not parse.

    Remembered, since several rules ask it of the same files.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, str] = {}
    lines = source.splitlines()

    def visit(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{prefix}{child.name}"
                if not isinstance(child, ast.ClassDef):
                    found[name] = fingerprint("\n".join(lines[child.lineno - 1 : child.end_lineno]))
                visit(child, f"{name}.")

    visit(tree, "")
    return found


def line_prints(text: str) -> list[str]:
    """Fingerprint every line that is not blank."""
    return [fingerprint(line) for line in text.splitlines() if line.strip()]
