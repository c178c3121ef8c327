"""Cases to try, as a run left them or as somebody broke them."""

from __future__ import annotations

import json

import pytest

from scaffolio.portfolio.site.cases import HEIGHT, WIDTH, BrokenCasesError, read_cases
from tests.portfolios import CASES
from tools.examples import EXAMPLES


def test_a_quiz_counts_its_worst_mistakes():
    quiz = read_cases(json.dumps(CASES))
    assert (len(quiz.cases), quiz.worst, quiz.choices) == (12, 4, ("no", "yes"))


def test_an_answer_is_right_when_the_longest_choice_it_begins_with_is_the_truth():
    told = {"worst": False, "truth": "red", "baseline": "red, dark, probability 0.9", "model": "red, probability 0.6"}
    quiz = read_cases(json.dumps({**CASES, "choices": ["red", "red, dark"], "cases": [told]}))
    assert quiz.right == {"baseline": 0, "model": 1}
    assert read_cases(json.dumps({**CASES, "choices": [], "cases": [told]})).right is None


def test_a_series_is_drawn_inside_its_box_and_over_its_gaps():
    case = {**CASES["cases"][0], "series": {"from": "a", "to": "b", "values": [1, None, 3, 2.5]}}
    series = read_cases(json.dumps({**CASES, "cases": [case]})).cases[0].series
    points = [tuple(map(float, point.split(","))) for point in series.points.split()]
    assert len(points) == 3
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert (series.lowest, series.highest, series.count) == ("1", "3", 4)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "[" * 100_000),
        '{"question": 1, "baseline": 2, "model": 3, "cases": 4}',
        json.dumps({**CASES, "cases": [{**CASES["cases"][0], "series": {"from": 1, "to": 2, "values": [None]}}]}),
    ],
)
def test_what_no_run_writes_is_refused(text):
    with pytest.raises(BrokenCasesError):
        read_cases(text)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/reports/cases.json")), ids=lambda path: path.parts[-3])
def test_every_example_leaves_twelve_cases_four_of_them_worst(path):
    quiz = read_cases(path.read_text(encoding="utf-8"))
    assert (len(quiz.cases), quiz.worst) == (12, 4)
    assert all(case.fields or case.text or case.image for case in quiz.cases)
