"""How the models are judged: metric, margin, trap, mistakes, figures."""

from __future__ import annotations

import hashlib
import html
import itertools
import re
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.font_manager import FontProperties, findfont, get_font
from scipy.sparse import triu
from scipy.sparse.csgraph import connected_components
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from . import features, model
from .data import SEED, Schema, Split, UsageError, clusters, folds, read_table, typed
from .report import COLOURS, WIDTH, Evaluation, Metric, Quiz, Trap, figure, headed, save

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from .model import Candidate

    Folds = list[tuple[NDArray[np.intp], NDArray[np.intp]]]

SURE = 0.9
WORST = 10
SHOWN = 150
LONGEST = 600
PANELS = 9


def groups(frame: pd.DataFrame, schema: Schema) -> NDArray[np.intp]:
    """Return a number per row, the same for rows that stand or fall together.

    Those are families of near-duplicates: texts joined by a chain of cosines over
    ``features.SIMILAR``, and by the split's column if it names one.
    """
    near = features.similar(texts(frame, schema))
    if not schema.split.get("column"):
        return np.asarray(connected_components(near, directed=False)[1], dtype=np.intp)
    first = pd.Series(range(len(frame))).groupby(clusters(frame, schema)).transform("min")
    linked = near.tolil()
    linked[np.arange(len(frame)), first.to_numpy()] = 1
    return np.asarray(connected_components(linked.tocsr(), directed=False)[1], dtype=np.intp)


def texts(frame: pd.DataFrame, schema: Schema) -> tuple[str, ...]:
    """Return the texts as the reference sees them."""
    return tuple(features.reference(frame, schema)["text"])


def target(frame: pd.DataFrame, schema: Schema) -> NDArray[np.str_]:
    """Return the label of each row; labels the schema merges are one."""
    (name,) = schema.named("target")
    return np.array(list(frame[name].replace(schema.task.get("merge", {}))), dtype=str)


def margin(fitted: Any, seen: pd.DataFrame) -> NDArray[np.float64]:
    """Return how far the best label is ahead of the second: scores, or probabilities."""
    if not (hasattr(fitted, "decision_function") or hasattr(fitted, "predict_proba")):
        return np.zeros(len(seen))
    judge = getattr(fitted, "decision_function", None) or fitted.predict_proba
    score = np.asarray(judge(seen))
    if score.ndim == 1:
        return np.abs(score)
    ordered = np.sort(score, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2])


def macro_f1(truth: NDArray[Any], guess: NDArray[Any], weight: NDArray[Any]) -> NDArray[np.float64]:
    """Mean F1 over the labels of ``truth`` for each row of ``weight``, shape (resamples, rows).

    F1 is 2 TP / (2 TP + FP + FN); a label a resample has neither drawn nor guessed is
    left out of its mean. As scikit-learn's ``f1_score`` with ``average="macro"``.
    """
    scores = []
    for label in np.unique(truth):
        true, called = truth == label, guess == label
        both = weight @ (true & called)
        either = weight @ true + weight @ called
        scores.append(np.where(either > 0, 2 * both / np.maximum(either, 1e-12), np.nan))
    drawn = np.sum(~np.isnan(scores), axis=0)
    return np.asarray(np.where(drawn, np.nansum(scores, axis=0) / np.maximum(drawn, 1), np.nan))


def accuracy(truth: NDArray[Any], guess: NDArray[Any], weight: NDArray[Any]) -> NDArray[np.float64]:
    """Share of labels that are right, for each row of ``weight``."""
    drawn, right = weight.sum(1), weight @ (truth == guess)
    return np.where(drawn > 0, right / np.maximum(drawn, 1e-12), np.nan)


METRICS = (
    Metric("macro_f1", "macro-F1", "maximize", macro_f1),
    Metric("accuracy", "accuracy", "maximize", accuracy),
)


def score(truth: NDArray[Any], guess: NDArray[Any]) -> float:
    """Macro-F1 of one set of guesses."""
    return float(macro_f1(truth, guess, np.ones((1, len(truth))))[0])


_held_out: dict[str, tuple[NDArray[np.str_], NDArray[np.float64]]] = {}


def held_out(
    build: Callable[[pd.DataFrame], Any], seen: pd.DataFrame, truth: NDArray[np.str_], cut: Folds
) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    """Return label and margin of each row from the model that did not train on it.

    Remembered, because threshold and trap ask the reference the same; a row in no
    fold's held-out part keeps its own label at margin -1.
    """
    asked = [repr(model.settings(build(seen))), seen.to_json(), truth.tolist()]
    asked += [part.tolist() for pair in cut for part in pair]
    key = hashlib.sha256(repr(asked).encode()).hexdigest()
    if key not in _held_out:
        told, ahead = truth.copy(), np.full(len(seen), -1.0)
        for past, future in cut:
            fitted = build(seen.iloc[past]).fit(seen.iloc[past], truth[past])
            told[future] = fitted.predict(seen.iloc[future])
            ahead[future] = margin(fitted, seen.iloc[future])
        _held_out[key] = told, ahead
    return _held_out[key]


def validate(candidate: Candidate, train: pd.DataFrame, schema: Schema) -> dict[str, Any]:
    """Choose the margin above which nine labels in ten were right inside the training part."""
    truth, seen = target(train, schema), candidate.features(train, schema)
    cut = folds(train, schema, groups(train, schema))
    told, ahead = held_out(candidate.build, seen, truth, cut)
    order = np.argsort(-ahead, kind="stable")[: int((ahead >= 0).sum())]
    share = np.cumsum(told[order] == truth[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((share >= SURE) & (np.diff(ahead[order], append=-1) < 0))
    return {"margin": float(ahead[order][enough[-1]] if len(enough) else ahead.max() + 1)}


def duplicates_on_both_sides(
    train: pd.DataFrame, schema: Schema
) -> tuple[Trap, list[dict[str, Any]]]:
    """Fold the training rows with families cut, then whole: same model and metric.

    Also return the closest pair that was told right only with its twin in training.
    """
    truth, seen = target(train, schema), features.reference(train, schema)
    families, grouped = groups(train, schema), schema.split["kind"] == "grouped"
    fold = {"n_splits": 5, "shuffle": True, "random_state": SEED}
    apart = list(StratifiedKFold(**fold).split(seen, truth))
    kept = StratifiedGroupKFold(**fold).split(seen, truth, families)
    whole = folds(train, schema, families) if grouped else list(kept)
    mixed, _ = held_out(model.reference, seen, truth, apart)
    honest, _ = held_out(model.reference, seen, truth, whole)
    held = np.zeros(len(train), dtype=int)
    for number, (_, future) in enumerate(apart):
        held[future] = number
    name, metric = "near-duplicates on both sides", METRICS[0].name
    trap = Trap(name, metric, score(truth, mixed), score(truth, honest))
    helped = (mixed == truth) & (honest != truth)
    return trap, twins(texts(train, schema), truth, held, helped, honest)


def twins(
    read: Sequence[str],
    truth: NDArray[np.str_],
    held: NDArray[np.int_],
    helped: NDArray[np.bool_],
    honest: NDArray[np.str_],
) -> list[dict[str, Any]]:
    """Return the closest pair of one label that random folds part and that helped; no row if there is none."""
    pairs = triu(features.similar(tuple(read)), 1).tocoo()
    first, second = pairs.row, pairs.col
    fit = (held[first] != held[second]) & (truth[first] == truth[second]) & (pairs.data < 0.98)
    fit &= helped[first] | helped[second]
    if not fit.any():
        return []
    best = np.flatnonzero(fit)[pairs.data[fit].argmax()]
    tested, twin = int(first[best]), int(second[best])
    if not helped[tested]:
        tested, twin = twin, tested
    one, other = differing(read[tested], read[twin])
    alike = round(float(pairs.data[best]), 3)
    told = f"right with its twin in training, else {honest[tested]}"
    return [
        {"text": "tested", "label": truth[tested], "told": told, "cosine": alike, "from where they differ": one},
        {"text": "its twin", "label": truth[twin], "told": "in training", "cosine": alike, "from where they differ": other},
    ]  # fmt: skip


def differing(one: str, other: str) -> tuple[str, str]:
    """Return two excerpts that begin a few words before the wording first differs."""
    left, right = plain(one).split(), plain(other).split()
    bare = [[re.sub(r"\W", "", word).casefold() for word in text] for text in (left, right)]
    same = [a == b for a, b in zip(*bare, strict=False)]
    start = max(0, (same.index(False) if False in same else len(same)) - 6)
    lead = "… " if start else ""
    first, second = (excerpt(lead + " ".join(words[start:])) for words in (left, right))
    return first, second


def plain(text: str) -> str:
    """Return a text on one line, without addresses or characters that change direction."""
    bare = re.sub(r"\S+@\S+", "(e-mail)", re.sub(r"(https?://|www\.)\S+", "(link)", text))
    return re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+", " ", bare).strip()


def excerpt(text: str, longest: int = SHOWN) -> str:
    """Return the beginning of a text, safe in a cell of a Markdown table."""
    short = plain(text)
    short = short if len(short) <= longest else short[:longest].rsplit(" ", 1)[0] + " …"
    return re.sub(r"([\\`*_\[\]|~$#])", r"\\\1", html.escape(short, quote=False))


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
    views = {c.name: c.features(test, schema) for c in fitted}
    told = {c.name: np.asarray(m.predict(views[c.name]), dtype=str) for c, m in fitted.items()}
    roles = {c.name: c.role for c in fitted}
    lead, best = list(told)[-1], list(fitted.values())[-1]
    ahead = margin(best, views[lead])
    trap, pair = duplicates_on_both_sides(train, schema)
    reference = next(c for c in fitted if c.role == "reference")
    rules = [name for name, role in roles.items() if role == "baseline"]
    rival = max(rules, key=lambda name: score(truth, told[name]))
    sure, right = ahead >= validated["margin"], told[lead] == truth
    worst = mistakes(test, schema, truth, told[lead], ahead)
    worst["misled by"] = reasons(best, views[lead].loc[worst.index], worst)
    facts = {
        "margin": round(validated["margin"], 4),
        "rows": len(test),
        "right": {name: int((guess == truth).sum()) for name, guess in told.items()},
        "sure": int(sure.sum()),
        "sure_right": int((sure & right).sum()),
        "terms": terms(fitted[reference]),
        "sliced": "words",
        "tables": {
            f"By label, {lead} against {rival}": by_label(truth, told[lead], told[rival]),
            "Wrong, and furthest from doubt": quoted(worst),
            "A near-duplicate, and what it does": pair,
        },
    }
    slices, order = slice_names(train, test, schema)
    tallies = {"right": right}
    asked = quiz(texts(test, schema), truth, told, ahead)
    return Evaluation(
        METRICS,
        truth,
        told,
        roles,
        [trap],
        facts,
        worst,
        views[lead],
        slices,
        tallies,
        order,
        asked,
    )


def by_label(truth: NDArray[Any], guess: NDArray[Any], rule: NDArray[Any]) -> list[dict[str, Any]]:
    """Return precision, recall and F1 of each label in the test rows, the rarest last."""
    labels, counts = np.unique(truth, return_counts=True)
    labels = labels[np.argsort(-counts, kind="stable")]
    ours, theirs = (
        precision_recall_fscore_support(truth, g, labels=labels, zero_division=0)
        for g in (guess, rule)
    )
    return [
        {
            "label": excerpt(label, 40),
            "texts": int(ours[3][place]),
            "precision": round(float(ours[0][place]), 4),
            "recall": round(float(ours[1][place]), 4),
            "F1": round(float(ours[2][place]), 4),
            "F1 of the rule": round(float(theirs[2][place]), 4),
        }
        for place, label in enumerate(labels)
    ]


def slice_names(
    train: pd.DataFrame, test: pd.DataFrame, schema: Schema
) -> tuple[NDArray[np.object_], list[str]]:
    """Name each row's slice and their order: the schema's column, or thirds by length."""
    column = schema.task.get("slice")
    if column:
        counts = test[column].value_counts()
        names = test[column].where(test[column].map(counts) >= WORST, "other")
        return np.array(list(names), dtype=object), sorted(set(names))
    long, lengths = ([len(t.split()) for t in texts(f, schema)] for f in (train, test))
    edges = sorted({int(edge) for edge in np.quantile(long, [1 / 3, 2 / 3])} - {0})
    order = [f"under {edges[0]:,}"] if edges else ["all"]
    order += [f"{a:,} to {b - 1:,}" for a, b in itertools.pairwise(edges)]
    order += [f"{edges[-1]:,} and more"] if edges else []
    places = np.searchsorted(edges, lengths, side="right")
    names = np.array(order, dtype=object)[places]
    return names, [name for name in order if name in set(names)]


def linear(fitted: Any) -> tuple[NDArray[np.object_], NDArray[np.float64]] | None:
    """Return words (nothing for other columns) and weights, shape (labels, columns).

    None if the model is not an encoder followed by a linear classifier.
    """
    steps = [step for _, step in getattr(fitted, "steps", [])]
    if len(steps) != 2 or not hasattr(steps[1], "coef_"):
        return None
    columns = [name.partition("__") for name in steps[0].get_feature_names_out()]
    names = np.array(
        [n if kind.startswith("words of") else "" for kind, _, n in columns], dtype=object
    )
    weights = np.asarray(steps[1].coef_)
    return names, np.vstack([-weights, weights]) if len(weights) == 1 else weights


def terms(fitted: Any) -> dict[str, dict[str, float]]:
    """Return the six words of the most weight for each label, of a linear model."""
    found = linear(fitted)
    if found is None:
        return {}
    names, weights = found
    words = np.flatnonzero(names != "")
    tops = {
        str(label): words[np.argsort(-row[words], kind="stable")[:6]]
        for label, row in zip(fitted.classes_, weights, strict=True)
    }
    rows = dict(zip(tops, weights, strict=True))
    return {n: {names[i]: round(float(rows[n][i]), 3) for i in top} for n, top in tops.items()}


def reasons(fitted: Any, seen: pd.DataFrame, worst: pd.DataFrame) -> list[str]:
    """Return the three words of each row that spoke most for the label told, not the true one."""
    found = linear(fitted)
    if found is None or not len(worst):
        return ["–"] * len(worst)
    names, weights = found
    places = {str(label): place for place, label in enumerate(fitted.classes_)}
    encoded, said = fitted[:-1].transform(seen).tocsr(), []
    for row, (true, guess) in enumerate(zip(worst["truth"], worst["told"], strict=True)):
        against = weights[places[true]] if true in places else 0
        push = encoded[row].toarray().ravel() * (weights[places[guess]] - against)
        push[names == ""] = 0
        tops = [names[i] for i in np.argsort(-push, kind="stable")[:3] if push[i] > 0]
        said.append(", ".join(tops) or "–")
    return said


def mistakes(
    test: pd.DataFrame,
    schema: Schema,
    truth: NDArray[np.str_],
    guess: NDArray[np.str_],
    ahead: NDArray[np.float64],
) -> pd.DataFrame:
    """Return the ten wrong labels of the widest margin, the worst first, index as in ``test``."""
    rows = [row for row in np.argsort(-ahead, kind="stable") if guess[row] != truth[row]][:WORST]
    shown = test.loc[rows, schema.task.get("show", [])]
    shown = shown.assign(truth=truth[rows], told=guess[rows], margin=ahead[rows].round(4))
    read = texts(test, schema)
    return shown.assign(text=[plain(read[row])[:400] for row in rows])


def quiz(
    read: Sequence[str],
    truth: NDArray[np.str_],
    told: Mapping[str, NDArray[np.str_]],
    ahead: NDArray[np.float64],
) -> Quiz:
    """Ask for the label of a text, of which the beginning is shown."""
    right = list(told.values())[-1] == truth

    def show(row: int) -> dict[str, Any]:
        text = plain(read[row])
        short = text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
        return {"text": short}

    return Quiz(
        "Which label has the text that begins so?",
        np.lexsort((-ahead, right)).tolist(),
        int((~right).sum()),
        show,
        lambda row: str(truth[row]),
        lambda name, row: str(told[name][row]),
        [str(label) for label in np.unique(truth)],
    )


def quoted(worst: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the worst mistakes as rows of a table that Markdown can hold."""
    return [
        {
            "is": excerpt(row["truth"], 40),
            "told": excerpt(row["told"], 40),
            "margin": float(row["margin"]),
            "misled by": excerpt(row["misled by"], 60),
            "text": excerpt(row["text"]),
        }
        for _, row in worst.iterrows()
    ]


def headline(metrics: dict[str, Any], words: dict[str, str]) -> str:
    """Say in one sentence what the model gets right that the best baseline does not."""
    facts = metrics["facts"]
    lead, rival = metrics["slices"][0]["metrics"]
    return (
        f"Of {facts['rows']:,} {words['rows']} the {lead} labels {facts['right'][lead]:,} correctly, "
        f"the {rival} {facts['right'][rival]:,}; of the {facts['sure']:,} it is surest of, "
        f"{facts['sure_right']:,}."
    )


def predict(fitted: Any, file: Path, schema: Schema, validated: Mapping[str, Any]) -> pd.DataFrame:
    """Return one line per row of a CSV file, or one for a .txt file: label, margin, surety.

    A row without text gets no label.
    """
    rows = typed(_table(file, schema), schema, labelled=False)
    see = features.own if validated["role"] == "own" else features.reference
    seen = see(rows, schema)
    ahead, empty = margin(fitted, seen), np.array([not text for text in texts(rows, schema)])
    label = np.where(empty, "", np.asarray(fitted.predict(seen), dtype=str))
    sure = (ahead >= validated["margin"]) & ~empty
    return pd.DataFrame({"label": label, "margin": ahead.round(4), "sure": sure})


def _table(file: Path, schema: Schema) -> pd.DataFrame:
    """Read a CSV file, or a .txt file as the first text column of one row."""
    if file.suffix.lower() != ".txt":
        return read_table(file)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read as UTF-8 text: {error}") from None
    needed = [c for c in schema.columns if c.role not in ("target", "drop")]
    row: dict[str, str | None] = {column.name: None for column in needed}
    return pd.DataFrame([row | {schema.named("feature")[0]: text or None}], dtype=object)


def draw(result: Evaluation, schema: Schema, folder: Path, lead: Any) -> dict[str, str]:
    """Draw this technique's figures; return alternative text by file name."""
    name = list(result.predictions)[-1]
    drawn = {"confusion.png": _confusion(result, name, schema.words, folder)}
    if result.facts["terms"]:
        drawn["terms.png"] = _terms(result.facts["terms"], result.truth, folder)
    right = result.predictions[name] == result.truth
    ahead = margin(lead, result.seen)
    return drawn | {"margin.png": _margin(ahead, right, result.facts["margin"], name, folder)}


def drawable(text: str, number: int, longest: int = 20) -> str:
    """Return a text as a figure can show it: short, plain, a number if the font lacks a letter."""
    known = get_font(findfont(FontProperties())).get_charmap()
    if any(ord(letter) not in known for letter in text):
        return f"no. {number}"
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return short.replace("$", r"\$")


def _confusion(result: Evaluation, name: str, words: dict[str, str], folder: Path) -> str:
    truth, guess = result.truth, result.predictions[name]
    found, counts = np.unique(truth, return_counts=True)
    labels = found[np.argsort(-counts, kind="stable")]
    table = confusion_matrix(truth, guess, labels=labels)
    share = table / np.bincount(np.unique(truth, return_inverse=True)[1])[
        np.searchsorted(found, labels)
    ].reshape(-1, 1)
    height = max(4.4, 0.35 * len(labels) + 2)
    fig, axes = figure(f"What the {name} calls the {words['rows']} of each label", height)
    axes.imshow(share, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for row, column in np.ndindex(*table.shape) if len(labels) <= 12 else ():
        colour = "white" if share[row, column] > 0.7 else "0.15"
        text = f"{share[row, column]:.0%}\n{table[row, column]:,}"
        axes.text(column, row, text, ha="center", va="center", color=colour, fontsize="small")
    ticks = [drawable(label, place) for place, label in enumerate(labels, 1)]
    counted = [f"{tick} ({n:,})" for tick, n in zip(ticks, table.sum(1), strict=True)]
    axes.set_yticks(range(len(labels)), counted)
    axes.set_xticks(range(len(labels)), ticks, rotation=30, ha="right")
    axes.set(ylabel="is", xlabel="is called")
    axes.spines[:].set_visible(False)
    save(fig, folder / "confusion.png")
    off = np.where(np.eye(len(labels), dtype=bool), 0, table)
    row, column = np.unravel_index(off.argmax(), off.shape)
    return (
        f"Confusion matrix of the {name}, normalised by row; the commonest mistake: "
        f"{off[row, column]:,} {excerpt(labels[row], 40)} called {excerpt(labels[column], 40)}"
    )


def _terms(found: dict[str, dict[str, float]], truth: NDArray[Any], folder: Path) -> str:
    names, counts = np.unique(truth, return_counts=True)
    common = [n for n in names[np.argsort(-counts, kind="stable")] if n in found][:PANELS]
    across = min(2, len(common))
    down = -(-len(common) // across)
    size = (WIDTH, 1.9 * down + 0.4)
    fig, grid = plt.subplots(down, across, figsize=size, layout="constrained", squeeze=False)
    headed(fig, "Words that speak most for each label, by weight")
    for axes in grid.flat[len(common) :]:
        axes.set_visible(False)
    for axes, (place, label) in zip(grid.flat, enumerate(common, 1), strict=False):
        words = list(found[label])
        axes.barh(range(len(words)), list(found[label].values()), color=COLOURS[0])
        axes.set_yticks(range(len(words)), [drawable(w, i) for i, w in enumerate(words, 1)])
        axes.set_title(drawable(label, place), loc="right")
        axes.margins(x=0.15)
        axes.invert_yaxis()
        axes.tick_params(labelsize="small")
        axes.spines[["top", "right"]].set_visible(False)
    save(fig, folder / "terms.png")
    told = (f"{excerpt(n, 40)}: {excerpt(', '.join(list(found[n])[:3]), 80)}" for n in common)
    return f"Words of the most weight per label. {'; '.join(told)}"


def _margin(
    ahead: NDArray[np.float64],
    right: NDArray[np.bool_],
    least: float,
    name: str,
    folder: Path,
) -> str:
    fig, axes = figure("Is the model right where it is sure?")
    tenths = np.array_split(np.argsort(ahead, kind="stable"), 10)
    tenths = [tenth for tenth in tenths if len(tenth)]
    middle = [float(ahead[tenth].mean()) for tenth in tenths]
    share = [float(right[tenth].mean()) for tenth in tenths]
    error = [1.96 * np.sqrt(p * (1 - p) / len(t)) for p, t in zip(share, tenths, strict=True)]
    low, high = np.clip(np.subtract(share, error), 0, 1), np.clip(np.add(share, error), 0, 1)
    axes.vlines(middle, low, high, color=COLOURS[0], linewidth=2, alpha=0.5)
    axes.plot(middle, share, "o-", color=COLOURS[0], label=f"{name}, tenths of the test rows")
    axes.axhline(right.mean(), color="0.4", linestyle=":", label=f"all, {right.mean():.3f}")
    if ahead.min() <= least <= ahead.max():
        axes.axvline(least, color=COLOURS[1], linestyle="--", label="margin chosen on validation")
    axes.set(xlabel="margin between first and second label", ylabel="share right", ylim=(0, 1.02))
    axes.legend(frameon=False, loc="lower right")
    save(fig, folder / "margin.png")
    return (
        f"Share right against the margin of the {name}: {share[0]:.3f} in the least sure tenth, "
        f"{share[-1]:.3f} in the surest"
    )
