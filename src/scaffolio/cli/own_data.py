"""The flags that say what a person's data are; ``new`` and ``data`` share them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None, typer.Option(metavar="PATH", help="Your own file: CSV, TSV, Parquet; for vision a folder.")
]
Target = Annotated[str | None, typer.Option(metavar="COLUMN", help="What to predict.")]
Text = Annotated[str | None, typer.Option(metavar="COLUMN", help="The texts, for nlp.")]
Date = Annotated[str | None, typer.Option(metavar="COLUMN", help="When; the later rows test.")]
Group = Annotated[str | None, typer.Option(metavar="COLUMN", help="Rows that share it stay on one side of the split.")]
Ids = Annotated[list[str] | None, typer.Option("--id", metavar="COLUMN", help="Names the row, no feature; repeatable.")]
Drops = Annotated[list[str] | None, typer.Option("--drop", metavar="COLUMN", help="Leave out; repeatable.")]
Positive = Annotated[str | None, typer.Option(metavar="VALUE", help="Which of the target's two values is the yes.")]
Horizon = Annotated[int | None, typer.Option(min=1, metavar="N", help="Steps ahead to forecast.")]
Baseline = Annotated[
    str | None, typer.Option("--baseline-col", metavar="COLUMN", help="A forecast to beat, such as the value before.")
]
Validate = Annotated[
    str | None, typer.Option("--validate-with", metavar="COLUMN", help="What clusters should foretell; no feature.")
]
