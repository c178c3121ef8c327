"""Which projects a portfolio has: a plan's, repositories side by side, one repository of many, addresses."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scaffolio.errors import CannotRunError, SettingsError, UsageError
from scaffolio.usecases.members import open_portfolio, opened, read_plan_file
from tests import portfolios

PLAN = "title: Mine\nprojects:\n  - {technique: nlp, name: words}\n  - {technique: vision, name: art}\n"


def write(root: Path, *projects: str, git: str = "") -> Path:
    for name in projects:
        (root / name).mkdir(parents=True)
        (root / name / "README.md").write_text(f"# {name}\n\nAll about {name}.\n")
        (root / name / "requirements.txt").write_text("numpy\n")
        (root / name / "train.py").write_text("import numpy\n")
        if git == "each":
            subprocess.run(["git", "init", "-q", str(root / name)], check=True)
    if git == "one":
        subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root


def paths(root: Path) -> list[str]:
    return [member.path for member in open_portfolio(root).members]


def test_repositories_side_by_side_are_a_portfolio(home: Path, tmp_path: Path) -> None:
    root = write(tmp_path / "all", "art", "words", git="each")
    assert paths(root) == ["art", "words"]
    address = ["config", "remote.origin.url", "git@github.com:ada/words.git"]
    subprocess.run(["git", "-C", str(root / "words"), *address], check=True)
    assert [m.remote for m in open_portfolio(root).members] == [None, "https://github.com/ada/words"]


@pytest.mark.parametrize("git", ["each", "one", ""])
def test_a_plans_projects_come_in_its_order_wherever_git_is(home: Path, tmp_path: Path, git: str) -> None:
    root = write(tmp_path / "all", "art", "words", git=git)
    (root / "portfolio.yml").write_text(PLAN)
    portfolio = open_portfolio(root)
    assert [(member.path, member.entry.technique) for member in portfolio.members if member.entry] == [
        ("words", "nlp"),
        ("art", "vision"),
    ]
    assert [member.folder for member in portfolio.members] == [root / "words", root / "art"]
    assert portfolio.plan is not None


def test_what_is_planned_and_not_made_is_left_out_and_what_is_not_planned_comes_last(
    home: Path, tmp_path: Path
) -> None:
    root = write(tmp_path / "all", "aside", "words", git="each")
    (root / "portfolio.yml").write_text(PLAN)
    assert paths(root) == ["words", "aside"]


def test_one_repository_of_many_and_a_single_project(home: Path, tmp_path: Path) -> None:
    assert paths(write(tmp_path / "many", "a1", "b1", "c1", git="one")) == ["a1", "b1", "c1"]
    assert paths(write(tmp_path / "lone", "words") / "words") == ["."]


@pytest.mark.parametrize("git", ["each", "one", ""])
def test_a_planned_project_may_be_called_as_folders_of_one_are(home: Path, tmp_path: Path, git: str) -> None:
    root = write(tmp_path / "all", "public", "5", "tools", git=git)
    names = "".join(f"  - {{technique: nlp, name: {name}}}\n" for name in ("tools", "5", "public"))
    (root / "portfolio.yml").write_text(f"title: Mine\nprojects:\n{names}")
    assert paths(root) == ["tools", "5", "public"]


def test_files_that_are_nothing_of_a_project_are_none(home: Path, tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml", "notes.txt"):
        (tmp_path / name).write_text("a: 1\n")
    assert paths(tmp_path) == []
    (tmp_path / "train.R").write_text("x <- 1\n")
    assert paths(tmp_path) == ["."]


@pytest.mark.parametrize("missing", [None, "LICENSE", "README.md", "reports/metrics.json"])
def test_the_stage_rests_on_errors_alone(home: Path, tmp_path: Path, missing: str | None) -> None:
    (member,) = open_portfolio(
        portfolios.write(tmp_path, portfolios.tree(**{missing: None} if missing else {}))
    ).members
    graded, report = member.graded(), member.report
    assert (graded.stage, graded.blocking) == (report.stage, report.blocking)
    assert len(graded.verdicts) < len(report.verdicts)


def test_a_list_tells_what_cannot_be_opened(home: Path, tmp_path: Path) -> None:
    root = write(tmp_path / "all", "a1", "b1", "c1", git="each")
    with opened([str(root / "a1"), str(tmp_path / "gone"), str(root)]) as portfolio:
        found = [member.path for member in portfolio.members]
        assert found == [str(root / "a1"), *(f"{root}/{name}" for name in ("a1", "b1", "c1"))]
    assert [(target, "does not exist" in why) for target, why in portfolio.failed] == [(str(tmp_path / "gone"), True)]


def test_a_lone_target_that_is_not_there_is_an_error(home: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotRunError, match="does not exist"):
        open_portfolio(tmp_path / "gone")


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (b"title: \xff\n", SettingsError, "line 1: no UTF-8"),
        (b"a: 1\n\xe9", SettingsError, "line 2: no UTF-8"),
        (b"# " + b"x" * 2_000_000, SettingsError, "too large"),
        (None, UsageError, "cannot be read"),
    ],
)
def test_a_plan_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, kind: type, said: str) -> None:
    if content is not None:
        (tmp_path / "plan.yml").write_bytes(content)
    with pytest.raises(kind, match=said):
        read_plan_file(tmp_path / "plan.yml")
    with pytest.raises(UsageError, match="is a folder"):
        read_plan_file(tmp_path)
