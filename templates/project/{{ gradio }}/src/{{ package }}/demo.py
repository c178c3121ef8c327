"""A page to try the trained model on."""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from . import report
from .data import UsageError
from .predictor import Predictor, load

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
try:
    import gradio as gr
except ModuleNotFoundError as missing:
    message = "error: gradio is missing: run `python -m pip install -e '.[demo]'` first"
    raise SystemExit(message) from missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from .data import Column


def build(predictor: Predictor) -> gr.Interface:
    """Return the page: what is asked on the left, the answer and its doubts on the right."""
    parts = {"row": _for_row, "image": _for_image, "history": _for_history}
    answer, inputs, outputs = parts[predictor.asks](predictor)
    return gr.Interface(
        answer,
        inputs,
        outputs,
        title=_title(predictor.root),
        article="What it cannot do: see the model card.",
        submit_btn="Predict",
        flagging_mode="never",
        api_name="predict",
        analytics_enabled=False,
    )


Parts = tuple["Callable[..., Any]", "list[Any]", "list[Any]"]


def _for_row(predictor: Predictor) -> Parts:
    names, example = [column.name for column in predictor.columns], predictor.example()

    def answer(*values: Any) -> str:
        row = dict(zip(names, values, strict=True))
        return told(_checked(lambda: predictor.rows([row])), predictor)

    inputs = [_field(column, example.get(column.name)) for column in predictor.columns]
    return answer, inputs, [gr.Markdown(label="Answer", container=True, min_height=160)]


def _for_image(predictor: Predictor) -> Parts:
    def answer(path: str | None) -> str:
        if path is None:
            raise gr.Error("Choose an image first", print_exception=False)
        return told(_checked(lambda: predictor.file(Path(path))), predictor)

    inputs = [gr.Image(type="filepath", format="png", label="Image")]
    return answer, inputs, [gr.Markdown(label="Answer", container=True, min_height=160)]


def _for_history(predictor: Predictor) -> Parts:
    def answer(path: str | None) -> tuple[Figure, pd.DataFrame, str]:
        if path is None:
            raise gr.Error("Choose a CSV file first", print_exception=False)
        table = _checked(lambda: predictor.file(Path(path)))
        return forecast(table), table, about(predictor)

    names = ", ".join(column.name for column in predictor.columns)
    file = predictor.root / "data" / predictor.schema.dataset["file"]
    shown = str(file) if predictor.schema.dataset["sample"] and file.is_file() else None
    inputs = [gr.File(shown, label=f"History, a CSV file with {names}")]
    outputs = [gr.Plot(show_label=False), gr.Dataframe(label="Forecast"), gr.Markdown()]
    return answer, inputs, outputs


def _checked(predict: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Show what the person can mend on the page, until it is closed."""
    try:
        return predict()
    except UsageError as problem:
        raise gr.Error(str(problem), duration=None, print_exception=False) from problem


def _field(column: Column, value: str | None) -> Any:
    """Return the input that fits a column's type, with the bounds its schema names."""
    label = column.name if column.missing else f"{column.name} (needed)"
    finite = math.isfinite(column.minimum) and math.isfinite(column.maximum)
    bounds = f"{column.minimum:g} to {column.maximum:g}" if finite else ""
    info = ", ".join(part for part in (column.meaning, column.unit, bounds) if part) or None
    if column.allowed:
        choices = list(column.allowed) if not column.missing else ["", *column.allowed]
        return gr.Dropdown(choices, value=value or choices[0], label=label, info=info)
    # Numbers are typed as text: gradio's own input for them turns "unknown" into 0.
    hints = {"number": "a number", "date": "YYYY-MM-DD"}
    hint = "; ".join([hints.get(column.type, "any text"), *(["empty: unknown"] * column.missing)])
    lines = 8 if column.type == "text" else 1
    return gr.Textbox(value or "", label=label, info=info, placeholder=hint, lines=lines)


def told(table: pd.DataFrame, predictor: Predictor) -> str:
    """Say one answer large, then what training settled, then how far the model can be trusted."""
    (name, value), *others = ((str(name), _shown(v)) for name, v in table.iloc[0].items())
    if name == "probability" and "positive" in predictor.schema.words:
        name = f"probability of {predictor.schema.words['positive']}"
    settled = [(k, _shown(v)) for k, v in predictor.decided.items() if isinstance(v, float | int)]
    lines = [f"## {name}: {value}", ""]
    lines += [f"- {name}: **{value}**" for name, value in others]
    lines += [f"- {name}, settled inside the training part: {value}" for name, value in settled]
    return "\n".join([*lines, "", about(predictor)])


def _shown(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.3f}"
    return str(value)


def forecast(table: pd.DataFrame) -> Figure:
    """Draw a forecast over its dates, with its interval where there is one."""
    fig, axes = report.figure("Forecast")
    words = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    when = pd.to_datetime(table[words[0]]) if words else table.index
    numbers = table.drop(columns=words)
    edges = [name for name in numbers.columns if name.startswith(("low", "high"))]
    for low in (name for name in edges if name.startswith("low")):
        high, level = low.replace("low", "high"), low.removeprefix("low").strip("_")
        label = f"{level}% interval" if level else "interval"
        axes.fill_between(when, numbers[low], numbers[high], alpha=0.25, label=label)
    for name in numbers.columns.difference(edges):
        axes.plot(when, numbers[name], label=name)
    axes.legend(frameon=False)
    fig.autofmt_xdate()
    return fig


def _title(root: Path) -> str:
    """Return the heading of README.md."""
    lines = (root / "README.md").read_text(encoding="utf-8").splitlines()
    return next((line[2:] for line in lines if line.startswith("# ")), root.name)


def about(predictor: Predictor) -> str:
    """Say how good the model was on the test rows, or that this is not known yet."""
    facts = predictor.about()
    name = f"Model: {facts['model']} ({facts['role']})."
    metric = facts["metric"]
    if metric is None:
        return f"{name} Not judged yet: run `python -m {__package__} run`."
    score = f"{metric['label']} {metric['value']:.3f}"
    span = f"95% interval [{metric['low']:.3f}, {metric['high']:.3f}]"
    return f"{name} On the test rows of run {facts['run']}: {score}, {span}."


def main() -> int:
    """Start the page on this machine; return 2 where there is no trained model."""
    try:
        page = build(load(Path.cwd()))
    except UsageError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    page.launch(share=False, max_file_size="5mb")
    return 0


if __name__ == "__main__":
    sys.exit(main())
