"""How the forecasts are judged: scale, intervals, traps, mistakes, figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from sklearn.model_selection import KFold

from . import features, model
from .data import MISSING, SEED, Schema, Split, UsageError, folds, read_table, typed
from .report import COLOURS, WIDTH, Evaluation, Metric, Quiz, Trap, figure, said, save

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from .model import Candidate

    Floats = NDArray[np.float64]

BANDS = (50, 80, 90)
LEVEL = 90


def groups(frame: pd.DataFrame, schema: Schema) -> NDArray[np.intp]:
    """Return a number per row: the origin it is forecast from; a block stands or falls together."""
    origin, _ = features.origins(len(frame), schema.task["horizon"])
    return np.unique(origin, return_inverse=True)[1]


def target(frame: pd.DataFrame, schema: Schema) -> Floats:
    """Return the values to forecast; not a number where none was recorded."""
    (name,) = schema.named("target")
    return frame[name].to_numpy(dtype=float)


def scale(train: pd.DataFrame, schema: Schema) -> float:
    """Return the mean absolute change over one short season in the training part.

    The denominator of MASE: Hyndman and Koehler (2006), International Journal
    of Forecasting 22, in the form for seasonal data.
    """
    values, period = target(train, schema), features.seasons(train, schema)[0]
    size = float(np.nanmean(np.abs(values[period:] - values[:-period])))
    if size == 0:
        raise UsageError("the target repeats itself exactly: there is nothing to forecast")
    return size


def mase(truth: NDArray[Any], guess: NDArray[Any], weight: NDArray[Any]) -> Floats:
    """Mean absolute error for each row of ``weight``; both sides come divided by `scale`."""
    return _mean(np.abs(guess - truth), weight)


def rmsse(truth: NDArray[Any], guess: NDArray[Any], weight: NDArray[Any]) -> Floats:
    """Root mean squared error for each row of ``weight``; both sides divided by `scale`."""
    return np.sqrt(_mean((guess - truth) ** 2, weight))


def _mean(errors: NDArray[Any], weight: NDArray[Any]) -> Floats:
    """Return the weighted mean of the errors that are known; weight is (resamples, rows)."""
    known = ~np.isnan(errors)
    with np.errstate(invalid="ignore"):
        return np.asarray(weight[:, known] @ errors[known] / weight[:, known].sum(1))


METRICS = (
    Metric("mase", "MASE", "minimize", mase),
    Metric("rmsse", "RMSSE", "minimize", rmsse),
)


def validate(candidate: Candidate, train: pd.DataFrame, schema: Schema) -> dict[str, Any]:
    """Learn how far forecasts fall short, per step, on blocks held out inside the training part.

    Returns quantiles of truth minus forecast for the edges of `BANDS`, as split
    conformal prediction takes them, each pooled with the steps beside it; and how
    many rows of history a forecast takes.
    """
    peeks = features.peeking(candidate.features, train, schema)
    if peeks:
        raise UsageError(f"features that look past the origin: {', '.join(peeks)}")
    errors = _held_out(candidate.build, candidate.features(train, schema), train, schema)
    _, step = features.origins(len(train), schema.task["horizon"])
    reach = max(1, schema.task["horizon"] // 8)
    spread: dict[str, list[float]] = {str(edge): [] for edge in _edges()}
    for ahead in range(1, schema.task["horizon"] + 1):
        near = errors[(np.abs(step - ahead) <= reach) & ~np.isnan(errors)]
        count = len(near)
        for edge in _edges():
            rank = np.clip(edge / 100 + np.sign(edge - 50) / count, 0, 1)
            spread[str(edge)].append(float(np.quantile(near, rank)))
    history = max(3, 2 * features.seasons(train, schema)[0])
    return {"spread": spread, "history": history}


def _edges() -> list[float]:
    """Return the percentiles where the bands begin and end, in rising order."""
    return sorted({50 + side * band / 2 for band in BANDS for side in (-1, 1)})


def _held_out(
    build: Callable[[pd.DataFrame], Any], seen: pd.DataFrame, train: pd.DataFrame, schema: Schema
) -> Floats:
    """Return truth minus forecast on the last three folds in time order, else not a number.

    The first two would fit on less than half of the rows, and so on hardly a long season.
    """
    truth, errors = target(train, schema), np.full(len(train), np.nan)
    for past, future in folds(train, schema, groups(train, schema))[2:]:
        fitted = build(seen.iloc[past]).fit(seen.iloc[past], truth[past])
        errors[future] = truth[future] - fitted.predict(seen.iloc[future])
    return errors


def shuffled_folds(train: pd.DataFrame, schema: Schema) -> Trap:
    """Hold out rows at random with the row before known: same model, metric, number of folds."""
    truth, seen = target(train, schema), features.reference(train, schema)
    honest = _held_out(model.reference, seen, train, schema)
    leaking, mixed = _with_yesterday(seen, truth), np.full(len(train), np.nan)
    for past, future in KFold(5, shuffle=True, random_state=SEED).split(seen):
        fitted = model.reference(leaking).fit(leaking.iloc[past], truth[past])
        mixed[future] = truth[future] - fitted.predict(leaking.iloc[future])
    mixed[np.isnan(honest)] = np.nan
    size = scale(train, schema)
    scores = [float(np.nanmean(np.abs(errors))) / size for errors in (mixed, honest)]
    return Trap("folds shuffled, lag 1 known", METRICS[0].name, scores[0], scores[1])


def _with_yesterday(seen: pd.DataFrame, truth: Floats) -> pd.DataFrame:
    """Add the value of the row before, which no origin knows but that of the first step."""
    return seen.assign(lag_1=np.append(np.nan, truth[:-1]) - seen["level"])


def known_yesterday(frame: pd.DataFrame, schema: Schema, split: Split, honest: float) -> Trap:
    """Forecast every test row with the row before it known: same model, metric and rows."""
    truth = target(frame, schema)
    leaking = _with_yesterday(features.reference(frame, schema), truth)
    fitted = model.reference(leaking).fit(leaking.iloc[split.train], truth[split.train])
    errors = np.abs(truth - fitted.predict(leaking))[split.test]
    optimistic = float(np.nanmean(errors)) / scale(frame.iloc[split.train], schema)
    return Trap("lag 1 known at every step", METRICS[0].name, optimistic, honest)


def evaluate(
    frame: pd.DataFrame,
    schema: Schema,
    split: Split,
    fitted: Mapping[Candidate, Any],
    validated: Mapping[str, Any],
) -> Evaluation:
    """Forecast every block of the test part once, each from its own origin.

    A model sees the whole table, and of it what its row's origin knows.
    """
    train = frame.iloc[split.train].reset_index(drop=True)
    size, roles = scale(train, schema), {c.name: c.role for c in fitted}
    truth = target(frame, schema)[split.test] / size
    scores = {
        c.name: m.predict(c.features(frame, schema))[split.test] / size for c, m in fitted.items()
    }
    reference = next(name for name, role in roles.items() if role == "reference")
    honest = float(mase(truth, scores[reference], np.ones((1, len(truth))))[0])
    seen = table(frame, schema, list(scores.values())[-1] * size, split, validated)
    return Evaluation(
        METRICS,
        truth,
        scores,
        roles,
        [shuffled_folds(train, schema), known_yesterday(frame, schema, split, honest)],
        _facts(frame, schema, seen, size, {n: np.abs(s - truth) for n, s in scores.items()}),
        mistakes(seen),
        (frame, seen),
        _enough(seen["kind"].to_numpy(dtype=object)),
        {"outside": ~np.isnan(truth) & ~_covered(seen, LEVEL)},
        quiz=quiz(frame, seen, {name: score * size for name, score in scores.items()}, schema),
    )


def _facts(
    frame: pd.DataFrame,
    schema: Schema,
    seen: pd.DataFrame,
    size: float,
    errors: Mapping[str, Floats],
) -> dict[str, Any]:
    """Return the numbers of headline and captions; coverage in percent of the known rows."""
    known = seen["truth"].notna().to_numpy()
    return {
        "horizon": schema.task["horizon"],
        "unit": features.rhythm(frame, schema).unit,
        "origins": int(seen["origin"].nunique()),
        "scale": plain(size),
        "interval": LEVEL,
        "coverage": {str(b): plain(100 * _covered(seen, b)[known].mean()) for b in BANDS},
        "width": plain((seen[f"high_{LEVEL}"] - seen[f"low_{LEVEL}"]).mean()),
        "off": {name: plain(float(np.nanmean(apart)) * size) for name, apart in errors.items()},
    }


def plain(value: float, digits: int = 3) -> float:
    """Round to significant digits; whole numbers lose their point."""
    rounded = float(f"{value:.{digits}g}")
    return int(rounded) if rounded.is_integer() else rounded


def table(
    frame: pd.DataFrame,
    schema: Schema,
    forecast: Floats,
    split: Split,
    validated: Mapping[str, Any],
) -> pd.DataFrame:
    """Return one line per test row: date, kind, origin, step, truth, forecast and bands."""
    dates = frame[schema.named("date")[0]]
    origin, step = features.origins(len(frame), schema.task["horizon"])
    rows = pd.DataFrame(
        {
            "date": dates,
            "kind": kinds(dates, schema, features.rhythm(frame, schema).unit),
            "holiday": features.holidays(dates, schema),
            "origin": dates.to_numpy()[np.maximum(origin, 0)],
            "step": step,
            "truth": target(frame, schema),
        }
    )
    rows = rows.iloc[split.test].assign(forecast=forecast).reset_index(drop=True)
    return rows.assign(**bands(forecast, rows["step"].to_numpy(), schema, validated))


def bands(
    forecast: Floats, step: NDArray[np.intp], schema: Schema, validated: Mapping[str, Any]
) -> dict[str, Floats]:
    """Return the edges of each band around the forecasts, none below the target's minimum."""
    spread = {float(edge): np.array(by_step) for edge, by_step in validated["spread"].items()}
    (least,) = (column.minimum for column in schema.columns if column.role == "target")
    found = {}
    for band in BANDS:
        for name, side in (("low", -1), ("high", 1)):
            edge = forecast + spread[50 + side * band / 2][step - 1]
            found[f"{name}_{band}"] = np.maximum(edge, least)
    return found


def kinds(dates: pd.Series, schema: Schema, unit: str) -> NDArray[np.object_]:
    """Sort dates into holiday, weekend and weekday; quarters where rows are longer than days."""
    if unit not in ("hour", "day"):
        return np.array([f"quarter {number}" for number in dates.dt.quarter], dtype=object)
    free = np.where(dates.dt.day_of_week >= 5, "weekend", "weekday")
    return np.where(features.holidays(dates, schema) != "", "holiday", free).astype(object)


def _enough(names: NDArray[np.object_]) -> NDArray[np.object_]:
    """Put kinds with fewer than ten rows together, as `other`."""
    return np.array([n if (names == n).sum() >= 10 else "other" for n in names], dtype=object)


def _covered(seen: pd.DataFrame, band: int) -> NDArray[np.bool_]:
    """Whether each truth lies within the band."""
    return seen["truth"].between(seen[f"low_{band}"], seen[f"high_{band}"]).to_numpy()


def mistakes(seen: pd.DataFrame) -> pd.DataFrame:
    """Return the ten rows that were missed by most, the worst first."""
    rows = seen.assign(error=seen["forecast"] - seen["truth"]).dropna(subset="error")
    order = np.argsort(-rows["error"].abs().to_numpy(), kind="stable")[:10]
    names = ["date", "kind", "holiday", "origin", "step", "truth", "forecast", "error"]
    worst = rows.iloc[order][[*names, f"low_{LEVEL}", f"high_{LEVEL}"]]
    numbers = worst.columns[names.index("truth") :]
    return worst.assign(**{name: [plain(v, 5) for v in worst[name]] for name in numbers})


def quiz(
    frame: pd.DataFrame, seen: pd.DataFrame, forecasts: Mapping[str, Floats], schema: Schema
) -> Quiz:
    """Ask for a value some steps after the last one shown; the leading model says its interval."""
    (column,) = (column for column in schema.columns if column.role == "target")
    lead, unit = list(forecasts)[-1], features.rhythm(frame, schema).unit
    error = (seen["forecast"] - seen["truth"]).abs()
    order = error.dropna().sort_values(ascending=False, kind="stable").index

    def show(row: int) -> dict[str, Any]:
        asked = seen.loc[row]
        day = asked["holiday"] or asked["kind"]
        told = {"asked": said(asked["date"]), "kind": day, f"{unit}s ahead": said(asked["step"])}
        lines = [{"label": label, "value": value} for label, value in told.items()]
        return {"fields": lines, "series": _history(frame, asked["origin"], schema)}

    def answer(name: str, row: int) -> str:
        told = said(plain(float(forecasts[name][row]), 5))
        if name != lead:
            return told
        low, high = (said(plain(seen.loc[row, f"{end}_{LEVEL}"], 5)) for end in ("low", "high"))
        return f"{told}, {LEVEL}% interval {low} to {high}"

    return Quiz(
        f"Forecast {column.name.replace('_', ' ')} for the {unit} asked: {column.meaning or column.name}",
        [int(row) for row in order],
        len(order),
        show,
        lambda row: said(plain(float(seen.loc[row, "truth"]), 5)),
        answer,
    )


def _history(frame: pd.DataFrame, origin: pd.Timestamp, schema: Schema) -> dict[str, Any]:
    """Return the last values known at an origin: six short seasons, at most 60 rows."""
    dates = frame[schema.named("date")[0]]
    count = min(60, max(14, 6 * features.seasons(frame, schema)[0]))
    rows = dates.index[dates <= origin][-count:]
    values = [None if np.isnan(v) else plain(v, 5) for v in target(frame, schema)[rows]]
    return {"from": said(dates[rows[0]]), "to": said(dates[rows[-1]]), "values": values}


def headline(metrics: dict[str, Any], words: dict[str, str]) -> str:
    """Say in one sentence how far the forecasts are off, in the target's own unit."""
    facts = metrics["facts"]
    lead, rival = metrics["slices"][0]["metrics"]
    values = f" {words['values']}" if "values" in words else ""
    return (
        f"Up to {facts['horizon']} {facts['unit']}s ahead, from {facts['origins']} origins, "
        f"{lead} is off by {facts['off'][lead]:,}{values} on average; "
        f"the {rival} by {facts['off'][rival]:,}. Its {facts['interval']}% interval holds "
        f"{facts['coverage'][str(facts['interval'])]}% of the {words['rows']}."
    )


def predict(fitted: Any, file: Path, schema: Schema, validated: Mapping[str, Any]) -> pd.DataFrame:
    """Return the forecast of the rows after the history in a CSV file, with its interval.

    Rows at the end with an empty target are the first to be forecast: they carry
    the columns that are known in advance.
    """
    past = typed(read_table(file), _for_history(schema))
    horizon, name = schema.task["horizon"], schema.named("target")[0]
    recorded = np.flatnonzero(past[name].notna())
    if not len(recorded) or len(past) - 1 - recorded[-1] > horizon:
        raise UsageError(f"{file}: the last {horizon} rows at most may have no {name}")
    known, needed = int(recorded[-1]) + 1, validated["history"]
    if known < needed:
        raise UsageError(f"{file}: the history has {known} rows; {needed} are needed")
    rows = _extended(past, known + horizon, schema)
    see = features.own if validated["role"] == "own" else features.reference
    forecast = fitted.predict(see(rows, schema))[known:]
    edges = bands(forecast, np.arange(1, horizon + 1), schema, validated)
    found = {"forecast": forecast, **{n: edges[f"{n}_{LEVEL}"] for n in ("low", "high")}}
    dates = rows[schema.named("date")[0]].iloc[known:].reset_index(drop=True)
    return pd.DataFrame({"date": dates, **{name: v.round(3) for name, v in found.items()}})


def _for_history(schema: Schema) -> Schema:
    """Return the schema without dropped columns, and with new categories allowed."""
    kept = [replace(c, allowed=()) for c in schema.columns if c.role != "drop"]
    kept = [replace(c, missing=True) if c.role == "target" else c for c in kept]
    return replace(schema, columns=tuple(kept))


def _extended(past: pd.DataFrame, length: int, schema: Schema) -> pd.DataFrame:
    """Add rows with the dates that follow, until there are ``length``."""
    name = schema.named("date")[0]
    step = features.frequency(past[name])
    dates = pd.date_range(past[name].iloc[-1], periods=length - len(past) + 1, freq=step)[1:]
    words = dict.fromkeys(past.select_dtypes(exclude=["number", "datetime"]), MISSING)
    rows = past.reindex(range(length)).fillna(words)
    return rows.assign(**{name: [*past[name], *dates]})


def draw(result: Evaluation, schema: Schema, folder: Path, lead: Any) -> dict[str, str]:  # noqa: ARG001
    """Draw this technique's figures; return alternative text by file name."""
    return {
        "fan.png": _fan(result, schema, folder),
        "origins.png": _origins(result, folder),
        "horizon.png": _horizon(result, folder),
        "coverage.png": _coverage(result, folder),
    }


def _contenders(result: Evaluation) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return colour, marker and width per model, the leading one last and thickest."""
    marks, names = ("s", "^", "v", "D", "o", "P"), list(result.predictions)
    colours = dict(zip(names, ("0.6", *COLOURS[2:], *COLOURS[1:2]), strict=False))
    colours |= {n: COLOURS[0] for n, role in result.roles.items() if role == "reference"}
    colours |= {n: COLOURS[1] for n, role in result.roles.items() if role == "own"}
    return {
        name: (mark, {"color": colours[name], "linewidth": 2.2 if name == names[-1] else 1.1})
        for name, mark in zip(names, marks * 3, strict=False)
    }


def _fan(result: Evaluation, schema: Schema, folder: Path) -> str:
    """Draw the block of median error and the block of largest error, each with its past."""
    frame, seen = result.seen
    errors = (seen["forecast"] - seen["truth"]).abs().groupby(seen["origin"]).mean().sort_values()
    chosen = {"a typical origin": errors.index[len(errors) // 2], "the worst one": errors.index[-1]}
    fig, panels = plt.subplots(2, 1, figsize=(WIDTH, 6), layout="constrained")
    for axes, (name, origin) in zip(panels, chosen.items(), strict=True):
        _fan_panel(axes, frame, seen[seen["origin"] == origin], schema)
        axes.set_title(f"Forecast from {name}, {_day(origin)}", loc="left")
    handles = panels[0].get_legend_handles_labels()
    fig.legend(*handles, ncols=3, frameon=False, loc="outside lower center")
    save(fig, folder / "fan.png")
    texts = [f"{name}, {_day(o)}, off by {plain(errors[o]):,}" for name, o in chosen.items()]
    percent = result.facts["coverage"][str(LEVEL)]
    return (
        f"Fan chart of forecast against hold-out from {' and '.join(texts)}; "
        f"over all origins {percent}% lie within the {LEVEL}% interval"
    )


def _day(moment: Any) -> str:
    return f"{pd.Timestamp(moment):%Y-%m-%d}"


def _fan_panel(axes: Axes, frame: pd.DataFrame, block: pd.DataFrame, schema: Schema) -> None:
    (date,), (name,) = schema.named("date"), schema.named("target")
    past = frame[frame[date] <= block["origin"].iloc[0]].tail(schema.task["horizon"])
    for band, shade in zip(reversed(BANDS), (0.15, 0.25, 0.4), strict=True):
        axes.fill_between(
            block["date"],
            block[f"low_{band}"],
            block[f"high_{band}"],
            color=COLOURS[0],
            alpha=shade,
            linewidth=0,
            label=f"{band}% interval",
        )
    axes.plot(past[date], past[name], "o-", color="0.6", markersize=3, label="known")
    axes.plot(block["date"], block["forecast"], color=COLOURS[0], label="forecast")
    axes.plot(block["date"], block["truth"], "o", color="black", markersize=3.5, label="hold-out")
    axes.axvline(block["origin"].iloc[0], color="0.4", linestyle=":", linewidth=1)
    axes.set_ylabel(next((c.unit for c in schema.columns if c.name == name), "") or name)
    axes.spines[["top", "right"]].set_visible(False)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    locator = axes.xaxis.get_major_locator()
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))


def _origins(result: Evaluation, folder: Path) -> str:
    """Draw the error of each model over the origins."""
    _, seen = result.seen
    fig, axes = figure("Does one model lead from every origin?", 5.0)
    table = {n: np.abs(s - result.truth) for n, s in result.predictions.items()}
    errors = pd.DataFrame(table).groupby(seen["origin"]).mean()
    for name, (mark, look) in _contenders(result).items():
        axes.plot(errors.index, errors[name], marker=mark, markersize=4, label=name, **look)
    axes.set(xlabel="origin", ylabel="MASE of the block", ylim=(0, None))
    fig.legend(ncols=2, frameon=False, loc="outside lower center")
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(axes.xaxis.get_major_locator()))
    save(fig, folder / "origins.png")
    lead = errors.columns[-1]
    best = int((errors[lead] <= errors.min(axis=1)).sum())
    return f"MASE of every model per origin; {lead} has the smallest error from {best} of {len(errors)}"


def _horizon(result: Evaluation, folder: Path) -> str:
    """Draw the error by steps ahead, and by kind of row."""
    _, seen = result.seen
    looks, lead = _contenders(result), list(result.predictions)[-1]
    errors = pd.DataFrame({n: np.abs(s - result.truth) for n, s in result.predictions.items()})
    fig, (left, right) = plt.subplots(
        1, 2, figsize=(WIDTH, 4.8), layout="constrained", width_ratios=(3, 2)
    )
    by_step = errors.groupby(seen["step"]).mean()
    by_kind = errors.groupby(result.slices).mean()
    for name, (_, look) in looks.items():
        left.plot(by_step.index, by_step[name], label=name, **look)
    left.set_title("Error by steps ahead", loc="left")
    left.set(xlabel="steps ahead", ylabel="MASE", ylim=(0, None))
    height = 0.8 / len(looks)
    for number, (name, (_, look)) in enumerate(looks.items()):
        places = np.arange(len(by_kind)) + 0.4 - height * (number + 0.5)
        right.barh(places, by_kind[name], height=height, color=look["color"])
    right.set_yticks(np.arange(len(by_kind)), list(by_kind.index))
    right.set_title("and by kind", loc="left")
    right.set_xlabel("MASE")
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    fig.legend(
        *left.get_legend_handles_labels(),
        ncols=2,
        frameon=False,
        loc="outside lower center",
    )
    save(fig, folder / "horizon.png")
    values = ", ".join(f"{kind} {by_kind[lead][kind]:.3f}" for kind in by_kind.index)
    return f"MASE of {lead} by steps ahead and by kind: {values}"


def _coverage(result: Evaluation, folder: Path) -> str:
    """Draw the share of rows within each band, by kind of row."""
    _, seen = result.seen
    fig, axes = figure("Do the intervals hold what they promise?", 4.0)
    names = ["all", *sorted(set(result.slices))]
    known = ~np.isnan(result.truth)
    for number, (band, shade) in enumerate(
        zip(BANDS, ("#9ecae1", "#4292c6", "#08519c"), strict=True)
    ):
        inside = _covered(seen, band)
        rows = [known if n == "all" else known & (result.slices == n) for n in names]
        shares = [100 * inside[kept].mean() if kept.any() else 0.0 for kept in rows]
        places = np.arange(len(names)) + (number - 1) * 0.27
        axes.bar(places, shares, width=0.25, color=shade, label=f"{band}% interval")
        for place, share in zip(places, shares, strict=True):
            colour = "white" if number else "black"
            axes.text(place, 2.5, f"{share:.0f}", ha="center", fontsize="small", color=colour)
        axes.hlines(
            np.full(len(names), band), places - 0.13, places + 0.13, color="black", linewidth=2
        )
    axes.set_xticks(np.arange(len(names)), names)
    axes.set(ylabel="rows within, %; black: promised", ylim=(0, 100))
    fig.legend(ncols=3, frameon=False, loc="outside lower center")
    save(fig, folder / "coverage.png")
    found = ", ".join(f"{result.facts['coverage'][str(b)]}% in the {b}% interval" for b in BANDS)
    return f"Coverage of the intervals over all test rows, {found}; black marks: as promised"
