"""The accuracy benchmark's own arithmetic, and that it runs from end to end."""

import pytest
from benchmarks.accuracy.agreement import balanced_accuracy, kappa, weighted_f1, wilson
from benchmarks.accuracy.labelled import Judged, Label
from benchmarks.accuracy.measures import MEASURES, measure_made_up
from benchmarks.accuracy.truth import score

from scaffolio.model import Finding


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


def test_wilson_of_a_worked_share():
    assert wilson(9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert wilson(10, 10) == pytest.approx((0.7225, 1), abs=1e-4)


def _judged(labels: list[Label], *lines: int) -> list[Judged]:
    return [Judged("made/false", tuple(labels), {"TRU001": tuple(Finding("", "README.md", line) for line in lines)})]


def _label(line: int, *, fault: bool | None, group: str = "") -> Label:
    return Label("README.md", line, line, "TRU001", fault, group or str(line))


def test_a_finding_is_right_within_a_line_of_a_fault_and_wrong_elsewhere_in_a_read_document():
    scored = score(_judged([_label(3, fault=True), _label(9, fault=True)], 4, 20), "TRU001", whole=True)
    assert scored is not None
    assert (scored.right, len(scored.wrong), len(scored.found), len(scored.missed)) == (1, 1, 1, 1)


def test_what_either_may_be_said_of_counts_neither_way():
    scored = score(_judged([_label(3, fault=None)], 3), "TRU001", whole=True)
    assert scored is not None
    assert (scored.right, scored.wrong, scored.missed) == (0, [], [])


def test_lines_of_one_group_are_one_fault():
    tree = [_label(line, fault=True, group="tree") for line in (3, 4, 5)]
    scored = score(_judged(tree, 5), "TRU001", whole=True)
    assert scored is not None
    assert (len(scored.found), len(scored.missed)) == (1, 0)


def test_beside_labelled_passages_a_finding_is_left_for_reading():
    scored = score(_judged([_label(3, fault=False)], 20), "TRU001", whole=False)
    assert scored is not None
    assert (scored.wrong, len(scored.unread)) == ([], 1)


def test_a_rule_that_is_not_there_has_no_score():
    assert score(_judged([_label(3, fault=True)], 3), "TRU999", whole=True) is None


def test_every_measure_runs_on_the_made_up_set():
    results = measure_made_up()
    assert list(results) == list(MEASURES)
    assert results["checklist"][0].startswith("checklist: macro kappa 1.000")
    assert any("niche license: balanced accuracy 1.000" in line for line in results["niche"])
    assert any("TRU001: precision 1.000" in line and "recall 1.000" in line for line in results["truth"])
    assert results["passages"][0] == "passages: 1 repositories, 1 labels"
    assert results["digits"][0] == "digits TRU004: 1 of 1 caught"
