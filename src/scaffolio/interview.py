"""Questions about a project that no program can judge and any reviewer may ask, each tied to a line of it.

They are asked of what is there: a split, a model, rows left out, a number in the
README. A project's author who has thought about them answers in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Question
from scaffolio.nouns import dataclass
from scaffolio.patterns import regex
from scaffolio.project import Project

MOST = 5
"""Questions asked of one project."""

_FILES_READ = 60


@dataclass(frozen=True, slots=True)
class _Asked:
    """Code that calls for a question; ``{name}`` is what the first group found."""

    seen: re.Pattern[bytes]
    question: str


_OF_CODE = (
    _Asked(
        regex(rb"\b(train_test_split|ShuffleSplit|random_split)\("),
        "{name} splits the rows: can one person, place or day be in both parts, and would that flatter the result?",
    ),
    _Asked(
        regex(
            rb"\b((?:RandomForest|GradientBoosting|HistGradientBoosting|ExtraTrees|XGB|LGBM|CatBoost|SV|MLP|AdaBoost)"
            rb"(?:Classifier|Regressor|C|R))\("
        ),
        "Why {name}: which simpler model was tried, and by how much was it worse?",
    ),
    _Asked(
        regex(rb"\.(dropna)\("),
        "Rows with missing values are dropped: how many, and are they like those that stay?",
    ),
    _Asked(
        regex(rb"\b(SMOTE|RandomOverSampler|RandomUnderSampler|ADASYN)\("),
        "{name} changes the class balance: is the score told on rows it never touched, and who needs this balance?",
    ),
    _Asked(
        regex(rb"\b(GridSearchCV|RandomizedSearchCV|optuna\.create_study)\("),
        "{name} tries many settings: how much of the gain would another split give?",
    ),
    _Asked(
        regex(rb"\b(KMeans|AgglomerativeClustering|GaussianMixture|DBSCAN)\("),
        "{name} always finds groups: what would have shown that there are none?",
    ),
    _Asked(
        regex(rb"\b(ARIMA|SARIMAX|Prophet|ExponentialSmoothing|auto_arima)\("),
        "{name} forecasts: does it beat last season's value, and at which horizon does it stop to?",
    ),
    _Asked(
        regex(rb"\b(from_pretrained|resnet\d+|VGG16|MobileNetV2|EfficientNetB0)\("),
        "{name} was trained elsewhere: may it have seen the test data?",
    ),
    _Asked(
        regex(rb"\b(EarlyStopping|ReduceLROnPlateau)\("),
        "{name} watches a validation part: is the score told on a third one?",
    ),
)
_OF_NUMBERS = (
    "{metric} {number}: who acts on it, what does each kind of mistake cost, and when would it be too low to use?"
)
_OF_COLUMNS = "Which columns would not be known yet at the moment a prediction is needed?"


def questions(project: Project) -> tuple[Question, ...]:
    """At most five questions: on the first number the README states, on code, and on the data."""
    found = [*_on_numbers(project), *_on_code(project)][: MOST - 1]
    code = _code_paths(project)
    return (*found, Question(_OF_COLUMNS, project.readme_path or code[0], 1)) if code else tuple(found)


def _on_numbers(project: Project) -> Iterator[Question]:
    stated = next((judged for judged in project.claims if judged.claim.metric), None)
    if stated is not None:
        metric = (stated.claim.metric or "").replace("_", " ")
        text = _OF_NUMBERS.format(metric=metric, number=stated.claim.number.text)
        yield Question(text, stated.path, stated.claim.line)


def _on_code(project: Project) -> Iterator[Question]:
    """One question of each kind, at the first place that calls for it."""
    waiting = list(_OF_CODE)
    for path in _code_paths(project):
        code = project.code(path)
        for asked in list(waiting):
            if (seen := asked.seen.search(code)) is not None:
                waiting.remove(asked)
                line = None if path.endswith(".ipynb") else code.count(b"\n", 0, seen.start()) + 1
                yield Question(asked.question.format(name=seen[1].decode()), path, line)


def _code_paths(project: Project) -> list[str]:
    """The code a reviewer would open: nothing hidden, tests last."""
    seen = [path for path in project.code_paths if not path.startswith(".") and "/." not in path]
    return sorted(seen, key=lambda path: ("test" in path.lower(), path))[:_FILES_READ]
