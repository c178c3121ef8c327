"""How the models are judged: metric, threshold, trap, mistakes, figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.calibration import calibration_curve
from sklearn.inspection import permutation_importance
from sklearn.metrics import (
    ConfusionMatrixDisplay,
    average_precision_score,
    brier_score_loss,
    f1_score,
    precision_recall_curve,
)

from . import features, model
from .data import SEED, Schema, Split, clusters, folds, read_table, typed
from .report import COLOURS, Evaluation, Metric, Trap, figure, save

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from .model import Candidate


def groups(frame: pd.DataFrame, schema: Schema) -> NDArray[np.intp]:
    """Return a number per row, the same for rows that stand or fall together."""
    return clusters(frame, schema)


def target(frame: pd.DataFrame, schema: Schema) -> NDArray[np.int_]:
    """Return 1 where the target column holds a positive value, else 0."""
    (name,) = schema.named("target")
    return frame[name].isin(schema.task["positive"]).to_numpy().astype(int)


def probability(fitted: Any, seen: pd.DataFrame) -> NDArray[np.float64]:
    """Return the probability of a yes for each row."""
    return np.asarray(fitted.predict_proba(seen))[:, 1]


def average_precision(
    truth: NDArray[Any], score: NDArray[Any], weight: NDArray[Any]
) -> NDArray[np.float64]:
    """Average precision for each row of ``weight``, shape (resamples, rows).

    Sum of precision times the step in recall over distinct scores, as
    scikit-learn's ``average_precision_score``, for all resamples at once.
    """
    order = np.argsort(-score, kind="stable")
    last = np.append(np.diff(score[order]) != 0, True)
    found = np.cumsum(weight[:, order] * truth[order], axis=1)[:, last]
    read = np.cumsum(weight[:, order], axis=1)[:, last]
    precision = found / np.maximum(read, 1e-12)
    return np.asarray((precision * np.diff(found, axis=1, prepend=0)).sum(1) / found[:, -1])


def brier(truth: NDArray[Any], score: NDArray[Any], weight: NDArray[Any]) -> NDArray[np.float64]:
    """Mean squared error of the probabilities, for each row of ``weight``."""
    return np.asarray(weight @ (score - truth) ** 2 / weight.sum(1))


METRICS = (
    Metric("average_precision", "average precision", "maximize", average_precision),
    Metric("brier_score", "Brier score", "minimize", brier),
)


def validate(candidate: Candidate, train: pd.DataFrame, schema: Schema) -> dict[str, Any]:
    """Choose the threshold with the best F1 on rows held out inside the training part."""
    truth, seen = target(train, schema), candidate.features(train, schema)
    held, score = [], []
    for past, future in folds(train, schema, groups(train, schema)):
        fitted = candidate.build(seen.iloc[past]).fit(seen.iloc[past], truth[past])
        held.append(truth[future])
        score.append(probability(fitted, seen.iloc[future]))
    labels, scores = np.concatenate(held), np.concatenate(score)
    steps = np.unique(scores.round(3))
    return {"threshold": float(max(steps, key=lambda step: f1_score(labels, scores >= step)))}


def leaking_encoder(train: pd.DataFrame, schema: Schema) -> Trap:
    """Fit the encoder before the folds are cut, then after: same model, metric, folds."""
    truth, seen = target(train, schema), features.reference(train, schema)
    encoded = pd.DataFrame(features.encoder(seen).fit(seen, truth).transform(seen))
    scores: dict[str, list[float]] = {"optimistic": [], "honest": []}
    for past, future in folds(train, schema, groups(train, schema)):
        honest = model.reference(seen.iloc[past]).fit(seen.iloc[past], truth[past])
        boosting = model.reference(seen)[-1].fit(encoded.iloc[past], truth[past])
        for name, fitted, rows in (("honest", honest, seen), ("optimistic", boosting, encoded)):
            score = probability(fitted, rows.iloc[future])
            scores[name].append(float(average_precision_score(truth[future], score)))
    optimistic, honest_mean = np.mean(scores["optimistic"]), np.mean(scores["honest"])
    name = "target encoder fitted before the folds were cut"
    return Trap(name, METRICS[0].name, float(optimistic), float(honest_mean))


def random_split(frame: pd.DataFrame, schema: Schema, split: Split, honest: float) -> Trap:
    """Shuffle the rows before a split of the same size, to see if mixing the parts flatters."""
    rows = np.random.default_rng(SEED).permutation(len(frame))
    train, test = rows[: len(split.train)], rows[len(split.train) :]
    truth, seen = target(frame, schema), features.reference(frame, schema)
    fitted = model.reference(seen.iloc[train]).fit(seen.iloc[train], truth[train])
    mixed = average_precision_score(truth[test], probability(fitted, seen.iloc[test]))
    return Trap("rows split at random", METRICS[0].name, float(mixed), honest)


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
    scores = {c.name: probability(m, views[c.name]) for c, m in fitted.items()}
    roles = {c.name: c.role for c in fitted}
    lead = list(scores)[-1]
    reference = next(c.name for c in fitted if c.role == "reference")
    honest = float(average_precision_score(truth, scores[reference]))
    traps = [leaking_encoder(train, schema)]
    if split.kind != "random":
        traps.append(random_split(frame, schema, split, honest))
    read = int((scores[lead] >= validated["threshold"]).sum())
    tops = {name: np.argsort(-score, kind="stable")[:read] for name, score in scores.items()}
    facts = {
        "threshold": validated["threshold"],
        "read": read,
        "rows": len(test),
        "positives": int(truth.sum()),
        "found": {name: int(truth[top].sum()) for name, top in tops.items()},
    }
    worst, slices = mistakes(test, truth, scores[lead]), slice_names(test, truth, schema)
    return Evaluation(
        METRICS,
        truth,
        scores,
        roles,
        traps,
        facts,
        worst,
        views[lead],
        slices,
        {"positives": truth},
    )


def slice_names(test: pd.DataFrame, truth: NDArray[np.int_], schema: Schema) -> NDArray[np.object_]:
    """Name the slice of each row; slices with fewer than ten positives are one, `other`."""
    column = schema.task.get("slice")
    names = test[column].to_numpy(dtype=object) if column else np.full(len(test), "all rows")
    enough = {name for name in set(names) if truth[names == name].sum() >= 10}
    return np.array([name if name in enough else "other" for name in names], dtype=object)


def mistakes(
    test: pd.DataFrame, truth: NDArray[np.int_], score: NDArray[np.float64]
) -> pd.DataFrame:
    """Return the ten rows the model was most wrong about, the worst first."""
    table = test.assign(truth=truth, probability=score.round(4))
    order = np.argsort(-np.abs(score - truth), kind="stable")[:10]
    return table.iloc[order]


def headline(metrics: dict[str, Any], words: dict[str, str]) -> str:
    """Say in one sentence what the model finds that the best baseline does not."""
    facts = metrics["facts"]
    lead, rival = metrics["slices"][0]["metrics"]
    return (
        f"Reading {facts['read']:,} of {facts['rows']:,} {words['rows']} finds "
        f"{facts['found'][lead]:,} of {facts['positives']:,} {words['positives']}; "
        f"the {rival} finds {facts['found'][rival]:,}."
    )


def predict(fitted: Any, file: Path, schema: Schema, validated: Mapping[str, Any]) -> pd.DataFrame:
    """Return one line per row of a CSV file: probability, and whether to act on it."""
    rows = typed(read_table(file), schema, labelled=False)
    see = features.own if validated["role"] == "own" else features.reference
    score = probability(fitted, see(rows, schema))
    return pd.DataFrame({"probability": score.round(4), "act": score >= validated["threshold"]})


def draw(result: Evaluation, schema: Schema, folder: Path, lead: Any) -> dict[str, str]:
    """Draw this technique's figures; return alternative text by file name."""
    name = list(result.predictions)[-1]
    score, words = result.predictions[name], schema.words
    return {
        "precision_recall.png": _precision_recall(result, folder),
        "calibration.png": _calibration(result.truth, score, name, folder),
        "confusion.png": _confusion(result, name, words, folder),
        "importance.png": _importance(result.truth, lead, result.seen, folder),
    }


def _precision_recall(result: Evaluation, folder: Path) -> str:
    fig, axes = figure("Precision against recall on the test years")
    prevalence = result.truth.mean()
    texts = []
    shown = [n for n, role in result.roles.items() if len(set(result.predictions[n])) > 1]
    for name, colour in zip(shown, COLOURS, strict=False):
        precision, recall, _ = precision_recall_curve(result.truth, result.predictions[name])
        value = average_precision_score(result.truth, result.predictions[name])
        axes.plot(recall[:-1], precision[:-1], color=colour, label=f"{name}, {value:.3f}")
        texts.append(f"{name} {value:.3f}")
    axes.axhline(prevalence, color="0.4", linestyle=":", label=f"prevalence, {prevalence:.3f}")
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend(title="average precision", frameon=False)
    save(fig, folder / "precision_recall.png")
    return f"Precision against recall; {', '.join(texts)}, prevalence {prevalence:.3f}"


def _calibration(
    truth: NDArray[np.int_], score: NDArray[np.float64], name: str, folder: Path
) -> str:
    fig, axes = figure("Do the probabilities mean what they say?")
    observed, predicted = calibration_curve(truth, score, n_bins=10, strategy="quantile")
    top = float(max(observed.max(), predicted.max())) * 1.08
    axes.plot([0, top], [0, top], color="0.4", linestyle=":", label="perfect")
    axes.plot(predicted, observed, "o-", color=COLOURS[0], label=f"{name}, tenths of the test rows")
    axes.set(
        xlabel="mean predicted probability", ylabel="observed share", xlim=(0, top), ylim=(0, top)
    )
    axes.legend(frameon=False)
    save(fig, folder / "calibration.png")
    loss = brier_score_loss(truth, score)
    return f"Calibration of {name}: observed share against predicted probability, Brier score {loss:.3f}"


def _confusion(result: Evaluation, name: str, words: dict[str, str], folder: Path) -> str:
    threshold = result.facts["threshold"]
    fig, axes = figure(f"{name} at the threshold chosen on validation, {threshold:.3f}")
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


def _importance(truth: NDArray[np.int_], lead: Any, seen: pd.DataFrame, folder: Path) -> str:
    fig, axes = figure("What average precision loses when a column is shuffled")
    drop = permutation_importance(
        lead, seen, truth, scoring="average_precision", n_repeats=5, random_state=SEED
    )
    order = np.argsort(drop.importances_mean)
    names = list(seen.columns[order])
    axes.barh(
        names,
        drop.importances_mean[order],
        xerr=drop.importances_std[order],
        color=COLOURS[0],
        error_kw={"ecolor": "0.3", "capsize": 2},
    )
    axes.set_xlabel("loss, mean and standard deviation of five shuffles")
    save(fig, folder / "importance.png")
    return f"Permutation importance: {', '.join(reversed(names[-3:]))} matter most"
