"""From verdicts to a stage, and what stands before the next."""

import json

import pytest

from scaffolio.grade import grade
from scaffolio.model import Finding, RuleInfo, Severity, Stage, Verdict
from scaffolio.project import MemoryFiles, Project

OWN = {
    "results": [{"model": "mine", "role": "own"}],
    "comparisons": [{"model": "mine", "against": "reference"}],
    "dataset": {"sample": False},
}


def project(metrics=None, runs=0):
    tree = {"reports/metrics.json": json.dumps(metrics)} if metrics else {}
    return Project(MemoryFiles({**tree, "reports/runs.jsonl": "{}\n" * runs}))


def verdict(severity, *, found=True, shown=None):
    info = RuleInfo("AA001", "x", severity, "", "", "", 1)
    return Verdict(info, shown or severity, (Finding("m", "p"),) if found else ())


def test_an_error_makes_a_draft():
    assert grade(project(OWN, 3), [verdict(Severity.ERROR)]) == (Stage.DRAFT, ("AA001",))


def test_a_profile_that_lowers_an_error_does_not_lift_the_stage():
    assert grade(project(OWN, 3), [verdict(Severity.ERROR, shown=Severity.ADVICE)])[0] is Stage.DRAFT


def test_sample_data_is_practice():
    assert grade(project({"dataset": {"sample": True}}), []) == (Stage.PRACTICE, ("own-data",))


@pytest.mark.parametrize(
    ("metrics", "runs", "blocking"),
    [
        ({}, 0, ("own-result", "three-runs")),
        (OWN, 2, ("three-runs",)),
        ({**OWN, "comparisons": []}, 3, ("own-result",)),
    ],
)
def test_ready_says_what_strong_asks(metrics, runs, blocking):
    assert grade(project(metrics, runs), [verdict(Severity.WARNING)]) == (Stage.READY, blocking)


def test_strong():
    assert grade(project(OWN, 3), [verdict(Severity.ERROR, found=False)]) == (Stage.STRONG, ())
