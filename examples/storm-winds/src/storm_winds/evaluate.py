"""How the models are judged: metric, intervals, trap, mistakes, figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from . import features
from .data import SEED, Schema, Split, UsageError, clusters, folds, read_table, typed
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
    interval,
    resample,
    said,
    save,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from .model import Candidate

LEVEL = 0.9
FEWEST = 20


@dataclass(frozen=True)
class Judged:
    """What the figures need of the test rows: one entry per row, in the order of the table."""

    table: pd.DataFrame
    groups: NDArray[np.intp]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    rival: str


def groups(frame: pd.DataFrame, schema: Schema) -> NDArray[np.intp]:
    """Return a number per row, the same for rows that stand or fall together."""
    return clusters(frame, schema)


def target(frame: pd.DataFrame, schema: Schema) -> NDArray[np.float64]:
    """Return the target column; raise UsageError where a log is asked of negative values."""
    (name,) = schema.named("target")
    values = frame[name].to_numpy(dtype=float)
    if schema.task.get("log") and values.min() < 0:
        raise UsageError(f"data/schema.yaml asks for the log of {name}, which has values below 0")
    return values


def mae(truth: NDArray[Any], guess: NDArray[Any], weight: NDArray[Any]) -> NDArray[np.float64]:
    """Mean absolute error for each row of ``weight``, shape (resamples, rows)."""
    return _mean(np.abs(guess - truth), weight)


def rmse(truth: NDArray[Any], guess: NDArray[Any], weight: NDArray[Any]) -> NDArray[np.float64]:
    """Root mean squared error for each row of ``weight``."""
    return np.sqrt(_mean((guess - truth) ** 2, weight))


def _mean(values: NDArray[np.float64], weight: NDArray[Any]) -> NDArray[np.float64]:
    """Weighted means; a resample that drew none of the rows has none."""
    total = weight.sum(1)
    nothing = np.full(len(weight), np.nan)
    return np.divide(weight @ values, total, out=nothing, where=total > 0)


METRICS = (
    Metric("mean_absolute_error", "MAE", "minimize", mae),
    Metric("root_mean_squared_error", "RMSE", "minimize", rmse),
)


def unit(schema: Schema) -> str:
    """Return the unit of the target, or nothing."""
    return next(column.unit for column in schema.columns if column.role == "target")


def validate(candidate: Candidate, train: pd.DataFrame, schema: Schema) -> dict[str, Any]:
    """Learn the margins of 90% intervals on rows held out inside the training part."""
    parts = folds(train, schema, groups(train, schema))
    return margins(*out_of_fold(candidate, train, schema, parts))


def out_of_fold(
    candidate: Candidate,
    train: pd.DataFrame,
    schema: Schema,
    parts: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return truth and prediction of the held-out rows of every fold, one after another."""
    truth, seen = target(train, schema), candidate.features(train, schema)
    held, guess = [], []
    for past, future in parts:
        fitted = candidate.build(seen.iloc[past]).fit(seen.iloc[past], truth[past])
        held.append(truth[future])
        guess.append(fitted.predict(seen.iloc[future]))
    return np.concatenate(held), np.concatenate(guess)


def margins(truth: NDArray[np.float64], guess: NDArray[np.float64]) -> dict[str, list[float]]:
    """Return how far the truth lay below and above held-out predictions, by their size.

    Fifths of the predictions each have their own margins, so that intervals widen
    where errors do: Mondrian conformal regression (Boström and Johansson, 2020) on
    cross-validation residuals. The promised 90% hold only while rows to come are
    like those held out; the report says how many test rows were covered.
    """
    fifths = min(5, max(1, len(guess) // 100))
    shares = np.arange(1, fifths) / fifths
    edges = np.unique(np.quantile(guess, shares, method="higher"))
    edges = edges[edges > guess.min()]
    place = np.searchsorted(edges, guess, side="right")
    below, above = [], []
    for band in range(len(edges) + 1):
        residual = np.sort((truth - guess)[place == band])
        last = len(residual) - 1
        outside = int(np.floor((len(residual) + 1) * (1 - LEVEL) / 2)) - 1
        below.append(float(residual[max(outside, 0)]))
        above.append(float(residual[min(last - outside, last)]))
    return {"edges": edges.tolist(), "below": below, "above": above}


def bounds(
    guess: NDArray[np.float64], validated: Mapping[str, Any]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lower and upper end of each prediction's 90% interval."""
    place = np.searchsorted(validated["edges"], guess, side="right")
    low, high = np.array(validated["below"])[place], np.array(validated["above"])[place]
    return guess + low, guess + high


def softer(candidate: Candidate, fitted: Any, train: pd.DataFrame, schema: Schema) -> Trap:
    """Score one model on softer and on honest folds of the training rows.

    The softer folds are the honest ones with the rows shuffled first, so that
    neighbours from one group or one week stand on both sides. Where the honest
    folds are random already, the model is scored on the rows it learnt from.
    """
    parts = folds(train, schema, groups(train, schema))
    honest = np.abs(np.subtract(*out_of_fold(candidate, train, schema, parts))).mean()
    if schema.split["kind"] == "random":
        seen, name = candidate.features(train, schema), "scored on the rows it learnt from"
        optimistic = np.abs(fitted.predict(seen) - target(train, schema)).mean()
    else:
        rows = np.random.default_rng(SEED).permutation(len(train))
        mixed = [(rows[past], rows[future]) for past, future in parts]
        name = "rows shuffled before the folds were cut"
        optimistic = np.abs(np.subtract(*out_of_fold(candidate, train, schema, mixed))).mean()
    return Trap(name, METRICS[0].name, float(optimistic), float(honest))


def evaluate(
    frame: pd.DataFrame,
    schema: Schema,
    split: Split,
    fitted: Mapping[Candidate, Any],
    validated: Mapping[str, Any],
) -> Evaluation:
    """Judge every fitted model once on the test rows."""
    train = frame.iloc[split.train].reset_index(drop=True)
    test = frame.iloc[split.test].reset_index(drop=True)
    truth = target(test, schema)
    guesses = {c.name: m.predict(c.features(test, schema)) for c, m in fitted.items()}
    roles = {c.name: c.role for c in fitted}
    lead, reference = list(fitted)[-1].name, next(c for c in fitted if c.role == "reference")
    low, high = bounds(guesses[lead], validated)
    covered = (low <= truth) & (truth <= high)
    errors = {name: float(np.abs(guess - truth).mean()) for name, guess in guesses.items()}
    rival = min((n for n in guesses if roles[n] == "baseline"), key=lambda n: errors[n])
    names, order = slice_names(test, guesses[lead], schema)
    facts = {
        "level": round(100 * LEVEL),
        "covered": round(100 * covered.mean()),
        "width": _brief(float((high - low).mean())),
        "misses": {name: _brief(error) for name, error in errors.items()},
        "unit": unit(schema),
    }
    whole = np.unique(groups(frame, schema)[split.test], return_inverse=True)[1]
    return Evaluation(
        [replace(m, label=f"{m.label} in {unit(schema)}") if unit(schema) else m for m in METRICS],
        truth,
        guesses,
        roles,
        [softer(reference, fitted[reference], train, schema)],
        facts,
        mistakes(test, guesses[lead], (low, high), truth, whole),
        Judged(test, whole, low, high, rival),
        names,
        {f"inside the {facts['level']}% interval": covered},
        order,
        quiz(test, truth, guesses, (low, high), schema),
    )


def _brief(value: float) -> float:
    """Round to three figures, as a sentence wants it."""
    return float(f"{value:.3g}")


def slice_names(
    test: pd.DataFrame, guess: NDArray[np.float64], schema: Schema
) -> tuple[NDArray[np.object_], list[str]]:
    """Name the slice of each row, and the slices in reading order.

    A word names its own slice, a number the last of ``slices`` whose lowest value
    it reaches, else its fourth; without a column, that of the prediction.
    Slices with fewer than twenty rows, or beyond the eight largest, are one, `other`.
    """
    column = schema.task.get("slice")
    values = test[column] if column else pd.Series(guess)
    if not is_numeric_dtype(values):
        names = values.to_numpy(dtype=object)
        order = sorted(set(names))
    else:
        steps = schema.task.get("slices") or _shares(values, column or "prediction")
        order = list(steps)
        place = np.searchsorted(list(steps.values())[1:], values.to_numpy(), side="right")
        names = np.array(order, dtype=object)[place]
        names[values.isna().to_numpy()] = "missing"
        order.append("missing")
    sizes = pd.Series(names).value_counts().sort_index(kind="stable")
    largest = sizes[sizes >= FEWEST].nlargest(8).index
    enough = [name for name in order if name in largest]
    found = np.array([name if name in enough else "other" for name in names], dtype=object)
    return found, [name for name in [*enough, "other"] if name in found]


def _shares(values: pd.Series, name: str) -> dict[str, float]:
    """Name the fourths of a number by their lowest value; fewer parts where rows are few."""
    parts = min(4, max(1, len(values) // (2 * FEWEST)))
    edges = np.unique([_brief(edge) for edge in values.quantile(np.arange(1, parts) / parts)])
    if not len(edges):
        return {"all rows": -np.inf}
    lowest = f"{name} under {edges[0]:g}"
    return {lowest: -np.inf, **{f"{name} from {edge:g}": float(edge) for edge in edges}}


def mistakes(
    test: pd.DataFrame,
    guess: NDArray[np.float64],
    ends: tuple[NDArray[np.float64], NDArray[np.float64]],
    truth: NDArray[np.float64],
    whole: NDArray[np.intp],
) -> pd.DataFrame:
    """Return the worst row of each of the ten groups with the worst rows, the worst first."""
    columns = {"predicted": guess, "interval low": ends[0], "interval high": ends[1]}
    table = test.assign(**{name: values.round(2) for name, values in columns.items()})
    error = np.abs(guess - truth)
    table["absolute error"] = error.round(2)
    order = np.argsort(-error, kind="stable")
    first = np.unique(whole[order], return_index=True)[1]
    return table.iloc[order[np.sort(first)[:10]]]


def quiz(
    test: pd.DataFrame,
    truth: NDArray[np.float64],
    guesses: Mapping[str, NDArray[np.float64]],
    ends: tuple[NDArray[np.float64], NDArray[np.float64]],
    schema: Schema,
) -> Quiz:
    """Ask for the target of a row; the leading model answers with its interval."""
    lead, measured = list(guesses)[-1], unit(schema)
    (column,) = (column for column in schema.columns if column.role == "target")
    low, high = ends

    def answer(name: str, row: int) -> str:
        told = said(round(float(guesses[name][row]), 2), measured)
        if name != lead:
            return told
        span = f"{said(round(float(low[row]), 2))} to {said(round(float(high[row]), 2))}"
        return f"{told}, {round(100 * LEVEL)}% interval {span}"

    return Quiz(
        f"How much: {column.meaning or column.name}?",
        np.argsort(-np.abs(guesses[lead] - truth), kind="stable").tolist(),
        len(truth),
        lambda row: fields(test.iloc[row], schema),
        lambda row: said(float(truth[row]), measured),
        answer,
    )


def headline(metrics: dict[str, Any], words: dict[str, str]) -> str:
    """Say in one sentence by how much the model and the best baseline miss."""
    facts = metrics["facts"]
    lead, rival = metrics["slices"][0]["metrics"]
    misses, measured = facts["misses"], f" {facts['unit']}" if facts["unit"] else ""
    pair = (lead, rival)
    claim = next(c for c in metrics["comparisons"] if (c["model"], c["against"]) == pair)
    tie = "" if claim["distinguishable"] else ", which these rows cannot tell apart"
    return (
        f"{lead.capitalize()} misses by {misses[lead]:,}{measured} on average, the {rival} by "
        f"{misses[rival]:,}{tie}; its nominal {facts['level']}% intervals hold "
        f"{facts['covered']}% of the {words['rows']}."
    )


def predict(fitted: Any, file: Path, schema: Schema, validated: Mapping[str, Any]) -> pd.DataFrame:
    """Return one line per row of a CSV file: the prediction and its 90% interval."""
    rows = typed(read_table(file), schema, labelled=False)
    see = features.own if validated["role"] == "own" else features.reference
    guess = fitted.predict(see(rows, schema))
    low, high = bounds(guess, validated)
    return pd.DataFrame({"prediction": guess, "low": low, "high": high}).round(4)


def draw(result: Evaluation, schema: Schema, folder: Path, lead: Any) -> dict[str, str]:  # noqa: ARG001
    """Draw this technique's figures; return alternative text by file name."""
    name = list(result.predictions)[-1]
    figures = {
        "predicted.png": _predicted(result, name, schema, folder),
        "residuals.png": _residuals(result, name, schema, folder),
        "slices.png": _slices(result, name, schema, folder),
        "coverage.png": _coverage(result, folder),
    }
    if schema.named("date"):
        figures["followed.png"] = _followed(result, name, schema, folder)
    return figures


def _measured(text: str, unit_of: str) -> str:
    return f"{text}, {unit_of}" if unit_of else text


def _predicted(result: Evaluation, name: str, schema: Schema, folder: Path) -> str:
    fig, axes = figure(f"What came true, against what {name} predicted")
    guess, truth = result.predictions[name], result.truth
    ends = [min(guess.min(), truth.min()), max(guess.max(), truth.max())]
    if len(truth) > 1000:
        drawn = axes.hexbin(guess, truth, gridsize=40, mincnt=1, bins="log", cmap="Blues")
        fig.colorbar(drawn, ax=axes, label=f"{schema.words['rows']} in a cell", format="{x:g}")
    else:
        axes.plot(guess, truth, "o", color=COLOURS[0], alpha=0.4, markersize=4)
    tenths = np.argsort(np.argsort(guess, kind="stable")) * 10 // len(guess)
    middle = pd.DataFrame({"guess": guess, "truth": truth}).groupby(tenths).median()
    axes.plot(ends, ends, color="0.3", linestyle=":", label="perfect")
    axes.plot(middle["guess"], middle["truth"], "o-", color=COLOURS[1], label="medians of tenths")
    axes.set(xlabel=_measured("predicted", unit(schema)), ylabel=_measured("actual", unit(schema)))
    axes.legend(frameon=False, loc="upper left")
    save(fig, folder / "predicted.png")
    error = np.abs(guess - truth).mean()
    top = middle.iloc[-1]
    return (
        f"Actual against predicted by {name}: mean absolute error {error:.3f}; in the highest "
        f"tenth the median is {top['guess']:.3f} predicted, {top['truth']:.3f} actual"
    )


def _residuals(result: Evaluation, name: str, schema: Schema, folder: Path) -> str:
    fig, axes = figure(f"How far {name} missed, and the margins of its 90% intervals")
    guess, judged = result.predictions[name], result.seen
    residual, order = result.truth - guess, np.argsort(guess, kind="stable")
    outside = (result.truth < judged.low) | (result.truth > judged.high)
    size = 3 if len(guess) > 1000 else 7
    for rows, colour, text in ((~outside, "0.6", "inside"), (outside, COLOURS[1], "outside")):
        axes.plot(guess[rows], residual[rows], ".", color=colour, markersize=size, label=text)
    for end, text in ((judged.low, "90% margins"), (judged.high, "")):
        margin = (end - guess)[order]
        axes.step(guess[order], margin, color=COLOURS[0], where="post", label=text or None)
    axes.axhline(0, color="0.3", linewidth=0.8)
    axes.set(xlabel=_measured("predicted", unit(schema)))
    axes.set_ylabel(_measured("actual minus predicted", unit(schema)))
    fig.legend(frameon=False, markerscale=9 / size, ncols=3, loc="outside lower center")
    save(fig, folder / "residuals.png")
    lowest, widest = (judged.high - judged.low).min(), (judged.high - judged.low).max()
    return (
        f"Actual minus predicted against predicted: mean {residual.mean():+.3f}; the 90% intervals "
        f"are {lowest:.3f} wide at the narrowest, {widest:.3f} at the widest"
    )


def _slices(result: Evaluation, name: str, schema: Schema, folder: Path) -> str:
    fig, axes = figure("Where the error is, with 95% intervals", 0.5 * len(result.order) + 1.4)
    weight, judged, texts = resample(result.seen.groups), result.seen, []
    for shift, model, colour in ((-0.12, name, COLOURS[0]), (0.12, judged.rival, "0.5")):
        for place, part in enumerate(result.order):
            rows = result.slices == part
            truth, guess = result.truth[rows], result.predictions[model][rows]
            span = interval(mae(truth, guess, weight[:, rows]))
            value, label = np.abs(guess - truth).mean(), None if place else model
            axes.plot(span, [place + shift] * 2, color=colour)
            axes.plot(value, place + shift, "o", color=colour, label=label)
            if model == name:
                texts.append(f"{part} {value:.3f}")
    axes.set_yticks(range(len(result.order)), result.order)
    axes.set_ylim(len(result.order) - 0.5, -0.5)
    axes.set(xlabel=_measured("mean absolute error", unit(schema)), xlim=(0, None))
    fig.legend(frameon=False, ncols=2, loc="outside lower center")
    save(fig, folder / "slices.png")
    return f"Mean absolute error of {name}: {'; '.join(texts)}"


def _coverage(result: Evaluation, folder: Path) -> str:
    fig, axes = figure("How often the 90% intervals hold", 0.4 * len(result.order) + 1.8)
    judged, texts = result.seen, []
    weight = resample(judged.groups)
    inside = ((judged.low <= result.truth) & (result.truth <= judged.high)).astype(float)
    parts = {"all rows together": np.ones(len(inside), dtype=bool)}
    if len(result.order) > 1:
        parts |= {name: result.slices == name for name in result.order}
    for place, (name, rows) in enumerate(parts.items()):
        colour, share = COLOURS[0] if place else "0.15", inside[rows].mean()
        axes.plot(interval(_mean(inside[rows], weight[:, rows])), [place] * 2, color=colour)
        axes.plot(share, place, "o", color=colour)
        texts.append(f"{name} {share:.3f}")
    axes.axvline(LEVEL, color="0.3", linestyle=":")
    axes.text(LEVEL, -0.6, " nominal", fontsize="small", color="0.3")
    axes.set_yticks(range(len(parts)), list(parts))
    axes.set_ylim(len(parts) - 0.5, -0.8)
    axes.set_xlabel("share inside, with 95% interval")
    save(fig, folder / "coverage.png")
    return f"Share inside the 90% intervals: {'; '.join(texts)}"


def _followed(result: Evaluation, name: str, schema: Schema, folder: Path) -> str:
    """Follow the group with the worst single miss through time, and along its track.

    Without groups it is the sixty rows around that miss.
    """
    judged, guess = result.seen, result.predictions[name]
    error = np.abs(result.truth - guess)
    worst, what = int(error.argmax()), "sixty rows around"
    rows = np.arange(len(error))[max(worst - 30, 0) : worst + 30]
    if "group" in schema.split or schema.split["kind"] == "grouped":
        what = f"{schema.words.get('group', 'group')} with"
        rows = np.flatnonzero(judged.groups == judged.groups[worst])
    table, track = judged.table.iloc[rows], schema.task.get("track")
    when = table[schema.named("date")[0]] + pd.Timedelta(schema.task.get("ahead", 0))
    panels, height = ("A;B", 6.8) if track else ("A", 3.8)
    fig, axes = plt.subplot_mosaic(panels, figsize=(WIDTH, height), layout="constrained")
    _draw_forecast(axes["A"], when, (result.truth[rows], guess[rows]), judged, rows)
    (column,) = [c for c in schema.columns if c.role == "target"]
    axes["A"].set_ylabel(_measured(column.meaning or column.name, unit(schema)))
    if track:
        side, (across, along) = axes["B"], (table[c] for c in track)
        side.plot(across, along, color="0.7", linewidth=1, zorder=0)
        drawn = side.scatter(across, along, c=error[rows], cmap="cividis_r", s=18)
        meanings = {c.name: _measured(c.meaning or c.name, c.unit) for c in schema.columns}
        side.spines[["top", "right"]].set_visible(False)
        side.set(xlabel=meanings[track[0]], ylabel=meanings[track[1]])
        fig.colorbar(drawn, ax=side, label=_measured("absolute error", unit(schema)))
    title = f"The {what} the worst miss"
    if "label" in schema.task:
        title += f": {table[schema.task['label']].iloc[0]}, {when.iloc[0].year}"
    headed(fig, title)
    save(fig, folder / "followed.png")
    return f"{title}: {error.max():.3f} at its worst, {error[rows].mean():.3f} on average"


def _draw_forecast(
    axes: Axes,
    when: pd.Series,
    pair: tuple[NDArray[np.float64], NDArray[np.float64]],
    judged: Judged,
    rows: NDArray[np.intp],
) -> None:
    low, high = judged.low[rows], judged.high[rows]
    axes.fill_between(when, low, high, color=COLOURS[5], alpha=0.35, linewidth=0, label="90%")
    axes.plot(when, pair[1], color=COLOURS[0], label="predicted")
    axes.plot(when, pair[0], "o", color="0.15", markersize=3, label="actual")
    ticks = pd.date_range(when.min(), when.max(), periods=4).unique()
    axes.set_xticks(ticks, [f"{tick:%d %b}\n{tick:%Y}" for tick in ticks])
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, ncols=3, loc="lower left", bbox_to_anchor=(0, 1))
