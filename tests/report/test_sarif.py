"""SARIF: true to its schema, only the rules used, fingerprints that outlive an edit above."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from scaffolio.model import Profile, Report, TargetReport, TargetStatus
from scaffolio.report.sarif import render

SCHEMA = json.loads(Path(__file__).with_name("data").joinpath("sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
BROKEN = "# Churn\n\nSee [a](no%20such.md) and [b](näher.md).\n"


@pytest.mark.parametrize(
    "tree",
    [{}, {"README.md": BROKEN}, {"a b/\u202e\x1b.py": "import numpy\n", "README.md": BROKEN}],
    ids=["empty", "broken", "hostile"],
)
def test_satisfies_the_published_schema(judged, tree) -> None:
    jsonschema.Draft4Validator(SCHEMA).validate(json.loads(render(judged(tree))))


def test_a_target_that_failed_satisfies_it_too() -> None:
    report = Report("1.0", Profile.READY, (TargetReport("gone", TargetStatus.FAILED, error="gone does not exist."),))
    content = json.loads(render(report))
    jsonschema.Draft4Validator(SCHEMA).validate(content)
    assert content["runs"][0]["invocations"][0]["executionSuccessful"] is False


def run(report):
    return json.loads(render(report))["runs"][0]


def test_only_rules_that_found_something_are_listed(judged) -> None:
    content = run(judged({"README.md": BROKEN}))
    listed = [rule["id"] for rule in content["tool"]["driver"]["rules"]]
    assert listed == sorted({result["ruleId"] for result in content["results"]})
    assert all(listed[result["ruleIndex"]] == result["ruleId"] for result in content["results"])


def test_fingerprints_outlive_an_edit_above_and_are_unique(judged) -> None:
    def prints(text: str) -> list[str]:
        return [result["partialFingerprints"]["scaffolio/v1"] for result in run(judged({"README.md": text}))["results"]]

    moved = BROKEN.replace("See", "One more sentence.\n\nSee")
    assert set(prints(BROKEN)) == set(prints(moved))
    assert len(set(prints(BROKEN))) == len(prints(BROKEN))


def test_paths_are_addresses(judged) -> None:
    results = run(judged({"a b/.DS_Store": ""}))["results"]
    uris = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
    assert "a%20b/.DS_Store" in uris
