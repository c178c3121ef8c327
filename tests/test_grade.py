"""From verdicts to a stage, and what stands before the next."""

import json

import pytest

from scaffolio.grade import CONDITIONS, grade
from scaffolio.model import Finding, RuleInfo, Severity, Stage, Verdict
from scaffolio.project import MemoryFiles, Project
from tests.scaffolded import README, SCAFFOLDED, run, told

OWN = {
    "results": [{"model": "reference", "role": "reference"}, {"model": "mine", "role": "own"}],
    "comparisons": [{"model": "mine", "against": "reference"}],
    "dataset": {"sample": False},
}


READ = "# A\n\n## Where it fails\n\nNight strikes are missed because nobody reports the height then.\n"


def project(metrics=None, runs=0, readme=READ):
    tree = {"reports/metrics.json": json.dumps(metrics)} if metrics else {}
    journal = "".join(run(f"run{number}") for number in range(runs))
    return Project(MemoryFiles({**tree, "README.md": readme, "reports/runs.jsonl": journal}))


def verdict(severity, *, found=True, shown=None):
    info = RuleInfo("AA001", "x", severity, "", "", "", 1)
    return Verdict(info, shown or severity, (Finding("m", "p"),) if found else ())


def test_an_error_makes_a_draft():
    assert grade(project(OWN, 3), [verdict(Severity.ERROR)]) == (Stage.DRAFT, ("AA001",))


def test_a_profile_that_lowers_an_error_does_not_lift_the_stage():
    assert grade(project(OWN, 3), [verdict(Severity.ERROR, shown=Severity.ADVICE)])[0] is Stage.DRAFT


def test_sample_data_is_practice():
    assert grade(project({"dataset": {"sample": True}}), []) == (Stage.PRACTICE, ("own-data",))


def test_data_that_everybody_practises_on_are_practice():
    tree = {"README.md": READ, "reports/metrics.json": json.dumps(OWN), "src/a/load.py": "load_iris()\n"}
    assert grade(Project(MemoryFiles(tree)), []) == (Stage.PRACTICE, ("own-data",))


@pytest.mark.parametrize(
    ("metrics", "runs", "blocking"),
    [
        ({}, 0, ("own-result", "three-runs")),
        (OWN, 2, ("three-runs",)),
        ({**OWN, "comparisons": []}, 3, ("own-result",)),
        ({**OWN, "comparisons": [{"model": "mine", "against": "class prior"}]}, 3, ("own-result",)),
        ({**OWN, "results": "x", "comparisons": [7]}, 3, ("own-result",)),
    ],
)
def test_ready_says_what_strong_asks(metrics, runs, blocking):
    assert grade(project(metrics, runs), [verdict(Severity.WARNING)]) == (Stage.READY, blocking)


def test_one_state_run_three_times_is_one_run():
    tree = {"README.md": READ, "reports/metrics.json": json.dumps(OWN), "reports/runs.jsonl": run("a1") * 3}
    assert grade(Project(MemoryFiles(tree)), [])[1] == ("three-runs",)


def test_mistakes_that_nobody_read_stand_before_strong():
    assert grade(project(OWN, 3, readme="# A\n"), []) == (Stage.READY, ("read-mistakes",))


def scaffolded(text):
    """On data of its own, with the README given."""
    tree = {**SCAFFOLDED, "README.md": text, "data/schema.yaml": "dataset: {sha256: b, sample: false}\n"}
    return Project(MemoryFiles(tree))


def test_without_a_question_of_ones_own_it_is_practice():
    assert grade(scaffolded(told(README, ("question", ""))), []) == (Stage.PRACTICE, ("own-question",))


def test_with_question_and_data_it_is_ready():
    project = scaffolded(told(README, ("question", "> The officer."), ("errors", "")))
    assert grade(project, []) == (Stage.READY, ("own-result", "three-runs", "read-mistakes"))


def test_before_a_run_the_schema_says_that_it_is_the_sample():
    assert "own-data" in grade(Project(MemoryFiles(SCAFFOLDED)), [])[1]


def test_every_condition_is_explained():
    blocked = [grade(Project(MemoryFiles(SCAFFOLDED)), [])[1], grade(project({}, 0, "# A\n"), [])[1]]
    assert {name for names in blocked for name in names} <= set(CONDITIONS)


def test_strong():
    assert grade(project(OWN, 3), [verdict(Severity.ERROR, found=False)]) == (Stage.STRONG, ())
