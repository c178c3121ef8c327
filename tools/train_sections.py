"""Learns the coefficients of the README section model from sections that people sorted.

``python -m tools.train_sections --labels FILE --readmes FOLDER`` writes
``src/scaffolio/parsers/section_model.tsv``. It needs scikit-learn, which nothing else here
does: install it in an environment of its own. The label file has the columns readme, index,
level, heading and codes (digits 1 to 8); the folder holds the README files it names.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffolio.parsers.section_features import RawSection, features
from scaffolio.parsers.section_model import DATA, KINDS
from scaffolio.parsers.sections import heading_kinds

ROOT = Path(__file__).resolve().parents[1]
THRESHOLD = -0.25
"""A kind is given from this score on: below nought, since a section missed costs as much as one too many."""

SCALE = 100
"""Weights are stored as whole hundredths."""

PENALTY = 0.5
READMES_SEEN = 2
BODY_READMES_SEEN = 4
"""A feature counts when so many READMEs have it; a body's words, a project's or a person's name, need more."""

_MARKS = re.compile(r"^\s*#+\s*|\s*#+\s*$")
_ADDRESS = re.compile(r"\]\([^)]*\)|\]\[[^\]]*\]|https?://\S+")
_OTHER_THAN_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class LabelledReadme:
    """One README's sections, and the codes people gave them, as kinds."""

    name: str
    sections: tuple[RawSection, ...]
    kinds: tuple[frozenset[str], ...]


def read_labelled(labels: Path, readmes: Path) -> list[LabelledReadme]:
    """Read the label file and cut each README at the headings it lists."""
    with labels.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        grouped.setdefault(row["readme"], []).append(row)
    found = []
    for name, listed in grouped.items():
        lines = (readmes / name).read_text(encoding="utf-8", errors="replace").splitlines()
        bodies = _bodies(lines, [row["heading"] for row in listed])
        sections = tuple(
            raw_section(row["heading"], int(row["level"]), body) for row, body in zip(listed, bodies, strict=True)
        )
        kinds = tuple(frozenset(KINDS[int(code) - 1] for code in row["codes"]) for row in listed)
        found.append(LabelledReadme(name, sections, kinds))
    return found


def raw_section(heading: str, level: int, body: str) -> RawSection:
    """Describe a listed heading as the reader of documents would."""
    words = _MARKS.sub("", heading)
    return RawSection(words, level, body, heading_kinds(words))


def _bodies(lines: Sequence[str], headings: Sequence[str]) -> list[str]:
    """What stands between each listed heading and the next."""
    keys = [_key(line) for line in lines]
    starts: list[int | None] = []
    at = 0
    for heading in headings:
        wanted = _key(heading)
        start = next((n for n in range(at, len(lines)) if keys[n] == wanted), None)
        starts.append(start)
        at = at if start is None else start + 1
    known = [start for start in starts if start is not None]
    ends = dict(zip(known, [*known[1:], len(lines)], strict=True))
    return ["" if start is None else "\n".join(lines[start + 1 : ends[start]]) for start in starts]


def _key(line: str) -> str:
    return _OTHER_THAN_LETTERS.sub("", _ADDRESS.sub("", line)).lower()


def train(readmes: Sequence[LabelledReadme]) -> str:
    """Fit one linear support vector machine for each kind; return what the scorer reads.

    The threshold stands in the first line, then a feature and its weights in each.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.svm import LinearSVC

    described = [dict(found) for readme in readmes for found in features(readme.sections)]
    kinds = [kinds for readme in readmes for kinds in readme.kinds]
    seen = Counter(name for readme in readmes for name in {n for found in features(readme.sections) for n in found})
    kept = [{name: value for name, value in found.items() if seen[name] >= _least(name)} for found in described]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(kept)
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    columns = []
    for kind in KINDS:
        machine = LinearSVC(C=PENALTY, random_state=0)
        machine.fit(matrix, [kind in given for given in kinds])
        columns.append((machine.coef_[0], float(machine.intercept_[0])))
    weights: dict[str, list[int]] = {}
    for position, name in enumerate(vectorizer.get_feature_names_out()):
        row = [round(SCALE * float(column[position])) for column, _ in columns]
        if any(row):
            weights[str(name)] = row
    bias = [round(SCALE * intercept) for _, intercept in columns]
    weights["x:bias"] = [a + b for a, b in zip(weights["x:bias"], bias, strict=True)]
    rows = "".join(f"{name}\t{' '.join(map(str, row))}\n" for name, row in sorted(weights.items()))
    return f"{THRESHOLD * SCALE:g}\n{rows}"


def _least(name: str) -> int:
    return BODY_READMES_SEEN if name.startswith("b:") else READMES_SEEN


def main() -> None:
    """Train on a label file and write the coefficients."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--readmes", type=Path, required=True)
    arguments = parser.parse_args()
    readmes = read_labelled(arguments.labels, arguments.readmes)
    text = train(readmes)
    (ROOT / "src/scaffolio/parsers" / DATA).write_text(text, encoding="utf-8")
    print(f"{sum(len(readme.sections) for readme in readmes)} sections of {len(readmes)} READMEs, {len(text)} bytes")


if __name__ == "__main__":
    main()
