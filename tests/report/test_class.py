"""What a class is given: tables without commands, pages without markup, reports that survive storing."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.model import Profile, Report, TargetReport, TargetStatus
from scaffolio.parsers.markdown import parse
from scaffolio.project import MemoryFiles, Project
from scaffolio.report import csv as table
from scaffolio.report import json as json_report
from scaffolio.report import jsonl
from scaffolio.report.feedback import escaped, render_feedback
from scaffolio.report.stored import dump, load_target
from scaffolio.report.summary import render_summary
from scaffolio.rules import catalogue
from scaffolio.settings import Settings
from scaffolio.usecases.audit import judge

INFOS = {rule.info.code: rule.info for rule in catalogue()}
HOSTILE = {
    "README.md": "# A \x1b[31m <script>\n\n![x](no|no.png)\n\n| model | F1 |\n|---|---|\n| forest | 0.84 |\n",
    "metrics.json": '{"forest": {"f1": 0.8}}',
    "a\x1b[2Jb/<img src=x>@all/.DS_Store": "",
    "\udcff.pyc": "",
}


@pytest.fixture(scope="module")
def judged():
    project = judge(Project(MemoryFiles(HOSTILE), "=cmd() <b>"), Settings())
    return TargetReport("ada/churn", TargetStatus.AUDITED, "a" * 40, None, (project,), "2026-03-01T12:00:00+00:00")


def test_a_report_survives_storing(judged):
    assert load_target(json.loads(json.dumps(dump(judged))), INFOS) == judged


@pytest.mark.parametrize("data", [None, [], {}, {"target": "x"}, {"nope": 1}, {"target": "x", "status": "odd"}])
def test_what_was_not_stored_is_refused(data):
    with pytest.raises(ValueError):  # noqa: PT011  every way of being malformed
        load_target(data, INFOS)


def test_each_line_is_a_report_of_its_own(judged):
    late = TargetReport("b", TargetStatus.TIMEOUT, error="Took longer than 1 s.")
    lines = jsonl.render(Report("1.0", Profile.READY, (judged, late))).split("\n")
    assert lines.pop() == ""
    for line, name in zip(lines, ("ada/churn", "b"), strict=True):
        content = json.loads(line)
        jsonschema.validate(content, json_report.schema(), cls=jsonschema.Draft202012Validator)
        assert [target["target"] for target in content["targets"]] == [name]


def test_what_was_not_judged_has_no_numbers(judged):
    targets = (judged, *(TargetReport("b", status) for status in TargetStatus if not status.judged))
    rows = list(csv.DictReader(io.StringIO(table.render(Report("1.0", Profile.READY, targets)))))
    assert rows[0]["errors"].isdigit()
    assert int(rows[0]["errors"]) > 0
    for row in rows[1:]:
        assert {row[column] for column in ("stage", "projects", "errors", "claims_supported")} == {""}


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", " =1", "|x", "%x", "\r=1", "\n=1", "\uff1d1"]
)
def test_no_cell_is_a_command(cell):
    ((shown,),) = list(csv.reader(io.StringIO(table.table(["x"], [{"x": cell}]))))[1:]
    assert shown.startswith("'")
    assert "\n" not in shown


@pytest.mark.parametrize("cell", ["-1", "+3.5", "12%", "ada", "a=b", ""])
def test_numbers_and_words_stay_as_they_are(cell):
    assert table.table(["x", "y"], [{"x": cell, "y": "y"}]) == f"x,y\n{cell},y\n"


def test_a_page_shows_what_a_project_holds_and_does_nothing_else(judged):
    page = render_feedback("<b>Ada</b> [x](http://evil) @all", judged)
    assert "<" not in page.replace("&lt;", "")
    assert "\x1b" not in page
    document = parse(page)
    assert not document.links
    assert not document.images
    assert "@all" not in page
    assert "RES002" in page or "TRU001" in page


@given(st.text())
def test_escaped_text_is_one_paragraph_without_markup(text):
    document = parse(f"x {escaped(text)} x")
    assert (document.links, document.images, document.headings, document.inline_code) == ((), (), (), ())
    assert "\n" not in escaped(text)


@pytest.mark.parametrize("status", [status for status in TargetStatus if not status.judged])
def test_a_page_says_why_nothing_was_judged(status):
    page = render_feedback("Ada", TargetReport("x", status, error="Because."))
    assert "Because" in page
    assert "draft" not in page


def test_the_summary_counts_states_stages_and_faults(judged):
    text = render_summary(Report("1.0", Profile.READY, (judged, judged, TargetReport("b", TargetStatus.EMPTY))))
    assert text.startswith("3 targets: 2 audited, 1 empty\nstages   2 draft\ncommon   ")
    assert "(2)" in text
