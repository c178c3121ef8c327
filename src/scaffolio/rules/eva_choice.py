"""EVA, on choosing: what trains, stops or picks a model by the rows that test it."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolio.model import Finding, Severity
from scaffolio.parsers.dataflow.gate import Subject
from scaffolio.project import Project
from scaffolio.rule import followed, rule

_SPLITTING = "from sklearn.model_selection import train_test_split\n"
_READING = (
    "import pandas as pd\n\ntable = pd.read_csv('churn.csv')\nX, y = table.drop(columns='churn'), table['churn']\n"
)
_PARTS = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"


@rule(
    "EVA003",
    Severity.WARNING,
    minutes=20,
    bad={
        "README.md": "# Reviews\n",
        "train.py": (
            "from keras.datasets import imdb\n(X_train, y_train), (X_test, y_test) = imdb.load_data()\n"
            "model.fit(X_train, y_train, validation_data=(X_test, y_test))\nprint(model.evaluate(X_test, y_test))\n"
        ),
    },
    good={
        "README.md": "# Reviews\n",
        "train.py": (
            "from keras.datasets import imdb\n(X_train, y_train), (X_test, y_test) = imdb.load_data()\n"
            "X_train, X_val, y_train, y_val = train_test_split(X_train, y_train)\n"
            "tokens = Tokenizer()\ntokens.fit_on_texts(X_train)\nX_train = tokens.texts_to_matrix(X_train)\n"
            "model.fit(X_train, y_train, validation_data=(X_val, y_val))\nprint(model.evaluate(X_test, y_test))\n"
        ),
    },
)
def test_set_as_validation(project: Project) -> Iterator[Finding]:
    """The rows that training watches as validation data are the rows on which the test score is reported.

    `validation_data` of Keras counts, and `eval_set` where training stops early by it. A score is what a metric or
    `evaluate` gives; where training stops by rows called the test's, the figures of its epochs count too. A file in
    which anything is named or split off as validation rows is passed over, and so are the folds of a cross-validation.
    Not seen: a loop of PyTorch that keeps the best epoch by its test loss, and validation rows that another file
    passes in.

    **Why.** Epochs, stopping and settings are then chosen by the test rows, and their score is no longer that of new
    data; it is too good by what was gained by choosing.

    **Fix.** Split the training rows once more (`validation_split=0.2`) and touch the test rows once, at the end.
    """
    for path in followed(project, Subject.VALIDATED):
        for one in project.flow(path).validated[:1]:
            if one.stopped:
                told = f"training is stopped {one.place.spoken} by the test rows, whose figures are shown "
            else:
                told = f"the rows that training watches {one.place.spoken} are those scored as the test "
            yield Finding(
                f"{told}{one.reported.spoken}, and no third set is held out", path, one.place.line, one.place.text
            )


@rule(
    "EVA006",
    Severity.WARNING,
    minutes=20,
    bad={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.linear_model import LogisticRegression, RidgeClassifier\n"
            "from sklearn.metrics import accuracy_score\nfrom sklearn.naive_bayes import GaussianNB\n"
            + _SPLITTING
            + _READING
            + _PARTS
            + "best_score = 0\nmodels = LogisticRegression(), RidgeClassifier(), GaussianNB()\nfor model in models:\n"
            "    model.fit(X_train, y_train)\n    score = accuracy_score(y_test, model.predict(X_test))\n"
            "    if score > best_score:\n        best_score, best = score, model\n"
        ),
    },
    good={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.linear_model import LogisticRegression, RidgeClassifier\n"
            "from sklearn.model_selection import cross_val_score\nfrom sklearn.naive_bayes import GaussianNB\n"
            + _SPLITTING
            + _READING
            + _PARTS
            + "best_score = 0\nmodels = LogisticRegression(), RidgeClassifier(), GaussianNB()\nfor model in models:\n"
            "    score = cross_val_score(model, X_train, y_train).mean()\n"
            "    if score > best_score:\n        best_score, best = score, model\n"
            "print(best.fit(X_train, y_train).score(X_test, y_test))\n"
        ),
    },
)
def test_score_chosen_over(project: Project) -> Iterator[Finding]:
    """Three or more models are scored on the test rows in a loop, and the best is chosen by that score.

    The choice is in the code: a comparison with the best so far, `max` with a key, `idxmax`, a sorted table. Files
    that cross-validate or hold out validation rows are passed over. Not seen: models written one below the other, and
    a choice made by the reader.

    **Why.** The best of many scores is too high by chance: the winner's test score is no estimate of how it does on new
    rows (Cawley and Talbot, JMLR 2010).

    **Fix.** Choose by cross-validation on the training rows, then score the chosen model on the test rows once.
    """
    for path in followed(project, Subject.CHOSEN):
        for one in project.flow(path).chosen[:1]:
            yield Finding(
                f"{one.candidates} models are scored on the test rows {one.scored.spoken}, and the best is chosen "
                f"by it {one.choice.spoken}",
                path,
                one.choice.line,
                one.choice.text,
            )
