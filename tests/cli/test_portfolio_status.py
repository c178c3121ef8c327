"""``scaffolio portfolio status`` as a user calls it, on folders, foreign repositories and addresses."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path

import jsonschema

from scaffolio.report.status import schema
from tests.conftest import Program
from tools.examples import EXAMPLES


def test_the_examples_are_a_portfolio(scaffolio: Program) -> None:
    done = scaffolio("portfolio", "status", str(EXAMPLES))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "Techniques 6 of 6\n" in done.stdout
    assert "README numbers match their runs in 6 of 6 projects that state any\n" in done.stdout
    content = json.loads(scaffolio("portfolio", "status", str(EXAMPLES), "--json").stdout)
    jsonschema.validate(content, schema())
    assert [project["path"] for project in content["projects"]][:2] == ["bird-strikes", "storm-winds"]
    assert content["findings"] == []


def test_the_plan_among_the_examples_is_the_one_that_is_printed(scaffolio: Program) -> None:
    printed = scaffolio("portfolio", "new", "--example").stdout
    assert (EXAMPLES / "portfolio.yml").read_text(encoding="utf-8") == printed


def foreign(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("# Churn\n\n## Results\n\nThe accuracy is 0.80.\n")
    (folder / "metrics.json").write_text('{"accuracy": 0.8}\n')
    (folder / "train.py").write_text("C = 1\n")
    return commit(folder)


def commit(folder: Path) -> Path:
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "Start"]):
        subprocess.run(["git", "-C", str(folder), *words], check=True)
    return folder


def test_folders_and_addresses_may_be_mixed_and_what_fails_is_told(scaffolio: Program, desk: Path, ada: None) -> None:
    one = foreign(desk / "churn")
    done = scaffolio("portfolio", "status", "churn", f"file://{one}", "gone", "--json")
    content = json.loads(done.stdout)
    jsonschema.validate(content, schema())
    assert done.returncode == 3
    assert [(p["path"], p["ours"], p["headline"]["value"]) for p in content["projects"]] == [
        ("churn", False, 0.8),
        (f"file://{one}", False, 0.8),
    ]
    assert [failed["target"] for failed in content["failed"]] == ["gone"]


def test_a_project_inside_an_address_is_named_so_that_it_can_be_audited(
    scaffolio: Program, desk: Path, ada: None
) -> None:
    for name in ("a1", "b1", "c1"):
        foreign(desk / "many" / name)
        shutil.rmtree(desk / "many" / name / ".git")
    commit(desk / "many")
    address = f"file://{desk / 'many'}"
    done = scaffolio("portfolio", "status", address, address)
    assert done.returncode == 0, done.stderr
    assert [line.split()[0][-8:] for line in done.stdout.splitlines()[1:4]] == ["/many#a1", "/many#b1", "/many#c1"]
    *_, command = done.stdout.splitlines()[-1].split("scaffolio ")
    audited = scaffolio(*shlex.split(command), "-f", "json")
    assert [p["name"] for p in json.loads(audited.stdout)["targets"][0]["projects"]] == ["a1"]


def test_a_target_among_several_that_holds_nothing_is_told(scaffolio: Program, desk: Path, ada: None) -> None:
    foreign(desk / "churn")
    (desk / "empty").mkdir()
    done = scaffolio("portfolio", "status", "churn", "empty")
    assert done.returncode == 3
    assert "failed     empty: holds no project" in done.stdout


def test_a_folder_of_clones_is_a_portfolio(scaffolio: Program, desk: Path, ada: None) -> None:
    for name in ("churn", "rents"):
        foreign(desk / name)
    done = scaffolio("portfolio", "status")
    assert done.returncode == 0, done.stderr
    assert "accuracy 0.800" in done.stdout
    assert "warning    POR001  2 projects" in done.stdout


def test_an_empty_folder_and_one_that_is_not_there(scaffolio: Program, desk: Path) -> None:
    (desk / "empty").mkdir()
    assert "Begin with: scaffolio portfolio new" in scaffolio("portfolio", "status", "empty").stdout
    gone = scaffolio("portfolio", "status", "gone")
    assert (gone.returncode, "does not exist" in gone.stderr) == (3, True)


def test_a_broken_plan_is_told_with_its_line(scaffolio: Program, desk: Path) -> None:
    (desk / "portfolio.yml").write_text("title: Mine\nprojcts: []\n")
    done = scaffolio("portfolio", "status")
    assert done.returncode == 2
    assert "line 2: unknown key in plan: projcts" in done.stderr
    assert "Did you mean projects?" in done.stderr
