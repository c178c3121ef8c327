"""How the models are judged: groups, metric, trap, mistakes, figures."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.metrics import ConfusionMatrixDisplay
from sklearn.model_selection import GroupKFold, KFold

from . import features, model
from .data import SEED, Schema, Split, UsageError, folds, typed
from .report import (
    COLOURS,
    ROLE_COLOURS,
    WIDTH,
    Evaluation,
    Metric,
    Quiz,
    Trap,
    figure,
    headed,
    save,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from .model import Candidate

NEAR = 8  # of the 64 bits of a perceptual hash: images that differ in no more are near-copies
SHARES = (0.125, 0.25, 0.5)
SURE = 0.9
SHOWN = 12


def groups(frame: pd.DataFrame, schema: Schema) -> NDArray[np.intp]:
    """Return a number per row, the same for images that stand or fall together.

    Raises UsageError if the images are of one class or cannot be cut into five parts.
    """
    labels, found = sorted(set(target(frame, schema))), families(frame, schema)
    if len(labels) < 2:
        raise UsageError(f"all {len(frame)} images are of one class, {labels[0]}: two are needed")
    if found.max() < 4:
        raise UsageError(
            f"the {len(frame)} images fall into {found.max() + 1} groups of one series or "
            "near-copies: too few to hold any out (task.series in data/schema.yaml)"
        )
    return found


def families(frame: pd.DataFrame, schema: Schema) -> NDArray[np.intp]:
    """Give one number to images of a series, to near-copies, and to what these link."""
    joined = np.arange(len(frame))

    def head(row: int) -> int:
        while joined[row] != row:
            joined[row] = joined[joined[row]]
            row = int(joined[row])
        return row

    for one, other in itertools.chain(_series(frame, schema), near_copies(frame)):
        joined[max(head(one), head(other))] = min(head(one), head(other))
    return np.unique([head(row) for row in range(len(frame))], return_inverse=True)[1]


def _series(frame: pd.DataFrame, schema: Schema) -> list[tuple[int, int]]:
    """Return each image of a series with the first one of it."""
    pattern = re.compile(schema.task.get("series", "$()a"))
    if not pattern.groups:
        raise UsageError("data/schema.yaml: task.series has no parenthesis that names the series")
    matches = enumerate(map(pattern.search, frame["path"]))
    first: dict[str, int] = {}
    found = [(row, match[1]) for row, match in matches if match]
    return [(first.setdefault(name, row), row) for row, name in found]


def near_copies(frame: pd.DataFrame) -> list[tuple[int, int]]:
    """Return the pairs of rows whose perceptual hashes differ in at most NEAR bits."""
    hashes = features.fingerprints(frame)
    pairs = []
    for row, mark in enumerate(hashes):
        near = np.flatnonzero(np.bitwise_count(hashes[row + 1 :] ^ mark) <= NEAR) + row + 1
        pairs += [(row, int(other)) for other in near]
    return pairs


def target(frame: pd.DataFrame, schema: Schema) -> NDArray[np.str_]:
    """Return the class of each row."""
    (name,) = schema.named("target")
    return np.array([str(label) for label in frame[name]])


def probability(fitted: Any, seen: pd.DataFrame) -> NDArray[np.float64]:
    """Return the probability of each class, shape (rows, classes).

    A model that gives none gets 1 for the class it names.
    """
    if hasattr(fitted, "predict_proba"):
        return np.asarray(fitted.predict_proba(seen), dtype=float)
    return (fitted.predict(seen)[:, None] == fitted.classes_[None]).astype(float)


def accuracy(truth: NDArray[Any], guess: NDArray[Any], weight: NDArray[Any]) -> NDArray[np.float64]:
    """Share of right answers for each row of ``weight``, shape (resamples, rows)."""
    drawn, right = weight.sum(1), weight @ (truth == guess)
    return np.where(drawn > 0, right / np.maximum(drawn, 1e-12), np.nan)


def macro_f1(truth: NDArray[Any], guess: NDArray[Any], weight: NDArray[Any]) -> NDArray[np.float64]:
    """Mean over classes of F1, for each row of ``weight``; as scikit-learn's, all at once."""
    scores = []
    for name in np.union1d(truth, guess):
        right = weight @ ((truth == name) & (guess == name))
        named = weight @ (truth == name) + weight @ (guess == name)
        scores.append(np.where(named > 0, 2 * right / np.maximum(named, 1e-12), np.nan))
    return np.asarray(np.nanmean(scores, axis=0))


METRICS = (
    Metric("accuracy", "accuracy", "maximize", accuracy),
    Metric("macro_f1", "macro-F1", "maximize", macro_f1),
)


def validate(candidate: Candidate, train: pd.DataFrame, schema: Schema) -> dict[str, Any]:
    """Choose, on held-out folds, the probability from which nine answers in ten are right."""
    truth, seen = target(train, schema), candidate.features(train, schema)
    tops, right = [], []
    for inner, held in folds(train, schema, groups(train, schema)):
        fitted = candidate.build(seen.iloc[inner]).fit(seen.iloc[inner], truth[inner])
        scores = probability(fitted, seen.iloc[held])
        tops.append(scores.max(1))
        right.append(fitted.classes_[scores.argmax(1)] == truth[held])
    order = np.argsort(-np.concatenate(tops), kind="stable")
    top, hits = np.concatenate(tops)[order], np.concatenate(right)[order]
    kept = np.flatnonzero(np.cumsum(hits) / np.arange(1, len(hits) + 1) >= SURE)
    return {"sure": round(float(top[kept[-1]]), 4) if len(kept) else 1.0}


def random_folds(frame: pd.DataFrame, schema: Schema) -> Trap:
    """Cut five folds at random, then by group: same model, metric and rows."""
    truth, seen = target(frame, schema), features.reference(frame, schema)
    kept = groups(frame, schema)
    cuts = {
        "optimistic": KFold(5, shuffle=True, random_state=SEED).split(seen),
        "honest": GroupKFold(5, shuffle=True, random_state=SEED).split(seen, groups=kept),
    }
    scores = {}
    for name, cut in cuts.items():
        guess = np.empty_like(truth)
        for train, test in cut:
            fitted = model.reference(seen.iloc[train]).fit(seen.iloc[train], truth[train])
            guess[test] = fitted.predict(seen.iloc[test])
        scores[name] = float((guess == truth).mean())
    name = "split at random, not by group"
    return Trap(name, METRICS[0].name, scores["optimistic"], scores["honest"])


@dataclass(frozen=True)
class Shown:
    """What the figures show: the rows, the leading model's answers, the learning curve."""

    train: pd.DataFrame
    test: pd.DataFrame
    mistakes: pd.DataFrame
    curve: Mapping[str, Sequence[tuple[int, float]]]


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
    views = {c: c.features(test, schema) for c in fitted}
    guesses = {c.name: np.asarray(m.predict(views[c]), dtype=str) for c, m in fitted.items()}
    leading, lead = list(fitted.items())[-1]
    scores = probability(lead, views[leading])
    right = {name: int((guess == truth).sum()) for name, guess in guesses.items()}
    sure = scores.max(1) >= validated["sure"]
    facts = {
        "rows": len(test),
        "right": right,
        "sure": int(sure.sum()),
        "sure_and_right": int((sure & (guesses[leading.name] == truth)).sum()),
        "sure_from": validated["sure"],
    }
    wrong = mistakes(train, test, (lead.classes_, scores), schema)
    curve = learning_curve(train, test, schema, fitted, right)
    return Evaluation(
        METRICS,
        truth,
        guesses,
        {c.name: c.role for c in fitted},
        [random_folds(frame, schema)],
        facts,
        wrong.drop(columns="row").head(10),
        Shown(train, test, wrong, curve),
        slice_names(truth),
        {"mistakes": guesses[leading.name] != truth},
        quiz=quiz(test, truth, guesses, scores),
    )


def slice_names(truth: NDArray[np.str_]) -> NDArray[np.object_]:
    """Name the slice of each row: its class; several with under ten rows are one, `other`."""
    names, counts = np.unique(truth, return_counts=True)
    enough = set(names[counts >= 10])
    if len(names) - len(enough) == 1:
        enough = set(names)
    return np.array([name if name in enough else "other" for name in truth], dtype=object)


def learning_curve(
    train: pd.DataFrame,
    test: pd.DataFrame,
    schema: Schema,
    fitted: Mapping[Candidate, Any],
    right: Mapping[str, int],
) -> dict[str, list[tuple[int, float]]]:
    """Return images trained on and accuracy on the test rows, for models that learn much.

    Smaller training sets are whole groups drawn at random, each within the next.
    It describes; nothing is chosen by it.
    """
    kept, truth, answers = groups(train, schema), target(train, schema), target(test, schema)
    order = np.random.default_rng(SEED).permutation(kept.max() + 1)
    curve: dict[str, list[tuple[int, float]]] = {}
    for candidate in [c for c in fitted if c.role != "baseline"]:
        seen, asked = candidate.features(train, schema), candidate.features(test, schema)
        points = []
        for share in SHARES:
            rows = np.flatnonzero(np.isin(kept, order[: int(share * len(order))]))
            if len(set(truth[rows])) > 1:
                part = candidate.build(seen.iloc[rows]).fit(seen.iloc[rows], truth[rows])
                score = float((np.asarray(part.predict(asked), dtype=str) == answers).mean())
                points.append((len(rows), score))
        curve[candidate.name] = [*points, (len(train), right[candidate.name] / len(test))]
    return curve


def mistakes(
    train: pd.DataFrame,
    test: pd.DataFrame,
    answers: tuple[NDArray[Any], NDArray[np.float64]],
    schema: Schema,
) -> pd.DataFrame:
    """Return the surest wrong answers, one a group, with the most alike training image.

    ``answers`` are the classes and their probabilities. Alike: by the cosine of what
    the pretrained network sees. ``row`` is the place among the test rows.
    """
    (names, scores), truth, kept = answers, target(test, schema), families(test, schema)
    guess = names[scores.argmax(1)].astype(str)
    wrong = np.flatnonzero(guess != truth)
    wrong = wrong[np.argsort(-scores[wrong].max(1), kind="stable")]
    wrong = wrong[np.sort(np.unique(kept[wrong], return_index=True)[1])][:SHOWN]
    known = np.where(names[None] == truth[:, None], scores, 0).max(1)
    alike = _most_alike(test.iloc[wrong], train, schema)
    return pd.DataFrame(
        {
            "row": wrong,
            "path": test["path"].to_numpy()[wrong],
            "label": truth[wrong],
            "predicted": guess[wrong],
            "probability": scores[wrong].max(1).round(4),
            "label_probability": known[wrong].round(4),
            "alike_in_training": alike["path"].to_numpy(),
            "its_label": target(alike, schema),
        }
    )


def quiz(
    test: pd.DataFrame,
    truth: NDArray[np.str_],
    guesses: Mapping[str, NDArray[np.str_]],
    scores: NDArray[np.float64],
) -> Quiz:
    """Ask for the class of an image; ``scores`` are the leading model's probabilities."""
    lead, sure = list(guesses)[-1], scores.max(1)
    right = guesses[lead] == truth

    def answer(name: str, row: int) -> str:
        told = str(guesses[name][row])
        return f"{told}, probability {sure[row]:.3f}" if name == lead else told

    return Quiz(
        "Which class does the image show?",
        np.lexsort((np.where(right, sure, -sure), right)).tolist(),
        int((~right).sum()),
        lambda row: {"image": features.square(test["image"].iloc[row], 96)},
        lambda row: str(truth[row]),
        answer,
        [str(name) for name in np.unique(truth)],
    )


def _most_alike(rows: pd.DataFrame, train: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return for each row the training image that the pretrained network sees most like it."""
    if not len(rows):
        return train.head(0)
    views = [features.reference(part, schema).to_numpy() for part in (rows, train)]
    near, far = (view / np.linalg.norm(view, axis=1, keepdims=True) for view in views)
    return train.iloc[(near @ far.T).argmax(1)]


def headline(metrics: dict[str, Any], words: dict[str, str]) -> str:
    """Say in one sentence what the model names right that the best baseline does not."""
    facts = metrics["facts"]
    lead, rival = metrics["slices"][0]["metrics"]
    return (
        f"Of {facts['rows']:,} {words['rows']} held out, {facts['right'][lead]:,} are named right "
        f"({lead}), {facts['right'][rival]:,} by the best baseline ({rival}). Of the "
        f"{facts['sure']:,} marked sure, {facts['sure_and_right']:,} are right."
    )


def predict(fitted: Any, file: Path, schema: Schema, validated: Mapping[str, Any]) -> pd.DataFrame:
    """Return one line per image of a file, zip or folder: class, probability, runner-up."""
    rows = typed(features.read_images(file, depth=2), schema, labelled=False)
    see = features.own if validated["role"] == "own" else features.reference
    scores = probability(fitted, see(rows, schema))
    order = np.argsort(-scores, axis=1, kind="stable")
    best = np.take_along_axis(scores, order, axis=1).round(4)
    return pd.DataFrame(
        {
            "path": rows["path"],
            "class": fitted.classes_[order[:, 0]],
            "probability": best[:, 0],
            "sure": best[:, 0] >= validated["sure"],
            "runner_up": fitted.classes_[order[:, 1]],
            "its_probability": best[:, 1],
        }
    )


def draw(result: Evaluation, schema: Schema, folder: Path, lead: Any) -> dict[str, str]:  # noqa: ARG001
    """Draw this technique's figures; return alternative text by file name."""
    name = list(result.predictions)[-1]
    return {
        "samples.png": _samples(result.seen.train, schema, folder),
        "learning.png": _learning(result, folder),
        "confusion.png": _confusion(result, name, folder),
        "mistakes.png": _mistakes(result, name, folder),
    }


def _samples(train: pd.DataFrame, schema: Schema, folder: Path) -> str:
    """Draw six random training images of each class, no two of one group."""
    labels, kept = target(train, schema), families(train, schema)
    names, counts = np.unique(labels, return_counts=True)
    shown = np.sort(np.argsort(-counts, kind="stable")[:SHOWN])
    random = np.random.default_rng(SEED)
    size, widths = (WIDTH, 0.78 * len(shown)), {"width_ratios": (1.7, *[1] * 6)}
    fig, axes = plt.subplots(len(shown), 7, figsize=size, squeeze=False, gridspec_kw=widths)
    fig.subplots_adjust(0.01, 0.01, 0.99, 0.99, 0.08, 0.08)
    for line, place in zip(axes, shown, strict=True):
        text = f"{_short(names[place])}\n{counts[place]:,}"
        line[0].text(0, 0.5, text, va="center")
        rows = random.permutation(np.flatnonzero(labels == names[place]))
        picked = rows[np.sort(np.unique(kept[rows], return_index=True)[1])[:6]]
        for cell, row in zip(line[1:], picked, strict=False):
            cell.imshow(features.square(train["image"].iloc[row], 96))
        for cell in line:
            cell.set_axis_off()
    save(fig, folder / "samples.png")
    told = ", ".join(f"{names[place]} {counts[place]:,}" for place in shown)
    return f"Training images drawn at random, one row a class: {told}"


def _short(name: str) -> str:
    return name if len(name) <= 14 else f"{name[:13]}…"


def _learning(result: Evaluation, folder: Path) -> str:
    fig, axes = figure("Would more images help?")
    texts = []
    for name, points in result.seen.curve.items():
        images, scores = zip(*points, strict=True)
        colour = ROLE_COLOURS[result.roles[name]]
        axes.plot(images, scores, "o-", color=colour, label=name)
        texts.append(f"{name} {scores[0]:.3f} to {scores[-1]:.3f}")
    most = max(images)
    level = max(
        float((guess == result.truth).mean())
        for name, guess in result.predictions.items()
        if result.roles[name] == "baseline"
    )
    axes.axhline(level, color="0.4", linestyle=":", label="best baseline, all images")
    axes.set(xlabel="training images, whole groups", ylabel="accuracy on the test images")
    axes.set(ylim=(0, 1), xlim=(0, most * 1.03))
    axes.legend(frameon=False, loc="upper left")
    save(fig, folder / "learning.png")
    return f"Accuracy against training images, {min(images):,} to {most:,}: {', '.join(texts)}"


def _confusion(result: Evaluation, name: str, folder: Path) -> str:
    guess = result.predictions[name]
    labels = np.union1d(result.truth, guess)
    size = max(4.4, 0.5 * len(labels) + 1.8)
    fig, axes = figure(f"What is called what, by {name}: shares of a row", size)
    shown = ConfusionMatrixDisplay.from_predictions(
        result.truth,
        guess,
        labels=labels,
        display_labels=[_short(label) for label in labels],
        normalize="true",
        cmap="Blues",
        colorbar=False,
        include_values=len(labels) <= SHOWN,
        values_format=".2f",
        text_kw={"fontsize": "small"},
        xticks_rotation=45 if len(labels) > 3 else 0,
        im_kw={"vmin": 0, "vmax": 1},
        ax=axes,
    )
    for text in axes.texts:
        column, row = map(round, text.get_position())
        text.set_color("white" if shown.confusion_matrix[row, column] > 0.7 else "0.15")
    axes.set(xlabel="called", ylabel="class")
    save(fig, folder / "confusion.png")
    pairs = [(a, b) for a in labels for b in labels if a != b]
    counts = {(a, b): int(((result.truth == a) & (guess == b)).sum()) for a, b in pairs}
    (a, b), most = max(counts.items(), key=lambda item: item[1])
    if not most:
        return f"Confusion of {name} on {len(guess):,} images: none is called another class"
    return (
        f"Confusion of {name} on {len(guess):,} images; most often, {most:,} times, {a} called {b}"
    )


def _mistakes(result: Evaluation, name: str, folder: Path) -> str:
    """Draw the surest wrong answers with folder label and answer."""
    wrong = result.seen.mistakes
    fig, axes = plt.subplots(4, 3, figsize=(WIDTH, 8.8), layout="constrained")
    headed(fig, "Where it was surest and wrong")
    for cell in axes.flat:
        cell.set_axis_off()
    for cell, fact in zip(axes.flat, wrong.itertuples(), strict=False):
        cell.imshow(features.square(result.seen.test["image"].iloc[fact.row], 96))
        cell.set_title(f"folder: {_short(fact.label)}", fontsize="small", loc="left", pad=14)
        told = f"said: {_short(fact.predicted)}, {fact.probability:.2f}"
        cell.text(0, 1.03, told, color=COLOURS[1], fontsize="small", transform=cell.transAxes)
    if not len(wrong):
        fig.text(0.5, 0.5, f"No mistake on {len(result.truth):,} test images", ha="center")
    save(fig, folder / "mistakes.png")
    if not len(wrong):
        return f"{name} made no mistake on the test images"
    first = wrong.iloc[0]
    return (
        f"The {len(wrong)} wrong answers {name} was surest of; the first is from {first['label']}, "
        f"called {first['predicted']} with {first['probability']:.3f}"
    )
