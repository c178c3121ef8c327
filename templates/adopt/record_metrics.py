"""Record what a run measured: ``reports/metrics.json``, and README's results table made from it.

Call it where the test set is scored, once a run::

    record(
        "classification",
        [
            row("class prior", "baseline", f1=0.21),
            row("random forest", "own", f1=(0.64, 0.60, 0.68)),
        ],
        primary_metric="f1",
        dataset={"name": "bird strikes", "rows": 19302, "source": "FAA"},
        split={"kind": "temporal", "train": 15411, "test": 3891},
        seed=0,
    )

Three numbers are a value and the ends of its 95% interval. A run that changed no number
changes no file. README.md is written between its markers only.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[0]
README = "README.md"
ROLES = ("baseline", "simple", "reference", "own")
NOT_RUN = "Not run yet."
Json = dict[str, Any]
_BLOCK = re.compile(r"(<!-- results:start[^>\n]*-->)(.*?)(<!-- results:end -->)", re.DOTALL)


def row(model: str, role: str, **metrics: float | Sequence[float]) -> Json:
    """One model's scores; a score is a value, or a value with the low and high end of its interval."""
    if role not in ROLES:
        raise ValueError(f"role {role!r} is none of {', '.join(ROLES)}")
    return {"model": model, "role": role, "metrics": {name: _score(score) for name, score in metrics.items()}}


def record(
    technique: str,
    results: Sequence[Json],
    *,
    primary_metric: str,
    dataset: Mapping[str, Any],
    split: Mapping[str, Any],
    direction: str = "maximize",
    comparisons: Sequence[Json] = (),
    seed: int | None = None,
) -> None:
    """Write the numbers, a line in ``reports/runs.jsonl`` if any of them changed, and README's table.

    A comparison has ``model``, ``against``, ``metric``, ``difference``, ``low``, ``high`` and
    ``distinguishable``: whether the paired difference's interval leaves out zero.
    """
    content = {
        "schema_version": 1,
        "technique": technique,
        "dataset": {"sample": False, **dataset},
        "split": dict(split),
        "primary_metric": primary_metric,
        "direction": direction,
        "results": list(results),
        "comparisons": list(comparisons),
        "traps": [],
        "seed": seed,
    }
    changed = _write(ROOT / "reports" / "metrics.json", json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    if changed:
        _journal(content)
    _show(content)


def render(content: Json | None) -> str:
    """The results table as Markdown: the metric that decides first."""
    if content is None:
        return NOT_RUN
    main = content["primary_metric"]
    others = sorted({name for result in content["results"] for name in result["metrics"]} - {main})
    head = ["model", "role", _words(main), "95% interval", *map(_words, others)]
    lines = [head, ["---"] * len(head)]
    for result in content["results"]:
        scores = result["metrics"]
        lines.append(
            [
                str(result["model"]).replace("|", "\\|"),
                result["role"],
                _shown(scores.get(main)),
                _interval(scores.get(main)),
                *(_shown(scores.get(name)) for name in others),
            ]
        )
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _score(score: float | Sequence[float]) -> Json:
    if isinstance(score, Sequence):
        value, low, high = score
        return {"value": round(float(value), 4), "low": round(float(low), 4), "high": round(float(high), 4)}
    return {"value": round(float(score), 4)}


def _words(name: str) -> str:
    return name.replace("_", " ")


def _shown(score: Json | None) -> str:
    return f"{score['value']:,.3f}" if score else "–"


def _interval(score: Json | None) -> str:
    return f"{score['low']:,.3f}–{score['high']:,.3f}" if score and "low" in score else "–"


def _journal(content: Json) -> None:
    metrics: dict[str, Json] = {}
    for result in content["results"]:
        if result["role"] in {"reference", "own"}:
            metrics.setdefault(result["role"], {name: score["value"] for name, score in result["metrics"].items()})
    run = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:7]
    entry = {"run": run, "commit": _commit(), "changed": [], "metrics": metrics, "difference": None, "why": None}
    with (ROOT / "reports" / "runs.jsonl").open("a", encoding="utf-8", newline="\n") as journal:
        journal.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _commit() -> str | None:
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _show(content: Json) -> None:
    path = ROOT / README
    if not path.is_file():
        return
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    end = "\r\n" if "\r\n" in text else "\n"
    table = render(content).replace("\n", end)
    _write(path, _BLOCK.sub(lambda block: f"{block[1]}{end}{end}{table}{end}{end}{block[3]}", text))


def _write(path: Path, text: str) -> bool:
    """Write a file whose bytes changed; whether they did."""
    content = text.encode("utf-8", "surrogateescape")
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True
