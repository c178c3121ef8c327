"""Values that runs leave behind, in any of the usual shapes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.parsers.metrics import read_metrics
from scaffolio.parsers.notebook_reader import read_notebook


def read(path, content):
    return read_metrics([path], {path: content}.__getitem__, lambda _: read_notebook(content.encode()))


def facts(path, content):
    return {(r.metric, r.value, frozenset(r.labels), r.split, r.locator) for r in read(path, content)}


def test_nested_json_by_key_path():
    assert facts("metrics.json", '{"random_forest": {"test": {"f1_macro": 0.8}}}') == {
        ("f1", 0.8, frozenset({"random", "forest"}), "test", "random_forest.test.f1_macro")
    }


def test_a_list_of_models():
    assert facts("results.json", '[{"model": "XGBoost", "roc_auc": 0.9}]') == {
        ("roc_auc", 0.9, frozenset({"xgboost"}), None, "0.roc_auc")
    }


def test_yaml():
    assert facts("eval.yaml", "svm:\n  accuracy: 0.7\n") == {
        ("accuracy", 0.7, frozenset({"svm"}), None, "svm.accuracy")
    }


def test_csv_with_models_in_rows():
    assert facts("reports/model_comparison.csv", "Model,F1-score\nLogReg,0.5\n") == {
        ("f1", 0.5, frozenset({"logistic", "regression"}), None, "row 2")
    }


def test_a_classification_report_kept_as_a_table():
    content = (
        ",precision,recall,f1-score,support\ncalm,0.4,0.5,0.44,9\naccuracy,0.6,0.6,0.6,0.6\nmacro avg,0.7,0.8,0.75,9\n"
    )
    found = facts("results/cnn_report.csv", content)
    assert ("accuracy", 0.6, frozenset({"cnn"}), None, "row 3") in found
    precision = {(value, "class" in labels) for metric, value, labels, *_ in found if metric == "precision"}
    assert precision == {(0.4, True), (0.7, False)}


@pytest.mark.parametrize(
    "path", ["package.json", "data/train.csv", "config.yaml", "node_modules/a/metrics.json", "src/metrics.py"]
)
def test_other_files_are_not_read(path):
    assert read(path, '{"accuracy": 0.5}') == ()


OWN = {
    "schema_version": 1,
    "primary_metric": "average_precision",
    "split": {"kind": "temporal", "train": 100, "test": 50},
    "results": [
        {
            "model": "class prior",
            "role": "baseline",
            "metrics": {"average_precision": {"value": 0.1, "low": 0.09, "high": 0.11}},
        }
    ],
    "comparisons": [
        {"model": "a", "against": "b", "metric": "average_precision", "difference": 0.05, "low": 0.02, "high": 0.09}
    ],
    "traps": [{"name": "t", "metric": "average_precision", "optimistic": 0.7, "honest": 0.5}],
}


def test_our_own_file_gives_values_intervals_differences_and_traps():
    records = read("reports/metrics.json", json.dumps(OWN))
    assert {(r.kind, r.value) for r in records} == {
        ("value", 0.1),
        ("low", 0.09),
        ("high", 0.11),
        ("difference", 0.05),
        ("low", 0.02),
        ("high", 0.09),
        ("value", 0.7),
        ("value", 0.5),
        ("fact", 100),
        ("fact", 50),
    }


REPORT = """
              precision    recall  f1-score   support

           0       0.91      0.74      0.82      1035
           1       0.53      0.82      0.64       374

    accuracy                           0.76      1409
   macro avg       0.72      0.78      0.73      1409
"""


def notebook(text):
    return json.dumps(
        {
            "cells": [
                {"cell_type": "markdown"},
                {"cell_type": "code", "outputs": [{"output_type": "stream", "text": text.splitlines(keepends=True)}]},
            ]
        }
    )


def printed(text):
    return {(r.metric, r.value, r.average, frozenset(r.labels)) for r in read("a.ipynb", notebook(text))}


def test_a_classification_report():
    found = printed(REPORT)
    assert ("accuracy", 0.76, None, frozenset()) in found
    assert ("f1", 0.73, "macro", frozenset()) in found
    assert ("recall", 0.82, None, frozenset({"class", "1"})) in found


def test_brackets_behind_a_metric_name_split_average_and_class():
    found = read("a.ipynb", notebook("Precision (weighted): 0.8\nRecall (class 1): 0.7\nAccuracy (test set): 0.9\n"))
    told = [(r.metric, r.split, r.average, frozenset(r.labels)) for r in found]
    assert told == [
        ("precision", None, "weighted", frozenset()),
        ("recall", None, None, frozenset({"class", "1"})),
        ("accuracy", "test", None, frozenset()),
    ]


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("F1: 0.81", "f1", 0.81),
        ("Test accuracy = 91.3%", "accuracy", 0.913),
        ("The ROC AUC score is 0.9", "roc_auc", 0.9),
        ("R² = 0.87", "r2", 0.87),
        ("rmse: 1,234.5", "rmse", 1234.5),
        ("        Model  Accuracy\n0  LogReg    0.8012\n", "accuracy", 0.8012),
        ("val_accuracy: 0.77", "accuracy", 0.77),
        ("Ward silhouette score (k=4): 0.088", "silhouette", 0.088),
        ("Recall (threshold = 0.5) = 0.7", "recall", 0.7),
        ("Recall (class 1): 0.78", "recall", 0.78),
        ("Accuracy     (Точність)  : 85.47%", "accuracy", 0.8547),
        ("RMSE (log10) = 0.31", "rmse", 0.31),
        ("Accuracy (0.85): 3 folds", "accuracy", 0.85),
    ],
)
def test_printed_values(text, metric, value):
    assert any((m, v) == (metric, pytest.approx(value)) for m, v, *_ in printed(text))


def test_the_cell_is_named():
    assert read("a.ipynb", notebook("F1: 0.81"))[0].locator == "cell 2"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[1, 2",
        "null",
        '{"cells": 3, "outputs": "accuracy"}',
        '{"cells": [1, {"outputs": [2, {"text": 3}]}], "x": "accuracy", "outputs": 1}',
        "&a [*a]",
        'a,b\n"',
        "[" * 20_000,
        '{"accuracy": NaN, "f1": 1e999, "recall": true}',
    ],
)
@pytest.mark.parametrize(
    "path", ["metrics.json", "results.csv", "scores.yaml", "a.ipynb", "reports/runs.jsonl", "reports/metrics.json"]
)
def test_broken_files_give_nothing(path, content):
    assert read(path, content) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    for path in ("metrics.json", "results.csv", "scores.yaml"):
        read(path, text)
    read("a.ipynb", notebook("accuracy " + text))


def test_folds_give_their_mean_and_ends_and_support_as_a_log():
    found = read("reports/cv_results.csv", "fold,roc_auc\n1,0.7\n2,0.9\n")
    assert {(r.kind, round(r.value, 6), frozenset(r.labels)) for r in found} == {
        ("log", 0.7, frozenset()),
        ("log", 0.9, frozenset()),
        ("value", 0.8, frozenset()),
        ("value", 0.7, frozenset({"min"})),
        ("value", 0.9, frozenset({"max"})),
    }


def test_a_table_of_epochs_is_a_log():
    assert {r.kind for r in read("results.csv", "epoch,accuracy\n1,0.5\n2,0.7\n")} == {"log"}


@pytest.mark.parametrize("path", ["reports/evaluation.txt", "logs/results.log", "reports/summary.md"])
def test_printed_files(path):
    report = "Random Forest\n- **ROC-AUC**: `0.84`\n\n| metric | value |\n|---|---|\n| f1 | 0.5 |\n"
    assert {(m, v) for m, v, *_ in facts(path, report)} == {("roc_auc", 0.84), ("f1", 0.5)}


def test_a_file_of_any_name_when_the_settings_name_it():
    content = '{"accuracy": 0.5}'
    found = read_metrics(["out/final.json"], lambda _: content, None, {"out/final.json"})
    assert [record.value for record in found] == [0.5]


def cells(*given):
    made = [
        {
            "cell_type": "code",
            "source": source,
            "outputs": [{"output_type": "execute_result", "data": {"text/plain": text}}],
        }
        for source, text in given
    ]
    return json.dumps({"cells": made})


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("accuracy_score(y_test, rf_pred)", "0.843", [("accuracy", 0.843, {"random", "forest"})]),
        ("print(f1_score(y, p))", "0.5\n", [("f1", 0.5, set())]),
        ("mean_squared_error(y, p)**0.5", "3.2", []),
        ("np.sqrt(mean_squared_error(y, p))", "3.2", []),
        ("len(y)", "843", []),
    ],
)
def test_a_bare_number_is_what_the_last_line_calls(source, text, expected):
    records = read("model.ipynb", cells((source, text)))
    assert [(r.metric, r.value, set(r.labels)) for r in records] == expected


def test_a_table_between_bars_in_an_output():
    table = "| model | accuracy |\n|-------|----------|\n| svm   | 0.81     |\n"
    (record,) = read("model.ipynb", cells(("print(t)", table)))
    assert (record.value, set(record.labels)) == (0.81, {"svm"})


def test_a_final_line_with_a_loss_is_no_log():
    records = read("model.ipynb", cells(("e()", "Test loss: 0.35, test accuracy: 0.88")))
    assert {r.kind for r in records} == {"value"}
    assert {r.kind for r in read("model.ipynb", cells(("f()", "Epoch 1/5 - loss: 0.3 - accuracy: 0.8")))} == {"log"}


def test_a_heading_of_one_way_to_use_a_model_names_the_way():
    text = "==== Class Weights (RF) ====\nOrtalama Recall: 0.75\n\n==== SMOTE (RF) ====\nOrtalama Recall: 0.81\n"
    records = read("model.ipynb", cells(("run()", text)))
    assert [(r.value, set(r.labels)) for r in records] == [
        (0.75, {"class", "weights", "random", "forest"}),
        (0.81, {"smote", "random", "forest"}),
    ]


def test_what_a_value_was_measured_with_is_no_value():
    assert not printed("mAP (IoU=0.5): 0.62")
