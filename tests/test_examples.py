"""The examples are what the template renders, byte for byte; test_full holds their numbers against a run."""

import re

import pytest
import yaml

from scaffolio.adapters import files
from scaffolio.claims import Standing, judge_claims
from scaffolio.model import ClaimCounts, Severity
from scaffolio.parsers.claims import read_claims
from scaffolio.parsers.documents import read_document
from scaffolio.parsers.numbers import read_number
from scaffolio.parsers.scaffold import without_blocks
from scaffolio.project import Project
from scaffolio.settings import Settings
from scaffolio.usecases import new
from scaffolio.usecases.audit import judge
from tools import examples

FOLDERS = sorted(path.parent for path in examples.EXAMPLES.glob("*/.copier-answers.yml"))


MANY = 50
"""Numbers that every example's page and card state, and more."""


def answers(folder):
    return yaml.safe_load((folder / ".copier-answers.yml").read_text(encoding="utf-8"))


def text(path):
    content = path.read_bytes()
    return without_blocks(content.decode()).encode() if path.name in {"README.md", "MODEL_CARD.md"} else content


def test_there_is_an_example_of_every_technique():
    assert sorted(answers(folder)["technique"] for folder in FOLDERS) == sorted(new.techniques())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_example_is_what_the_template_renders_today(folder, tmp_path):
    fresh = examples.make(answers(folder)["technique"], tmp_path)
    rendered = sorted(files.walk(fresh))
    stale = [path for path in rendered if text(folder / path) != text(fresh / path)]
    assert stale == [], "python -m tools.examples"
    assert {path for path in files.walk(folder) if not path.startswith("reports/")} == set(rendered)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_examples_page_says_what_its_run_gave(folder):
    report = judge(Project(files.FolderFiles(folder)), Settings(preview=True))
    assert report.claims == ClaimCounts(supported=len(report.claim_table))
    assert len(report.claim_table) > MANY
    faults = {verdict.rule.code for verdict in report.verdicts if verdict.findings}
    severe = {code for code in faults if not code.startswith("OWN")}
    assert severe == set()
    assert any(verdict.severity is Severity.ERROR and verdict.findings for verdict in report.verdicts)


def edited(line, judged, records):
    """The line with the number's last digit changed to one that makes it no other recorded number."""
    written = judged.claim.number.text.strip()
    found = re.search(rf"(?<![\d.,]){re.escape(written)}(?![\d]|[.,]\d)", line)
    at = found.start() + max(n for n, letter in enumerate(written) if letter.isdigit())
    for step in range(1, 10):
        changed = line[:at] + str((int(line[at]) + step) % 10) + line[at + 1 :]
        number = read_number(changed[found.start() : found.end()])
        if not any(number.agrees(abs(record.value), fraction=False, strict=True) for record in records):
            return changed
    return None


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_one_edited_digit_of_an_examples_page_is_told_with_its_line(folder):
    project = Project(files.FolderFiles(folder))
    lines = project.text("README.md").split("\n")
    tried = 0
    for judged in project.claims:
        position = judged.claim.line - 1
        if judged.path != "README.md" or (changed := edited(lines[position], judged, project.metrics)) is None:
            continue
        tried += 1
        page = "\n".join([*lines[:position], changed, *lines[position + 1 :]])
        again = judge_claims("README.md", read_claims(read_document("README.md", page)), project.metrics)
        told = {one.claim.line for one in again if one.standing is Standing.CONTRADICTED}
        assert told == {judged.claim.line}, f"{judged.claim.number.text} in line {judged.claim.line}"
    assert tried > MANY / 2
