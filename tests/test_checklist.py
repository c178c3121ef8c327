"""The five items of the ML Code Completeness checklist."""

import pytest

from scaffolio.checklist import completeness
from scaffolio.project import MemoryFiles, Project


def items(tree):
    return {name: item.evidence for name, item in completeness(Project(MemoryFiles(tree))).items() if item.present}


def test_nothing_is_present_in_nothing():
    assert items({}) == {}


@pytest.mark.parametrize(
    ("item", "tree", "evidence"),
    [
        ("dependencies", {"requirements.txt": ""}, "requirements.txt"),
        ("training", {"src/train.py": ""}, "src/train.py"),
        ("training", {"model.ipynb": "clf.fit(X, y)"}, "model.ipynb"),
        ("evaluation", {"evaluate.py": ""}, "evaluate.py"),
        ("evaluation", {"a.py": "accuracy_score(y, p)"}, "a.py"),
        ("pretrained_model", {"models/churn.pkl": ""}, "models/churn.pkl"),
        (
            "pretrained_model",
            {"README.md": "Download the pretrained model [here](https://drive.google.com/x)."},
            "README.md",
        ),
        ("results", {"README.md": "# A\n\n## Results\n\n| m | F1 |\n|---|---|\n| x | 0.9 |\n"}, "README.md"),
    ],
)
def test_each_item_names_its_evidence(item, tree, evidence):
    assert items(tree)[item] == (evidence,)
