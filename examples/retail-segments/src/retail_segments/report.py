"""From predictions to numbers, and from numbers to figures and sentences.

Every number a person reads is rendered from ``reports/metrics.json``. Only the
blocks between markers in README.md and MODEL_CARD.md are written, never a word
outside them, and a file whose text did not change is not touched.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import textwrap
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from .data import MISSING, SEED, Schema, Split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

mpl.use("Agg")
mpl.rcParams.update({"font.size": 12, "axes.titlesize": "medium", "figure.titlesize": "medium"})
WIDTH = 6.0
"""Inches of a figure; with 12 points of text it can be read on a telephone, 360 pixels wide."""
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
ROLE_COLOURS = {"baseline": "0.55", "simple": "#E69F00", "reference": "#0072B2", "own": "#D55E00"}
RESAMPLES = 1000
CASES, WORST_CASES, MOST_FIELDS = 12, 4, 16
BLOCK = re.compile(r"<!-- (\w+):start.*?-->\n(.*?)<!-- \1:end -->", re.DOTALL)
HEADING = re.compile(r"(?m)^(#{1,6}[ \t]+.+)$")
NOT_RUN = "Not run yet."
THEIRS = ("features.reference", "features.encoder", "model.reference")
Json = dict[str, Any]


@dataclass(frozen=True)
class Metric:
    """A score: ``function(truth, prediction, weight)`` gives one value per row of weight."""

    name: str
    label: str
    direction: str
    function: Callable[[NDArray[Any], NDArray[Any], NDArray[Any]], NDArray[np.float64]]


@dataclass(frozen=True)
class Trap:
    """One mistake in the protocol: the score it would have shown, and the honest one."""

    name: str
    metric: str
    optimistic: float
    honest: float


@dataclass(frozen=True)
class Quiz:
    """What it takes to let a reader answer before the models' answers are opened.

    ``order`` holds test rows, the worst mistake first; the first ``wrong`` of them are
    mistakes. ``show`` gives what was known of a row: `fields`, `text`, `series` or an
    `image` as an array of pixels; ``truth`` and ``answer`` (of a model) are words.
    """

    question: str
    order: Sequence[int]
    wrong: int
    show: Callable[[int], Json]
    truth: Callable[[int], str]
    answer: Callable[[str, int], str]
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class Evaluation:
    """What a technique hands over; all that follows is the same for every technique.

    Arrays have one entry per test row; models are in ladder order, the metric
    that decides comes first, ``facts`` holds the numbers of the headline,
    ``seen`` what the leading model saw, and ``tallies`` what is counted in each slice,
    ``order`` the slices as a reader wants them (by name, if it is empty), ``quiz`` the
    test rows as cases to try (None where there is no truth to compare with).
    """

    metrics: Sequence[Metric]
    truth: NDArray[Any]
    predictions: Mapping[str, NDArray[Any]]
    roles: Mapping[str, str]
    traps: Sequence[Trap]
    facts: Json
    worst: pd.DataFrame
    seen: Any
    slices: NDArray[Any]
    tallies: Mapping[str, NDArray[Any]]
    order: Sequence[str] = ()
    quiz: Quiz | None = None


def resample(clusters: NDArray[np.intp]) -> NDArray[np.float64]:
    """Bootstrap whole clusters: how often each row is drawn, shape (resamples, rows)."""
    count = int(clusters.max()) + 1
    draws = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), RESAMPLES)
    return np.asarray(draws[:, clusters], dtype=float)


def interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95% percentile interval, as in Efron and Tibshirani (1993), chapter 13."""
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def measure(
    metric: Metric, truth: NDArray[Any], guess: NDArray[Any], weight: NDArray[np.float64]
) -> Json:
    """Return value, low and high of one metric."""
    value = float(metric.function(truth, guess, np.ones((1, len(truth))))[0])
    low, high = interval(metric.function(truth, guess, weight))
    return {"value": round(value, 4), "low": low, "high": high}


def compare(
    metric: Metric,
    truth: NDArray[Any],
    guesses: tuple[NDArray[Any], NDArray[Any]],
    weight: NDArray[np.float64],
) -> Json:
    """Return the paired difference, first minus second, on the same resamples."""
    once = np.ones((1, len(truth)))
    first, second = (metric.function(truth, guess, once)[0] for guess in guesses)
    low, high = interval(
        metric.function(truth, guesses[0], weight) - metric.function(truth, guesses[1], weight)
    )
    return {
        "metric": metric.name,
        "difference": round(float(first - second), 4),
        "low": low,
        "high": high,
        "distinguishable": low > 0 or high < 0,
    }


def summarise(result: Evaluation, schema: Schema, parts: Split, clusters: NDArray[np.intp]) -> Json:
    """Return the content of ``reports/metrics.json``; figures are added when drawn."""
    weight, primary = resample(clusters), result.metrics[0]
    rows = []
    for name, guess in result.predictions.items():
        scores = {m.name: measure(m, result.truth, guess, weight) for m in result.metrics}
        rows.append({"model": name, "role": result.roles[name], "metrics": scores})
    lead = list(result.predictions)[-1]
    rival = best_baseline(rows, primary)
    return {
        "schema_version": 1,
        "technique": schema.task["technique"],
        "dataset": dict(schema.dataset),
        "split": {"kind": parts.kind, "train": len(parts.train), "test": len(parts.test)},
        "primary_metric": primary.name,
        "direction": primary.direction,
        "results": rows,
        "comparisons": _comparisons(result, rival, weight),
        "traps": [
            {
                "name": trap.name,
                "metric": trap.metric,
                "optimistic": round(trap.optimistic, 4),
                "honest": round(trap.honest, 4),
            }
            for trap in result.traps
        ],
        "seed": SEED,
        "label": primary.label,
        "facts": result.facts,
        "slices": _slices(result, (lead, rival), weight),
    }


def best_baseline(rows: Sequence[Json], metric: Metric) -> str:
    """Return the name of the baseline with the best score."""
    sign = 1 if metric.direction == "maximize" else -1
    baselines = [row for row in rows if row["role"] == "baseline"]
    return str(max(baselines, key=lambda r: sign * r["metrics"][metric.name]["value"])["model"])


def _comparisons(result: Evaluation, rival: str, weight: NDArray[np.float64]) -> list[Json]:
    by_role = {role: name for name, role in result.roles.items() if role != "baseline"}
    pairs = [(by_role["reference"], rival), (by_role["reference"], by_role["simple"])]
    pairs.append((by_role["simple"], rival))
    if "own" in by_role:
        pairs = [(by_role["own"], by_role["reference"]), (by_role["own"], rival), *pairs]
    found = []
    for model, against in pairs:
        guesses = (result.predictions[model], result.predictions[against])
        difference = compare(result.metrics[0], result.truth, guesses, weight)
        found.append({"model": model, "against": against, **difference})
    return found


def _slices(result: Evaluation, models: tuple[str, str], weight: NDArray[np.float64]) -> list[Json]:
    metric, found = result.metrics[0], []
    for name in result.order or sorted(set(result.slices)):
        rows = result.slices == name
        scores = {
            model: measure(
                metric, result.truth[rows], result.predictions[model][rows], weight[:, rows]
            )
            for model in models
        }
        counts = {key: int(values[rows].sum()) for key, values in result.tallies.items()}
        found.append({"slice": name, "rows": int(rows.sum()), "counts": counts, "metrics": scores})
    return found


def write_cases(root: Path, result: Evaluation, metrics: Json, clusters: NDArray[np.intp]) -> None:
    """Write ``reports/cases.json``: held-out cases to try, some of them the worst mistakes.

    Images go beside it, into ``reports/cases/``.
    """
    path, folder, quiz = root / "reports" / "cases.json", root / "reports" / "cases", result.quiz
    before = set(folder.glob("*"))
    if quiz is None:
        path.unlink(missing_ok=True)
    else:
        lead, rival = metrics["slices"][0]["metrics"]
        cases = []
        for number, (row, worst) in enumerate(picked(quiz, clusters), start=1):
            shown = quiz.show(row)
            if "image" in shown:
                image = folder / f"{number:02d}.png"
                folder.mkdir(exist_ok=True)
                plt.imsave(image, shown["image"], metadata={"Software": None})
                before.discard(image)
                shown = {"image": image.relative_to(root).as_posix()}
            answers = {"model": quiz.answer(lead, row), "baseline": quiz.answer(rival, row)}
            cases.append({"worst": worst, **shown, "truth": quiz.truth(row), **answers})
        head = {"schema_version": 1, "question": quiz.question, "choices": list(quiz.choices)}
        named = {"model": lead, "role": result.roles[lead], "baseline": rival}
        content = {**head, **named, "cases": cases}
        write(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    for stale in before:
        stale.unlink()


def picked(quiz: Quiz, clusters: NDArray[np.intp]) -> list[tuple[int, bool]]:
    """Return worst mistakes and rows drawn by seed, shuffled, and which of them are the worst.

    No two are of one cluster, as long as there are clusters enough.
    """
    random = np.random.default_rng(SEED)
    worst = _apart(quiz.order[: quiz.wrong], clusters)[:WORST_CASES]
    others = [int(row) for row in random.permutation(quiz.order) if row not in worst]
    rows = _apart([*worst, *others], clusters)[:CASES]
    return [(rows[place], rows[place] in worst) for place in random.permutation(len(rows))]


def _apart(rows: Sequence[int], clusters: NDArray[np.intp]) -> list[int]:
    """Put the first row of each cluster before the others."""
    first: dict[int, int] = {}
    for row in rows:
        first.setdefault(int(clusters[row]), int(row))
    alone = set(first.values())
    return [*first.values(), *(int(row) for row in rows if int(row) not in alone)]


def fields(row: pd.Series, schema: Schema) -> Json:
    """Return a row's features as a person reads them: what it is, and the value with its unit."""
    found = []
    for column in schema.columns:
        if column.role in ("feature", "date") and column.type not in ("image", "text"):
            label = column.meaning or column.name.replace("_", " ")
            found.append({"label": label, "value": said(row[column.name], column.unit)})
    return {"fields": found[:MOST_FIELDS]}


def said(value: Any, unit: str = "") -> str:
    """Return a value in words: grouped thousands, two decimals from ten on, no time at midnight."""
    if value == MISSING or value is None or str(value) in ("nan", "NaT"):
        return "not recorded"
    if isinstance(value, int | float | np.number):
        number = float(value)
        decimals = 3 if abs(number) < 10 else 2
        text = f"{number:,.{decimals}f}".rstrip("0").rstrip(".")
    elif isinstance(value, datetime):
        text = value.isoformat(" ", "minutes").removesuffix(" 00:00")
    else:
        text = str(value)
    return f"{text} {unit}" if unit else text


def figure(title: str, height: float = 4.4) -> tuple[Figure, Axes]:
    """Open a figure in the project's style; height in inches."""
    fig, axes = plt.subplots(figsize=(WIDTH, height), layout="constrained")
    headed(fig, title)
    axes.spines[["top", "right"]].set_visible(False)
    axes.locator_params(axis="x", nbins=6)
    return fig, axes


def headed(fig: Figure, title: str) -> None:
    """Write a figure's title from its left edge, in as many lines as it needs."""
    fig.suptitle(textwrap.fill(title, 56), x=0.01, ha="left")


def save(fig: Figure, path: Path) -> None:
    """Write a figure without date or version, so that the same numbers give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fig.savefig(path, dpi=140, metadata={"Software": None})
    plt.close(fig)


def draw(metrics: Json, folder: Path) -> dict[str, str]:
    """Draw the ladder of models and the traps; return alternative text by file name."""
    primary, label = metrics["primary_metric"], metrics["label"]
    rows = [(r["model"], r["role"], r["metrics"][primary]) for r in metrics["results"]]
    fig, axes = figure("Every model on the same test rows", 0.55 * len(rows) + 1.4)
    for place, (_, role, score) in enumerate(reversed(rows)):
        colour = ROLE_COLOURS[role]
        axes.plot([score["low"], score["high"]], [place, place], color=colour, linewidth=2)
        axes.plot(score["value"], place, "o", color=colour, markersize=7)
    axes.set_yticks(
        range(len(rows)),
        [f"{textwrap.fill(name, 24)}\n({role})" for name, role, _ in reversed(rows)],
    )
    axes.set(xlabel=f"{label}, 95% interval", xlim=(0, None), ylim=(-0.6, len(rows) - 0.4))
    axes.grid(axis="x", color="0.9")
    save(fig, folder / "ladder.png")
    values = ", ".join(f"{name} {score['value']:.3f}" for name, _, score in rows)
    return {
        "ladder.png": f"{label} with intervals: {values}",
        "traps.png": _draw_traps(metrics, folder),
    }


def _draw_traps(metrics: Json, folder: Path) -> str:
    traps, values = metrics["traps"], []
    fig, axes = figure("What a softer protocol would have claimed", 0.8 * len(traps) + 1.3)
    for place, trap in enumerate(reversed(traps)):
        for shift, kind, colour in ((0.18, "optimistic", "#D55E00"), (-0.18, "honest", "#0072B2")):
            bar = axes.barh(place + shift, trap[kind], height=0.34, color=colour)
            axes.bar_label(bar, [f"{kind} {trap[kind]:.3f}"], padding=3, fontsize="small")
    for trap in traps:
        values.append(f"{trap['name']} {trap['optimistic']:.3f} against {trap['honest']:.3f}")
    names = [textwrap.fill(trap["name"], 24) for trap in reversed(traps)]
    axes.set_yticks(range(len(traps)), names)
    axes.set_xlabel(", ".join(dict.fromkeys(_measured_in(trap, metrics) for trap in traps)))
    axes.margins(x=0.4)
    save(fig, folder / "traps.png")
    return "Optimistic against honest: " + "; ".join(values)


def _measured_in(trap: Json, metrics: Json) -> str:
    """Name a trap's metric as people read it."""
    name = str(trap["metric"])
    return str(metrics["label"]) if name == metrics["primary_metric"] else name.replace("_", " ")


def own_result(metrics: Json) -> Json | None:
    """Return the person's own row, or None before there is one."""
    return next((row for row in metrics["results"] if row["role"] == "own"), None)


def results_block(metrics: Json, headline: str, *, full: bool) -> str:
    """Render the answer, the comparisons and the table; with figures if ``full``."""
    split, label = metrics["split"], metrics["label"]
    parts = [f"**{headline}**", ""]
    if own_result(metrics) is None:
        parts += ["*Reference run; nothing here is mine yet.*", ""]
    parts += [
        f"Trained on {split['train']:,} rows, tested on {split['test']:,} ({split['kind']} split)."
    ]
    parts += ["", *(f"- {told(comparison)}" for comparison in metrics["comparisons"])]
    images = [f"![{alt}](reports/figures/{name})" for name, alt in metrics["figures"].items()]
    if full:
        parts += ["", images[2]]
    parts += ["", f"| model | role | {label} | 95% interval |", "| --- | --- | ---: | ---: |"]
    for row in metrics["results"]:
        score = row["metrics"][metrics["primary_metric"]]
        span = f"{score['low']:.3f}–{score['high']:.3f}"
        parts.append(f"| {row['model']} | {row['role']} | {score['value']:.3f} | {span} |")
    if own_result(metrics) is None:
        parts.append("| **mine** | own | *no run yet* | |")
    parts += [
        "",
        f"Intervals: {RESAMPLES:,} bootstrap resamples of whole clusters, paired for differences.",
    ]
    for trap in metrics["traps"]:
        apart = f"{trap['optimistic']:.3f} against an honest {trap['honest']:.3f}"
        parts += ["", f"Trap checked, {trap['name']}: {_measured_in(trap, metrics)} {apart}."]
    return "\n".join(parts + (["", images[0], "", images[1]] if full else []))


def told(row: Json) -> str:
    """Say a paired difference, its interval, and whether zero is outside."""
    verdict = "distinguishable" if row["distinguishable"] else "not distinguishable"
    return f"{row['model']} − {row['against']}: {_gap(row)}, {verdict}"


def _gap(row: Json) -> str:
    """Print a difference and its interval."""
    return f"{row['difference']:+.3f} [{row['low']:.3f}, {row['high']:.3f}]".replace("-", "−")


def errors_block(metrics: Json, schema: Schema) -> str:
    """Render the score per slice, the remaining figures and where the mistakes are."""
    models = list(metrics["slices"][0]["metrics"])
    counted = [schema.words.get(key, key) for key in metrics["slices"][0]["counts"]]
    part_name = schema.task.get("slice", metrics["facts"].get("sliced", "part"))
    heads = [part_name, schema.words["rows"], *counted]
    for name in models:
        heads += [name, "95% interval"]
    rule = _row(["---", *["---:"] * (len(heads) - 1)])
    parts = [f"By `{heads[0]}`, {metrics['label']}:", "", _row(heads), rule]
    for part in metrics["slices"]:
        cells = [part["slice"], f"{part['rows']:,}", *(f"{n:,}" for n in part["counts"].values())]
        for score in part["metrics"].values():
            cells += [f"{score['value']:.3f}", f"{score['low']:.3f}–{score['high']:.3f}"]
        parts.append(_row(cells))
    for title, rows in metrics["facts"].get("tables", {}).items():
        if rows:
            rule = _row(["---" if isinstance(v, str) else "---:" for v in rows[0].values()])
            parts += ["", f"{title}:", "", _row(list(rows[0])), rule]
            parts += [_row([_printed(value) for value in row.values()]) for row in rows]
    for name in list(metrics["figures"])[3:]:
        parts += ["", f"![{metrics['figures'][name]}](reports/figures/{name})"]
    return "\n".join(
        [*parts, "", "The worst mistakes, row by row: [reports/worst.csv](reports/worst.csv)."]
    )


def _printed(value: str | float) -> str:
    """Print a number as the tables do; text stays, its maker made it safe."""
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_cell(text) for text in cells) + " |"


def _cell(text: str) -> str:
    """Keep a text inside its cell: no line break, no open pipe, no comment that ends a block."""
    return re.sub(r"\\*\|", r"\|", " ".join(text.split())).replace("<!--", "&lt;!--")


def runs_block(metrics: Json, entries: Sequence[Json]) -> str:
    """Render the journal, one line a run, the oldest first."""
    parts = [_row(["run", "change", metrics["label"], "against the run before", "why (mine)"])]
    parts.append(_row(["---", "---", "---:", "---", "---"]))
    for place, entry in enumerate(entries):
        role, scores = list(entry["metrics"].items())[-1]
        change = ", ".join(f"`{path}`" for path in entry["changed"])
        if not change:
            first = place == 0 and role == "reference"
            change = "scaffold reference" if first else "same files"
        gap = entry["difference"]
        against = "not comparable" if place else "–"
        if gap:
            tie = "" if gap["distinguishable"] else ", a tie"
            against = f"{_gap(gap)}{tie}"
        score = scores.get(metrics["primary_metric"])  # earlier data may have had another metric
        value = "–" if score is None else f"{score:.3f}"
        parts.append(_row([entry["run"], change, value, against, entry["why"] or "–"]))
    return "\n".join(parts)


def fingerprint(text: str) -> str:
    """Return 16 hexadecimal digits that ignore case and white space, nothing else."""
    tokens = " ".join(re.findall(r"\w+|[^\w\s]", text.casefold()))
    return hashlib.sha256(tokens.encode()).hexdigest()[:16]


def mine_block(root: Path, entries: Sequence[Json]) -> str:
    """Count what differs from the record of what was rendered."""
    record = root / ".scaffolio" / "manifest.json"
    if not record.is_file():
        return "Counts unknown: there is no record of what was rendered."
    manifest = json.loads(record.read_text(encoding="utf-8"))
    runs = sum("own" in entry["metrics"] for entry in entries)
    code = [
        line
        for path in sorted((root / "src").rglob("*.py"))
        for line in _added(root, path, manifest)
    ]
    prose = [root / "README.md", root / "MODEL_CARD.md", root / "data" / "README.md"]
    text = [line for path in prose for line in _added(root, path, manifest)]
    words = sum(len(re.findall(r"\w+", line)) for line in text if "PLACEHOLDER(" not in line)
    tests = 0
    for path in sorted((root / "tests").rglob("*.py")):
        known = manifest["functions"].get(path.relative_to(root).as_posix(), {})
        names = {node.name for node in _functions(path.read_text(encoding="utf-8"))}
        tests += sum(name.startswith("test_") and name not in known for name in names)
    counted = {"run": runs, "line": len(code), "test": tests, "word": words}
    told_counts = (f"{n:,} {what}{'' if n == 1 else 's'}" for what, n in counted.items())
    changed = [name for name in THEIRS if _rewritten(root, name, manifest)]
    if changed:
        return f"{', '.join(told_counts)}. The reference is no longer the scaffold's: {', '.join(changed)} changed."
    return f"{', '.join(told_counts)}. The scaffold wrote split, tests, CI and reference."


def _rewritten(root: Path, name: str, manifest: Json) -> bool:
    """Whether a function of the reference differs from what was rendered."""
    file, function = name.split(".")
    path = next(iter((root / "src").glob(f"*/{file}.py")))
    text = path.read_text(encoding="utf-8")
    known = manifest["functions"].get(path.relative_to(root).as_posix(), {}).get(function)
    nodes = _functions(text)
    found = {n.name: fingerprint(ast.get_source_segment(text, n) or "") for n in nodes}
    return known is not None and found.get(function) != known


def _functions(text: str) -> list[ast.FunctionDef]:
    """Every function of a file, methods too; none while it is half-written and does not parse."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return []
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def rewritten(root: Path, paths: Iterable[str]) -> list[str]:
    """Name the code and schema files that were not rendered so; none without a record of it."""
    record = root / ".scaffolio" / "manifest.json"
    if not record.is_file():
        return []
    known = json.loads(record.read_text(encoding="utf-8"))["files"]
    texts = [name for name in paths if name.endswith((".py", ".yaml"))]
    prints = {name: fingerprint((root / name).read_text(encoding="utf-8")) for name in texts}
    return sorted(name for name in texts if prints[name] != known.get(name))


def _added(root: Path, path: Path, manifest: Json) -> list[str]:
    """Return the lines of a file that were not there when it was rendered."""
    name = path.relative_to(root).as_posix()
    known = Counter(manifest["lines"].get(name, []))
    rendered = set(manifest["sections"].get(name, {}).values())
    added = []
    for line in _touched(BLOCK.sub("", path.read_text(encoding="utf-8")), rendered).splitlines():
        mark = fingerprint(line)
        if known[mark]:
            known[mark] -= 1
        elif line.strip():
            added.append(line)
    return added


def _touched(text: str, rendered: set[str]) -> str:
    """Leave out sections with the scaffold's very words: to wrap lines anew makes nothing mine."""
    pieces = HEADING.split(text) if rendered else [text]
    for place in range(2, len(pieces), 2):
        lines = [line for line in pieces[place].splitlines() if "PLACEHOLDER(" not in line]
        if fingerprint("\n".join(lines)) in rendered:
            pieces[place] = "\n"
    return "".join(pieces)


def write_blocks(
    root: Path, metrics: Json, schema: Schema, headline: str, entries: Sequence[Json]
) -> None:
    """Write the blocks of README.md and MODEL_CARD.md."""
    source = {"results": " · from reports/metrics.json", "runs": " · from reports/runs.jsonl"}
    for name in ("README.md", "MODEL_CARD.md"):
        blocks = {
            "results": results_block(metrics, headline, full=name == "README.md"),
            "errors": errors_block(metrics, schema),
            "runs": runs_block(metrics, entries),
            "mine": mine_block(root, entries),
        }

        def filled(match: re.Match[str], blocks: Mapping[str, str] = blocks) -> str:
            key = match[1]
            if key not in blocks:
                return match[0]
            return (
                f"<!-- {key}:start{source.get(key, '')} -->\n\n{blocks[key]}\n\n<!-- {key}:end -->"
            )

        text = (root / name).read_text(encoding="utf-8")
        write(root / name, BLOCK.sub(filled, text))


def write(path: Path, text: str) -> None:
    """Write a text file, unless it holds that very text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")
