"""The accuracy benchmark's own arithmetic, and that it runs from end to end."""

import pytest
from benchmarks.accuracy.agreement import balanced_accuracy, kappa, weighted_f1
from benchmarks.accuracy.measures import MEASURES, measure_made_up


def test_kappa_is_one_for_agreement_and_nought_for_a_constant():
    labels = [True, False, True, False]
    assert kappa(labels, labels) == 1
    assert kappa(labels, [True] * 4) == 0
    assert kappa(labels, [not label for label in labels]) == -1


def test_kappa_of_a_worked_table():
    labels = [True] * 25 + [False] * 25
    verdicts = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    assert kappa(labels, verdicts) == pytest.approx(0.4)


def test_balanced_accuracy_weighs_both_classes_alike():
    assert balanced_accuracy([True] * 9 + [False], [True] * 10) == 0.5


def test_weighted_f1_weighs_kinds_by_how_often_people_gave_them():
    labels = [frozenset({"what"}), frozenset({"what"}), frozenset({"how"})]
    assert weighted_f1(labels, [frozenset({"what"})] * 3) == pytest.approx(2 / 3 * 0.8)


def test_every_measure_runs_on_the_made_up_set():
    results = measure_made_up()
    assert list(results) == list(MEASURES)
    assert results["checklist"][0].startswith("checklist: macro kappa 1.000")
    assert any("niche license: balanced accuracy 1.000" in line for line in results["niche"])
