"""A missing licence, in the name of whoever was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.fixes.change import Change, Materials
from scaffolio.patterns import regex
from scaffolio.project import Project

_NAMES = (
    ("Apache-2.0", regex(r"\bapache\b", re.IGNORECASE)),
    ("GPL-3.0-or-later", regex(r"\bgpl|gnu general public", re.IGNORECASE)),
    ("BSD-3-Clause", regex(r"\bbsd\b", re.IGNORECASE)),
    ("MIT", regex(r"\bMIT\b")),
)
_LICENCE = regex(r"(?:^|/)(?:un)?(?:licen[cs]e|copying|lizenz)[^/]*\Z", re.IGNORECASE)
_STATED = regex(r"licen[cs]", re.IGNORECASE)


def add_licence(project: Project, materials: Materials) -> Iterator[Change]:
    """Write LICENSE: the one the README states, else the one asked for; none where names of two are stated."""
    if any(_LICENCE.search(path) and path.count("/") <= 1 for path in project.files.paths) or not materials.holder:
        return
    stated = _stated(project)
    if len(stated) > 1:
        return
    name = stated.pop() if stated else materials.licence
    text = materials.licences.get(name)
    if text is not None:
        after = text.replace("{year}", str(materials.year)).replace("{holder}", materials.holder)
        yield Change("LICENSE", None, after, f"{name}, in the name of {materials.holder}")


def _stated(project: Project) -> set[str]:
    """Licences that the README's sentences on licences name."""
    if project.readme is None:
        return set()
    spoken = [paragraph.text for paragraph in project.readme.prose if _STATED.search(paragraph.text)]
    return {name for text in spoken for name, pattern in _NAMES if pattern.search(text)}
