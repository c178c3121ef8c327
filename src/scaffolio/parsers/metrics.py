"""The metric values a project records: in metrics files of any make, and in notebook outputs."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from scaffolio.nouns import dataclass
from scaffolio.parsers import printed
from scaffolio.parsers.cells import metric_cells
from scaffolio.parsers.notebook import Notebook
from scaffolio.parsers.vocabulary import Named, describe, join, models_in, tokens
from scaffolio.patterns import regex

OWN_PATH = "reports/metrics.json"
"""Where a project made by Scaffolio keeps its numbers."""

FILE_LIMIT = 300_000
"""Characters of one metrics file; a longer one holds data, not results."""

FILES_LIMIT = 60
"""Metrics files of one project that are read."""

_NAME = regex(
    r"(?:^|[/_.-])(?:metrics?|results?|scores?|eval|evaluation|performance|leaderboard|model_comparison|comparison)"
    r"(?:[_.-][^/]*)?\.(?:json|csv|tsv|ya?ml)$",
    re.IGNORECASE,
)
_FOREIGN = regex(r"(?:^|/)(?:node_modules|site-packages|\.venv|venv|third_party|vendor)/")
_LABEL_KEYS = ("model", "name", "algorithm", "classifier", "estimator", "method", "split", "dataset", "slice", "run")
_DEPTH = 12
_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class RecordedMetric:
    """One number that a run left behind.

    ``metric`` is ``None`` for a number whose file does not say what it measures (a count
    in a headline). ``kind`` is ``value``, ``low`` or ``high`` (an interval's ends),
    ``difference``, ``fact``, or ``log`` (one line of many, as training prints them).
    ``places`` is set when the number was printed rounded.
    """

    metric: str | None
    value: float
    labels: frozenset[str]
    path: str
    locator: str
    split: str | None = None
    average: str | None = None
    kind: str = "value"
    places: int | None = None


def read_metrics(
    paths: Iterable[str], text: Callable[[str], str], notebook: Callable[[str], Notebook]
) -> tuple[RecordedMetric, ...]:
    """Read every metrics file and notebook output among the paths."""
    found: list[RecordedMetric] = []
    candidates = [path for path in paths if _NAME.search(path) and not _FOREIGN.search(path)]
    for path in candidates[:FILES_LIMIT]:
        content = text(path)
        if len(content) <= FILE_LIMIT:
            found.extend(_read_file(path, content))
    for path in paths:
        if path == "reports/runs.jsonl":
            found.extend(_read_journal(path, text(path)))
        elif path.endswith(".ipynb") and ".ipynb_checkpoints" not in path:
            found.extend(_read_notebook(path, notebook(path)))
    return tuple(found)


def _read_file(path: str, content: str) -> Iterator[RecordedMetric]:
    suffix = path.rpartition(".")[2].lower()
    if suffix in {"csv", "tsv"}:
        yield from _read_table(path, content, "\t" if suffix == "tsv" else ",")
        return
    tree = _load(content, suffix)
    if path == OWN_PATH and isinstance(tree, dict) and isinstance(tree.get("results"), list):
        yield from _read_own(path, tree)
    elif tree is not None:
        yield from _flatten(path, tree, (), (_file_context(path),))


def _file_context(path: str) -> Named:
    """What a file's name says of the numbers in it: the one model it names, and a split held out.

    ``training_metrics.json`` says when the numbers were taken, not on which rows.
    """
    stem = path.rpartition("/")[2].rpartition(".")[0]
    named = describe(stem)
    return Named(None, None if named.split == "train" else named.split, named.average, models_in(stem))


def _load(content: str, suffix: str) -> object:
    try:
        if suffix == "json":
            return json.loads(content)
        if "&" in content and "*" in content:  # anchors and aliases: what a YAML bomb is made of
            return None
        import yaml

        return yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe)
    except (ValueError, RecursionError, ImportError):
        return None
    except Exception as error:
        if type(error).__module__.startswith("yaml"):
            return None
        raise


def _flatten(path: str, node: object, keys: tuple[str, ...], above: tuple[Named, ...]) -> Iterator[RecordedMetric]:
    if len(keys) > _DEPTH:
        return
    if isinstance(node, dict):
        named = node.get("metric") or node.get("metric_name")
        labels = [str(node[key]) for key in _LABEL_KEYS if isinstance(node.get(key), str)]
        inner = (*above, *(describe(label) for label in labels), *([describe(str(named))] if named else []))
        for key, value in node.items():
            yield from _flatten(path, value, (*keys, str(key)), (*inner, describe(str(key))))
    elif isinstance(node, list):
        for position, value in enumerate(node[:500]):
            yield from _flatten(path, value, (*keys, str(position)), above)
    elif (number := _finite(node)) is not None:
        name = join(above)
        if name.metric:
            kind = "log" if keys and keys[-1].isdigit() and not isinstance(node, dict) else "value"
            yield RecordedMetric(name.metric, number, name.labels, path, ".".join(keys), name.split, name.average, kind)


def _finite(node: object) -> float | None:
    if isinstance(node, bool) or not isinstance(node, int | float):
        return None
    return float(node) if math.isfinite(node) and abs(node) < _LARGEST else None


def _read_table(path: str, content: str, delimiter: str) -> Iterator[RecordedMetric]:
    import csv

    try:
        rows = list(csv.reader(content.splitlines()[:500], delimiter=delimiter))
    except csv.Error:
        return
    if not rows:
        return
    for cell in metric_cells(rows[0], rows[1:], _file_context(path)):
        name = cell.named
        yield RecordedMetric(
            name.metric, cell.number.value, name.labels, path, f"row {cell.row + 2}", name.split, name.average
        )


def _read_own(path: str, tree: Mapping[str, object]) -> Iterator[RecordedMetric]:
    for list_key, label_keys in (("results", ("model",)), ("comparisons", ("model", "against")), ("traps", ("name",))):
        entries = tree.get(list_key)
        for position, entry in enumerate(entries if isinstance(entries, list) else []):
            if isinstance(entry, dict):
                labels = frozenset(word for key in label_keys for word in tokens(str(entry.get(key, ""))))
                yield from _own_numbers(path, entry, f"{list_key}[{position}]", labels, None)
    slices = tree.get("slices")
    for position, entry in enumerate(slices if isinstance(slices, list) else []):
        if isinstance(entry, dict):
            yield from _own_slice(path, tree, entry, f"slices[{position}]")
    for key in ("facts", "dataset", "split"):
        yield from _own_numbers(path, tree.get(key), key, frozenset(), None)


def _own_slice(path: str, tree: Mapping[str, object], entry: Mapping[str, object], at: str) -> Iterator[RecordedMetric]:
    labels, primary = frozenset(tokens(str(entry.get("slice", "")))), describe(str(tree.get("primary_metric"))).metric
    scores = entry.get("metrics")
    for model, score in scores.items() if isinstance(scores, dict) else ():
        yield from _own_numbers(path, score, f"{at}.metrics.{model}", labels | set(tokens(str(model))), primary)
    yield from _own_numbers(path, {k: v for k, v in entry.items() if k != "metrics"}, at, labels, None)


def _own_numbers(
    path: str, node: object, at: str, labels: frozenset[str], metric: str | None
) -> Iterator[RecordedMetric]:
    """Every number below a node; the keys ``low``, ``high`` and ``difference`` say of which kind it is."""
    if isinstance(node, dict):
        metric = describe(str(node["metric"])).metric if "metric" in node else metric
        for key, value in node.items():
            below = metric or describe(str(key)).metric
            yield from _own_numbers(path, value, f"{at}.{key}", labels, below)
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from _own_numbers(path, value, f"{at}[{position}]", labels, metric)
    elif (number := _finite(node)) is not None:
        last = at.rpartition(".")[2]
        kind = last if last in {"low", "high", "difference"} else "value" if metric else "fact"
        yield RecordedMetric(metric, number, labels, path, at, kind=kind)


def _read_journal(path: str, content: str) -> Iterator[RecordedMetric]:
    for number, line in enumerate(content.splitlines()[:2000], start=1):
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            labels = frozenset({str(entry.get("run", "")).casefold()})
            for key in ("metrics", "difference"):
                yield from _own_numbers(path, entry.get(key), f"line {number}.{key}", labels, None)


def _read_notebook(path: str, notebook: Notebook) -> Iterator[RecordedMetric]:
    for cell, value in printed.notebook_values(notebook):
        name = value.named
        yield RecordedMetric(
            name.metric,
            value.number.value / (100 if value.number.percent else 1),
            name.labels,
            path,
            f"cell {cell}",
            name.split,
            name.average,
            "log" if value.log else "value",
            value.number.places + (2 if value.number.percent else 0),
        )
