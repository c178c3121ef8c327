"""The metric values in a file of results: JSON, YAML, a table, or what a run printed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scaffolio.parsers.cells import metric_cells, report_label
from scaffolio.parsers.claims import read_claims
from scaffolio.parsers.documents import read_document
from scaffolio.parsers.numbers import NUMBER, read_number
from scaffolio.parsers.printed import PrintedValue, printed_values
from scaffolio.parsers.recorded import RecordedMetric, finite
from scaffolio.parsers.vocabulary import Named, describe, holds_model, join, models_in
from scaffolio.patterns import regex

_MODELS = ("model", "model_name", "model_type", "Model", "name", "algorithm", "classifier", "estimator", "method")
_LABEL_KEYS = (*_MODELS, "split", "dataset", "slice", "run")
_DEPTH = 12
_ROWS = 500
_LINES = 2_000
_NUMERAL = 24
"""Characters of a text that may be one number, as ``json.dumps(f"{score:.4f}")`` leaves it."""

_REPEATED = regex(r"(?i)(?:cv_?)?(?:fold|seed|repeat|repetition|trial|run)(?:_?(?:id|no|number|index|nr))?\Z")
_STEPS = regex(r"(?i)(?:epoch|step|iteration|iter|round|global_step|trees|boosting_round)s?\Z")


def read_file(path: str, content: str) -> Iterator[RecordedMetric]:
    """Read one file by its ending; one that cannot be read holds nothing."""
    suffix = path.rpartition(".")[2].lower()
    if suffix in {"csv", "tsv"}:
        yield from _read_table(path, content, "\t" if suffix == "tsv" else ",")
    elif suffix in {"json", "yaml", "yml"}:
        yield from _flatten(path, load(content, suffix), (), (_file_context(path),))
    elif suffix in {"jsonl", "ndjson"}:
        for number, line in enumerate(content.splitlines()[:_LINES], start=1):
            found = _flatten(path, load(line, "json"), (f"line {number}",), (_file_context(path),))
            yield from (replace(record, kind="log") for record in found)
    elif suffix == "md":
        for claim in read_claims(read_document(path, content)):
            if claim.metric:
                value = PrintedValue(claim.number, Named(claim.metric, claim.split, claim.average, claim.labels))
                yield printed_record(path, f"line {claim.line}", replace(value, log=claim.about))
    else:
        context = _file_context(path)
        for printed in printed_values(content):
            named = printed.named if holds_model(printed.named.labels) else join((context, printed.named))
            yield printed_record(path, f"line {printed.line + 1}", replace(printed, named=named))


def printed_record(path: str, locator: str, value: PrintedValue) -> RecordedMetric:
    """A printed value as a record: how many places it was rounded to is kept."""
    name, percent = value.named, value.number.percent
    return RecordedMetric(
        name.metric,
        value.number.value / (100 if percent else 1),
        name.labels,
        path,
        locator,
        name.split,
        name.average,
        "log" if value.log else "value",
        value.number.places + (2 if percent else 0),
    )


def _file_context(path: str) -> Named:
    """What a file's name says of the numbers in it, or its folders': the one model they name; and a split held out.

    ``training_metrics.json`` says when the numbers were taken, not on which rows.
    """
    folders, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    named = describe(stem)
    models = models_in(stem) or models_in(folders.replace("/", " "))
    return Named(None, None if named.split == "train" else named.split, named.average, models)


def load(content: str, suffix: str) -> object:
    """The tree that JSON or YAML spells; ``None`` where it is broken, or made to be large."""
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


def _flatten(
    path: str, node: object, keys: tuple[str, ...], above: tuple[Named, ...], owner: tuple[Named, ...] = ()
) -> Iterator[RecordedMetric]:
    """Every metric value below a node; ``owner`` is what names it among its like, the innermost alone."""
    if len(keys) > _DEPTH:
        return
    if isinstance(node, dict):
        named = node.get("metric") or node.get("metric_name")
        labels = [str(node[key]) for key in _LABEL_KEYS if isinstance(node.get(key), str)]
        owner = tuple(describe(label) for label in labels) or owner
        inner = (*above, *([describe(str(named))] if named else []))
        for key, value in node.items():
            yield from _flatten(path, value, (*keys, str(key)), (*inner, describe(str(key))), owner)
    elif isinstance(node, list):
        for position, value in enumerate(node[:500]):
            yield from _flatten(path, value, (*keys, str(position)), above, owner)
    elif (number := finite(node)) is not None or (isinstance(node, str) and NUMBER.fullmatch(node[:_NUMERAL].strip())):
        name = join((*above, *(Named(None, part.split, part.average, part.labels) for part in owner)))
        kind = "log" if keys and keys[-1].isdigit() else "value"
        if name.metric and number is None:
            yield printed_record(path, ".".join(keys), PrintedValue(read_number(str(node)), name, log=kind == "log"))
        elif name.metric and number is not None:
            yield RecordedMetric(name.metric, number, name.labels, path, ".".join(keys), name.split, name.average, kind)


def _read_table(path: str, content: str, delimiter: str) -> Iterator[RecordedMetric]:
    try:
        rows = list(csv.reader(content.splitlines()[:_ROWS], delimiter=delimiter))
    except csv.Error:
        return
    if not rows:
        return
    repeated = any(_REPEATED.match(name.strip()) for name in rows[0][:4])
    many = repeated or any(_STEPS.match(name.strip()) for name in rows[0][:4])
    is_report = {"precision", "recall", "support"} <= set(rows[0])
    found = list(_accuracies(path, rows)) if is_report else []
    body = [_of_class(row) for row in rows[1:]] if is_report else rows[1:]
    for cell in metric_cells(rows[0], body, _file_context(path)):
        name, at = cell.named, f"row {cell.row + 2}"
        kind = "log" if many else "value"
        labels = frozenset(word for word in name.labels if not word.isdigit()) if repeated else name.labels
        found.append(RecordedMetric(name.metric, cell.number.value, labels, path, at, name.split, name.average, kind))
    yield from found
    if repeated:
        yield from _summaries(found)


def _accuracies(path: str, rows: Sequence[Sequence[str]]) -> Iterator[RecordedMetric]:
    """The accuracy in a classification report kept as a table, whose row repeats it below every other metric."""
    for number, row in enumerate(rows[1:], start=2):
        if row[:1] == ["accuracy"] and len(row) > 1 and NUMBER.fullmatch(row[1][:_NUMERAL].strip()):
            name = join((_file_context(path), describe("accuracy")))
            value = read_number(row[1]).value
            yield RecordedMetric("accuracy", value, name.labels, path, f"row {number}", name.split, name.average)


def _of_class(row: list[str]) -> list[str]:
    """A row of a classification report under a name that tells it from those of the whole; none for the accuracy's."""
    if row[:1] == ["accuracy"]:
        return []
    return [report_label(row[0]), *row[1:]] if row else row


def _summaries(found: Sequence[RecordedMetric]) -> Iterator[RecordedMetric]:
    """The mean and the ends of what several folds or seeds gave."""
    groups: dict[RecordedMetric, list[float]] = {}
    for record in found:
        groups.setdefault(replace(record, value=0.0, locator="", kind="value"), []).append(record.value)
    for like, values in groups.items():
        where = f"{len(values)} rows"
        yield replace(like, value=sum(values) / len(values), locator=f"mean of {where}")
        for word, value in (("min", min(values)), ("max", max(values))):
            yield replace(like, value=value, labels=like.labels | {word}, locator=f"{word} of {where}")
