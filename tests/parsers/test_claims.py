"""Claims as real READMEs state them, and the numbers that are none."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolio.parsers.claims import read_claims
from scaffolio.parsers.documents import read_document


def stated(text):
    claims = read_claims(read_document("README.md", text))
    return [(c.line, c.metric, c.number.text.strip(), " ".join(sorted(c.labels)), c.split) for c in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The highest F1-score (0.851) is followed by others.", (1, "f1", "0.851", "", None)),
        ("- Current ROC-AUC: `0.8432`", (1, "roc_auc", "0.8432", "current", None)),
        ("Recall (churners): 0.82", (1, "recall", "0.82", "churners", None)),
        ("**AUC Weighted:** 0.93028", (1, "roc_auc", "0.93028", "", None)),
        ("Accuracy for Random Forest is 92%", (1, "accuracy", "92%", "forest random", None)),
        ("The model reaches 92.5% test accuracy.", (1, "accuracy", "92.5%", "", "test")),
        ("# Human activity\n\nAccuracy is 0.91 on the test set.", (3, "accuracy", "0.91", "", None)),
        ("## Random Forest\n\n- Accuracy: 0.92", (3, "accuracy", "0.92", "forest random", None)),
        ("## Models\n\n- XGBoost:\n  - F1: 0.8", (4, "f1", "0.8", "xgboost", None)),
        ("## Validation set\n\nAccuracy: 0.9", (3, "accuracy", "0.9", "", "validation")),
        ("## Results\n\n```\nROC-AUC: 0.842\n```", (4, "roc_auc", "0.842", "", None)),
        ("| a | b |\n|---|---|\n| Model B | AUC: 0.69 |", (3, "roc_auc", "0.69", "b", None)),
        (
            "| model | features | F1 |\n|---|---|---|\n| lgbm | union | 0.5 |",
            (3, "f1", "0.5", "features lightgbm union", None),
        ),
    ],
)
def test_a_claim_is_read_with_what_it_speaks_of(text, expected):
    (line, metric, number, labels, split) = expected
    ((found_line, found_metric, found_number, found_labels, found_split),) = stated(text)
    assert (found_line, found_metric, found_number, found_split) == (line, metric, number, split)
    assert set(found_labels.split()) == set(labels.split()) - {"features"}


@pytest.mark.parametrize("text", ["Accuracy is about 0.9.", "RMSE ≈ 0.30", "- **Accuracy**: ~89%"])
def test_a_rough_number_is_a_claim_that_says_so(text):
    (claim,) = read_claims(read_document("README.md", text))
    assert claim.about


@pytest.mark.parametrize(
    "text",
    [
        "Smith et al. report an accuracy of 0.94.",
        "The paper reports 94.2% accuracy.",
        "The state of the art is an F1 of 0.97 [4].",
        "## Related work\n\nBERT has an accuracy of 0.97.",
        "## Goals\n\n- Accuracy: 0.95",
        "We aim at an accuracy of 0.95.",
        "Accuracy should be 0.95.",
        "Alert when AUC drops below 0.90.",
        "Accuracy improved by 3.5%.",
        "PR-AUC moved from 0.264 to 0.256.",
        "ROC-AUC: 0.85-0.90",
        "Recall is 0.2 points higher.",
        "![accuracy](https://img.shields.io/badge/accuracy-0.95-green)",
        "Accuracy 2021-05-03, version 1.2.3, call +49 30 901820.",
        "F1 racing started in 1950, precision farming in 1990.",
        "```\nF1: 0.12\n```",
        "## Usage\n\n```python\nassert f1 == 0.5\n```",
    ],
)
def test_what_is_no_result_of_this_project_is_no_claim(text):
    assert stated(text) == []


WORDS = st.sampled_from(
    ["accuracy", "F1", "0.91", "92%", "(", ")", "of the", "is", "~", "|", ":", "- ", "\n", "\n\n", "## ", "```", "**",
     "random forest", "test", "1,000", "±", "| a | F1 |\n|---|---|\n", "<!-- results:start -->", "\u202e", "\x00"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_any_words_can_be_read_and_each_claim_lies_in_the_text(text):
    lines = text.split("\n")
    for claim in read_claims(read_document("README.md", text)):
        assert 1 <= claim.line <= len(lines)
        assert claim.number.text.strip() in lines[claim.line - 1]


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    read_claims(read_document("README.md", text))


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), st.sampled_from(["", " ", "\n"]))
def test_repeated_words_cost_no_more_than_their_length(words, between):
    def seconds(times):
        document = read_document("README.md", (words + between) * times)
        started = time.process_time()
        read_claims(document)
        return time.process_time() - started

    size = 40_000 // (len(words) + len(between))
    assert seconds(size) < 10 * seconds(size // 4) + 0.5
