"""Workflow commands: one line each, and nothing in a message ends one or begins another."""

from __future__ import annotations

import re

from scaffolio.model import Profile, Report, TargetReport, TargetStatus
from scaffolio.report.github import render

COMMAND = re.compile(r"::(error|warning|notice) file=[^,:]*,line=\d+,title=[A-Z]+\d+ [\w-]+::[^\n]+")


def test_every_finding_is_one_command(judged) -> None:
    lines = render(judged({"README.md": "# A\n\n[x](no.md)\n", "train.py": "import numpy\n"})).splitlines()
    assert lines
    assert all(COMMAND.fullmatch(line) for line in lines)


def test_a_question_is_followed_by_no_full_stop(judged) -> None:
    report = render(judged({"README.md": "# A\n\n> PLACEHOLDER(question): Who acts on it?\n", "a.py": "A = 1\n"}))
    assert "Who acts on it? Answer" in report


def test_what_holds_no_file_is_told() -> None:
    report = render(Report("1.0", Profile.READY, (TargetReport("churn", TargetStatus.EMPTY, error="No file."),)))
    assert report == "::error title=could not be judged::churn: No file.\n"


def test_names_cannot_break_out_of_their_command(judged) -> None:
    report = render(judged({"a,b:c%\n::error::x/.DS_Store": ""}))
    assert "file=a%2Cb%3Ac%25\\u000a%3A%3Aerror%3A%3Ax/.DS_Store," in report
    assert all(COMMAND.fullmatch(line) for line in report.splitlines())
