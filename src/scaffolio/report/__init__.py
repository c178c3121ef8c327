"""One module for each report format: a report in, text out. A format is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from scaffolio.errors import unknown

if TYPE_CHECKING:
    from scaffolio.model import Report

_NAMES = ("text", "json", "jsonl", "csv", "sarif", "markdown", "html", "github")
FORMATS = {name: f"scaffolio.report.{name}" for name in _NAMES}
"""The module behind each value of ``audit --format``."""


class Renderer(Protocol):
    """Turns a report into text; ``verbose`` asks for every finding where a format would shorten."""

    def __call__(self, report: Report, *, verbose: bool = False) -> str:
        """Render."""
        ...


INTERVIEW = "interview"
"""What ``--interview`` prints; no format of the findings."""


def renderer(name: str) -> Renderer:
    """Return the renderer of a format.

    Raises:
        UsageError: there is no such format.
    """
    if name not in {*FORMATS, INTERVIEW}:
        raise unknown("format", name, FORMATS)
    render: Renderer = import_module(f"{__name__}.{name}").render
    return render
