"""What ``new`` leaves behind, as data: the project made, and what training it gave."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from scaffolio.model import ProjectReport
from scaffolio.nouns import dataclass
from scaffolio.parsers.placeholders import Placeholder
from scaffolio.scaffold.request import ProjectRequest


class Recorded(Enum):
    """What became of the project in Git."""

    COMMITTED = "committed"
    STAGED = "staged"
    INSIDE_ANOTHER = "inside another work tree"
    NOT_ASKED = "not asked for"


@dataclass(frozen=True, slots=True)
class MadeProject:
    """A project as ``new`` leaves it; once it was inspected, ``report`` is its audit in the draft profile."""

    path: Path
    request: ProjectRequest
    files: tuple[str, ...]
    recorded: Recorded
    commit: str | None = None
    author: str | None = None
    outer_repository: Path | None = None
    report: ProjectReport | None = None
    placeholders: tuple[Placeholder, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainedProject:
    """A made project with its environment, results and second commit.

    Times in seconds, sizes in MB (10^6 bytes); ``results`` is ``reports/metrics.json``
    and ``tests`` the last line that pytest printed.
    """

    made: MadeProject
    megabytes: float
    install_seconds: float
    run_seconds: float
    tests: str
    results: Mapping[str, object]
    commit: str | None = None
