"""The trained model, ready to answer.

Every question is written to a file and goes through the same `predict` as
``python -m PACKAGE predict FILE``, so that both give the same answer.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from . import __main__ as commands
from . import evaluate as judge
from .data import Column, Schema, read_schema, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ASKS = {"timeseries": "history", "vision": "image"}


@dataclass(frozen=True)
class Predictor:
    """A fitted model with what training decided about it."""

    root: Path
    schema: Schema
    decided: Mapping[str, Any]
    fitted: Any

    @property
    def asks(self) -> str:
        """What a question consists of: a ``row``, an ``image`` or the ``history`` of a series."""
        return ASKS.get(self.schema.task["technique"], "row")

    @property
    def columns(self) -> list[Column]:
        """The columns a question brings; only a history knows its target, as far as it goes."""
        kept = [column for column in self.schema.columns if column.role != "drop"]
        if self.asks == "history":
            return [replace(c, missing=True) if c.role == "target" else c for c in kept]
        return [column for column in kept if column.role != "target"]

    def rows(self, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
        """Predict rows given as values by column; raise UsageError for what the schema forbids."""
        names = [column.name for column in self.columns]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "rows.csv"
            pd.DataFrame(rows, columns=names, dtype=object).to_csv(file, index=False)
            return self.file(file)

    def file(self, file: Path) -> pd.DataFrame:
        """Predict what a file holds: a CSV table or, where the model looks at images, an image.

        Of one image it is not told what the file is called: a service only has a name of its own.
        """
        answer = judge.predict(self.fitted, file, self.schema, self.decided)
        return answer.drop(columns="path") if self.asks == "image" else answer

    def example(self) -> dict[str, str]:
        """Return the last row of the template's sample; nothing of data of your own."""
        path = self.root / "data" / self.schema.dataset["file"]
        if self.asks != "row" or not self.schema.dataset["sample"] or not path.is_file():
            return {}
        last = read_table(path).iloc[-1].dropna()
        return {column.name: last[column.name] for column in self.columns if column.name in last}

    def about(self) -> dict[str, Any]:
        """Name the model, the last run and its score on the test rows; None before any run."""
        facts: dict[str, Any] = {"model": self.decided["lead"], "role": self.decided["role"]}
        facts |= {"run": None, "metric": None}
        path, journal = self.root / "reports" / "metrics.json", commands.read_journal(self.root)
        if journal and path.is_file():
            metrics = json.loads(path.read_text(encoding="utf-8"))
            scores = {row["model"]: row["metrics"] for row in metrics["results"]}
            name = metrics["primary_metric"]
            if facts["model"] in scores:
                metric = {"name": name, "label": metrics["label"], **scores[facts["model"]][name]}
                facts |= {"run": journal[-1]["run"], "metric": metric}
        return facts


def load(root: Path) -> Predictor:
    """Load the leading model; raise UsageError where nothing was trained yet."""
    schema, decided = read_schema(root), commands.chosen(root)
    return Predictor(root, schema, decided, commands.restore(root, decided["lead"]))
