"""EVA, on comparing: whether anything trivial is measured beside the model."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolio.example_files import IMPORT_MODEL, IMPORT_SPLIT, READ_ROWS, SPLIT_ROWS
from scaffolio.model import Finding, Severity
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_TRAINS = regex(rb"\.fit\(")
_MEASURES = regex(
    rb"(?:accuracy|f1|roc_auc|r2|precision|recall)_score\(|mean_(?:squared|absolute)\w{0,20}_error\(|"
    rb"classification_report\(|\.evaluate\("
)
_TRIVIAL = frozenset({"baseline", "dummy", "majority"})
_BASELINE = regex(
    rb"(?i)dummy|base_?-?line|na[i\xc3\xaf]{1,2}ve(?![ _-]?bayes)|majority|most[_ -]frequent|persistence|benchmark|"
    rb"chance level|no[ _-]skill|random[_ ](?:guess|chance)|null[_ ](?:model|accuracy)|y_train\.(?:mean|median|mode)\(|"
    rb"np\.(?:mean|median)\(y|value_counts\(normalize|last[_ ]value|rule[_ -]based|zero_?rule"
)


@rule(
    "EVA005",
    Severity.ADVICE,
    minutes=15,
    bad={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.metrics import accuracy_score\n"
            + IMPORT_MODEL
            + IMPORT_SPLIT
            + READ_ROWS
            + SPLIT_ROWS
            + "model = LogisticRegression().fit(X_train, y_train)\n"
            "print(accuracy_score(y_test, model.predict(X_test)))\n"
        ),
    },
    good={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.dummy import DummyClassifier\nfrom sklearn.metrics import accuracy_score\n"
            + IMPORT_MODEL
            + IMPORT_SPLIT
            + READ_ROWS
            + SPLIT_ROWS
            + "for model in (DummyClassifier(), LogisticRegression()):\n"
            "    model.fit(X_train, y_train)\n    print(accuracy_score(y_test, model.predict(X_test)))\n"
        ),
    },
)
def no_baseline_in_code(project: Project) -> Iterator[Finding]:
    """A supervised model is trained and measured, and nothing trivial is measured beside it.

    A baseline is anything that code, metrics files, documents or a notebook's text call one: `DummyClassifier`, a
    majority class, a mean or median, the last value, a rule. Not seen: one that is computed without being named so.

    **Why.** Without one nobody can tell whether the model learned anything: with 73% of customers staying, 73% accuracy
    is what a constant answer gets (Google, "Rules of Machine Learning", rule 4: keep the first model simple).

    **Fix.** Measure `DummyClassifier` or `DummyRegressor` (for series: the last value, or that of a season ago) on the
    same rows, and put its figure beside the model's.
    """
    if project.is_library:
        raise NotAssessedError("a library, whose examples show how it is used")
    code = [path for path in project.main_code if _TRAINS.search(project.code(path)) and b"split" in project.code(path)]
    measured = [path for path in code if _MEASURES.search(project.code(path))]
    if not measured:
        raise NotAssessedError("no code was found that trains a model and measures it")
    coded = any(_BASELINE.search(project.code(path)) for path in project.code_paths)
    if coded or _BASELINE.search(project.written.encode()):
        return
    if not any(entry.labels & _TRIVIAL for entry in project.metrics):
        number = "one file measures" if len(measured) == 1 else f"{len(measured)} files measure"
        yield Finding("no baseline is measured beside the model", measured[0], None, f"{number} a model")
