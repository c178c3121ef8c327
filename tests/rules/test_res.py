"""RES: results in whatever shape."""

import pytest

ABOUT = "# Churn\n\n" + "Which customers leave next month? A shop wants to write to them before they go. " * 4


@pytest.mark.parametrize(
    "results",
    [
        "RMSE ≈ 0.25 on a log scale.",
        "| model | AUC |\n|---|---|\n| forest | 0.9 |",
        "We find 225 of 412 affected flights.",
        "It is right in 94 % of cases.",
        "- **R²** = 0.91",
    ],
)
def test_a_value_in_any_shape_is_a_value(findings, results):
    assert not findings("RES001", {"README.md": f"{ABOUT}\n## Results\n\n{results}\n"})


@pytest.mark.parametrize(
    "figure",
    [
        "![roc](roc.png)",
        "<img src='roc.png'>",
        "```mermaid\ngraph TD\n```",
        "![x](https://github.com/user-attachments/assets/1)",
        "[![roc](roc.png)](roc.png)",
    ],
)
def test_a_figure_in_any_dress_is_a_figure(findings, figure):
    assert not findings("RES002", {"README.md": f"{ABOUT}\n{figure}\n"})


@pytest.mark.parametrize(
    "results",
    [
        "F1 is 0.91; always answering *stays* is a baseline of 0.4.",
        "| model | F1 |\n|---|---|\n| logistic | 0.8 |\n| forest | 0.9 |",
        "| metric | logistic | forest |\n|---|---|---|\n| F1 | 0.8 | 0.9 |",
        "F1 is 0.91. That is 0.1 better than a naive guess.",
    ],
)
def test_something_to_compare_with_is_found(findings, results):
    assert not findings("RES003", {"README.md": f"{ABOUT}\n## Results\n\n{results}\n"})


def test_naive_bayes_is_no_baseline(findings):
    assert findings("RES003", {"README.md": f"{ABOUT}\n## Results\n\nNaive Bayes: F1 is 0.91.\n"})


def test_several_metrics_of_one_model_are_no_comparison(findings):
    table = "| metric | value |\n|---|---|\n| F1 | 0.9 |\n| recall | 0.8 |"
    assert findings("RES003", {"README.md": f"{ABOUT}\n## Results\n\n{table}\n"})
