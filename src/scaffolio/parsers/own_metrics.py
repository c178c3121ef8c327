"""The numbers in the files that a project made by Scaffolio writes: ``metrics.json`` and ``runs.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from scaffolio.parsers.recorded import RecordedMetric, finite
from scaffolio.parsers.vocabulary import describe, tokens

PATH = "reports/metrics.json"
"""Where a project made by Scaffolio keeps its numbers."""

_COMPARED = "slices[0].metrics."


def read_own(path: str, tree: Mapping[str, object]) -> Iterator[RecordedMetric]:
    """Every number of a ``metrics.json`` as our template writes it."""
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
    elif (number := finite(node)) is not None:
        last = at.rpartition(".")[2]
        kind = last if last in {"low", "high", "difference"} else "value" if metric else "fact"
        yield RecordedMetric(metric, number, labels, path, at, kind=kind)


def counts_told(kind: str, records: Sequence[RecordedMetric]) -> tuple[RecordedMetric, ...]:
    """The whole numbers that a results block is rendered from: ``rows`` from the split, others from the facts.

    Of facts that each model has, those of the two models that the headline compares.
    """
    own = [record for record in records if record.path == PATH and record.value.is_integer()]
    if kind == "rows":
        return tuple(record for record in own if record.locator.startswith("split."))
    compared = {record.locator[len(_COMPARED) :].rpartition(".")[0] for record in records if _is_compared(record)}
    facts = [record for record in own if record.locator.startswith("facts.") and "[" not in record.locator]
    return tuple(r for r in facts if "." not in (name := r.locator[6:]) or name.partition(".")[2] in compared)


def _is_compared(record: RecordedMetric) -> bool:
    return record.path == PATH and record.locator.startswith(_COMPARED)


def read_journal_metrics(path: str, content: str) -> Iterator[RecordedMetric]:
    """The metrics and differences of ``runs.jsonl``; a line that is no JSON object is passed over."""
    for number, line in enumerate(content.splitlines()[:2000], start=1):
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            labels = frozenset({str(entry.get("run", "")).casefold()})
            for key in ("metrics", "difference"):
                yield from _own_numbers(path, entry.get(key), f"line {number}.{key}", labels, None)
