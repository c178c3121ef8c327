"""RES: results in whatever shape."""

import pytest

from scaffolio.rule import NotAssessedError

ABOUT = "# Churn\n\n" + "Which customers leave next month? A shop wants to write to them before they go. " * 4


@pytest.mark.parametrize(
    "results",
    [
        "RMSE ≈ 0.25 on a log scale.",
        "| model | AUC |\n|---|---|\n| forest | 0.9 |",
        "We find 225 of 412 affected flights.",
        "It is right in 94 % of cases.",
        "- **R²** = 0.91",
        "| Operation | Latency |\n|---|---|\n| Deploy | < 10ms |",
        "模型的准确率为 0.91 而召回率为 0.75。",
        '```\n"precision": 0.7291,\n"recall"   : 0.249\n```',
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


@pytest.mark.parametrize(
    "results",
    [
        "The forecast follows.\n\n| Metric | Value |\n|---|---|\n| Mean sales | 1000515 |",
        "The best model had a validation score of around 61 percent.",
    ],
)
def test_a_forecast_and_a_score_are_values(findings, results):
    assert not findings("RES001", {"README.md": f"{ABOUT}\n## Results\n\n{results}\n"})


def test_no_metric_is_asked_where_nothing_is_fitted(findings):
    tree = {"README.md": f"{ABOUT}\n## Results\n\nIt counts coins.\n", "count.py": "import cv2\n"}
    with pytest.raises(NotAssessedError, match="no model"):
        findings("RES001", tree)
    assert findings("RES001", {**tree, "count.py": "from sklearn.svm import SVC\n"})


def test_no_metric_is_asked_where_the_readme_says_why_there_is_none(findings):
    with pytest.raises(NotAssessedError):
        findings("RES001", {"README.md": f"{ABOUT}\n## Results\n\nUnsupervised, so there is no accuracy.\n"})


@pytest.mark.parametrize(
    "words",
    [
        "The plot shows actual vs predicted prices.",
        "Fraud vs non-fraud is plotted, too.",
        "Model persistence is done with joblib.",
        "It gives rule-based recommendations.",
        "The features are moving average crossovers.",
        "Run all cells to reproduce the results.",
        "Undersampling reduces majority class samples.",
    ],
)
def test_words_that_compare_nothing_are_no_baseline(findings, words):
    assert findings("RES003", {"README.md": f"{ABOUT}\n{words}\n\n## Results\n\nF1 is 0.91.\n"})


@pytest.mark.parametrize(
    "words",
    [
        "Forest vs. logistic regression.",
        "We compare three different architectures.",
        "The majority class alone gets 0.7.",
        "Buy-and-hold earns less.",
        "It runs on MNIST.",
        "Top 2% on the leaderboard.",
        "A dummy classifier has 0.5.",
        "The models are logistic regression and XGBoost.",
    ],
)
def test_a_comparison_in_other_words_is_one(findings, words):
    assert not findings("RES003", {"README.md": f"{ABOUT}\n{words}\n\n## Results\n\nF1 is 0.91.\n"})


def test_an_approximate_value_asks_for_a_baseline_too(findings):
    (found,) = findings("RES003", {"README.md": f"{ABOUT}\n## Results\n\nAccuracy: 86-88%.\n"})
    assert found.line == 6


def test_clusters_need_no_baseline(findings):
    with pytest.raises(NotAssessedError, match="prediction"):
        findings("RES003", {"README.md": f"{ABOUT}\n## Results\n\nThe silhouette score is 0.38.\n"})


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("results.md", "F1: 0.6123\n"),
        ("out/report.txt", "f1-score 0.61\n"),
        ("train.log", "epoch 9 f1 61.2%\n"),
        ("paper/churn.tex", "F1 of \\textbf{0.61}\n"),
        ("train.py", "fit(x)\n# F1 0.6123\n"),
    ],
)
def test_a_number_that_any_file_of_results_holds_is_recorded(findings, path, content):
    assert not findings("RES010", {"README.md": f"{ABOUT}\n## Results\n\nF1 is 0.61.\n", path: content})


def test_a_number_that_only_other_prose_holds_is_not_recorded(findings):
    tree = {"README.md": f"{ABOUT}\n## Results\n\nF1 is 0.61.\n", "docs/notes.md": "F1 is 0.61.\n"}
    assert findings("RES010", tree)
    assert findings("RES010", tree | {"train.py": "threshold = 0.61\n"})
