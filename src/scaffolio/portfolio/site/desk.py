"""Where a page is made: the project it is of, who makes its pictures, and what gathers on the way."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from scaffolio.portfolio.plan import Entry
from scaffolio.portfolio.site import parts
from scaffolio.portfolio.site.made import Kept, Problem
from scaffolio.portfolio.site.pictures import BrokenPictureError, Door, Picture
from scaffolio.project import Project

MOST_PICTURE_BYTES = 30_000_000


@dataclass(frozen=True, slots=True)
class Subject:
    """A project to be shown: its files, what the plan says of it, where its code is seen, how far it has come."""

    project: Project
    slug: str
    stage: str
    entry: Entry | None = None
    code: str = ""


@dataclass
class Desk:
    """What gathers while a page is made."""

    subject: Subject
    door: Door
    shown: dict[str, parts.Asset | None] = field(default_factory=dict)
    pictures: dict[str, Kept] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def blame(self, path: str, line: int | None, message: str) -> None:
        """Note what must be mended first, once."""
        problem = Problem(path, line, message)
        if problem not in self.problems:
            self.problems.append(problem)

    def content(self, path: str) -> bytes:
        """What a file of the project holds, and a byte more than a picture may have."""
        return self.subject.project.read(path, MOST_PICTURE_BYTES + 1)


def shown(desk: Desk, local: str) -> parts.Asset | None:
    """A picture of the project as its page shows it, made once."""
    if local in desk.shown:
        return desk.shown[local]
    found = None
    if local in desk.subject.project.paths and local.lower().endswith(desk.door.suffixes):
        try:
            found = placed(desk, desk.door.for_page(desk.content(local)), local)
        except BrokenPictureError as error:
            desk.blame(local, None, f"the picture cannot be shown: {error}")
    desk.shown[local] = found
    return found


def placed(desk: Desk, picture: Picture, local: str, kind: str = "") -> parts.Asset:
    """Give a picture its address: a name of its own for every content, so that a browser may keep it."""
    stem = "".join(c if c.isascii() and c.isalnum() else "-" for c in posixpath.basename(local).rpartition(".")[0])
    mark = hashlib.sha256(picture.content).hexdigest()[:10]
    address = f"{desk.subject.slug}/{stem.strip('-').lower() or 'figure'}{kind}.{mark}{picture.suffix}"
    whole = picture.content == desk.content(local)
    desk.pictures[address] = Kept(source=local) if whole else Kept(kept=desk.door.keep(picture.content))
    return parts.Asset(address, picture.width, picture.height)


def address_of(desk: Desk, local: str) -> str | None:
    """Where a file can be read on GitHub; elsewhere nobody knows how addresses are made."""
    code = desk.subject.code
    if local not in desk.subject.project.paths or not code.startswith("https://github.com/"):
        return None
    base = code.replace("/tree/", "/blob/", 1) if "/tree/" in code else f"{code}/blob/HEAD"
    return f"{base}/{quote(local)}"


def table(value: object) -> Mapping[str, Any]:
    """A JSON object; an empty one where a file holds something else."""
    return value if isinstance(value, dict) else {}
