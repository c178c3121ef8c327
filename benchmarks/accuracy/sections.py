"""What README sections are about, against the codes people gave them (Prana et al. 2019)."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.accuracy.agreement import f1, weighted_f1
from scaffolio.parsers.markdown import parse
from scaffolio.parsers.section_model import KINDS, Model, classify, shipped_model
from scaffolio.parsers.sections import read_sections
from tools.train_sections import LabelledReadme, read_labelled, train

FLOOR = 0.76
"""Weighted F1 that must be reached with folds grouped by README."""

FOLDS = 10

SOMEF_KINDS = {
    "install": "install", "requirements": "install", "usage": "usage", "run": "usage", "citation": "references",
    "license": "licence", "description": "what", "documentation": "references", "contribute": "contribution",
    "contributor": "who", "ack": "who", "contact": "who", "support": "who",
}  # fmt: skip
"""The kind that each of SOMEF's header labels stands for; labels without one are left out."""


def report(readmes: Path, labels: Path, *, folds: int) -> tuple[list[str], bool]:
    """Lines to print, and whether the floor is reached; without folds the shipped coefficients are scored."""
    labelled = read_labelled(labels, readmes)
    given = [kinds for readme in labelled for kinds in readme.kinds]
    verdicts = _in_folds(labelled, folds) if folds else _all(labelled, shipped_model())
    score = weighted_f1(given, verdicts)
    how = f"{folds} folds grouped by README" if folds else "the shipped coefficients"
    lines = [f"sections: weighted F1 {score:.3f} on {len(given)} sections of {len(labelled)} READMEs, {how}"]
    lines += [f"  {k}: F1 {f1([k in a for a in given], [k in b for b in verdicts]):.3f}" for k in KINDS]
    lines.append(f"  floor {FLOOR:.2f}")
    return lines, score >= FLOOR


def _all(labelled: Iterable[LabelledReadme], model: Model) -> list[frozenset[str]]:
    return [kinds for readme in labelled for kinds in classify(readme.sections, model)]


def _in_folds(labelled: Sequence[LabelledReadme], folds: int, seed: int = 0) -> list[frozenset[str]]:
    """Classify each README with coefficients learned from READMEs of other folds."""
    order = list(range(len(labelled)))
    random.Random(seed).shuffle(order)  # noqa: S311 - a simulation, no secret
    found: dict[int, list[frozenset[str]]] = {}
    for fold in range(folds):
        held = set(order[fold::folds])
        model = Model(train([readme for n, readme in enumerate(labelled) if n not in held]))
        found.update((n, list(classify(labelled[n].sections, model))) for n in held)
    return [kinds for n in range(len(labelled)) for kinds in found[n]]


def somef_report(readmes: Path, labels: Path) -> list[str]:
    """Lines to print on SOMEF's corpus: its header labels, as kinds, against ours of the same heading."""
    with labels.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["label_header"] in SOMEF_KINDS]
    read: dict[str, Mapping[str, frozenset[str]]] = {}
    pairs: list[tuple[str, frozenset[str]]] = []
    for row in rows:
        name = row["readme"]
        if name not in read:
            read[name] = _headings(next(readmes.rglob(name), None))
        if (kinds := read[name].get(_plain(row["header"]))) is not None:
            pairs.append((SOMEF_KINDS[row["label_header"]], kinds))
    if not pairs:
        return ["somef: none of the labelled READMEs is there"]
    hit = sum(label in kinds for label, kinds in pairs)
    lines = [
        f"somef: {hit} of {len(pairs)} labelled headings have the kind ({hit / len(pairs):.3f}); {len(rows)} listed"
    ]
    for kind in dict.fromkeys(SOMEF_KINDS.values()):
        own = [kinds for label, kinds in pairs if label == kind]
        if own:
            lines.append(f"  {kind}: {sum(kind in kinds for kinds in own)} of {len(own)}")
    return lines


def _headings(path: Path | None) -> Mapping[str, frozenset[str]]:
    if path is None:
        return {}
    sections = read_sections(parse(path.read_text(encoding="utf-8", errors="replace")))
    return {_plain(section.heading): frozenset(section.kinds) for section in reversed(sections)}


def _plain(heading: str) -> str:
    return "".join(letter for letter in heading.lower() if letter.isalnum())
