"""Our own README: every number is supported, and no digit can be edited unseen."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from scaffolio.claims import Standing, count_claims
from scaffolio.model import ClaimCounts
from scaffolio.project import MemoryFiles, NotFetchedError, Project

METRICS = {
    "schema_version": 1,
    "dataset": {"rows": 19302},
    "split": {"kind": "temporal", "train": 15411, "test": 3891},
    "primary_metric": "average_precision",
    "results": [
        {
            "model": "class prior",
            "role": "baseline",
            "metrics": {"average_precision": {"value": 0.1059, "low": 0.0971, "high": 0.1162}},
        },
        {
            "model": "five-column lookup",
            "role": "baseline",
            "metrics": {"average_precision": {"value": 0.424, "low": 0.379, "high": 0.476}},
        },
        {
            "model": "gradient boosting",
            "role": "reference",
            "metrics": {"average_precision": {"value": 0.4761, "low": 0.424, "high": 0.528}},
        },
    ],
    "comparisons": [
        {
            "model": "gradient boosting",
            "against": "five-column lookup",
            "metric": "average_precision",
            "difference": 0.0531,
            "low": 0.021,
            "high": 0.0863,
        }
    ],
    "traps": [{"name": "rows split at random", "metric": "average_precision", "optimistic": 0.9, "honest": 0.45}],
    "facts": {"read": 528, "rows": 3891, "found": 225, "positives": 412, "rival": 217},
    "slices": [
        {
            "slice": "approach",
            "rows": 1000,
            "counts": {"yes": 55},
            "metrics": {"gradient boosting": {"value": 0.31, "low": 0.2, "high": 0.4}},
        }
    ],
}
RUN = {
    "run": "7f3c2a1",
    "metrics": {"reference": {"average_precision": 0.4761}},
    "difference": {"difference": 0.003, "low": -0.02, "high": 0.026},
}
README = """# Birds

<!-- results:start · from reports/metrics.json -->

**Reading 528 of 3,891 reports finds 225 of 412 affected flights; a lookup table finds 217.**

Trained on 15,411 rows, tested on 3,891 (temporal split).
Gradient boosting − five-column lookup: +0.053 [0.021, 0.086], distinguishable.

| model | role | average precision | interval |
|---|---|---|---|
| class prior | baseline | .106 | .097–.116 |
| five-column lookup | baseline | .424 | .379–.476 |
| gradient boosting | reference | .476 | .424–.528 |
| **mine** | own | *no run yet* | |

Trap, rows split at random: average precision .900 instead of an honest .450.

<!-- results:end -->

<!-- runs:start · from reports/runs.jsonl -->

| run | change | average precision | against the run before | why (mine) |
|---|---|---|---|---|
| 7f3c2a1 | scaffold reference | 0.476 | +0.003 [-0.020, 0.026], a tie | 12 ideas |

<!-- runs:end -->

<!-- errors:start -->

By `phase`, average precision:

| phase | reports | yes | gradient boosting | interval |
|---|---|---|---|---|
| approach | 1,000 | 55 | 0.310 | 0.200–0.400 |

<!-- errors:end -->
"""


def claims(readme):
    tree = {
        "README.md": readme,
        "reports/metrics.json": json.dumps(METRICS),
        "reports/runs.jsonl": json.dumps(RUN) + "\n",
    }
    return Project(MemoryFiles(tree)).claims


def test_every_number_of_a_fresh_readme_is_supported():
    assert count_claims(claims(README)) == ClaimCounts(supported=30)


def edits():
    free = ("7f3c2a1 |", "12 ideas")
    for position, character in enumerate(README):
        if character.isdigit() and not any(
            README.startswith(word, max(0, position - k)) for word in free for k in range(len(word))
        ):
            yield pytest.param(position, id=f"{README.count(chr(10), 0, position) + 1}:{position}")


@pytest.mark.parametrize("position", list(edits()))
def test_one_edited_digit_is_contradicted_on_its_line(position):
    digit = str((int(README[position]) + 1) % 10)
    edited = README[:position] + digit + README[position + 1 :]
    line = README.count("\n", 0, position) + 1
    assert line in {judged.claim.line for judged in claims(edited) if judged.standing is Standing.CONTRADICTED}


@pytest.mark.parametrize(
    ("told", "instead"),
    [
        ("finds 225", "finds 528"),  # a number of the same sentence
        ("finds 225", "finds 55"),  # one of a slice
        ("finds 225", "finds 1,000"),
        ("Trained on 15,411", "Trained on 19,302"),  # all rows of the data
        ("tested on 3,891", "tested on 528"),
    ],
)
def test_a_count_of_a_headline_edited_to_another_recorded_number_is_contradicted(told, instead):
    (wrong,) = [j for j in claims(README.replace(told, instead)) if j.standing is Standing.CONTRADICTED]
    assert wrong.claim.line == 1 + README.count("\n", 0, README.index(told))


def test_of_counts_by_model_those_of_the_two_compared_are_told():
    facts = {"rows": 3891, "found": {"five-column lookup": 217, "gradient boosting": 225, "species rate": 145}}
    slices = [
        {"slice": "dawn", "metrics": {"gradient boosting": {"value": 0.31}, "five-column lookup": {"value": 0.2}}}
    ]
    block = "<!-- results:start -->\n\n**Of 3,891 flights it finds {}, the lookup 217.**\n\n<!-- results:end -->\n"
    metrics = json.dumps({"results": [], "facts": facts, "slices": slices})
    found = {count: [j.standing.value for j in judged_all(block.format(count), metrics)] for count in ("225", "145")}
    assert "contradicted" not in found["225"]
    assert "contradicted" in found["145"]


def judged_all(text, metrics):
    return Project(MemoryFiles({"README.md": text, "reports/metrics.json": metrics})).claims


def judged(text, **files):
    ((only),) = Project(MemoryFiles({"README.md": text, **files})).claims
    return only


def test_evidence_says_where():
    one = judged("F1 is 0.81.", **{"metrics.json": '{"svm": {"f1": 0.8137}}'})
    assert one.evidence is not None
    assert (one.standing, one.evidence.path, one.evidence.locator) == (Standing.SUPPORTED, "metrics.json", "svm.f1")


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("F1 is 0.81.", {"accuracy": 0.9}),
        ("Test F1 is 0.81.", {"train": {"f1": 0.95}}),
        ("Macro F1 is 0.81.", {"weighted": {"f1": 0.95}}),
        ("The random forest reaches an F1 of 0.81.", {"svm": {"f1": 0.95}}),
    ],
)
def test_another_metric_split_average_or_model_is_no_contradiction(text, metrics):
    assert judged(text, **{"metrics.json": json.dumps(metrics)}).standing is Standing.UNSUPPORTED


def test_evidence_that_names_no_model_counts_where_the_document_names_one():
    assert (
        judged("The random forest reaches an F1 of 0.81.", **{"metrics.json": '{"f1": 0.95}'}).standing
        is Standing.CONTRADICTED
    )


def test_training_logs_support_but_never_contradict():
    lines = ["Epoch 1 - loss: 0.3 - accuracy: 0.71\n"]
    notebook = json.dumps({"cells": [{"outputs": [{"output_type": "stream", "text": lines}]}]})
    assert judged("Accuracy is 0.93.", **{"a.ipynb": notebook}).standing is Standing.UNSUPPORTED
    assert judged("Accuracy is 0.71.", **{"a.ipynb": notebook}).standing is Standing.SUPPORTED


NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def notebook(printed):
    output = {"output_type": "stream", "name": "stdout", "text": printed}
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "", "outputs": [output]}
    return json.dumps({**NOTEBOOK, "cells": [cell]})


def standings(text, **files):
    return [one.standing.value for one in Project(MemoryFiles({"README.md": text, **files})).claims]


def test_a_contradicted_number_is_contradicted_where_it_is_said_again():
    text = "| model | RMSE |\n|---|---|\n| forest | 174.57 |\n\nThe RMSE is 174.57.\n"
    found = standings(text, **{"a.ipynb": notebook("forest RMSE: 0.0218")})
    assert found == ["contradicted", "contradicted"]


def test_what_was_not_tuned_is_the_model_as_it_comes():
    text = "| model | RMSE (default) | RMSE (tuned) |\n|---|---|---|\n| Random Forest | 75.2 | 72.7 |\n"
    assert standings(text, **{"metrics.json": '{"random forest": {"rmse": 74.8}}'}) == ["unsupported", "contradicted"]


def test_words_on_the_part_a_model_plays_do_not_hide_the_headings_model():
    text = "# Fares\n\n## Dummy Regressor\n\nBaseline for comparison\n\n- RMSE is 0.512\n"
    assert standings(text, **{"a.ipynb": notebook("Dummy RMSE: 0.5428")}) == ["contradicted"]


@pytest.mark.parametrize(
    "text",
    [
        "Attempt 1: The Naive (Leaky) Model\n\nR-squared is 0.999.\n\nThis was due to data leakage.\n",
        "The threshold maximizes Youden's J (60% sensitivity).\n",
    ],
)
def test_tries_given_up_and_weights_are_no_claims(text):
    assert not standings(text, **{"metrics.json": '{"r2": 0.9467, "recall": 0.81}'})


def test_a_value_of_no_model_is_not_that_of_one_among_several():
    text = "## Random Forest\n\nMAE is 2.46.\n\n## SVM\n\nMSE is 686.30.\n"
    assert standings(text, **{"a.ipynb": notebook("MAE: 3.105\nMSE: 91.31")}) == ["unsupported", "unsupported"]


def test_an_exploring_notebook_supports_and_does_not_contradict():
    printed = notebook("Random Forest F1: 0.7844")
    text = "Random Forest reaches an F1 of {}.\n"
    assert standings(text.format("0.784"), **{"explore.ipynb": printed}) == ["supported"]
    assert standings(text.format("0.812"), **{"explore.ipynb": printed}) == ["unsupported"]
    assert standings(text.format("0.812"), **{"train.ipynb": printed}) == ["contradicted"]


def test_a_table_under_the_name_of_its_index_is_read():
    printed = (
        "               Accuracy  Precision\nModel                             \nRandom Forest    0.7635     0.7019\n"
    )
    text = "| model | precision |\n|---|---|\n| Random Forest | {} |\n"
    assert standings(text.format("70.2%"), **{"train.ipynb": notebook(printed)}) == ["supported"]
    assert standings(text.format("71.2%"), **{"train.ipynb": notebook(printed)}) == ["contradicted"]


def test_digits_in_a_table_of_data_silence_nothing():
    files = {"metrics.txt": "MAE: 0.0174\n", "data/prices.csv": "close\n171.67\n"}
    assert standings("MAE is 171.67.\n", **files) == ["contradicted"]


def test_a_column_of_the_data_that_holds_0_and_1_bears_no_share_out():
    printed = "   loan_amnt  mort_acc\n0      10000         0\n1       8000         1\n"
    assert standings("The accuracy is 81%.", **{"train.ipynb": notebook(printed)}) == ["unsupported"]


@pytest.mark.parametrize(("share", "standing"), [("54%", "supported"), ("84%", "contradicted")])
def test_a_headlines_percentage_is_one_of_its_facts(share, standing):
    text = f"<!-- results:start -->\n\n**The first segment holds {share} of the spend.**\n\n<!-- results:end -->\n"
    metrics = json.dumps({"schema_version": 1, "facts": {"holds": [{"outcome": 54}]}, "results": []})
    assert [one.standing.value for one in judged_all(text, metrics)] == [standing]


def test_a_result_that_was_not_fetched_is_no_fault_and_lets_nothing_be_contradicted():
    class Elsewhere(MemoryFiles):
        def size(self, path):
            if path == "results/log.txt":
                raise NotFetchedError(path)
            return super().size(path)

        def read(self, path, limit):
            return super().read(path, min(limit, self.size(path)))

    files = {"README.md": "F1 is 0.91.\n", "metrics.json": '{"f1": 0.56}'}
    assert [one.standing for one in Project(MemoryFiles(files)).claims] == [Standing.CONTRADICTED]
    claims = Project(Elsewhere({**files, "results/log.txt": "F1: 0.91\n"})).claims
    assert [one.standing for one in claims] == [Standing.UNSUPPORTED]


@pytest.mark.parametrize("seed", ["1", "2"])
def test_what_is_said_does_not_hang_on_the_order_of_a_set(seed):
    code = (
        "from scaffolio.parsers.vocabulary import holds_model; "
        "print(holds_model(frozenset({'tree', 'decision', 'x'})), holds_model(frozenset({'svm', 'lasso'})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "False"]


def test_one_form_of_a_model_is_not_held_against_the_bare_name():
    table = "| model | R2 |\n|---|---|\n| {} | 0.523 |\n"
    printed = {"multiple.ipynb": notebook("Linear regression R2: 0.4656")}
    assert standings(table.format("Simple linear regression"), **printed) == ["unsupported"]
    assert standings(table.format("Linear regression"), **printed) == ["contradicted"]


@pytest.mark.parametrize("heading", ["Hasil Model (contoh, akan bervariasi)", "Ejemplo de resultados"])
def test_numbers_of_an_example_are_no_claims(heading):
    text = f"# Churn\n\n## {heading}\n\n| model | RMSE |\n|---|---|\n| forest | 174.57 |\n"
    assert standings(text, **{"a.ipynb": notebook("forest RMSE: 0.0218")}) == []


@pytest.mark.parametrize(("heading", "number"), [("Loss", 0), ("Metric", 3)])
def test_what_models_were_trained_by_is_no_metric_of_theirs(heading, number):
    text = f"| {heading} | Fold | LB |\n|---|---|---|\n| MAE | 0 | 0.5505 |\n| MSE | 1 | 0.5564 |\n| MSE | 0 | 0.55 |\n"
    assert (len(standings(text)) > 0) == (number > 0)
