"""How segments are judged: by a column they never saw, or by silhouette; traps, figures."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_samples

from . import features, model
from .data import MISSING, SEED, Schema, Split, clusters, read_table, typed
from .report import (
    COLOURS,
    WIDTH,
    Evaluation,
    Metric,
    Quiz,
    Trap,
    fields,
    figure,
    headed,
    said,
    save,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from .model import Candidate

MOST_ROWS, NULLS, FEW_ROWS = 2000, 20, 20
UNSCALED, SCALED = "unscaled", "log1p, unit variance"


def groups(frame: pd.DataFrame, schema: Schema) -> NDArray[np.intp]:
    """Return a number per row, the same for rows that stand or fall together."""
    return clusters(frame, schema)


def target(frame: pd.DataFrame, _schema: Schema) -> NDArray[np.float64]:
    """Return what models are told beside the features: nothing, in the form of zeros."""
    return np.zeros(len(frame))


def outcome(frame: pd.DataFrame, schema: Schema) -> pd.Series | None:
    """Return the column held out for judging, or None where the schema names none."""
    name = schema.task.get("validate_with")
    return frame[name].reset_index(drop=True) if name else None


def explained(
    values: NDArray[np.float64], segments: NDArray[Any], weight: NDArray[Any]
) -> NDArray[np.float64]:
    """Share of the variance of ``values`` that lies between segments, per row of ``weight``.

    Shapes: values (rows, columns), weight (resamples, rows). Over several columns the
    sums of squares are added up. Rows without a value do not count.
    """
    known = np.isfinite(values).all(axis=1)
    values, weight = values[known] - values[known].mean(axis=0), weight[:, known]
    names, place = np.unique(segments[known], return_inverse=True)
    member = np.eye(len(names))[place]
    mass, whole = np.maximum(weight @ member, 1e-12), weight.sum(axis=1)
    between, total = np.zeros(len(weight)), np.zeros(len(weight))
    for column in values.T:
        mean = (weight @ column) ** 2 / whole
        between += ((weight @ (member * column[:, None])) ** 2 / mass).sum(axis=1) - mean
        total += weight @ column**2 - mean
    return np.asarray(between / np.maximum(total, 1e-12))


def eta_squared(
    truth: NDArray[Any], segments: NDArray[Any], weight: NDArray[Any]
) -> NDArray[np.float64]:
    """Correlation ratio η² (Pearson 1905): between-segment over total sum of squares."""
    return explained(truth[:, None], segments, weight)


def eta_squared_log1p(
    truth: NDArray[Any], segments: NDArray[Any], weight: NDArray[Any]
) -> NDArray[np.float64]:
    """η² of log1p(truth), so that no single large value decides."""
    return explained(np.log1p(truth)[:, None], segments, weight)


def goodman_kruskal_tau(
    truth: NDArray[Any], segments: NDArray[Any], weight: NDArray[Any]
) -> NDArray[np.float64]:
    """Goodman and Kruskal's τ (1954): the same share for the indicators of a category."""
    return explained(np.eye(int(truth.max()) + 1)[truth], segments, weight)


def mean_silhouette(
    _truth: NDArray[Any], widths: NDArray[Any], weight: NDArray[Any]
) -> NDArray[np.float64]:
    """Mean silhouette, per row of ``weight``, over the rows that were given one."""
    known = np.isfinite(widths)
    return np.asarray(weight[:, known] @ widths[known] / weight[:, known].sum(axis=1))


def silhouettes(space: NDArray[np.float64], segments: NDArray[Any]) -> NDArray[np.float64]:
    """Return each row's silhouette (Rousseeuw 1987) among the rows of ``space``.

    Where there are over 2,000 rows, as many are taken evenly; the others get NaN.
    Zeros where the segments are one, or as many as the rows.
    """
    widths = np.full(len(space), np.nan)
    keep = np.linspace(0, len(space) - 1, min(len(space), MOST_ROWS)).astype(np.intp)
    several = 1 < len(np.unique(segments[keep])) < len(keep)
    widths[keep] = silhouette_samples(space[keep], segments[keep]) if several else 0.0
    return widths


METRICS = (
    Metric("eta_squared_log1p", "η² of log1p", "maximize", eta_squared_log1p),
    Metric("eta_squared", "η²", "maximize", eta_squared),
    Metric("goodman_kruskal_tau", "τ", "maximize", goodman_kruskal_tau),
    Metric("silhouette", "silhouette", "maximize", mean_silhouette),
)
LOGGED, PLAIN, TAU, SHAPE = METRICS


@dataclass(frozen=True)
class Yardstick:
    """The metrics, the deciding one first, and what they compare test segments with.

    ``truth`` holds the outcome per test row, or class numbers, or nothing: then the
    shape of the segments in ``space`` is judged.
    """

    metrics: tuple[Metric, ...]
    truth: NDArray[Any]
    space: NDArray[np.float64]

    def read(self, segments: NDArray[Any]) -> NDArray[Any]:
        """Return per row what the metrics take: the segment, or its silhouette."""
        return silhouettes(self.space, segments) if self.metrics[0] == SHAPE else segments

    def score(self, segments: NDArray[Any]) -> float:
        """Return the deciding metric on the test rows as they are."""
        once = np.ones((1, len(segments)))
        return float(self.metrics[0].function(self.truth, self.read(segments), once)[0])

    def amounts(self) -> NDArray[np.float64] | None:
        """Return the outcome where it is an amount, so that shares of its total say something."""
        return np.nan_to_num(self.truth) if self.metrics[0].name == LOGGED.name else None


def yardstick(
    frame: pd.DataFrame, schema: Schema, rows: NDArray[np.intp], space: NDArray[np.float64]
) -> Yardstick:
    """Choose the metrics that fit the column held out; without one, silhouette in ``space``."""
    values = outcome(frame, schema)
    if values is None:
        return Yardstick((SHAPE,), np.zeros(len(rows)), space)
    name = schema.words.get("outcome", str(values.name))
    if values.dtype == object:
        classes = np.unique(values.astype(str), return_inverse=True)[1]
        return Yardstick((replace(TAU, label=f"τ of {name}"),), classes[rows], space)
    plain = replace(PLAIN, label=f"η² of {name}")
    logged = replace(LOGGED, label=f"η² of log1p({name})")
    metrics = (logged, plain) if features.is_skewed(values) else (plain,)
    return Yardstick(metrics, values.to_numpy(dtype=float)[rows], space)


def ranked(labels: NDArray[Any], values: pd.Series | None) -> list[int]:
    """Return segment labels in the order in which people read them.

    The highest mean outcome comes first; without a number for outcome, the largest segment.
    """
    labels = np.asarray(labels)
    if values is None or values.dtype == object:
        heights = pd.Series(1, index=labels).groupby(level=0).sum()
    else:
        heights = values.groupby(labels).mean()
    return [int(n) for n in heights.sort_values(ascending=False, kind="stable").index]


def numbered(labels: NDArray[Any], order: list[int]) -> NDArray[np.int_]:
    """Return segment numbers from 1 in the given order; a label never seen comes last."""
    place = {label: number for number, label in enumerate(order, start=1)}
    return np.array([place.get(int(label), len(order) + 1) for label in labels], dtype=int)


def validate(candidate: Candidate, train: pd.DataFrame, schema: Schema) -> dict[str, Any]:
    """Settle on training rows the order of the segments and the evidence for each k."""
    seen = candidate.features(train, schema)
    labels = candidate.build(seen).fit(seen, target(train, schema)).predict(seen)
    base = features.reference(train, schema)
    return {
        "order": ranked(labels, outcome(train, schema)),
        "support": model.support(base, schema),
    }


def own_units(
    train: pd.DataFrame, test: pd.DataFrame, schema: Schema, judge: Yardstick
) -> tuple[Trap, list[dict[str, Any]]]:
    """Judge k-means on unscaled columns in its own units, then in the reference's.

    Returns the trap and, for unscaled and scaled columns, the silhouette in their own
    units beside the metric that decides.
    """
    seen, later = features.reference(train, schema), features.reference(test, schema)
    spaces: dict[str, NDArray[np.float64]] = {}
    found, rows = {}, []
    for name in (UNSCALED, SCALED):
        encoder = features.encoder(seen, schema, scaled=name == SCALED)
        centres = KMeans(model.count(seen, schema), n_init=10, random_state=SEED)
        centres.fit(encoder.fit_transform(seen))
        spaces[name] = np.asarray(encoder.transform(later), dtype=float)
        found[name] = centres.predict(spaces[name])
        width = float(np.nanmean(silhouettes(spaces[name], found[name])))
        score = round(judge.score(found[name]), 4)
        rows.append({"columns": name, "silhouette": round(width, 4), "score": score})
    own, honest = (np.nanmean(silhouettes(spaces[name], found[UNSCALED])) for name in spaces)
    name = "unscaled columns, judged in their own units"
    return Trap(name, SHAPE.name, float(own), float(honest)), rows


def same_rows(test: pd.DataFrame, schema: Schema, judge: Yardstick, honest: float) -> Trap:
    """Fit the reference on the very rows it is judged on, to see if that flatters."""
    seen = features.reference(test, schema)
    score = judge.score(model.reference(seen, schema).fit(seen).predict(seen))
    name = "segments fitted on the rows they are judged on"
    return Trap(name, judge.metrics[0].name, score, honest)


def judge_among_features(
    train: pd.DataFrame, test: pd.DataFrame, schema: Schema, judge: Yardstick, honest: float
) -> Trap:
    """Leave the column that judges among the features: same model, metric and rows."""
    column, seen = schema.task["validate_with"], []
    for part in (train, test):
        scaled = np.log1p(part[column]) if judge.metrics[0].name == LOGGED.name else part[column]
        seen.append(features.reference(part, schema).assign(**{column: scaled}))
    found = model.reference(seen[0], schema).fit(seen[0]).predict(seen[1])
    name = "the column that judges left among the features"
    return Trap(name, judge.metrics[0].name, judge.score(found), honest)


def against_permuted(
    known: NDArray[np.float64], space: NDArray[np.float64], number: int
) -> dict[str, float]:
    """Silhouette on test rows when every column is permuted by itself: mean and 95%."""
    random, found = np.random.default_rng(SEED), []
    for _ in range(NULLS):
        centres = KMeans(number, n_init=3, random_state=SEED).fit(model.permuted(known, random))
        mixed = model.permuted(space, random)
        found.append(float(np.nanmean(silhouettes(mixed, centres.predict(mixed)))))
    high = float(np.percentile(found, 95))
    return {"silhouette": round(float(np.mean(found)), 4), "high_silhouette": round(high, 4)}


def evaluate(
    frame: pd.DataFrame,
    schema: Schema,
    split: Split,
    fitted: Mapping[Candidate, Any],
    validated: Mapping[str, Any],
) -> Evaluation:
    """Judge every fitted model once on the test rows."""
    train, test = (frame.iloc[r].reset_index(drop=True) for r in (split.train, split.test))
    base = features.reference(train, schema)
    encoder = features.encoder(base, schema).fit(base)
    space = np.asarray(encoder.transform(features.reference(test, schema)), dtype=float)
    judge, values = yardstick(frame, schema, split.test, space), outcome(test, schema)
    segments = {}
    for rung, fit in fitted.items():
        before = fit.predict(rung.features(train, schema))
        order = ranked(before, outcome(train, schema))
        segments[rung.name] = numbered(fit.predict(rung.features(test, schema)), order)
    roles = {rung.role: rung.name for rung in fitted}
    lead, honest = list(segments.values())[-1], judge.score(segments[roles["reference"]])
    trap, scales = own_units(train, test, schema, judge)
    traps = [trap, same_rows(test, schema, judge, honest)]
    if values is not None:
        traps.insert(1, judge_among_features(train, test, schema, judge, honest))
    facts: dict[str, Any] = {
        "segments": model.count(base, schema),
        "rows": len(test),
        "holds": {name: holds(found, judge.amounts()) for name, found in segments.items()},
        "scales": scales,
        "profile": profile(train, test, lead, schema),
        "support": validated["support"],
    }
    if values is not None:
        facts["outcome"] = schema.words.get("outcome", str(values.name))
    if values is not None and values.dtype == object:
        facts["classes"] = sorted(set(frame[values.name].astype(str)))
    if values is None:
        known = np.asarray(encoder.transform(base), dtype=float)
        facts["permuted"] = against_permuted(known, space, facts["segments"])
    wrong = mistakes(test, lead, values, space, judge.metrics[0])
    return Evaluation(
        judge.metrics,
        judge.truth,
        {name: judge.read(found) for name, found in segments.items()},
        {rung.name: rung.role for rung in fitted},
        traps,
        facts,
        wrong.head(10),
        (space, lead),
        slice_names(test, schema),
        tallies(judge.amounts()),
        quiz=None if values is None else quiz(test, values, segments, wrong.index, schema),
    )


def tallies(amounts: NDArray[np.float64] | None) -> dict[str, NDArray[Any]]:
    """Return what the table of slices counts: the amount, and the rows that have any."""
    return {} if amounts is None else {"total": amounts, "nonzero": amounts > 0}


def holds(segments: NDArray[np.int_], amounts: NDArray[np.float64] | None) -> list[dict[str, int]]:
    """Return per segment, in per cent, its share of the rows and of an amount's total."""
    found = []
    for number in range(1, int(segments.max()) + 1):
        rows = segments == number
        part = {"segment": number, "rows": round(100 * float(rows.mean()))}
        if amounts is not None:
            part["outcome"] = round(100 * float(amounts[rows].sum() / amounts.sum()))
        found.append(part)
    return found


def profile(
    train: pd.DataFrame, test: pd.DataFrame, segments: NDArray[np.int_], schema: Schema
) -> dict[str, Any]:
    """Return per segment each number's median and mean scaled value, over every feature."""
    names = list(train[schema.named("feature")].select_dtypes("number").columns)
    encoder = features.encoder(train[names], schema).fit(train[names])
    order = [name for step in encoder.transformers_ for name in step[2] if name in names]
    scaled = pd.DataFrame(encoder.transform(test[names]), columns=order)[names]
    numbers = list(range(1, int(segments.max()) + 1))
    tables = {"median": test[names].groupby(segments).median()}
    tables["scaled"] = scaled.groupby(segments).mean()
    lists = {
        key: table.reindex(numbers).fillna(0).round(4).to_numpy().tolist()
        for key, table in tables.items()
    }
    return {"columns": names, **lists}


def slice_names(test: pd.DataFrame, schema: Schema) -> NDArray[np.object_]:
    """Name the slice of each row: a category's value, or the quarter a number falls into."""
    column = schema.task.get("slice")
    if column is None:
        return np.full(len(test), "all rows", dtype=object)
    values = test[column]
    if values.dtype == object:
        enough = values.groupby(values).transform("size") >= FEW_ROWS
        return values.where(enough, "other").to_numpy(dtype=object)
    edges = np.unique(values.quantile([0.25, 0.5, 0.75]))
    place = pd.Series(np.searchsorted(edges, values.to_numpy(), side="left"))
    names = {}
    for number, inside in values.groupby(place):
        low, high = inside.min(), inside.max()
        names[number] = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return place.map(names).where(values.notna(), MISSING).to_numpy(dtype=object)


def mistakes(
    test: pd.DataFrame,
    segments: NDArray[np.int_],
    values: pd.Series | None,
    space: NDArray[np.float64],
    metric: Metric,
) -> pd.DataFrame:
    """Return the rows of which their segment says least before the others.

    By the distance from the segment's mean outcome on the metric's scale; where the
    outcome is no number, by the distance from the segment's centre.
    """
    table = test.assign(segment=segments)
    if values is None or values.dtype == object:
        centres = pd.DataFrame(space).groupby(segments).transform("mean").to_numpy()
        gap = pd.Series(np.sqrt(((space - centres) ** 2).sum(axis=1)))
        table["distance"] = gap.round(4)
    else:
        logged = metric.name == LOGGED.name
        scaled = np.log1p(values) if logged else values
        expected = scaled.groupby(segments).transform("mean")
        gap = (scaled - expected).abs().fillna(0)
        table["expected"] = (np.expm1(expected) if logged else expected).round(2)
    return table.iloc[np.argsort(-gap.to_numpy(), kind="stable")]


def quiz(
    test: pd.DataFrame,
    values: pd.Series,
    segments: Mapping[str, NDArray[np.int_]],
    order: pd.Index,
    schema: Schema,
) -> Quiz:
    """Ask for the outcome of a row; a model's answer is what is usual in its segment."""
    column = next(c for c in schema.columns if c.name == values.name)
    counted = values.dtype != object
    usual = {name: _usual(values, found) for name, found in segments.items()}
    lead = list(segments)[-1]
    known = [int(row) for row in order if not pd.isna(values[row]) and values[row] != MISSING]
    off = [row for row in known if counted or values[row] != usual[lead][segments[lead][row]]]

    def answer(name: str, row: int) -> str:
        number = segments[name][row]
        told = said(usual[name][number], column.unit)
        return f"segment {number}, {'median' if counted else 'mostly'} {told}"

    return Quiz(
        f"What came after: {schema.words.get('outcome', column.meaning or column.name)}?",
        [*off, *(row for row in known if row not in set(off))],
        len(off),
        lambda row: fields(test.iloc[row], schema),
        lambda row: said(values[row], column.unit),
        answer,
        [] if counted else sorted(set(values.astype(str)) - {MISSING}),
    )


def _usual(values: pd.Series, segments: NDArray[np.int_]) -> dict[int, Any]:
    """Return each segment's median outcome, or its commonest class."""
    parts = values.groupby(segments)
    found = parts.median() if values.dtype != object else parts.agg(lambda v: v.mode().iloc[0])
    return {int(number): value for number, value in found.items()}


def headline(metrics: dict[str, Any], words: dict[str, str]) -> str:
    """Say what the first segment holds, beside the best baseline's; or what silhouette says."""
    facts, label = metrics["facts"], metrics["label"]
    lead, rival = metrics["slices"][0]["metrics"]
    scores = {row["model"]: row["metrics"] for row in metrics["results"]}
    value, other = (scores[name][metrics["primary_metric"]]["value"] for name in (lead, rival))
    if "permuted" in facts:
        return _shape(facts, value, words)
    first, theirs = facts["holds"][lead][0], facts["holds"][rival][0]
    text = f"{label} is {value:.3f} with {lead}, {other:.3f} with {rival}."
    if "outcome" in first:
        text = (
            f"The first of {facts['segments']} segments holds {first['rows']}% of "
            f"{facts['rows']:,} {words['rows']} and {first['outcome']}% of their "
            f"{facts['outcome']}; by {rival}, the first holds {theirs['rows']}% and "
            f"{theirs['outcome']}%. {text}"
        )
    if metrics["primary_metric"] == LOGGED.name:
        plain = scores[lead][PLAIN.name]["value"]
        text += f" Without the logarithm it is {plain:.3f}."
    raw, scaled = facts["scales"]
    if raw["silhouette"] > scaled["silhouette"] and raw["score"] < scaled["score"]:
        text += (
            f" By silhouette, unscaled columns would have won, {raw['silhouette']:.3f} against "
            f"{scaled['silhouette']:.3f}; their {label} is {raw['score']:.3f}."
        )
    return text


def _shape(facts: dict[str, Any], value: float, words: dict[str, str]) -> str:
    high = facts["permuted"]["high_silhouette"]
    text = (
        f"{facts['segments']} segments of {facts['rows']:,} {words['rows']} have a silhouette of "
        f"{value:.3f}, {'more' if value > high else 'no more'} than segments of permuted columns, "
        f"95% of which stay below {high:.3f}."
    )
    row = next((r for r in facts["support"] if r["k"] == facts["segments"]), None)
    if row:
        text += (
            f" Fitted on halves, they agree to {row['stability']:.3f} (adjusted Rand index), "
            f"permuted to {row['null_stability']:.3f}."
        )
    return text + " No outcome was held out: nothing here says that the segments are of use."


def predict(fitted: Any, file: Path, schema: Schema, validated: Mapping[str, Any]) -> pd.DataFrame:
    """Return the segment of each row of a CSV file, numbered as in the figures."""
    rows = typed(read_table(file), schema, labelled=False)
    see = features.own if validated["role"] == "own" else features.reference
    labels = fitted.predict(see(rows, schema))
    return pd.DataFrame({"segment": numbered(labels, validated["order"])})


def draw(result: Evaluation, schema: Schema, folder: Path, _lead: Any) -> dict[str, str]:
    """Draw this technique's figures; return alternative text by file name."""
    held = result.facts["holds"][list(result.predictions)[-1]]
    space, segments = result.seen
    return {
        "outcome.png": _outcome(result, schema, folder),
        "support.png": _support(result.facts, folder),
        "profile.png": _profile(result.facts["profile"], held, folder),
        "map.png": _map(space, segments, folder),
        "scales.png": _scales(result, folder),
    }


def _outcome(result: Evaluation, schema: Schema, folder: Path) -> str:
    """Shares per segment on the left; on the right the outcome, or else the silhouette."""
    held, (_, segments) = result.facts["holds"][list(result.predictions)[-1]], result.seen
    name = result.facts.get("outcome", "silhouette")
    size = (WIDTH, 0.5 * len(held) + 2.4)
    fig, (left, right) = plt.subplots(1, 2, figsize=size, layout="constrained")
    headed(fig, f"Size of each segment, and its {name}")
    pairs = [("rows", schema.words["rows"], "0.6"), ("outcome", name, COLOURS[0])]
    pairs = [pair for pair in pairs if pair[0] in held[0]]
    told = [f"segment {part['segment']}" for part in held]
    for place, (key, label, colour) in enumerate(pairs):
        shift = 0.8 / len(pairs) * (place - (len(pairs) - 1) / 2)
        places, shares = [p["segment"] + shift for p in held], [p[key] for p in held]
        bars = left.barh(places, shares, 0.8 / len(pairs), color=colour, label=label)
        left.bar_label(bars, [f"{share}%" for share in shares], padding=2, fontsize="small")
        told = [f"{text}, {share}% of {label}" for text, share in zip(told, shares, strict=True)]
    left.margins(x=0.2)
    left.set(xlabel="share, per cent", ylabel="segment")
    fig.legend(loc="outside lower left", frameon=False, ncols=2)
    if "classes" in result.facts:
        more = _classes(right, result.facts["classes"], segments, result.truth)
    else:
        kind = result.metrics[0].name
        values = list(result.predictions.values())[-1] if kind == SHAPE.name else result.truth
        more = _boxes(right, values, segments, logged=kind == LOGGED.name)
    right.set_xlabel(name)
    for axes in (left, right):
        axes.set_yticks([part["segment"] for part in held])
        axes.set_ylim(len(held) + 0.6, 0.4)
        axes.spines[["top", "right"]].set_visible(False)
    save(fig, folder / "outcome.png")
    return "; ".join(f"{text}, {more.get(n, 'none')}" for n, text in enumerate(told, start=1))


def _boxes(
    axes: Axes, values: NDArray[np.float64], segments: NDArray[np.int_], *, logged: bool
) -> dict[int, str]:
    known = np.isfinite(values)
    parts = {int(n): values[known & (segments == n)] for n in np.unique(segments[known])}
    axes.boxplot(
        [np.log1p(part) if logged else part for part in parts.values()],
        positions=list(parts),
        orientation="horizontal",
        widths=0.5,
        whis=(5, 95),
        showfliers=False,
        medianprops={"color": COLOURS[1], "linewidth": 2.5},
    )
    axes.set_title("quantiles 5, 25, 50, 75, 95%", loc="left", fontsize="small")
    if logged:
        ticks = [0, *(10**n for n in range(1, int(np.log10(values[known].max() + 1)) + 1))]
        ticks = [0, *ticks[-5:]] if len(ticks) > 6 else ticks
        axes.set_xticks(np.log1p(ticks), [f"{t // 1000}k" if t >= 1000 else str(t) for t in ticks])
    middles = {number: float(np.median(part)) for number, part in parts.items()}
    return {
        n: f"median {m:,.0f}" if abs(m) >= 100 else f"median {m:.3g}" for n, m in middles.items()
    }


def _classes(
    axes: Axes, names: list[str], segments: NDArray[np.int_], truth: NDArray[np.int_]
) -> dict[int, str]:
    table = pd.crosstab(segments, truth, normalize="index").reindex(columns=range(len(names)))
    table, left = table.fillna(0), np.zeros(len(table))
    for code, name in enumerate(names):
        colour = plt.get_cmap("cividis")(code / max(len(names) - 1, 1))
        axes.barh(table.index, table[code], 0.7, left=left, color=colour, label=name)
        left = left + table[code].to_numpy()
    axes.legend(frameon=False, fontsize="small", ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
    tops = table.idxmax(axis=1)
    return {int(n): f"{100 * table[c][n]:.0f}% {names[c]}" for n, c in tops.items()}


def _support(facts: dict[str, Any], folder: Path) -> str:
    rows, chosen = facts["support"], facts["segments"]
    fig, panels = plt.subplots(1, 2, figsize=(WIDTH, 4.2), layout="constrained")
    headed(fig, "Which number of segments do the rows support?")
    steps, best, here = [row["k"] for row in rows], {}, ""
    for axes, key in zip(panels, ("silhouette", "stability"), strict=True):
        null, high = f"null_{key}", f"high_{key}"
        axes.plot(steps, [r[key] for r in rows], "o-", color=COLOURS[0], label="the data")
        axes.plot(steps, [r[null] for r in rows], "s--", color=COLOURS[1], label="permuted, mean")
        axes.plot(steps, [r[high] for r in rows], ":", color=COLOURS[1], label="permuted, highest")
        axes.axvline(chosen, color="0.6", linewidth=1, zorder=0)
        axes.set(xlabel="segments, k", xticks=steps, ylim=(min(0, *(r[null] for r in rows)), None))
        axes.spines[["top", "right"]].set_visible(False)
        best[key] = rows[int(np.argmax([r[key] - r[null] for r in rows]))]["k"]
        here += "".join(
            f", {key} {r[key]:.3f} against {r[null]:.3f}" for r in rows if r["k"] == chosen
        )
    panels[0].set_title("silhouette", loc="left")
    panels[1].set_title("stability: adjusted\nRand index of halves", loc="left")
    handles = panels[0].get_legend_handles_labels()
    fig.legend(*handles, ncols=3, frameon=False, loc="outside lower left")
    save(fig, folder / "support.png")
    return (
        f"Silhouette and stability for each k, beside permuted columns; widest margin at k "
        f"{best['silhouette']} and {best['stability']}; at k {chosen}{here}"
    )


def _profile(facts: dict[str, Any], held: list[dict[str, int]], folder: Path) -> str:
    names, height = facts["columns"], np.array(facts["scaled"])
    size = (max(WIDTH, 1 + 0.9 * len(held)), 0.36 * len(names) + 1.4)
    fig, axes = plt.subplots(figsize=size, layout="constrained")
    image = axes.imshow(height.T, cmap="RdBu_r", vmin=-1.5, vmax=1.5, aspect="auto")
    for (segment, column), scaled in np.ndenumerate(height):
        value, ink = facts["median"][segment][column], "w" if abs(scaled) > 1 else "k"
        text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
        axes.text(segment, column, text, ha="center", va="center", fontsize="small", color=ink)
    headed(fig, "Median of each column, by segment")
    axes.set_xticks(range(len(held)), [f"{part['segment']}\n{part['rows']}%" for part in held])
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("segment, share of the rows")
    axes.spines[:].set_visible(False)
    fig.colorbar(image, ax=axes, label="mean, in standard deviations", shrink=0.8)
    save(fig, folder / "profile.png")
    far = np.abs(height).argmax(axis=1)
    told = [
        f"segment {number} {'high' if row[place] > 0 else 'low'} in {names[place]}"
        for number, (row, place) in enumerate(zip(height, far, strict=True), start=1)
    ]
    return f"Profile of the segments: {', '.join(told)}"


def _map(space: NDArray[np.float64], segments: NDArray[np.int_], folder: Path) -> str:
    axis = PCA(min(2, *space.shape), random_state=SEED).fit(space)
    places = np.column_stack([axis.transform(space), np.zeros(len(space))])[:, :2]
    share = np.append(axis.explained_variance_ratio_, 0)[:2]
    fig, axes = figure("Where the segments lie")
    for number in np.unique(segments):
        rows, colour = segments == number, COLOURS[(number - 1) % len(COLOURS)]
        axes.scatter(places[rows, 0], places[rows, 1], 7, colour, alpha=0.45, linewidths=0)
    for number in np.unique(segments):
        x, y = np.median(places[segments == number], axis=0)
        ring = {"boxstyle": "circle,pad=0.25", "facecolor": "w", "linewidth": 2}
        ring["edgecolor"] = COLOURS[(number - 1) % len(COLOURS)]
        axes.text(x, y, str(number), weight="bold", ha="center", va="center", bbox=ring)
    axes.set(
        xlabel=f"first principal component, {share[0]:.0%} of the variance",
        ylabel=f"second principal component, {share[1]:.0%}",
    )
    save(fig, folder / "map.png")
    return f"Test rows by segment on two principal components, {share.sum():.0%} of the variance"


def _scales(result: Evaluation, folder: Path) -> str:
    rows, label = result.facts["scales"], result.metrics[0].label
    kinds = [("silhouette", "silhouette, in their own units")]
    if result.metrics[0].name != SHAPE.name:
        kinds.append(("score", label))
    size = (WIDTH, 3.0)
    fig, panels = plt.subplots(
        1, len(kinds), figsize=size, layout="constrained", sharey=True, squeeze=False
    )
    headed(fig, "What the scale of the columns does to k-means")
    for axes, (key, title) in zip(panels[0], kinds, strict=True):
        names, values = (
            [textwrap.fill(row["columns"], 14) for row in rows],
            [row[key] for row in rows],
        )
        bars = axes.barh(names, values, color=[COLOURS[1], COLOURS[0]])
        axes.bar_label(bars, [f"{value:.3f}" for value in values], padding=3, fontsize="small")
        axes.set_title(textwrap.fill(title, 22, break_on_hyphens=False), loc="left")
        axes.margins(x=0.4)
        axes.locator_params(axis="x", nbins=4)
        axes.spines[["top", "right"]].set_visible(False)
    panels[0][0].invert_yaxis()
    save(fig, folder / "scales.png")
    told = "; ".join(
        f"{row['columns']} {', '.join(f'{row[key]:.3f} {title}' for key, title in kinds)}"
        for row in rows
    )
    return f"k-means by the scale of its columns: {told}"
