"""Questions are asked of what is there, at its line: one of each topic first, three at least, five at most."""

from __future__ import annotations

import json
import time

import pytest

from scaffolio.interview import FEWEST, MOST, questions
from scaffolio.project import Project
from tests import portfolios

TRAIN = "import sklearn\n\n\nmodel = RandomForestClassifier(300)\nframe = frame.dropna()\n"


def asked(tree):
    return [(q.path, q.line, q.text) for q in questions(Project.from_tree(tree))]


def test_a_question_names_what_it_is_about_and_where_it_stands() -> None:
    found = asked({"train.py": TRAIN})
    assert [(path, line) for path, line, _ in found[:2]] == [("train.py", 4), ("train.py", 5)]
    assert "RandomForestClassifier" in found[0][2]


def test_the_number_asked_about_is_the_one_that_stands_for_the_project() -> None:
    readme = portfolios.README.replace(
        "## Approach", "| species | average precision |\n| --- | --- |\n| gull | 0.9 |\n"
    )
    path, line, text = asked(portfolios.tree(**{"README.md": readme}))[0]
    assert (path, line) == ("README.md", 18)
    assert "0.477" in text


@pytest.mark.parametrize(
    ("metric", "number", "words"),
    [
        ("F1", "0.84", "a false alarm"),
        ("Accuracy", "92%", "the commonest class"),
        ("RMSE", "4.1", "the target's own unit"),
        ("Silhouette score", "0.31", "without any groups"),
    ],
)
def test_the_first_number_of_the_readme_comes_first_and_is_asked_by_its_kind(metric, number, words) -> None:
    readme = f"# Churn\n\n## Results\n\n| model | {metric} |\n| --- | --- |\n| forest | {number} |\n"
    path, line, text = asked({"README.md": readme, "train.py": TRAIN})[0]
    assert (path, line) == ("README.md", 7)
    assert number in text
    assert words in text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "scale = StandardScaler()\nKNeighborsClassifier()\nRandomForestClassifier()\n",
            "StandardScaler matters",
        ),
        ("KNeighborsClassifier()\n", "measures distances"),
        ("threshold = 0.35\n", "Why the threshold 0.35"),
        ("hit = model.predict_proba(X)[:, 1] >= 0.2\n", "Why the threshold 0.2"),
        ("X, y = train_test_split(X, y, random_state=7)\n", "train_test_split deals out rows"),
        ("KMeans(n_clusters=4)\n", "Why 4 groups"),
        ("ARIMA(series, order=(2, 1, 1))\n", "Why the order (2, 1, 1)"),
        ("frame.age.fillna(frame.age.median())\n", "Gaps are filled with the median"),
        ("Embedding(9, 8)\nLSTM(64)\n", "in their order"),
        ("LSTM(64)\n", "repeating the last value"),
        ("transforms.RandomHorizontalFlip()\n", "mirrored"),
        ("words = stopwords.words('english')\n", '"not"'),
        ("y = np.log1p(df['SalePrice'])\n", "on which scale"),
        ("BertModel.from_pretrained('x')\n", "BertModel was trained elsewhere"),
        ("pd.read_csv('data/churn.csv')\nmodel.fit(X, y)\n", "Which columns of churn.csv"),
    ],
)
def test_what_code_calls_for(code, words) -> None:
    assert any(words in text for _, _, text in asked({"a.py": code}))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("scaler = StandardScaler()\nKNeighborsClassifier()\n", "measures distances"),
        ("# KMeans(n_clusters=4)\nimport a\n", "groups"),
        ("AutoTokenizer.from_pretrained('x')\n", "trained elsewhere"),
    ],
)
def test_what_it_does_not_call_for(code, words) -> None:
    assert not any(words in text for _, _, text in asked({"a.py": code}))


def test_nothing_is_asked_of_nothing() -> None:
    assert asked({}) == []
    assert asked({"README.md": "# Churn\n\nWho leaves?\n"}) == []


@pytest.mark.parametrize("code", ["import a\n\n\ndef run():\n    model.fit(a)\n", TRAIN])
def test_there_are_three_wherever_there_is_code_that_does_something(code) -> None:
    assert len(asked({"a.py": code})) >= FEWEST


def test_one_of_each_topic_comes_first_and_there_are_at_most_five() -> None:
    calls = ("train_test_split(", "SVC(", "LSTM(", "x.dropna(", "SMOTE(", "GridSearchCV(", "KMeans(", "EarlyStopping(")
    tree = {f"{name}.py": "\n".join(calls) for name in "abc"}
    found = asked(tree)
    assert len(found) == MOST
    assert {path for path, _, _ in found} == {"a.py"}
    assert [line for _, line, _ in found[:3]] == [2, 5, 1]


def test_the_line_in_a_notebook_is_the_files() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Churn"]},
        *(
            {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": source}
            for source in (["import sklearn\n", "x = 1"], ["y = 2\n", "frame = frame.dropna()"])
        ),
    ]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    line = next(line for _, line, text in asked({"a.ipynb": notebook}) if "dropped" in text)
    assert "dropna" in notebook.splitlines()[line - 1]


@pytest.mark.parametrize("text", ["read_csv(" * 20_000, ".fillna(" * 20_000, "(" * 200_000, "np.log(y" * 20_000])
def test_hostile_code_takes_no_time(text) -> None:
    start = time.process_time()
    asked({"a.py": text})
    assert time.process_time() - start < 5
