"""How the models are judged: metric, threshold, trap, mistakes, figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.calibration import calibration_curve
from sklearn.inspection import permutation_importance
from sklearn.metrics import (
    ConfusionMatrixDisplay,
    average_precision_score,
    f1_score,
    precision_recall_curve,
)

from . import features, model
from .data import SEED, Schema, Split, clusters, folds, read_table, typed
from .report import COLOURS, Evaluation, Metric, Quiz, Trap, fields, figure, save

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from .model import Candidate


def groups(frame: pd.DataFrame, schema: Schema) -> NDArray[np.intp]:
    """Return a number per row, the same for rows that stand or fall together."""
    return clusters(frame, schema)


def target(frame: pd.DataFrame, schema: Schema) -> NDArray[np.int_]:
    """Return 1 where the target column holds a positive value, else 0; of several the class's number."""
    (name,) = schema.named("target")
    if "classes" in schema.task:
        return pd.Categorical(frame[name], categories=schema.task["classes"]).codes.astype(int)
    return frame[name].isin(schema.task["positive"]).to_numpy().astype(int)


def probability(fitted: Any, seen: pd.DataFrame, classes: int = 2) -> NDArray[np.float64]:
    """Return the probability of a yes for each row; of several classes, shape (rows, classes)."""
    found = np.asarray(fitted.predict_proba(seen))
    if classes == 2:
        return found[:, 1]
    every = np.zeros((len(found), classes))
    every[:, fitted.classes_] = found
    return every


def kinds(schema: Schema) -> int:
    """Return how many classes the target has."""
    return len(schema.task.get("classes", ("no", "yes")))


def average_precision(
    truth: NDArray[Any], score: NDArray[Any], weight: NDArray[Any]
) -> NDArray[np.float64]:
    """Average precision for each row of ``weight``, shape (resamples, rows).

    Sum of precision times the step in recall over distinct scores, as
    scikit-learn's ``average_precision_score``, for all resamples at once. Of
    several classes the unweighted mean over those drawn, each against the rest,
    as its ``average="macro"``: a rare class counts as much as a common one.
    """
    if score.ndim == 2:
        each = [average_precision(truth == c, score[:, c], weight) for c in range(score.shape[1])]
        drawn = [weight[:, truth == c].sum(1) > 0 for c in range(score.shape[1])]
        return np.asarray(np.average(each, axis=0, weights=np.array(drawn, dtype=float)))
    order = np.argsort(-score, kind="stable")
    last = np.append(np.diff(score[order]) != 0, True)
    found = np.cumsum(weight[:, order] * truth[order], axis=1)[:, last]
    read = np.cumsum(weight[:, order], axis=1)[:, last]
    precision = found / np.maximum(read, 1e-12)
    every = np.maximum(found[:, -1], 1e-12)
    return np.asarray((precision * np.diff(found, axis=1, prepend=0)).sum(1) / every)


def brier(truth: NDArray[Any], score: NDArray[Any], weight: NDArray[Any]) -> NDArray[np.float64]:
    """Mean squared error of the probabilities, summed over classes (Brier 1950, halved for two)."""
    missed = (score - truth) ** 2 if score.ndim == 1 else _missed(truth, score)
    return np.asarray(weight @ missed / weight.sum(1))


def _missed(truth: NDArray[Any], score: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(((score - np.eye(score.shape[1])[truth]) ** 2).sum(axis=1))


METRICS = (
    Metric("average_precision", "average precision", "maximize", average_precision),
    Metric("brier_score", "Brier score", "minimize", brier),
)
MOST_BARS = 20
FEW_ROWS = 100
MACRO = replace(METRICS[0], name="macro_average_precision", label="macro average precision")


def precision_of(truth: NDArray[Any], score: NDArray[Any]) -> float:
    """Return the average precision on these rows, each counted once."""
    return float(average_precision(truth, score, np.ones((1, len(truth))))[0])


def metrics_of(schema: Schema) -> tuple[Metric, ...]:
    """Return the metrics, the one that decides first."""
    return METRICS if kinds(schema) == 2 else (MACRO, *METRICS[1:])


def cuts(train: pd.DataFrame, schema: Schema) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Return the folds inside the training part that learn on at least five rows of each class."""
    truth, every = target(train, schema), folds(train, schema, groups(train, schema))
    fewest = [np.bincount(truth[past], minlength=kinds(schema)).min() for past, _ in every]
    return [fold for fold, count in zip(every, fewest, strict=True) if count >= 5] or every


def validate(candidate: Candidate, train: pd.DataFrame, schema: Schema) -> dict[str, Any]:
    """Choose the threshold with the best F1 on rows held out inside the training part.

    Of several classes the likeliest is named, and there is nothing to choose.
    """
    if kinds(schema) > 2:
        return {}
    truth, seen = target(train, schema), candidate.features(train, schema)
    held, score = [], []
    for past, future in cuts(train, schema):
        fitted = candidate.build(seen.iloc[past]).fit(seen.iloc[past], truth[past])
        held.append(truth[future])
        score.append(probability(fitted, seen.iloc[future]))
    labels, scores = np.concatenate(held), np.concatenate(score)
    steps = np.unique(scores.round(3))
    return {"threshold": float(max(steps, key=lambda step: f1_score(labels, scores >= step)))}


def seen_before(train: pd.DataFrame, schema: Schema) -> Trap:
    """Score the rows a model learnt from, then rows it never saw: same model, metric, folds."""
    truth, seen = target(train, schema), features.reference(train, schema)
    scores: dict[str, list[float]] = {"optimistic": [], "honest": []}
    for past, future in cuts(train, schema):
        fitted = model.reference(seen.iloc[past]).fit(seen.iloc[past], truth[past])
        for name, rows in (("honest", future), ("optimistic", past)):
            score = probability(fitted, seen.iloc[rows], kinds(schema))
            scores[name].append(precision_of(truth[rows], score))
    optimistic, honest = np.mean(scores["optimistic"]), np.mean(scores["honest"])
    name = "scored on the rows it learnt from"
    return Trap(name, metrics_of(schema)[0].name, float(optimistic), float(honest))


def leaking_encoder(train: pd.DataFrame, schema: Schema) -> Trap:
    """Fit the encoder before the folds are cut, then after: same model, metric, folds.

    Without a column of many levels there is no such encoder; then `seen_before`.
    """
    truth, seen = target(train, schema), features.reference(train, schema)
    if not features.columns(seen)["many"]:
        return seen_before(train, schema)
    encoded = pd.DataFrame(features.encoder(seen).fit(seen, truth).transform(seen))
    scores: dict[str, list[float]] = {"optimistic": [], "honest": []}
    for past, future in cuts(train, schema):
        honest = model.reference(seen.iloc[past]).fit(seen.iloc[past], truth[past])
        boosting = model.reference(seen)[-1].fit(encoded.iloc[past], truth[past])
        for name, fitted, rows in (("honest", honest, seen), ("optimistic", boosting, encoded)):
            score = probability(fitted, rows.iloc[future], kinds(schema))
            scores[name].append(precision_of(truth[future], score))
    optimistic, honest_mean = np.mean(scores["optimistic"]), np.mean(scores["honest"])
    name = "target encoder fitted before the folds were cut"
    return Trap(name, metrics_of(schema)[0].name, float(optimistic), float(honest_mean))


def random_split(frame: pd.DataFrame, schema: Schema, split: Split, honest: float) -> Trap:
    """Shuffle the rows before a split of the same size, to see if mixing the parts flatters."""
    rows = np.random.default_rng(SEED).permutation(len(frame))
    train, test = rows[: len(split.train)], rows[len(split.train) :]
    truth, seen = target(frame, schema), features.reference(frame, schema)
    fitted = model.reference(seen.iloc[train]).fit(seen.iloc[train], truth[train])
    mixed = precision_of(truth[test], probability(fitted, seen.iloc[test], kinds(schema)))
    return Trap("rows split at random", metrics_of(schema)[0].name, mixed, honest)


def evaluate(
    frame: pd.DataFrame,
    schema: Schema,
    split: Split,
    fitted: Mapping[Candidate, Any],
    validated: Mapping[str, Any],
) -> Evaluation:
    """Judge every fitted model once on the test rows."""
    train, test = frame.iloc[split.train], frame.iloc[split.test].reset_index(drop=True)
    truth = target(test, schema)
    views = {c.name: c.features(test, schema) for c in fitted}
    count = kinds(schema)
    scores = {c.name: probability(m, views[c.name], count) for c, m in fitted.items()}
    roles = {c.name: c.role for c in fitted}
    lead = list(scores)[-1]
    reference = next(c.name for c in fitted if c.role == "reference")
    traps = [leaking_encoder(train, schema)]
    if split.kind != "random":
        traps.append(random_split(frame, schema, split, precision_of(truth, scores[reference])))
    counted = _read_first(truth, scores, lead, validated) if count == 2 else _named(truth, scores)
    words = [*schema.words.values(), *schema.named("target"), str(schema.task.get("slice", ""))]
    facts = {"rows": len(test), "words": words, **counted}
    wrong = truth if count == 2 else (scores[lead].argmax(axis=1) != truth).astype(int)
    return Evaluation(
        metrics_of(schema),
        truth,
        scores,
        roles,
        traps,
        facts,
        mistakes(test, truth, scores[lead], schema),
        views[lead],
        slice_names(test, truth, schema),
        {"positives" if count == 2 else "wrong": wrong},
        quiz=quiz(test, truth, scores, facts, schema),
    )


def _read_first(
    truth: NDArray[np.int_],
    scores: Mapping[str, NDArray[Any]],
    lead: str,
    validated: Mapping[str, Any],
) -> dict[str, Any]:
    """Count the yes among as many rows as the leading model flags, for every model."""
    read = int((scores[lead] >= validated["threshold"]).sum())
    tops = {name: np.argsort(-score, kind="stable")[:read] for name, score in scores.items()}
    return {
        "threshold": validated["threshold"],
        "read": read,
        "positives": int(truth.sum()),
        "found": {name: int(truth[top].sum()) for name, top in tops.items()},
    }


def _named(truth: NDArray[np.int_], scores: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """Count the rows whose likeliest class is the right one, for every model."""
    right = {name: int((score.argmax(axis=1) == truth).sum()) for name, score in scores.items()}
    return {"right": right}


def slice_names(test: pd.DataFrame, truth: NDArray[np.int_], schema: Schema) -> NDArray[np.object_]:
    """Name the slice of each row; slices with fewer than ten positives are one, `other`."""
    column = schema.task.get("slice")
    names = test[column].to_numpy(dtype=object) if column else np.full(len(test), "all rows")
    counted = truth if kinds(schema) == 2 else np.ones(len(test))
    enough = {name for name in set(names) if counted[names == name].sum() >= 10}
    named = np.array([name if name in enough else "other" for name in names], dtype=object)
    lonely = named == "other"
    if lonely.any() and not counted[lonely].sum():
        named[lonely] = max(enough, default="all rows")
    return named


def mistakes(
    test: pd.DataFrame, truth: NDArray[np.int_], score: NDArray[np.float64], schema: Schema
) -> pd.DataFrame:
    """Return the ten rows the model was most wrong about, the worst first."""
    if kinds(schema) > 2:
        given = score[np.arange(len(truth)), truth]
        guess = np.array(schema.task["classes"], dtype=object)[score.argmax(axis=1)]
        table = test.assign(guess=guess, probability_of_truth=given.round(4))
        return table.iloc[np.argsort(given, kind="stable")[:10]]
    table = test.assign(truth=truth, probability=score.round(4))
    order = np.argsort(-np.abs(score - truth), kind="stable")[:10]
    return table.iloc[order]


def quiz(
    test: pd.DataFrame,
    truth: NDArray[np.int_],
    scores: Mapping[str, NDArray[Any]],
    facts: Mapping[str, Any],
    schema: Schema,
) -> Quiz:
    """Ask for the class of a row; of two, a yes is what each model would have read first."""
    lead, rows, several = list(scores)[-1], np.arange(len(truth)), kinds(schema) > 2
    classes = [str(name) for name in schema.task["classes"]] if several else ["no", "yes"]
    if several:
        named = {name: score.argmax(axis=1) for name, score in scores.items()}
        sure = {name: score.max(axis=1) for name, score in scores.items()}
        gap, question = 1 - scores[lead][rows, truth], f"Which {schema.words['positive']}?"
    else:
        place = {n: np.argsort(np.argsort(-s, kind="stable")) for n, s in scores.items()}
        named = {n: (p < facts["read"]).astype(int) for n, p in place.items()}
        sure = dict(scores)
        gap, word = np.abs(scores[lead] - truth), schema.words["positive"]
        question = f"{word[:1].upper()}{word[1:]}: yes or no?"
    right = named[lead] == truth
    rank = pd.Series(-gap).groupby([right, truth]).rank(method="first")  # mistakes of every kind
    return Quiz(
        question,
        np.lexsort((-gap, rank, right)).tolist(),
        int((~right).sum()),
        lambda row: fields(test.iloc[row], schema),
        lambda row: classes[truth[row]],
        lambda name, row: f"{classes[named[name][row]]}, probability {sure[name][row]:.3f}",
        classes,
    )


def headline(metrics: dict[str, Any], words: dict[str, str]) -> str:
    """Say in one sentence what the model finds that the best baseline does not."""
    facts = metrics["facts"]
    lead, rival = metrics["slices"][0]["metrics"]
    few = " So few test rows settle nothing." if facts["rows"] < FEW_ROWS else ""
    if "right" in facts:
        return (
            f"Of {facts['rows']:,} {words['rows']}, {lead} names the right {words['positive']} "
            f"for {facts['right'][lead]:,}; the {rival} for {facts['right'][rival]:,}.{few}"
        )
    return (
        f"Reading {facts['read']:,} of {facts['rows']:,} {words['rows']} finds "
        f"{facts['found'][lead]:,} of {facts['positives']:,} {words['positives']}; "
        f"the {rival} finds {facts['found'][rival]:,}.{few}"
    )


def predict(fitted: Any, file: Path, schema: Schema, validated: Mapping[str, Any]) -> pd.DataFrame:
    """Return one line per row of a CSV file: probability, and whether to act on it or which class."""
    rows = typed(read_table(file), schema, labelled=False)
    see = features.own if validated["role"] == "own" else features.reference
    score = probability(fitted, see(rows, schema), kinds(schema))
    if kinds(schema) > 2:
        names = np.array(schema.task["classes"], dtype=object)[score.argmax(axis=1)]
        return pd.DataFrame({"class": names, "probability": score.max(axis=1).round(4)})
    return pd.DataFrame({"probability": score.round(4), "act": score >= validated["threshold"]})


def draw(result: Evaluation, schema: Schema, folder: Path, lead: Any) -> dict[str, str]:
    """Draw this technique's figures; return alternative text by file name."""
    name = list(result.predictions)[-1]
    score = result.predictions[name]
    return {
        "precision_recall.png": _precision_recall(result, schema, folder),
        "calibration.png": _calibration(result.truth, score, name, folder),
        "confusion.png": _confusion(result, name, schema, folder),
        "importance.png": _importance(result.truth, lead, result.seen, folder),
    }


def _precision_recall(result: Evaluation, schema: Schema, folder: Path) -> str:
    where = "years" if schema.split["kind"] == "temporal" else "rows"
    fig, axes = figure(f"Precision against recall on the test {where}")
    texts = []
    for (name, truth, score), colour in zip(_curves(result, schema), COLOURS, strict=False):
        precision, recall, _ = precision_recall_curve(truth, score)
        value = average_precision_score(truth, score)
        axes.plot(recall[:-1], precision[:-1], color=colour, label=f"{name}, {value:.3f}")
        texts.append(f"{name} {value:.3f}")
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1.02))
    told = f"Precision against recall; {', '.join(texts)}"
    if kinds(schema) == 2:
        prevalence = result.truth.mean()
        axes.axhline(prevalence, color="0.4", linestyle=":", label=f"prevalence, {prevalence:.3f}")
        told += f", prevalence {prevalence:.3f}"
    axes.legend(title="average precision", frameon=False)
    save(fig, folder / "precision_recall.png")
    return told


def _curves(
    result: Evaluation, schema: Schema
) -> list[tuple[str, NDArray[np.int_], NDArray[np.float64]]]:
    """One curve a model; of several classes one a class, each against the rest, the worst first."""
    if kinds(schema) == 2:
        shown = result.predictions.items()
        return [(n, result.truth, score) for n, score in shown if len(set(score)) > 1]
    score = list(result.predictions.values())[-1]
    found = [
        (str(name), (result.truth == place).astype(int), score[:, place])
        for place, name in enumerate(schema.task["classes"])
        if (result.truth == place).any()
    ]
    return sorted(found, key=lambda curve: float(average_precision_score(*curve[1:])))


def _calibration(
    truth: NDArray[np.int_], score: NDArray[np.float64], name: str, folder: Path
) -> str:
    loss = float(brier(truth, score, np.ones((1, len(truth))))[0])
    if score.ndim == 2:
        truth, score = (score.argmax(axis=1) == truth).astype(int), score.max(axis=1)
    fig, axes = figure("Do the probabilities mean what they say?")
    bins = min(10, max(3, len(truth) // 20))
    observed, predicted = calibration_curve(truth, score, n_bins=bins, strategy="quantile")
    top = float(max(observed.max(), predicted.max())) * 1.08
    parts = "tenths" if bins == 10 else "equal parts"
    axes.plot([0, top], [0, top], color="0.4", linestyle=":", label="perfect")
    label = f"{name},\n{parts} of the test rows"
    axes.plot(predicted, observed, "o-", color=COLOURS[0], label=label)
    axes.set(
        xlabel="mean predicted probability", ylabel="observed share", xlim=(0, top), ylim=(0, top)
    )
    axes.legend(frameon=False)
    save(fig, folder / "calibration.png")
    return f"Calibration of {name}: observed share against predicted probability, Brier score {loss:.3f}"


def _confusion(result: Evaluation, name: str, schema: Schema, folder: Path) -> str:
    if kinds(schema) > 2:
        return _confused_classes(result, name, schema, folder)
    threshold, words = result.facts["threshold"], schema.words
    fig, axes = figure(f"{name}, threshold {threshold:.3f} set on validation")
    ConfusionMatrixDisplay.from_predictions(
        result.truth,
        result.predictions[name] >= threshold,
        display_labels=["no", "yes"],
        cmap="Blues",
        colorbar=False,
        values_format=",",
        ax=axes,
    )
    axes.set(xlabel="flagged", ylabel=words["positive"])
    save(fig, folder / "confusion.png")
    found, missed = (
        result.facts["found"][name],
        result.facts["positives"] - result.facts["found"][name],
    )
    return f"Confusion matrix of {name} at its threshold: {found:,} found, {missed:,} missed"


def _confused_classes(result: Evaluation, name: str, schema: Schema, folder: Path) -> str:
    names = [str(label)[:18] for label in schema.task["classes"]]
    fig, axes = figure(f"{name}: the likeliest class against the true one", 5.2)
    ConfusionMatrixDisplay.from_predictions(
        result.truth,
        result.predictions[name].argmax(axis=1),
        labels=range(len(names)),
        display_labels=names,
        cmap="Blues",
        colorbar=False,
        xticks_rotation="vertical",
        text_kw={"fontsize": "small"},
        ax=axes,
    )
    axes.set(xlabel="named", ylabel=schema.words["positive"])
    save(fig, folder / "confusion.png")
    right, rows = result.facts["right"][name], result.facts["rows"]
    return f"Confusion matrix of {name}: {right:,} of {rows:,} rows on the diagonal"


def _importance(truth: NDArray[np.int_], lead: Any, seen: pd.DataFrame, folder: Path) -> str:
    def scored(fitted: Any, rows: pd.DataFrame, labels: NDArray[np.int_]) -> float:
        classes = max(len(fitted.classes_), 2)
        return precision_of(labels, probability(fitted, rows, classes))

    fig, axes = figure("What average precision loses when a column is shuffled")
    drop = permutation_importance(lead, seen, truth, scoring=scored, n_repeats=5, random_state=SEED)
    order = np.argsort(drop.importances_mean)[-MOST_BARS:]
    names = list(seen.columns[order])
    axes.barh(
        [name[:30] for name in names],
        drop.importances_mean[order],
        xerr=drop.importances_std[order],
        color=COLOURS[0],
        error_kw={"ecolor": "0.3", "capsize": 2},
    )
    axes.set_xlabel("loss in five shuffles,\nmean and standard deviation")
    save(fig, folder / "importance.png")
    return f"Permutation importance: {', '.join(reversed(names[-3:]))} matter most"
