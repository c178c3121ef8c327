"""The audit report as workflow commands, which GitHub Actions shows as annotations beside the lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffolio.model import Severity
from scaffolio.report.items import Item, items
from scaffolio.report.words import plain

if TYPE_CHECKING:
    from scaffolio.model import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_DATA = str.maketrans({"%": "%25"})
_PROPERTY = str.maketrans({"%": "%25", ":": "%3A", ",": "%2C"})


def render(report: Report, *, verbose: bool = False) -> str:
    """Render one command for each finding, what to fix first on top; ``verbose`` changes nothing."""
    del verbose
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for target in report.targets:
        if not target.status.judged:
            told = f"{target.target}: {target.error or target.status}"
            yield f"::error title=could not be judged::{plain(told).translate(_DATA)}"
        yield from (_command(item) for item in items(target.projects))


def _command(item: Item) -> str:
    properties = {
        "file": item.finding.path,
        "line": str(item.finding.line or 1),
        "title": f"{item.rule.code} {item.rule.name}",
    }
    told = ",".join(f"{name}={plain(value).translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{_COMMANDS[item.severity]} {told}::{plain(item.told).translate(_DATA)}"
