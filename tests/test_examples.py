"""The examples are what the template renders, byte for byte; test_full holds their numbers against a run."""

import pytest
import yaml

from scaffolio.adapters import files
from scaffolio.model import Severity
from scaffolio.parsers.scaffold import without_blocks
from scaffolio.project import Project
from scaffolio.settings import Settings
from scaffolio.usecases import new
from scaffolio.usecases.audit import judge
from tools import examples

FOLDERS = sorted(path.parent for path in examples.EXAMPLES.glob("*/.copier-answers.yml"))


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
    assert report.claims.supported > 0
    assert report.claims.contradicted == 0
    faults = {verdict.rule.code for verdict in report.verdicts if verdict.findings}
    severe = {code for code in faults if not code.startswith("OWN")}
    assert severe == set()
    assert any(verdict.severity is Severity.ERROR and verdict.findings for verdict in report.verdicts)
