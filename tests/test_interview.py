"""Questions are asked of what is there, at its line, and never more than five."""

from __future__ import annotations

from scaffolio.interview import MOST, questions
from scaffolio.project import Project

TRAIN = "import sklearn\n\n\nmodel = RandomForestClassifier(300)\nframe = frame.dropna()\n"


def test_a_question_names_what_it_is_about_and_where_it_stands() -> None:
    found = questions(Project.from_tree({"train.py": TRAIN}))
    assert [(q.path, q.line) for q in found] == [("train.py", 4), ("train.py", 5), ("train.py", 1)]
    assert "RandomForestClassifier" in found[0].text


def test_the_first_number_of_the_readme_comes_first() -> None:
    readme = "# Churn\n\n## Results\n\n| model | F1 |\n| --- | --- |\n| forest | 0.84 |\n"
    found = questions(Project.from_tree({"README.md": readme, "train.py": TRAIN}))
    assert (found[0].path, found[0].line) == ("README.md", 7)
    assert "0.84" in found[0].text


def test_nothing_is_asked_of_nothing() -> None:
    assert questions(Project.from_tree({})) == ()


def test_a_kind_is_asked_once_and_there_are_at_most_five() -> None:
    calls = ("train_test_split(", "SVC(", "x.dropna(", "SMOTE(", "GridSearchCV(", "KMeans(", "EarlyStopping(")
    tree = {f"{name}.py": "\n".join(calls) for name in "abc"}
    found = questions(Project.from_tree(tree))
    assert len(found) == MOST
    assert {q.path for q in found} == {"a.py"}
