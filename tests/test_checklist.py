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
        (
            "training",
            {"model.ipynb": '{"cells": [{"cell_type": "code", "source": "clf.fit(X, y)"}]}'},
            "model.ipynb",
        ),
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


def test_libraries_named_in_prose_are_dependencies_and_a_title_on_dependencies_is_none():
    asked = "# Rent\n\n## Requirements\n\n- PyTorch 1.0\n- numpy\n"
    assert items({"README.md": asked})["dependencies"] == ("README.md",)
    assert items({"README.md": "# Rent\n\nDependencies: keras, numpy\n"})["dependencies"] == ("README.md",)
    assert items({"README.md": "# Rent\n\n    pip install torch\n"})["dependencies"] == ("README.md",)
    title = "# Learning long time dependencies without vanishing gradients\n\nA tensorflow study.\n"
    assert "dependencies" not in items({"README.md": title})


def test_a_script_called_main_trains_only_when_its_code_does():
    assert "training" not in items({"main.py": "print(1)\n"})
    assert items({"main.py": "loss.backward()\n"})["training"] == ("main.py",)


def test_code_that_measures_needs_a_second_sign_unless_it_calls_a_metric():
    assert "evaluation" not in items({"a.py": "test_loader = 1\n"})
    told = {"a.py": "test_loader = 1\n", "README.md": "# A\n\nTo evaluate, run a.py.\n"}
    assert items(told)["evaluation"] == ("a.py",)


def test_a_unit_test_is_no_evaluation():
    assert "evaluation" not in items({"tests/test_a.py": "def test_accuracy(): ...\n", "b.py": "x = 1\n"})


def test_a_table_of_settings_is_no_result():
    settings = "# A\n\n| model | lr | dropout |\n|---|---|---|\n| x | 0.1 | 0.2 |\n| y | 0.3 | 0.4 |\n"
    assert "results" not in items({"README.md": settings})


def test_weights_anywhere_on_the_web_are_a_model_and_data_files_are_none():
    address = "# A\n\nThe [model](https://dl.example.org/mlm_en.pth).\n"
    assert items({"README.md": address})["pretrained_model"] == ("README.md",)
    assert "pretrained_model" not in items({"datasets/cells.h5": "x", "README.md": "# A\n"})
