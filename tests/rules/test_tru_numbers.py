"""TRU004, 005, 009 and 016: numbers that runs, data and code tell otherwise, and those that nobody contradicts."""

import json

import pytest

LOADER = "import pandas as pd\n\n\ndef load():\n    return pd.read_csv('data/customers.csv')\n"


def rows(number):
    return "id,churn\n" + "1,0\n" * number


def contradicted(findings, readme, **files):
    return [(found.line, found.evidence) for found in findings("TRU004", {"README.md": readme, **files})]


RESULTS = json.dumps(
    {"random_forest": {"train": {"accuracy": 0.99}, "test": {"accuracy": 0.87}}, "svm": {"test": {"accuracy": 0.81}}}
)


@pytest.mark.parametrize(
    "text",
    [
        "## Random Forest\n\n- Test accuracy: 0.87\n\n## SVM\n\n- Test accuracy: 0.81",
        "| model | accuracy |\n|---|---|\n| Random Forest | 87 % |\n| SVM | 81.0% |",
        "| model | features | accuracy |\n|---|---|---|\n| Random Forest | all | 0.87 |",
        "The random forest reaches about 0.875 accuracy.",
        "The best model has an accuracy of 0.87; the training accuracy is 0.99.",
        "Test accuracy: 0.87. We aim at an accuracy of 0.95. The paper reports 94.2% accuracy.",
    ],
)
def test_what_agrees_with_one_model_and_split_of_several_is_no_contradiction(findings, text):
    assert contradicted(findings, text, **{"metrics.json": RESULTS}) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Random Forest\n\n- Test accuracy: 0.91", (3, "0.91")),
        ("| model | accuracy |\n|---|---|\n| SVM | 87 % |", (3, "87 %")),
        ("The accuracy of the random forest on the test set is 0.99.", (1, "0.99")),
        ("The random forest reaches about 0.95 accuracy.", (1, "0.95")),
        ("## Results\n\n```\nRandom Forest accuracy: 0.93\n```", (4, "0.93")),
    ],
)
def test_a_value_of_another_model_or_split_contradicts(findings, text, expected):
    assert contradicted(findings, text, **{"metrics.json": RESULTS}) == [expected]


def test_a_model_is_named_in_the_order_of_the_readme(findings):
    files = {"README.md": "| model | accuracy |\n|---|---|\n| Random Forest | 0.91 |\n", "metrics.json": RESULTS}
    (found,) = findings("TRU004", files)
    assert found.message.endswith("says 0.87 of random forest")


def test_digits_that_stand_in_any_file_of_results_are_no_contradiction(findings):
    files = {"metrics.json": '{"roc_auc": 0.7765}', "out/drift.html": "<td>reference</td><td>0.84553</td>"}
    assert contradicted(findings, "ROC-AUC: 0.8455", **files) == []
    assert contradicted(findings, "ROC-AUC: 0.8465", **files) == [(1, "0.8465")]


def test_the_mean_of_folds_is_compared_with_the_mean(findings):
    folds = {"reports/cv_results.csv": "fold,roc_auc\n1,0.71\n2,0.91\n"}
    assert contradicted(findings, "Cross-validated ROC-AUC: 0.81", **folds) == []
    assert contradicted(findings, "ROC-AUC is 0.86", **folds) == [(1, "0.86")]


def test_a_number_that_nothing_recorded_is_unsupported_once_a_line(findings):
    tree = {"README.md": "F1 is 0.81, recall 0.7 and precision 0.6.", "metrics.json": '{"f1": 0.81}'}
    (found,) = findings("TRU005", tree)
    assert (found.line, found.message) == (1, "no file records precision 0.6, recall 0.7")


@pytest.mark.parametrize(
    ("said", "report"),
    [
        ("Precision is 63.12%.", "- forest: 63.12% of those named"),
        ("The vote brings +0.0040 precision.", "a vote over three models"),
    ],
    ids=["told in a report", "a gain"],
)
def test_what_a_report_tells_and_gains_need_no_record(findings, said, report):
    tree = {"README.md": f"F1 is 0.81.\n\n{said}\n", "metrics.json": '{"f1": 0.81}', "outputs/REPORT.md": report}
    assert not findings("TRU005", tree)
    assert len(findings("TRU005", {**tree, "README.md": "F1 is 0.81.\n\nPrecision is 0.7312.\n"})) == 1


def test_without_any_record_unsupported_numbers_are_not_assessed(verdict_of):
    assert "no metrics file" in (verdict_of("TRU005", {"README.md": "F1 is 0.81."}).not_assessed or "")


@pytest.mark.parametrize(
    "text",
    [
        "The dataset contains 30 customers.",
        "The dataset contains 31 rows.",
        "Of 30 customers in the data, 12 churned. The dataset contains 12 churners.",
        "The training data holds 7,043 customers.",
        "A sample of the dataset of 7,043 customers.",
        "About 7,000 customers are in the dataset.",
        "## Data\n\nThe first 30 rows of a table of 7,043 customers are committed.",
        "Ada Lovelace wrote 7,043 letters.",
        "Telco serves 7,043 customers in California.",
        "The data contain COVID-19 confirmed cases.",
        "The network has layers of (30, 20, 10) neurons.",
    ],
)
def test_row_counts_that_agree_or_speak_of_something_else(findings, text):
    tree = {"README.md": text, "data/customers.csv": rows(30), "train.py": LOADER}
    assert findings("TRU009", tree) == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("The dataset contains 7,043 customers.", 1, "7,043 customers"),
        ("a\n\nAnalyzed a dataset of 7043 customers and 21 variables.", 3, "7043 customers"),
        ("## Data\n\n- Rows: 7,043", 3, "Rows: 7,043"),
        ("| field | value |\n|---|---|\n| Number of rows | 7043 |", 3, "Number of rows | 7043"),
    ],
)
def test_a_stated_row_count_that_the_file_contradicts(findings, text, line, said):
    (found,) = findings("TRU009", {"README.md": text, "data/customers.csv": rows(30), "train.py": LOADER})
    assert (found.line, found.evidence) == (line, said)
    assert "data/customers.csv has 30 rows" in found.message


@pytest.mark.parametrize(
    "files",
    [
        {"data/customers_sample.csv": rows(30), "train.py": LOADER.replace("customers.csv", "customers_sample.csv")},
        {"data/customers.csv": rows(30), "data/more.csv": rows(9), "train.py": LOADER + "pd.read_csv('data/more.csv')"},
        {
            "data/customers.csv": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
            "train.py": LOADER,
        },
        {"data/customers.csv": rows(30), "train.py": LOADER + "pd.read_csv('https://x.org/all.csv')"},
        {"data/customers.csv": rows(30), "train.py": "print(1)\n"},
        {"train.py": LOADER},
    ],
)
def test_samples_several_files_and_pointers_are_not_assessed(findings, verdict_of, files):
    tree = {"README.md": "The dataset contains 7,043 customers.", **files}
    assert verdict_of("TRU009", tree).not_assessed


def test_a_quoted_line_break_is_no_row(findings):
    table = 'id,text\n1,"a\nb"\n2,c\n' + "3,d\n" * 28
    tree = {"README.md": "The dataset contains 30 rows.", "data/customers.csv": table, "train.py": LOADER}
    assert findings("TRU009", tree) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Learning rate: 0.001", "optimiser = Adam(net.parameters(), lr=1e-3)"),
        ("batch size of 64", "batch_size = args.batch_size\nparser.add_argument('--batch-size', default=64)"),
        ("Trained for 50 epochs.", "for epoch in range(50):\n    pass\nepochs = 50"),
        ("Dropout = 0.5", "net = Sequential([Dropout(0.5)])"),
        ("hidden size: 256", "hidden_size = 2 * 128"),
        ("hidden size: 256", "sizes = dict(hidden_size=[128, 256, 512])"),
        ("hidden size: 256", "hidden_size = 512\nunits = 128\nn_hidden = 64"),
        ("The paper uses a learning rate of 0.1.", "lr = 0.01"),
        ("Tried learning rate 0.1 and learning rate 0.2", "lr = 0.01"),
        ("learning rate: 0.1 - 0.01", "lr = 0.5"),
        ("Run `train.py --epochs 20`.", "epochs = 30"),
        ("n_estimators: 100", "max_depth = 3"),
    ],
)
def test_hyperparameters_that_agree_or_cannot_be_told(findings, said, code):
    assert findings("TRU016", {"README.md": said, "train.py": code + "\n"}) == []


@pytest.mark.parametrize(
    ("said", "files", "place"),
    [
        ("Number of hidden nodes in LSTM = **256**", {"train.py": "n_hidden = 512\n"}, "train.py:1 sets hidden size"),
        ("Trained for 50 epochs.", {"train.py": "net.fit(x, y, epochs=5)\n"}, "train.py:1 sets epochs to 5"),
        ("| a | b |\n|---|---|\n| Batch size | 64 |", {"config.yaml": "a: 1\nbatch_size: 32\n"}, "config.yaml:2"),
        ("Dropout: 0.5", {"net.py": "class Net:\n    def __init__(self, dropout=0.2):\n        pass\n"}, "net.py:2"),
    ],
)  # fmt: skip
def test_a_hyperparameter_that_code_sets_otherwise(findings, said, files, place):
    (found,) = findings("TRU016", {"README.md": said, **files})
    assert place in found.message


TREE = (
    "```\nchurn/\n├── data/\n│   ├── customers.csv   # the customers ({} rows)\n│   └── more.csv\n└── train.py\n```\n"
)


def test_a_row_count_beside_the_file_it_speaks_of(findings):
    files = {"data/customers.csv": rows(30), "data/more.csv": rows(9)}  # which of two the code reads does not matter
    (found,) = findings("TRU009", {"README.md": TREE.format("7,043"), **files})
    assert (found.line, found.evidence) == (4, "7,043 rows")
    assert findings("TRU009", {"README.md": TREE.format("30"), **files}) == []
    assert findings("TRU009", {"README.md": TREE.format("~7,043"), **files}) == []


def test_what_is_wrong_beside_a_file_is_wrong_where_it_is_said_again(findings):
    said = "\n## Data\n\nThe synthetic dataset contains **7,043 customers**.\n"
    tree = {"README.md": TREE.format("7,043") + said, "data/customers.csv": rows(30)}
    assert [one.line for one in findings("TRU009", tree)] == [4, 11]


def test_a_line_that_names_file_and_rows_is_told_once(findings):
    tree = {"README.md": "The file data/customers.csv contains 7,043 rows.", "data/customers.csv": rows(30)}
    assert len(findings("TRU009", tree)) == 1


@pytest.mark.parametrize("files", [{"data/customers.csv": rows(30), "a/customers.csv": rows(7_043)}, {}])
def test_another_table_of_that_name_or_none_decides_nothing(findings, files):
    assert findings("TRU009", {"README.md": TREE.format("7,043"), **files}) == []


def test_what_the_code_makes_of_the_data_is_not_the_data(findings):
    code = (
        LOADER
        + "frame.to_csv('data/predictions.csv')\njson.dump(scores, open('metrics.json', 'w'))\nplt.subplots(nrows=2)\n"
    )
    files = {"data/customers.csv": rows(30), "data/customers_clean.csv": rows(28), "train.py": code}
    (found,) = findings("TRU009", {"README.md": "The dataset contains 7,043 customers.", **files})
    assert "data/customers.csv has 30 rows" in found.message


def test_tables_that_make_up_the_number_together_support_it(findings):
    files = {"data/customers.csv": rows(30), "data/test.csv": rows(9), "train.py": LOADER}
    assert findings("TRU009", {"README.md": "The dataset contains 39 customers.", **files}) == []


FOUR = "| model | accuracy | precision | recall | F1 |\n|---|---|---|---|---|\n| ours | 0.885 | 0.818 | 0.964 | {} |\n"
TWELVE = "Model,Data,Accuracy,Precision,Recall,F1\n" + "".join(
    f"{model},{data},0.{71 + at}3,0.{61 + at}7,0.{81 + at}9,0.{73 + at}1\n"
    for at, (model, data) in enumerate((m, d) for m in ("svm", "ridge", "knn") for d in ("all", "some", "few"))
)
CHAMPION = TWELVE + "Random Forest,all,0.8852,0.8182,0.9643,0.8851\n"


def test_the_one_number_of_a_row_that_is_not_where_the_others_are(findings):
    (found,) = findings("TRU004", {"README.md": FOUR.format("0.835"), "results.csv": CHAMPION})
    assert (found.line, found.evidence, "0.8851" in found.message) == (3, "0.835", True)
    assert findings("TRU004", {"README.md": FOUR.format("0.885"), "results.csv": CHAMPION}) == []


def test_two_of_a_row_that_are_elsewhere_say_that_the_row_is(findings):
    row = FOUR.format("0.835").replace("0.964", "0.934")
    assert findings("TRU004", {"README.md": row, "results.csv": CHAMPION}) == []


def printed(*outputs: str) -> str:
    cells = [
        {"cell_type": "code", "source": ["run()"], "outputs": [{"output_type": "stream", "text": [text]}]}
        for text in outputs
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_a_rounded_value_supports_nothing_finer_where_the_finer_one_stands_beside_it(findings):
    head, total = "              precision    recall  f1-score   support", "    accuracy                0.62      1409"
    report = f"Accuracy: 0.62384669\n{head}\n{total}\n"
    notebook = {"train.ipynb": printed(report)}
    (found,) = findings("TRU004", {"README.md": "Accuracy: 62.18%", **notebook})
    assert "0.623847" in found.message
    for said in ("62.38%", "62%", "62.4%"):
        assert findings("TRU004", {"README.md": f"Accuracy: {said}", **notebook}) == []


def test_a_table_whose_columns_stand_one_space_apart(findings):
    head = "        Model       F1   Recall  Precision"
    table = f"{head}\nRF (Upsampled) 0.596774 0.545455   0.658754\nRF (Base)      0.571865 0.458333   0.760163\n"
    said = "| model | F1 | recall |\n|---|---|---|\n| RF (Base) | {} | 0.46 |\n"
    assert findings("TRU004", {"README.md": said.format("0.57"), "train.ipynb": printed(table)}) == []
    (found,) = findings("TRU004", {"README.md": said.format("0.54"), "train.ipynb": printed(table)})
    assert "0.571865" in found.message


def test_numbers_that_a_file_of_results_holds_as_text(findings):
    results = json.dumps({"models": [{"Model": "Svm", "Test Accuracy": "0.8361"}]})
    said = "| model | test accuracy |\n|---|---|\n| SVM | {} |\n"
    assert findings("TRU004", {"README.md": said.format("83.61%"), "results.json": results}) == []
    assert len(findings("TRU004", {"README.md": said.format("83.16%"), "results.json": results})) == 1


def test_a_folder_named_after_the_model(findings):
    files = {
        "transformer_model/results/metrics.json": '{"RMSE": 3933.57}',
        "lightgbm/metrics.json": '{"RMSE": 1383.68}',
    }
    said = "| model | RMSE |\n|---|---|\n| Transformer | {} |\n| LightGBM | 1383.68 |\n"
    assert findings("TRU004", {"README.md": said.format("3933.57"), **files}) == []
    assert len(findings("TRU004", {"README.md": said.format("3973.57"), **files})) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Over 336 steps the naive way scores MASE 4.69, but at the stated horizon it scores 0.94.",
        "| model | F1 |\n|---|---|\n| ours | 0.9+ |\n",
        "## Results\n\nExample output:\n\n```\nF1: 0.91\n```\n",
        "The forecast has an F1 of about 0.6.",
        "## Results\n\nClass-wise test report:\n\n```\nmask: F1 0.97\nno mask: F1 0.87\n```\n",
    ],
)
def test_numbers_of_another_case_are_no_claims(verdict_of, text):
    assert not verdict_of("TRU004", {"README.md": text, "metrics.json": '{"mase": 0.9407, "f1": 0.56}'}).findings


def test_what_lies_among_reports_supports_and_does_not_contradict(findings):
    tree = {
        "README.md": "F1 is 0.81 and recall is 0.77.",
        "reports/findings.md": "We got an F1 of 0.81 and a recall of 0.7.",
    }
    assert findings("TRU004", tree) == []
    (found,) = findings("TRU005", tree)
    assert "recall 0.77" in found.message
    assert "f1" not in found.message


def test_a_readme_in_utf_16_is_read(findings):
    readme = "# Churn\r\n\r\nF1 is 0.84.\r\n".encode("utf-16")
    (found,) = findings("TRU004", {"README.md": readme, "metrics.json": '{"f1": 0.8137}'})
    assert (found.line, found.evidence) == (3, "0.84")


def test_what_a_call_is_shown_with_is_no_hyperparameter(findings):
    tree = {"README.md": "Call `predict(frame, batch_size=64)` for many rows.", "train.py": "batch_size = 32\n"}
    assert findings("TRU016", tree) == []


def test_a_point_between_thousands(findings):
    said = "| model | RMSE ($) |\n|---|---|\n| Linear Regression | 8.212 |\n"
    results = '{"linear_regression": {"rmse": 8135.0}}'
    assert findings("TRU004", {"README.md": said, "results.json": results}) == []
