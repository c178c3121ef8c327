"""The commands: run, train, evaluate, report, predict FILE."""

from __future__ import annotations

import argparse
import ast
import contextlib
import hashlib
import json
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import skops.io as sio
from threadpoolctl import threadpool_limits

from . import evaluate as judge
from . import model, report
from .data import UsageError, load, read_schema, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from .data import Schema, Split

# Threads gain nothing on tables of this size, and wait for each other on a busy machine:
# boosting on two took longer than on one, and a hundred times longer beside other work.
threadpool_limits(1)
LIBRARIES = ("numpy", "pandas", "scikit-learn", "matplotlib")


def train(root: Path, frame: pd.DataFrame, schema: Schema, parts: Split) -> None:
    """Fit every model on the training rows and save it under ``models/``."""
    folder = root / "models"
    folder.mkdir(exist_ok=True)
    for stale in folder.glob("*.skops"):
        stale.unlink()
    rows = frame.iloc[parts.train].reset_index(drop=True)
    target = judge.target(rows, schema)
    rungs = model.ladder(rows, schema)
    for rung in rungs:
        seen = rung.features(rows, schema)
        sio.dump(rung.build(seen).fit(seen, target), _model_path(root, rung.name))
    lead = rungs[-1]
    chosen = {"lead": lead.name, "role": lead.role, **judge.validate(lead, rows, schema)}
    report.write(folder / "chosen.json", json.dumps(chosen, indent=1) + "\n")


def _model_path(root: Path, name: str) -> Path:
    return root / "models" / f"{name.replace(' ', '-')}.skops"


def restore(root: Path, name: str) -> Any:
    """Load a saved model; refuse types that neither scikit-learn nor this package defines."""
    path = _model_path(root, name)
    if not path.is_file():
        raise UsageError(f"no trained model: run `python -m {__package__} train` first")
    known = ("sklearn.", "numpy.", f"{__package__}.")
    types = [kind for kind in sio.get_untrusted_types(file=path) if kind.startswith(known)]
    return sio.load(path, trusted=types)


def chosen(root: Path) -> dict[str, Any]:
    """Return what training decided: the leading model and its threshold."""
    path = root / "models" / "chosen.json"
    if not path.is_file():
        raise UsageError(f"no trained model: run `python -m {__package__} train` first")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def evaluate(root: Path, frame: pd.DataFrame, schema: Schema, parts: Split) -> dict[str, Any]:
    """Judge the saved models once on the test rows; write numbers, figures and mistakes."""
    rows = frame.iloc[parts.train].reset_index(drop=True)
    fitted = {rung: restore(root, rung.name) for rung in model.ladder(rows, schema)}
    result = judge.evaluate(frame, schema, parts, fitted, chosen(root))
    groups = np.unique(judge.groups(frame, schema)[parts.test], return_inverse=True)[1]
    metrics = report.summarise(result, schema, parts, groups)
    figures = root / "reports" / "figures"
    best = list(fitted.values())[-1]
    shared = report.draw(metrics, figures)
    metrics["figures"] = shared | judge.draw(result, schema, figures, best)
    report.write(
        root / "reports" / "metrics.json", json.dumps(metrics, indent=1, ensure_ascii=False) + "\n"
    )
    report.write(
        root / "reports" / "worst.csv", result.worst.to_csv(index=False, lineterminator="\n")
    )
    report.write_cases(root, result, metrics, groups)
    journal(root, metrics, result, report.resample(groups))
    return metrics


def journal(root: Path, metrics: dict[str, Any], result: report.Evaluation, weight: Any) -> None:
    """Add a line to ``reports/runs.jsonl`` if code, data or numbers changed since the last."""
    digests = _digests(root)
    text = json.dumps([digests, metrics], sort_keys=True)
    run = hashlib.sha256(text.encode()).hexdigest()[:7]
    entries = read_journal(root)
    last = entries[-1] if entries else None
    saved = root / "models" / "runs"
    if last is None or last["run"] != run:
        rows = [row for row in metrics["results"] if row["role"] in ("reference", "own")]
        entry = {
            "run": run,
            "commit": _git(root, "rev-parse", "HEAD") or None,
            "changed": _changed(root, digests, last),
            "metrics": {r["role"]: {k: v["value"] for k, v in r["metrics"].items()} for r in rows},
            "difference": _difference(saved, result, weight, last),
            "why": None,
        }
        write_journal(root, [*entries, entry])
    saved.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {"truth": result.truth, **result.predictions}
    np.savez_compressed(saved / f"{run}.npz", **arrays)
    report.write(root / "models" / "digests.json", json.dumps({"run": run, "files": digests}))


def _difference(
    saved: Path, result: report.Evaluation, weight: Any, last: dict[str, Any] | None
) -> dict[str, Any] | None:
    """Compare with the run before, row by row, while its predictions are on disk."""
    path = saved / f"{last['run']}.npz" if last else None
    if last is None or path is None or not path.is_file():
        return None
    before = np.load(path)
    if before["truth"].tobytes() != np.asarray(result.truth).tobytes():  # a missing truth is itself
        return None
    guesses = (list(result.predictions.values())[-1], before[before.files[-1]])
    gap = report.compare(result.metrics[0], result.truth, guesses, weight)
    return {"against": last["run"], **gap}


def _digests(root: Path) -> dict[str, str]:
    """Digest code and data; the data card, comments and layout of code do not count."""
    found = {}
    for path in sorted([*(root / "src").rglob("*.py"), *(root / "data").rglob("*")]):
        if path.suffix == ".md" or path.is_dir():
            continue
        content = path.read_bytes()
        if path.suffix == ".py":
            # A half-written file counts as it is.
            with contextlib.suppress(SyntaxError, ValueError):
                content = ast.dump(ast.parse(content)).encode()
        found[path.relative_to(root).as_posix()] = hashlib.sha256(content).hexdigest()[:16]
    return found


def _changed(root: Path, digests: dict[str, str], last: dict[str, Any] | None) -> list[str]:
    """Name the files that differ from the run before; from its commit if that is all there is.

    The first run is held against what was rendered, so that work done before it counts.
    """
    if last is None:
        return report.rewritten(root, digests)
    path = root / "models" / "digests.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if before.get("run") == last["run"]:
        names = set(digests) | set(before["files"])
        return sorted(n for n in names if digests.get(n) != before["files"].get(n))
    named = _git(root, "diff", "--name-only", last["commit"] or "HEAD", "--", "src", "data")
    return sorted(named.split())


def _git(root: Path, *words: str) -> str:
    """Return what git prints, or nothing where there is no git or no commit."""
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def read_journal(root: Path) -> list[dict[str, Any]]:
    """Return the journal's entries, the oldest first."""
    path = root / "reports" / "runs.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [json.loads(line) for line in lines]


def write_journal(root: Path, entries: Sequence[dict[str, Any]]) -> None:
    """Write the journal, one JSON object a line."""
    lines = [json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries]
    report.write(root / "reports" / "runs.jsonl", "".join(lines))


def ask_why(root: Path) -> None:
    """On a terminal, ask for the reason of a run that has none yet."""
    entries = read_journal(root)
    if entries[-1]["why"] or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    try:
        entries[-1]["why"] = " ".join(input("Why? (Enter: later) ").split()) or None
    except (EOFError, KeyboardInterrupt):
        print()
    write_journal(root, entries)


def tell(root: Path, schema: Schema) -> None:
    """Render README.md and MODEL_CARD.md from what the last run left."""
    path = root / "reports" / "metrics.json"
    if not path.is_file():
        raise UsageError(f"no results: run `python -m {__package__} run` first")
    metrics = json.loads(path.read_text(encoding="utf-8"))
    report.write_blocks(
        root, metrics, schema, judge.headline(metrics, schema.words), read_journal(root)
    )


def predict(root: Path, file: Path, output: Path | None) -> None:
    """Print predictions for what a file holds, or write them to ``output``."""
    schema, decided = read_schema(root), chosen(root)
    table = judge.predict(restore(root, decided["lead"]), file, schema, decided)
    text = table.to_csv(index_label="row", lineterminator="\n")
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


def work(root: Path, command: str) -> None:
    """Carry out run, train, evaluate or report, and say how far it is."""
    start = time.perf_counter()

    def step(text: str) -> None:
        print(f"{time.perf_counter() - start:5.1f} s  {text}", flush=True)

    schema, frame = load(root)
    parts = split(frame, schema, judge.groups(frame, schema))
    step(
        f"{len(frame):,} {schema.words['rows']}: train {len(parts.train):,}, test {len(parts.test):,}"
    )
    if command in ("run", "train"):
        train(root, frame, schema, parts)
        step("trained; models/")
    if command in ("run", "evaluate"):
        show(evaluate(root, frame, schema, parts))
        step("evaluated; reports/")
        facts = {"command": command, "seconds": round(time.perf_counter() - start, 1)}
        facts |= {"python": platform.python_version(), **{n: version(n) for n in LIBRARIES}}
        report.write(root / "reports" / "run.json", json.dumps(facts, indent=1) + "\n")
        ask_why(root)
    if command != "train":
        tell(root, schema)
        step("written; README.md, MODEL_CARD.md")


def show(metrics: dict[str, Any]) -> None:
    """Print the ladder and the comparisons."""
    for row in metrics["results"]:
        score = row["metrics"][metrics["primary_metric"]]
        span = f"[{score['low']:.3f}, {score['high']:.3f}]"
        print(f"         {row['model']:24} {row['role']:10} {score['value']:.3f} {span}")
    for row in metrics["comparisons"]:
        print(f"         {report.told(row)}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 2 after a problem the person can mend."""
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="prepare, train, evaluate and write the report")
    commands.add_parser("train", help="fit the models and save them under models/")
    commands.add_parser("evaluate", help="judge the saved models and write reports/")
    commands.add_parser("report", help="render README.md and MODEL_CARD.md from reports/")
    asked = commands.add_parser("predict", help="predict what a file holds")
    asked.add_argument("file", type=Path)
    asked.add_argument("-o", "--output", type=Path, help="write here, not to the terminal")
    options = parser.parse_args(arguments)
    try:
        if options.command == "predict":
            predict(Path.cwd(), options.file, options.output)
        else:
            work(Path.cwd(), options.command)
    except UsageError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
