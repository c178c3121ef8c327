"""A baseline hides what was known and nothing that is new."""

from __future__ import annotations

import pytest

from scaffolio.errors import CannotRunError, UsageError
from scaffolio.model import Profile, Report, TargetReport, TargetStatus
from scaffolio.project import MemoryFiles, Project
from scaffolio.report.text import render
from scaffolio.settings import Settings
from scaffolio.usecases.audit import judge_all
from scaffolio.usecases.baseline import read_baseline, without_known, write_baseline

ONE = "# Churn\n\nSee [a](a.md).\n"
TWO = "# Churn\n\nA new sentence.\n\nSee [a](a.md).\n\nSee [b](b.md) and [a](a.md).\n"


def report(text: str) -> Report:
    projects = judge_all(Project(MemoryFiles({"README.md": text})), Settings(select=("TRU001",)))
    return Report("1.0", Profile.READY, (TargetReport(".", TargetStatus.AUDITED, projects=projects),))


def said(found: Report) -> list[str]:
    return [f.message for target in found.targets for p in target.projects for v in p.verdicts for f in v.findings]


def test_what_is_known_is_left_out_though_its_line_moved_and_a_second_one_counts(tmp_path) -> None:
    known = tmp_path / "known.json"
    assert write_baseline(known, report(ONE)) == 1
    assert said(without_known(report(ONE), read_baseline(known))) == []
    assert sorted(said(without_known(report(TWO), read_baseline(known)))) == ["a.md is not there", "b.md is not there"]


def test_a_draft_whose_errors_are_all_known_is_not_said_to_have_none(tmp_path) -> None:
    write_baseline(tmp_path / "known.json", report(ONE))
    told = render(without_known(report(ONE), read_baseline(tmp_path / "known.json")))
    assert "0 errors" not in told
    assert "for practice: DOC002, DOC006, TRU001" in told


def test_a_baseline_is_written_the_same_way_twice(tmp_path) -> None:
    write_baseline(tmp_path / "one.json", report(TWO))
    write_baseline(tmp_path / "two.json", report(TWO))
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_a_missing_baseline_says_how_to_make_one(tmp_path) -> None:
    with pytest.raises(CannotRunError) as raised:
        read_baseline(tmp_path / "none.json")
    assert "--write-baseline" in raised.value.hint


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema_version": 2, "findings": {}}', '{"findings": []}', "[" * 100_000]
)
def test_a_broken_baseline_is_refused(tmp_path, text) -> None:
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(UsageError):
        read_baseline(path)


def test_a_rule_whose_findings_are_known_did_not_pass(tmp_path) -> None:
    write_baseline(tmp_path / "known.json", report(ONE))
    rest = without_known(report(ONE), read_baseline(tmp_path / "known.json"))
    assert [(len(v.findings), v.known, v.passed) for t in rest.targets for p in t.projects for v in p.verdicts] == [
        (0, 1, False)
    ]
