"""EVA, on leaks: what was learned from the test rows before they were split off, as far as the source shows."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolio.model import Finding, Severity
from scaffolio.parsers.dataflow.events import Learned, Learning, Place, SplitMade
from scaffolio.parsers.dataflow.gate import Subject
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import followed, rule

_SPLITTING = "from sklearn.model_selection import train_test_split\n"
_READING = (
    "import pandas as pd\n\ntable = pd.read_csv('churn.csv')\nX, y = table.drop(columns='churn'), table['churn']\n"
)
_PARTS = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"

_LEAK = regex(r"(?i)\bleak(?!y)|wrong|optimistic")
_AROUND = 6
"""Lines above a call whose comments speak of it."""


def _reaching(project: Project, subject: Subject, *kinds: Learning) -> Iterator[Finding]:
    """In each file the first split that something learned from all rows reaches."""
    for path in followed(project, subject):
        for split in project.flow(path).splits:
            found = [one for one in split.learned if one.kind in kinds and not _is_shown(project, path, one.place)]
            if found:
                yield _leak(path, split, found)
                break


def _is_shown(project: Project, path: str, place: Place) -> bool:
    """Whether the file's name or the words around a place speak of leaks: then it may show one on purpose."""
    if _LEAK.search(path.replace("_", " ")):
        return True
    if place.cell is not None:
        cells = project.notebook(path).cells
        near = "\n".join(cell.source for cell in cells[max(0, place.cell - 2) : place.cell])
    else:
        near = "\n".join(project.text(path).splitlines()[max(0, place.line - _AROUND) : place.line + 1])
    return _LEAK.search(near) is not None


def _leak(path: str, split: SplitMade, found: list[Learned]) -> Finding:
    first = found[0]
    done = "learns from all rows" if first.name.islower() else "is fitted on all rows"
    if first.kind is Learning.RESAMPLE:
        done = "resamples all rows"
    when = "before" if first.place.order < split.place.order else "not only on the training rows of"
    more = f"; so are {len(found) - 1} more" if len(found) > 1 else ""
    message = f"{first.name} {done} {first.place.spoken}, {when} {split.name} {split.place.spoken}{more}"
    return Finding(message, path, first.place.line, first.place.text)


@rule(
    "EVA001",
    Severity.WARNING,
    minutes=15,
    bad={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.preprocessing import StandardScaler\n"
            + _SPLITTING
            + _READING
            + "X = StandardScaler().fit_transform(X)\n"
            + _PARTS
        ),
    },
    good={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.preprocessing import StandardScaler\n"
            + _SPLITTING
            + _READING
            + _PARTS
            + "scaler = StandardScaler()\n"
            "X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n"
        ),
    },
)
def fit_before_split(project: Project) -> Iterator[Finding]:
    """A scaler, imputer, vectoriser or decomposition is fitted on all rows, which are split afterwards.

    Rows are followed through assignments, columns, pipelines and the file's own functions and classes, in scripts and
    in notebooks from the top; the functions `scale` and `minmax_scale` of scikit-learn count as scalers. Encoders that
    only number categories are passed over, and so are fits on the training part, inside a cross-validated pipeline, and
    on data that are never split. Not seen: fits of one file on rows that another splits, means and deviations computed
    by hand, `fillna`, pipelines of Spark, and classes of one's own.

    **Why.** The test rows have then taken part in training: their means, words or directions are in the features. The
    score is not that of rows never seen (scikit-learn, "Common pitfalls and recommended practices: data leakage").

    **Fix.** Split first; fit on the training rows and only transform the test rows, or put the step into a `Pipeline`.
    """
    yield from _reaching(project, Subject.FITTED, Learning.SCALE)


@rule(
    "EVA002",
    Severity.WARNING,
    minutes=20,
    bad={
        "README.md": "# Churn\n",
        "train.py": (
            "from imblearn.over_sampling import SMOTE\n"
            + _SPLITTING
            + _READING
            + "X, y = SMOTE().fit_resample(X, y)\n"
            + _PARTS
        ),
    },
    good={
        "README.md": "# Churn\n",
        "train.py": (
            "from imblearn.over_sampling import SMOTE\n"
            + _SPLITTING
            + _READING
            + _PARTS
            + "X_train, y_train = SMOTE().fit_resample(X_train, y_train)\n"
        ),
    },
)
def select_before_split(project: Project) -> Iterator[Finding]:
    """Features are selected, categories encoded by the target, or rows resampled before the split, on all rows.

    Selectors of scikit-learn and Boruta, target encoders, and the samplers of imbalanced-learn are known, and so is
    `sklearn.utils.resample` with replacement. Not seen: a selection by eye or by a correlation computed by hand,
    target means by `groupby`, `DataFrame.sample`, and what one file does to rows that another splits.

    **Why.** What was chosen with the test rows' answers scores well on them even if it is noise (Ambroise and
    McLachlan, PNAS 2002); rows made from test rows, or copies of them, end in the training set.

    **Fix.** Split first; select, encode and resample the training rows only, or use imbalanced-learn's `Pipeline`.
    """
    yield from _reaching(project, Subject.SELECTED, Learning.SELECT, Learning.RESAMPLE)
