"""``scaffolio portfolio site``, ``profile`` and ``resume`` as a user meets them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests import portfolios


def call(*words):
    command = [sys.executable, "-m", "scaffolio", "portfolio", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def work(tmp_path):
    return portfolios.portfolio(tmp_path / "work", {"birds": portfolios.tree()})


def test_a_site_is_made_and_told(work):
    done = call("site", str(work))
    assert done.returncode == 0
    assert "4 pages of 1 project" in done.stdout
    assert (work / "public/index.html").is_file()


def test_a_fault_is_told_with_its_place_and_the_exit_code_is_1(work):
    (work / "birds/README.md").write_text(portfolios.README.replace("data/README.md", "data/CARD.md"))
    done = call("site", str(work))
    assert done.returncode == 1
    assert "birds/README.md:24: the link data/CARD.md leads to no file" in done.stderr
    assert not (work / "public").exists()


def test_wrong_words_are_a_usage_error(work, tmp_path):
    assert call("site", str(work), "--base-url", "nowhere").returncode == 2
    assert call("resume", str(work), "-f", "pdf").returncode == 2
    assert call("site", str(tmp_path / "nothing")).returncode == 3


@pytest.mark.parametrize("command", ["site", "profile", "resume", "run"])
@pytest.mark.parametrize("file", [None, "settings.yml", "portfolio.yml"])
def test_where_no_project_is_nothing_is_written(tmp_path, command, file):
    if file:
        (tmp_path / file).write_text(portfolios.PLAN + "  - {technique: nlp, name: words}\n")
    before = sorted(tmp_path.rglob("*"))
    done = call(command, str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "holds no project" in done.stderr
    plan = f" {tmp_path}/portfolio.yml {tmp_path}" if file == "portfolio.yml" else ""
    assert done.stderr.endswith(f"Begin with: scaffolio portfolio new{plan}\n")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_profile_without_a_project_to_show_says_why_and_leaves_the_file(tmp_path):
    left = portfolios.tree(**{"reports/metrics.json": None, "reports/cases.json": None})
    work, file = portfolios.portfolio(tmp_path / "work", {"birds": left}), tmp_path / "README.md"
    file.write_text("# Hello\n", encoding="utf-8")
    done = call("profile", str(work), "-o", str(file))
    assert (done.returncode, done.stdout, file.read_text(encoding="utf-8")) == (0, "", "# Hello\n")
    assert "# left out  birds: no run has given a result" in done.stderr
    assert f"no project can be shown yet; {file} is as it was" in done.stderr


def test_profile_prints_the_table_and_writes_it_between_its_markers(work, tmp_path):
    assert "| Which reports should be read first? |" in call("profile", str(work)).stdout
    file = tmp_path / "README.md"
    file.write_text("# Hello\n", encoding="utf-8")
    assert call("profile", str(work), "-o", str(file)).returncode == 0
    assert file.read_text(encoding="utf-8").startswith("# Hello\n\n<!-- portfolio:start -->")


def test_resume_prints_lines_or_json_and_tells_what_is_left_out(work):
    portfolios.write(work / "birds", {"reports/metrics.json": json.dumps(portfolios.metrics("reference"))})
    done = call("resume", str(work), "-f", "json")
    assert json.loads(done.stdout)["projects"] == []
    assert "left out  birds: reference run" in done.stderr
