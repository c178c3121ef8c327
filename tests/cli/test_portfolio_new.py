"""``scaffolio portfolio new`` as a user calls it: real processes, real repositories."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from scaffolio.portfolio.plan import example_plan, read_plan
from tests.conftest import SOURCE, Program

TWO = """title: Two of mine
author: Zoë Ångström
projects:
  - {technique: regression, name: winds}
  - {technique: nlp, name: words}
"""


def plan(desk: Path, text: str = TWO, name: str = "plan.yml") -> str:
    (desk / name).write_text(text, encoding="utf-8")
    return name


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, text=True).stdout


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".scaffolio-*")]


def test_an_example_is_printed_that_can_be_read(scaffolio: Program) -> None:
    done = scaffolio("portfolio", "new", "--example")
    assert done.returncode == 0
    assert done.stdout == example_plan()
    assert len(read_plan(done.stdout).projects) == 6


def test_without_a_plan_and_a_terminal_it_says_how_to_get_one(scaffolio: Program, desk: Path) -> None:
    done = scaffolio("portfolio", "new")
    assert done.returncode == 2
    assert "PLAN.yml" in done.stderr
    assert "--example" in done.stderr
    assert list(desk.iterdir()) == []


def test_each_project_becomes_a_repository_and_a_second_call_keeps_them(
    scaffolio: Program, desk: Path, ada: None
) -> None:
    done = scaffolio("portfolio", "new", plan(desk), "mine", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [(p["name"], p["became"], p["git"]["recorded"]) for p in told["projects"]] == [
        ("winds", "made", "committed"),
        ("words", "made", "committed"),
    ]
    for name in ("winds", "words"):
        assert git(desk / "mine" / name, "rev-list", "--count", "HEAD").strip() == "1"
        assert git(desk / "mine" / name, "status", "--porcelain") == ""
    assert "Zoë Ångström" in (desk / "mine/winds/LICENSE").read_text(encoding="utf-8")
    assert "ada@example.org" not in (desk / "mine/winds/pyproject.toml").read_text(encoding="utf-8")
    stored = read_plan((desk / "mine/portfolio.yml").read_text(encoding="utf-8"))
    assert stored == read_plan(TWO)
    assert [finding["code"] for finding in told["findings"]] == ["POR001", "POR002"]
    again = scaffolio("portfolio", "new", "mine/portfolio.yml", "mine")
    assert again.returncode == 0
    assert again.stdout.startswith("unchanged  mine/  every project of the plan is there already: 2 kept\n")
    assert "Next: scaffolio portfolio status mine " in again.stdout
    assert again.stdout.count("kept as it is") == 2
    assert "warning    POR001  2 projects" in again.stdout
    assert left_over(desk) == []


@pytest.mark.full
def test_one_repository_holds_all_with_a_page_and_a_job_for_each(scaffolio: Program, desk: Path, ada: None) -> None:
    text = TWO.replace("projects:", "layout: monorepo\nprojects:")
    done = scaffolio("portfolio", "new", plan(desk, text), "mine")
    root = desk / "mine"
    assert done.returncode == 0, done.stderr
    assert git(root, "log", "--format=%s").splitlines() == ["Start a portfolio of 2 projects"]
    assert git(root, "status", "--porcelain", "--ignored") == ""
    jobs = yaml.safe_load((root / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]
    assert {name: job["defaults"]["run"]["working-directory"] for name, job in jobs.items()} == {
        "winds": "winds",
        "words": "words",
    }
    assert {"run": "python -m words run"} in jobs["words"]["steps"]
    assert not (root / "winds/.github").exists()
    page = (root / "README.md").read_text(encoding="utf-8")
    assert "(winds/README.md) | regression | not run yet | – | draft |" in page
    audit = json.loads(scaffolio("audit", "mine", "-f", "json").stdout)
    errors = {f["code"] for p in audit["targets"][0]["projects"] for f in p["findings"] if f["severity"] == "error"}
    assert errors == {"OWN001"}
    third = text + "  - {technique: clustering, name: 2shops}\n"
    assert scaffolio("portfolio", "new", plan(desk, third), "mine").returncode == 0
    assert git(root, "log", "--format=%s").splitlines()[0] == "Add 2shops"
    jobs = yaml.safe_load((root / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]
    assert list(jobs) == ["winds", "words", "_2shops"]
    assert read_plan((root / "portfolio.yml").read_text(encoding="utf-8")) == read_plan(third)
    assert git(root, "status", "--porcelain") == ""
    git(root, "reset", "--soft", "HEAD^")  # as if the call had been stopped before its commit
    git(root, "reset", "--quiet")
    again = scaffolio("portfolio", "new", plan(desk, third), "mine")
    assert again.stdout.startswith("made       mine/  every project of the plan is there already: 3 kept; one Git repo")
    assert git(root, "log", "--format=%s").splitlines()[0] == "Add 2shops"
    assert git(root, "status", "--porcelain") == ""


def test_a_dry_run_writes_nothing(scaffolio: Program, desk: Path, ada: None) -> None:
    done = scaffolio("portfolio", "new", plan(desk), "mine", "--dry-run")
    assert done.returncode == 0
    assert "would make mine/  2 projects" in done.stdout
    assert [path.name for path in desk.iterdir()] == ["plan.yml"]


@pytest.mark.full
def test_the_flag_chooses_another_seed_and_it_is_kept(scaffolio: Program, desk: Path, ada: None) -> None:
    one = plan(desk, TWO.replace("  - {technique: nlp, name: words}\n", ""))
    pages = []
    for seed in ("1", "2"):
        assert scaffolio("portfolio", "new", one, f"by{seed}", "--seed", seed).returncode == 0
        assert f"seed: {seed}\n" in (desk / f"by{seed}/portfolio.yml").read_text()
        pages.append((desk / f"by{seed}/winds/README.md").read_text().splitlines())
    assert pages[0][0] != pages[1][0]


@pytest.mark.full
def test_words_of_the_plan_stand_in_the_project_in_any_script(scaffolio: Program, desk: Path, ada: None) -> None:
    text = """title: |
  مشاريعي
author: 王小明
projects:
  - technique: clustering
    name: Café Käufer
    title: Купят ли они <b>снова</b>?
    question: Кто пишет кому & когда?
    license: Apache-2.0
"""
    done = scaffolio("portfolio", "new", plan(desk, text), "mine")
    assert done.returncode == 0, done.stderr
    page = (desk / "mine/cafe-kaufer/README.md").read_text(encoding="utf-8")
    assert page.startswith("# Купят ли они <b>снова</b>?\n")
    assert "> Кто пишет кому & когда?" in page
    assert "王小明" in page
    assert "Apache License" in (desk / "mine/cafe-kaufer/LICENSE").read_text()


def test_a_plan_in_the_folder_that_is_broken_or_full_stops_everything_before_it_begins(
    scaffolio: Program, desk: Path, ada: None
) -> None:
    (desk / "mine").mkdir()
    for stored, said in ((example_plan(), "winds, words would be 8"), ("title: [", "no YAML")):
        (desk / "mine/portfolio.yml").write_text(stored, encoding="utf-8")
        done = scaffolio("portfolio", "new", plan(desk), "mine")
        assert done.returncode == 2
        assert said in done.stderr
        assert [path.name for path in (desk / "mine").iterdir()] == ["portfolio.yml"]


def test_what_stands_in_the_way_stops_everything_before_it_begins(scaffolio: Program, desk: Path, ada: None) -> None:
    (desk / "mine/words").mkdir(parents=True)
    (desk / "mine/words/notes.txt").write_text("mine\n")
    done = scaffolio("portfolio", "new", plan(desk), "mine")
    assert done.returncode == 2
    assert "words exists and is not empty" in done.stderr
    assert [path.name for path in (desk / "mine").iterdir()] == ["words"]


@pytest.mark.parametrize("dest", ["plan.yml", "plan.yml/below"])
def test_a_file_is_no_place_for_a_portfolio(scaffolio: Program, desk: Path, ada: None, dest: str) -> None:
    done = scaffolio("portfolio", "new", plan(desk), dest)
    assert done.returncode == 2
    assert "is a file" in done.stderr
    assert [path.name for path in desk.iterdir()] == ["plan.yml"]


OWN = """title: Own
projects:
  - technique: regression
    name: prices
    data: data/prices.csv
    target: {target}
  - {{technique: nlp, name: words}}
"""


def own_data(desk: Path) -> None:
    (desk / "data").mkdir()
    rows = "".join(f"{n},{n % 7},{n * 3 + n % 5}\n" for n in range(400))
    (desk / "data/prices.csv").write_text(f"rooms,floor,price\n{rows}")


def test_data_that_are_not_there_stop_everything_before_it_begins(scaffolio: Program, desk: Path, ada: None) -> None:
    done = scaffolio("portfolio", "new", plan(desk, OWN.format(target="price")), "mine")
    assert done.returncode == 2
    assert "prices (line 3 of the plan): there is no data at" in done.stderr
    assert not (desk / "mine").exists()


@pytest.mark.full
def test_one_project_that_cannot_be_made_leaves_the_others_and_can_be_mended(
    scaffolio: Program, desk: Path, ada: None
) -> None:
    own_data(desk)
    done = scaffolio("portfolio", "new", plan(desk, OWN.format(target="cost")), "mine")
    assert done.returncode == 2
    assert "error      prices:" in done.stdout
    assert sorted(path.name for path in (desk / "mine").iterdir()) == ["portfolio.yml", "words"]
    mended = scaffolio("portfolio", "new", plan(desk, OWN.format(target="price")), "mine")
    assert mended.returncode == 0, mended.stdout
    assert yaml.safe_load((desk / "mine/prices/data/schema.yaml").read_text())["dataset"]["sample"] is False
    again = scaffolio("portfolio", "new", "mine/portfolio.yml", "mine")
    assert again.stdout.count("kept as it is") == 2


@pytest.mark.full
def test_an_interruption_leaves_whole_projects_or_none_and_is_gone_on_with(desk: Path, ada: None) -> None:
    words = ["portfolio", "new", plan(desk, example_plan()), "mine", "-j", "1"]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    with subprocess.Popen([sys.executable, "-m", "scaffolio", *words], cwd=desk, env=environment) as process:
        ends = time.monotonic() + 90
        while not (desk / "mine/bird-strikes").exists() and time.monotonic() < ends:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    made = [path.name for path in (desk / "mine").iterdir() if path.is_dir()]
    assert "bird-strikes" in made
    assert len(made) < 6
    assert left_over(desk) == []
    assert (desk / "mine/portfolio.yml").is_file()
    done = subprocess.run(
        [sys.executable, "-m", "scaffolio", *words],
        cwd=desk,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.count("kept as it is") == len(made)


def test_on_a_terminal_it_asks_four_questions(desk: Path, ada: None) -> None:
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "scaffolio", "portfolio", "new"],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "dumb"},
        stdin=follower,
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        os.write(leader, b"\n\nnlp, visionn\nnlp\nmonorepo\n")
        shown = b""
        while process.poll() is None or b"Next:" not in shown:
            try:
                shown += os.read(leader, 65_536)
            except OSError:
                break
    assert process.returncode == 0, shown.decode()
    assert b"Did you mean vision?" in shown
    stored = read_plan((desk / "portfolio/portfolio.yml").read_text())
    assert (stored.author, stored.title, stored.layout) == ("Ada Example", "Ada Example's portfolio", "monorepo")
    assert [entry.name for entry in stored.projects] == ["licence-kinds"]
    assert stored.seed > 0
