"""Small finished projects in a folder: what a site, a profile and a résumé are made of, without a run."""

from __future__ import annotations

import io
import json
from pathlib import Path

README = """# Which reports should be read first?

Reports of strikes, ranked so that the likely ones are read first.

> The duty officer reads what stands first; a missed one costs most.

## Results

<!-- results:start -->

**Reading 60 of 300 reports finds 40 of 50.**

![Precision against recall; lookup 0.424, boosting 0.477](reports/figures/pr.png)

| model | role | average precision | 95% interval |
| --- | --- | --- | --- |
| lookup | baseline | 0.424 | 0.380–0.472 |
| mine | own | 0.477 | 0.432–0.528 |

<!-- results:end -->

## Approach

A table was tried first. See [the data card](data/README.md) and [the limits](#limitations).

## Run it

```bash
python -m birds run
```

## Data and split

Split by date.

## Limitations

Not for night flights: there are 12 of them.
"""


def score(value: float, low: float, high: float) -> dict:
    return {"average_precision": {"value": value, "low": low, "high": high}}


def metrics(role: str = "own", **changes) -> dict:
    """What a run of the person's own, or of the scaffold's reference, leaves."""
    return {
        "schema_version": 1,
        "technique": "classification",
        "dataset": {"name": "Strikes", "source": "An agency", "license": "CC BY 4.0", "sample": False},
        "split": {"kind": "temporal", "train": 1200, "test": 300},
        "primary_metric": "average_precision",
        "direction": "maximize",
        "label": "average precision",
        "facts": {"read": 60, "rows": 300, "found": 40, "positives": 50},
        "results": [
            {"model": "lookup", "role": "baseline", "metrics": score(0.424, 0.380, 0.472)},
            {"model": "mine", "role": role, "metrics": score(0.477, 0.432, 0.528)},
        ],
        "comparisons": [
            {
                "model": "mine",
                "against": "lookup",
                "metric": "average_precision",
                "difference": 0.053,
                "low": 0.021,
                "high": 0.086,
                "distinguishable": True,
            }
        ],
        "figures": {"pr.png": "Precision against recall; lookup 0.424, boosting 0.477"},
        **changes,
    }


TIE = [{**metrics()["comparisons"][0], "low": -0.01, "distinguishable": False}]

CASES = {
    "schema_version": 1,
    "question": "Affected: yes or no?",
    "choices": ["no", "yes"],
    "model": "mine",
    "role": "own",
    "baseline": "lookup",
    "cases": [
        {
            "worst": place < 4,
            "fields": [{"label": "species", "value": f"gull {place}"}],
            "truth": "yes",
            "model": "no, probability 0.010",
            "baseline": "yes, probability 0.300",
        }
        for place in range(12)
    ],
}


def picture(width: int = 600, height: int = 400, kind: str = "PNG") -> bytes:
    """A figure with a few lines in it."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).line((20, height - 20, width - 20, 20), fill="#0072B2", width=5)
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def tree(**changes: str | bytes | None) -> dict[str, str | bytes]:
    """The files of a finished project; a change of ``None`` takes one away."""
    files: dict[str, str | bytes | None] = {
        "README.md": README,
        "LICENSE": "MIT License\n",
        "data/README.md": "# Data card\n\nFrom an agency.\n",
        "src/birds/__main__.py": "print('run')\n",
        "reports/metrics.json": json.dumps(metrics()),
        "reports/cases.json": json.dumps(CASES),
        "reports/figures/pr.png": picture(),
        **changes,
    }
    return {path: content for path, content in files.items() if content is not None}


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


PLAN = """title: Questions to data
author: Ada Example
email: ada@example.org
about: |
  I like to find out what a number is worth.
base_url: https://ada.github.io/flights
projects:
"""


def portfolio(folder: Path, projects: dict[str, dict[str, str | bytes]], plan: str = PLAN, extra: str = "") -> Path:
    """A folder with a plan and these projects."""
    entries = "".join(f"  - {{technique: classification, name: {name}{extra}}}\n" for name in projects)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "portfolio.yml").write_text(plan + entries, encoding="utf-8")
    for name, files in projects.items():
        write(folder / name, files)
    return folder
