"""TRU006 and 010: work that a README claims and no code does."""

import json

import pytest

TRAIN = "from sklearn.svm import SVC\n\nSVC().fit(X, y)\n"


def claimed(findings, readme, code=TRAIN, **files):
    return [(f.line, f.evidence) for f in findings("TRU010", {"README.md": readme, "train.py": code, **files})]


@pytest.mark.parametrize(
    ("readme", "said"),
    [
        ("Tuned with GridSearchCV.", "GridSearchCV"),
        ("Evaluated with accuracy and ROC-AUC curves.", "ROC-AUC"),
        ("- Independent T-Tests were conducted", "T-Tests"),
        ("Explained by SHAP values.", "SHAP"),
        ("| step | how |\n|---|---|\n| imbalance | SMOTE |", "SMOTE"),
        ("Embeddings come from Word2Vec.", "Word2Vec"),
        ("Generated bar charts of every column.", "bar charts"),
        ("Validated by stratified 5-fold cross-validation.", "5-fold"),
        ("The pipeline has these steps:\n\n- Scaling\n- PCA", "PCA"),
    ],
)
def test_a_technique_that_no_code_calls(findings, readme, said):
    assert [evidence for _, evidence in claimed(findings, readme)] == [said]


def test_what_is_advised_or_approximated_is_not_claimed(findings):
    assert not claimed(findings, "# A\n\nB.\n\n## Business Recommendations\n\n| Low | Evaluate UMAP |\n|---|---|\n")
    assert not claimed(findings, "The last layer rests on the dropout approximation.")
    assert claimed(findings, "The last layer rests on dropout.")


def test_the_ways_of_others_in_a_comparing_table_are_not_claimed(findings):
    table = "| aspect | {} | BERT |\n|---|---|---|\n| text | Bag of words, TF-IDF | contextual |\n"
    assert not claimed(findings, table.format("전통적 ML"))
    assert not claimed(findings, table.format("Traditional ML"))
    assert claimed(findings, table.format("Our first model"))


def test_what_is_imported_or_commented_and_never_called_is_absent(findings):
    code = (
        f'"""Uses GridSearchCV."""\nfrom sklearn.model_selection import GridSearchCV\n# grid = GridSearchCV()\n{TRAIN}'
    )
    assert claimed(findings, "a\n\nTuned with grid search.", code) == [(3, "grid search")]
    assert claimed(findings, "Tuned with grid search.", f"{code}GridSearchCV(SVC(), {{}}).fit(X, y)\n") == []


@pytest.mark.parametrize(
    ("readme", "code"),
    [
        ("5-fold cross-validation", "LassoCV(cv=5)"),
        ("5-fold cross-validation", "for fold in range(5):\n    pass"),
        ("ROC-AUC", "score = cross_val_score(m, X, y, scoring='roc_auc')"),
        ("ROC-AUC", "RocCurveDisplay.from_estimator(m, X, y)"),
        ("grid search", "for c in itertools.product(a, b):\n    pass"),
        ("SHAP values", "values = booster.predict(d, pred_contribs=True)"),
        ("t-test", "def t_test(a, b):\n    return 0"),
        ("early stopping", "if patience > 5:\n    pass"),
    ],
)
def test_any_word_of_it_in_code_is_enough(findings, readme, code):
    assert claimed(findings, f"We used {readme}.", f"{TRAIN}{code}\n") == []


@pytest.mark.parametrize(
    "readme",
    [
        "## Future work\n\nCross-validation and SHAP.",
        "We did not use cross-validation.",
        "Cross-validation could be added.",
        "- [ ] Add SHAP values",
        "Smith et al. use SMOTE.",
        "The columns V1 to V28 come from PCA.",
        "The features are PCA components.",
        "The numbers are the result of a PCA transformation.\n\nData: https://www.kaggle.com/mlg-ulb/creditcardfraud",
        "* Walk-forward validation (time-series cross-validation) or the last periods for the test",
        "Other metrics:\n\nROC curves - calculates sensitivity against specificity.",
        "## Learning goals\n\n- Grid search",
        "# Churn\n\n# Learning roadmap\n\n- PCA",
        "## Tips for larger sweeps\n\n- Optuna finds them sooner.",
        "- Use `RandomizedSearchCV` or `Optuna` for large spaces.",
        "> In practice it would include:\n> - Larger data\n> - Cross-validation and fair splits",
        "| Momentum | MACD line, signal line, histogram |\n|---|---|",
        "It saves the time spent on traditional random search.",
        "Hyperparameters were found offline using Optuna.",
        "### Limitaciones\n\n| Plan v2 |\n|---|\n| SHAP |",
        "A lime green shape, a random sample and a grid of houses.",
        "| Layer | Repo | Role |\n|---|---|---|\n| Drift | churn-drift | PSI / KS / Chi-Square |",
    ],
)
def test_plans_others_and_other_words_are_no_claims(findings, readme):
    assert claimed(findings, readme) == []


@pytest.mark.parametrize(
    "files",
    [
        {"train.py": "print(1)\n"},
        {"train.py": f"import pycaret\n{TRAIN}"},
        {"train.py": TRAIN, ".gitmodules": '[submodule "a"]\n\tpath = lib\n'},
        {"train.py": TRAIN, "code.zip": "PK"},
        {"train.py": TRAIN, "a.ipynb": "{"},
    ],
)
def test_where_the_code_is_not_all_here_nothing_is_said(verdict_of, files):
    assert verdict_of("TRU010", {"README.md": "Tuned with grid search.", **files}).not_assessed


def test_a_broken_file_and_a_cell_with_magics_count_as_they_are_written(findings):
    cells = [{"cell_type": "code", "source": "!pip install shap\nshap.Explainer(m)", "outputs": []}]
    notebook = json.dumps({"cells": cells, "metadata": {"language_info": {"name": "python"}}})
    assert claimed(findings, "Explained by SHAP.", TRAIN, **{"a.ipynb": notebook}) == []
    assert claimed(findings, "Explained by SHAP.", TRAIN, **{"old.py": "print shap.x\n"}) == []


def stack(findings, readme, **files):
    tree = {"README.md": readme, "train.py": "import pandas\nimport numpy\nimport sklearn\n", **files}
    return [(f.line, f.evidence) for f in findings("TRU006", tree)]


def test_a_library_of_the_stack_that_nothing_names(findings):
    readme = "# A\n\n## Tech Stack & Libraries\n\n* pandas, NumPy\n* Scikit-Learn\n* SciPy, MLflow\n"
    assert sorted(stack(findings, readme)) == [(7, "MLflow"), (7, "SciPy")]


@pytest.mark.parametrize(
    ("readme", "files"),
    [
        ("# A\n\n## Tools\n\n- pandas\n- NumPy\n- MLflow\n", {"requirements.txt": "mlflow\n"}),
        ("# A\n\n## Tools\n\n- pandas\n- NumPy\n- MLflow\n", {"requirements.txt": "mlflow\n".encode("utf-16")}),
        ("# A\n\n## Tools\n\n- pandas\n- NumPy\n- Docker\n", {"Dockerfile": "FROM python\n"}),
        ("# A\n\n## Tools\n\n- pandas\n- NumPy\n- MLflow (planned)\n", {}),
        ("# A\n\n## Tools\n\n- pandas\n- NumPy\n- Plotly or Seaborn\n", {}),
        ("# A\n\n## Background\n\nMLflow tracks runs, as pandas holds tables.\n", {}),
        ("# A\n\n## Chapter 3: AI Frameworks and Tools\n\n- pandas\n- NumPy\n- TensorFlow\n", {}),
        ("# A\n\n## Tools\n\n- PyTorch\n- TensorFlow\n- pandas\n", {}),
    ],
)
def test_declared_planned_and_mostly_absent_stacks_are_passed_over(findings, verdict_of, readme, files):
    tree = {"README.md": readme, "train.py": "import pandas\nimport numpy\n", **files}
    verdict = verdict_of("TRU006", tree)
    assert verdict.findings == ()
