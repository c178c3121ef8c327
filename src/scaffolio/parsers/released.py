"""What every released template wrote, so that a project is known as a scaffold's without its manifest.

``released_templates/VERSION.json`` holds, for each technique, the fingerprints that a manifest
would: of a rendering on the sample, joined with one on own data and with every option.
``tools/released.py`` makes it. Paths name the package ``{package}``, as each project
names its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TypeVar

from scaffolio.parsers.scaffold import Manifest, function_prints, line_prints, split_sections, without_blocks
from scaffolio.patterns import regex

PACKAGE = "{package}"
"""Stands for the project's own package in paths of what was released."""

ENOUGH = 20
"""Lines and functions, as released, that show whose they are; two strangers share a handful."""

_Part = TypeVar("_Part")
_MAIN = regex(r"src/([A-Za-z_]\w*)/__main__\.py\Z")
_SIGNS = (b"<!-- results:start", b"PLACEHOLDER(", b"What the scaffold set up")
_FEWEST_WORDS = 5
_OF_TITLE = "question"


@cache
def releases() -> tuple[Manifest, ...]:
    """What each release wrote for each technique; the newest first."""
    from importlib.resources import files

    folder = files(__package__).joinpath("released_templates")
    stored = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".json")), key=_age, reverse=True)
    return tuple(
        Manifest(entry.name.removesuffix(".json"), technique, **parts)
        for entry in stored
        for technique, parts in json.loads(entry.read_text(encoding="utf-8")).items()
    )


def _age(entry: object) -> tuple[int, ...]:
    name = str(getattr(entry, "name", "")).removesuffix(".json")
    return tuple(int(part) for part in name.split(".") if part.isdigit())


def recognise(paths: Collection[str], content: Callable[[str], bytes], text: Callable[[str], str]) -> Manifest | None:
    """The manifest that a project would have, when enough of it is as a release wrote it.

    The files are read only where README or layout look like the scaffold's.
    """
    package = next((match[1] for path in sorted(paths) if (match := _MAIN.match(path))), "")
    readme = content("README.md") if "README.md" in paths else b""
    if not any(sign in readme for sign in _SIGNS) and not (package and "data/schema.yaml" in paths):
        return None
    found = {path: _prints(path, text(path)) for path in paths if _is_told(path, package)}
    candidates = [_named(release, package) for release in releases()]
    best = max(candidates, key=lambda release: _shared(release, found), default=None)
    if best is None or _shared(best, found) < ENOUGH:
        return None
    return replace(best, asked={path: _still_asked(asked, path, paths, text) for path, asked in best.asked.items()})


def _still_asked(
    asked: Mapping[str, str], path: str, paths: Collection[str], text: Callable[[str], str]
) -> dict[str, str]:
    """The questions under the headings that are there, and those whose section was deleted.

    The title is the person's to choose, so one that is gone is no deleted section.
    """
    there = split_sections(text(path)) if path in paths else {}
    found = {heading: topic for heading, topic in asked.items() if heading in there}
    gone = {heading: topic for heading, topic in asked.items() if topic not in {*found.values(), _OF_TITLE}}
    return {**found, **gone}


def _is_told(path: str, package: str) -> bool:
    return path in {"README.md", "MODEL_CARD.md", "data/README.md"} or (
        bool(package) and path.startswith(f"src/{package}/") and path.endswith(".py")
    )


def _prints(path: str, text: str) -> Counter[str]:
    """Fingerprints of a document's lines of some length, or of a module's functions."""
    if path.endswith(".py"):
        return Counter(function_prints(text).values())
    long = (line for line in without_blocks(text).splitlines() if len(line.split()) >= _FEWEST_WORDS)
    return Counter(line_prints("\n".join(long)))


def _named(release: Manifest, package: str) -> Manifest:
    """The release with the project's own package in its paths."""
    return replace(
        release,
        sections=_paths(release.sections, package),
        functions=_paths(release.functions, package),
        lines=_paths(release.lines, package),
        asked=_paths(release.asked, package),
    )


def _paths(parts: Mapping[str, _Part], package: str) -> dict[str, _Part]:
    return {path.replace(PACKAGE, package): part for path, part in parts.items()}


def _shared(release: Manifest, found: Mapping[str, Counter[str]]) -> int:
    return sum((prints & Counter(_written(release, path))).total() for path, prints in found.items())


def _written(release: Manifest, path: str) -> Iterator[str]:
    if path.endswith(".py"):
        yield from release.functions.get(path, {}).values()
    else:
        yield from release.lines.get(path, ())
