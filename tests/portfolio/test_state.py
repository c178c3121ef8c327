"""How a project stands: its headline, its runs, its next thing to do."""

from __future__ import annotations

import json

import pytest

from scaffolio.model import Stage
from scaffolio.parsers.headline import read_headline
from scaffolio.parsers.history import TOLD
from scaffolio.portfolio.state import LastRun, state_of
from scaffolio.project import Project
from scaffolio.settings import Settings
from scaffolio.usecases.audit import judge
from tests.scaffolded import README, SCAFFOLDED, told


def row(model, role, value):
    return {"model": model, "role": role, "metrics": {"mae": {"value": value, "low": value - 1, "high": value + 1}}}


RESULTS = {
    "schema_version": 1,
    "technique": "regression",
    "split": {"kind": "temporal", "train": 30, "test": 10},
    "primary_metric": "mae",
    "label": "MAE in knots",
    "direction": "minimize",
    "results": [row("mean", "baseline", 9.0), row("rule", "baseline", 5.0), row("boosting", "reference", 4.0)],
    "comparisons": [
        {"model": "boosting", "against": "mean", "metric": "mae", "difference": -5.0, "distinguishable": True},
        {
            "model": "boosting",
            "against": "rule",
            "metric": "mae",
            "difference": -1.0,
            "low": -1.5,
            "high": -0.5,
            "distinguishable": True,
        },
    ],
}


def state(tree):
    project = Project.from_tree(tree)
    return state_of(project, judge(project, Settings()), "birds")


def test_the_headline_is_the_reference_against_the_best_baseline():
    found = read_headline(RESULTS)
    assert (found.metric, found.value, found.low, found.high) == ("MAE in knots", 4.0, 3.0, 5.0)
    assert (found.model, found.role, found.baseline, found.baseline_value) == ("boosting", "reference", "rule", 5.0)
    assert (found.difference, found.difference_low, found.difference_high) == (-1.0, -1.5, -0.5)
    assert (found.split, found.train_rows, found.test_rows) == ("temporal", 30, 10)
    assert found.beats_baseline


def test_a_result_of_ones_own_comes_first_even_when_it_is_worse():
    found = read_headline({**RESULTS, "results": [*RESULTS["results"], row("mine", "own", 6.0)]})
    assert (found.model, found.role, found.value) == ("mine", "own", 6.0)
    assert found.difference is None
    assert found.beats_baseline is None


@pytest.mark.parametrize(
    ("change", "beats"),
    [
        ({"direction": "maximize"}, False),
        ({"comparisons": [{**RESULTS["comparisons"][1], "distinguishable": False}]}, False),
    ],
)
def test_worse_and_tied_are_not_better(change, beats):
    changed = {**RESULTS, **change}
    if "direction" in change:
        changed["results"] = [row("rule", "baseline", 5.0), row("boosting", "reference", 4.0)]
    assert read_headline(changed).beats_baseline is beats


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"primary_metric": 3},
        {"primary_metric": "mae", "results": "none"},
        {
            "primary_metric": "mae",
            "results": [None, {}, {"metrics": []}, {"model": 1, "metrics": {"mae": {"value": 1}}}],
        },
        {"primary_metric": "mae", "results": [{**row("b", "own", 1.0), "metrics": {"mae": {"value": "high"}}}]},
        {"primary_metric": "mae", "results": [{**row("b", "own", 1.0), "metrics": {"mae": {"value": float("nan")}}}]},
    ],
)
def test_a_broken_file_has_no_headline(broken):
    assert read_headline(broken) is None


def test_odd_values_around_a_result_are_left_out():
    odd = {**RESULTS, "split": ["temporal"], "comparisons": [None, 3], "label": None}
    found = read_headline(odd)
    assert (found.metric, found.split, found.test_rows, found.difference) == ("mae", None, None, None)


def test_a_fresh_project_is_a_draft_without_a_result():
    found = state(SCAFFOLDED)
    assert (found.title, found.question, found.stage) == ("Which reports first?", "", Stage.DRAFT)
    assert (found.headline, found.runs, found.last_run) == (None, 0, None)
    assert found.ours
    assert found.on_sample
    assert found.placeholders == 4
    assert (found.to_do.what, found.to_do.rung, found.to_do.of) == ("run it", 1, 6)


def test_a_trained_project_tells_result_runs_and_ci():
    journal = [{"run": "a1", "commit": None, "metrics": {"reference": {"mae": 4.0}}}]
    journal += [{"run": "b2", "commit": "c" * 40, "metrics": {"reference": {"mae": 4.0}, "own": {"mae": 6.0}}}]
    found = state(
        SCAFFOLDED
        | {
            "README.md": told(README, ("question", "> The officer on duty.")),
            "reports/metrics.json": json.dumps(RESULTS),
            "reports/runs.jsonl": "".join(json.dumps(entry) + "\n" for entry in journal),
            ".github/workflows/ci.yml": "on: push\njobs: {}\n",
        }
    )
    assert found.question == "The officer on duty."
    assert found.headline.value == 4.0
    assert (found.runs, found.own_runs, found.last_run) == (2, 1, LastRun("b2", "c" * 40))
    assert found.ci == ".github/workflows/ci.yml"


def entry(run, **changes):
    return json.dumps({"run": run, "commit": None, "metrics": {"reference": {"mae": 4.0}}, **changes}) + "\n"


@pytest.mark.parametrize(
    ("past", "date"),
    [
        (entry("a1") + entry("b2"), "2026-03-01"),
        (entry("a1") + entry("b2", why="To see."), "2026-03-01"),  # a reason was added, and is not committed yet
        (entry("b2") + entry("a1"), None),
        ("", None),
    ],
)
def test_the_last_run_is_dated_by_the_commit_that_holds_it_and_by_no_other(past, date):
    history = "2026-03-02 Ada: Words\nM README.md\n2026-03-01 Ada: Run\nM reports/runs.jsonl\n"
    journal = {"reports/runs.jsonl": entry("a1") + entry("b2"), ".git/past/reports/runs.jsonl": past}
    assert state(SCAFFOLDED | journal | {TOLD: history}).last_run == LastRun("b2", None, date)


def test_a_foreign_project_shows_the_first_number_that_a_run_bears_out():
    tree = {
        "README.md": "# Churn\n\nWho leaves.\n\n## Results\n\nThe forest: an F1 of 0.91 and an accuracy of 0.80.\n",
        "results/metrics.json": '{"accuracy": 0.8}',
        "train.py": "print(1)\n",
    }
    found = state(tree)
    assert not found.ours
    assert (found.headline.key, found.headline.value, found.headline.baseline) == ("accuracy", 0.8, None)
    assert found.to_do.code is not None
    assert state({**tree, "results/metrics.json": "{}"}).headline is None
