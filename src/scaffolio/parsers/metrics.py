"""The metric values a project records: in metrics files of any make, and in notebook outputs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from scaffolio.parsers import own_metrics, printed
from scaffolio.parsers.metric_files import printed_record, read_file
from scaffolio.parsers.notebook import Notebook
from scaffolio.parsers.recorded import RecordedMetric
from scaffolio.patterns import regex

FILE_LIMIT = 300_000
"""Characters of one metrics file; a longer one holds data, not results."""

FILES_LIMIT = 60
"""Metrics files of one project that are read."""

_NAME = regex(
    r"(?:^|[/_.-])(?:metrics?|results?|scores?|eval|evaluation|performance|leaderboard|model_comparison|comparison|"
    r"reports?|summary|metadata|model_info|benchmarks?|monitoring)(?:[_.-][^/]*)?\.(?:json|jsonl|csv|tsv|ya?ml)$",
    re.IGNORECASE,
)
_PRINTED = regex(
    r"(?:^|[/_.-])(?:metrics?|results?|scores?|eval|evaluation|performance|reports?|summary|output|comparison|"
    r"monitoring)(?:[_.-][^/]*)?\.(?:txt|log|out|md)$",
    re.IGNORECASE,
)
_TOLD = regex(r"(?:^|/)(?:reports?|results?)/[^/]{1,100}\.(?:md|txt)$", re.IGNORECASE)
"""Whatever else lies among reports: what it says supports a claim, and contradicts none."""

_FOREIGN = regex(r"(?:^|/)(?:node_modules|site-packages|\.venv|venv|third_party|vendor|tests?)/")


def read_metrics(
    paths: Iterable[str],
    text: Callable[[str], str],
    notebook: Callable[[str], Notebook],
    named: Collection[str] = frozenset(),
) -> tuple[RecordedMetric, ...]:
    """Read every metrics file and notebook output among the paths, and the files ``named`` to be such."""
    found: list[RecordedMetric] = []
    candidates = sorted((path for path in paths if path in named or _holds_metrics(path)), key=lambda p: p not in named)
    for path in candidates[:FILES_LIMIT]:
        content = text(path)
        if len(content) <= FILE_LIMIT or path in named:
            read = _read_own(path, content) if path == own_metrics.PATH else read_file(path, content)
            told = _TOLD.search(path) and not (_NAME.search(path) or _PRINTED.search(path) or path in named)
            found.extend(replace(record, kind="log") if told else record for record in read)
    for path in paths:
        if path == "reports/runs.jsonl":
            found.extend(own_metrics.read_journal_metrics(path, text(path)))
        elif path.endswith(".ipynb") and ".ipynb_checkpoints" not in path:
            found.extend(_read_notebook(path, notebook(path)))
    return tuple(found)


def _holds_metrics(path: str) -> bool:
    written = _PRINTED.search(path) or _TOLD.search(path)
    named = _NAME.search(path) or (written and not path.lower().endswith("readme.md"))
    return bool(named) and not _FOREIGN.search(path) and path != "reports/runs.jsonl"


def _read_own(path: str, content: str) -> Iterator[RecordedMetric]:
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError):
        return
    if isinstance(tree, dict) and isinstance(tree.get("results"), list):
        yield from own_metrics.read_own(path, tree)
    else:
        yield from read_file(path, content)


def _read_notebook(path: str, notebook: Notebook) -> Iterator[RecordedMetric]:
    for cell, value in printed.notebook_values(notebook):
        yield printed_record(path, f"cell {cell}", value)
