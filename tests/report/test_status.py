"""How the state of a portfolio is shown: a table that fits the terminal, and JSON that fits its schema."""

from __future__ import annotations

import json

import jsonschema
import pytest

from scaffolio.model import ClaimCounts, Stage
from scaffolio.parsers.headline import Headline
from scaffolio.portfolio.landing import against_baseline
from scaffolio.portfolio.plan import Entry, Plan
from scaffolio.portfolio.state import LastRun, ProjectState, ToDo
from scaffolio.report.status import render, schema
from scaffolio.usecases.portfolio_rules import judge_choice

HEADLINE = Headline(
    "average precision", "average_precision", 0.4774, "boosting", "own", 0.4321, 0.5279,
    "lookup", 0.4236, 0.0538, 0.0237, 0.0852, distinguishable=True, direction="maximize",
    split="temporal", train_rows=15411, test_rows=3891,
)  # fmt: skip


def state(path="birds", **changes):
    facts = {
        "path": path,
        "name": path,
        "title": "Which first?",
        "question": "",
        "technique": "classification",
        "stage": Stage.DRAFT,
        "blocking": ("OWN001",),
        "headline": HEADLINE,
        "ours": True,
        "on_sample": True,
        "runs": 3,
        "own_runs": 2,
        "last_run": LastRun("e3abea5", None, "2026-11-24"),
        "ci": ".github/workflows/ci.yml",
        "placeholders": 6,
        "claims": ClaimCounts(9, 0, 1),
        "to_do": ToDo("read 10 mistakes", 20, "README.md", 31, None, 5, 6),
    }
    return ProjectState(**{**facts, **changes})


FOREIGN = state(
    "ada/churn", technique=None, ours=False, headline=None, runs=0, own_runs=0, last_run=None, ci=None,
    claims=ClaimCounts(1, 1, 0), to_do=ToDo("fix TRU004", 2, "README.md", 8, "TRU004"),
)  # fmt: skip
READY = state("rents", technique="regression", stage=Stage.READY, to_do=None)
PRACTICE = state("shops", technique="clustering", stage=Stage.PRACTICE)


def test_a_row_tells_result_difference_and_what_is_next():
    shown = render([state()]).splitlines()
    assert shown[0].split()[:3] == ["project", "technique", "stage"]
    assert "average precision 0.477 [0.432, 0.528]  +0.054 [0.024, 0.085]  2 of 3" in shown[1]
    assert shown[1].endswith("2026-11-24  6     yes  read 10 mistakes")


def test_of_a_long_path_the_end_is_shown_and_of_github_owner_and_name():
    paths = ["https://github.com/ada/churn", f"file:///{'x' * 40}/churn#a1", "a" * 32]
    shown = render([state(path) for path in paths]).splitlines()[1:4]
    assert [line.split()[0] for line in shown] == ["ada/churn", f"...{'x' * 20}/churn#a1", "a" * 32]


def test_a_run_is_told_by_its_day_or_as_not_committed_and_never_by_its_name():
    shown = render([state(), state("rents", last_run=LastRun("e3abea5", "c" * 40)), state("shops", last_run=None)])
    assert [line.split("of 3")[1].split("6 ")[0].strip() for line in shown.splitlines()[1:4]] == [
        "2026-11-24",
        "not committed",
        "-",
    ]


def test_below_the_table_stands_what_they_make_together():
    shown = render([state(), FOREIGN, READY, PRACTICE], folder="mine")
    assert "Techniques 3 of 6: no timeseries, nlp, vision (1 project of unknown technique)" in shown
    assert "Public page would show 1, 1 more marked practice, 2 hidden as drafts" in shown
    assert "README numbers match their runs in 3 of 4 projects that state any" in shown
    assert "Most worth doing: ada/churn, fix TRU004, about 2 min: scaffolio audit mine/ada/churn" in shown


def test_a_portfolio_that_was_never_run_is_told_how():
    first = ToDo("run it", 2, "README.md", 9, None, 1, 6)
    assert render([state(headline=None, to_do=first)], folder="a b").endswith("scaffolio portfolio run 'a b'\n")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_the_table_fits_the_terminal(width):
    shown = render([state(), FOREIGN, READY], width=width).splitlines()
    assert all(len(line) <= width for line in shown[:4])
    assert shown[-1].endswith("scaffolio audit ada/churn")
    assert "next" in shown[0]
    assert "0.477" in shown[1]
    assert "..." not in "".join(shown[:3]) or width < 80


def test_a_tie_and_a_large_number_are_told_as_such():
    tie = Headline(
        "MAE", "mae", 1234.5, difference=-3.0, difference_low=-9.0, difference_high=4.0, distinguishable=False
    )
    assert against_baseline(tie) == "-3 [-9, 4] tie"
    assert "MAE 1234 " in render([state(headline=tie)])


def test_what_comes_from_a_project_cannot_drive_the_terminal():
    evil = Headline("F1\x1b[31m\u202e", "f1", 0.5, "m\x07")
    shown = render([state("a\x1b[2J", headline=evil)], failed=[("b\x1b", "no\x07")])
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown


def test_json_satisfies_its_schema():
    verdicts = judge_choice(Plan("Mine", (Entry("a", "nlp"), Entry("b", "nlp"))))
    content = json.loads(render([state(), FOREIGN, READY], verdicts, [("x/y", "gone")], as_json=True))
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(content, schema())
    assert content["techniques"]["regression"] == 1
    assert content["public"] == ["rents"]
    assert {finding["code"] for finding in content["findings"]} == {"POR001", "POR002"}
    assert content["failed"] == [{"target": "x/y", "error": "gone"}]


def test_a_planned_project_counts_whatever_its_folder_is_called():
    entries = tuple(Entry(name, "nlp") for name in ("rents", "5", "public", "tools"))
    assert {verdict.rule.code for verdict in judge_choice(Plan("Mine", entries)) if verdict.findings} == {
        "POR002",
        "POR003",
    }


def test_without_a_project_it_says_how_to_begin():
    assert "scaffolio portfolio new" in render([])
