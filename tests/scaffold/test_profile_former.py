"""Which lines of a page still speak of data that a project has left."""

from __future__ import annotations

import pytest

from scaffolio.scaffold.profile.former import mentions

BIRDS = {"name": "FAA bird strikes", "file": "birds.csv.gz", "rows": 19302, "sample": True}


@pytest.mark.parametrize(
    "line",
    ["I counted bird strikes by hand.", "All 19,302 reports were read.", "See birds.csv.gz.", "The template's sample."],
)
def test_name_rows_file_and_being_a_sample_are_found(line: str):
    assert [number for number, _ in mentions(f"# Title\n\n{line}\n", BIRDS)] == [3]


@pytest.mark.parametrize(
    "line",
    ["Churn of 1,500 clients.", "> PLACEHOLDER(data): is this sample yours?", "119,302 rows", "Samples of blood"],
)
def test_other_words_and_questions_are_passed_over(line: str):
    assert not list(mentions(line, BIRDS))


def test_own_data_are_no_sample_and_few_rows_are_too_common_a_number():
    former = {"name": "churn", "file": "churn.csv.gz", "rows": 40, "sample": False}
    assert not list(mentions("A sample of 40 clients.", former))
    assert [sign for _, sign in mentions("Churn falls.", former)] == ["Churn"]
