"""Git commits only as the person configured, and only what it is given."""

import subprocess

import pytest

from scaffolio.adapters import git
from scaffolio.errors import CannotRunError


@pytest.fixture
def nobody(monkeypatch, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return home


@pytest.fixture
def ada(nobody):
    (nobody / ".gitconfig").write_text("[user]\nname = Ada Example\nemail = ada@example.org\n")


def test_without_configuration_there_is_no_identity(nobody, tmp_path):
    assert git.identity(tmp_path) is None


def test_identity_is_what_was_configured(ada, tmp_path):
    assert git.identity(tmp_path) == git.Identity("Ada Example", "ada@example.org")


def test_a_commit_holds_what_was_staged_even_when_ignored_everywhere(ada, nobody, tmp_path):
    with (nobody / ".gitconfig").open("a") as config:
        config.write(f"[core]\nexcludesFile = {nobody}/ignore\n")
    (nobody / "ignore").write_text("*.csv\n")
    project = tmp_path / "project"
    project.mkdir()
    (project / "data.csv").write_text("x")
    (project / "other.txt").write_text("x")
    git.initialise(project)
    git.stage(project, ["data.csv"])
    commit = git.commit(project, "First")
    assert commit is not None
    assert (git.head(project) or "").startswith(commit)
    shown = subprocess.run(
        ["git", "show", "--stat", "--format=%an %s", "HEAD"], cwd=project, capture_output=True, text=True, check=True
    )
    assert "Ada Example First" in shown.stdout
    assert "data.csv" in shown.stdout
    assert "other.txt" not in shown.stdout
    branch = subprocess.run(["git", "branch"], cwd=project, capture_output=True, text=True, check=True)
    assert branch.stdout == "* main\n"


def test_without_an_identity_nothing_is_committed_and_the_files_stay_staged(nobody, tmp_path):
    (tmp_path / "a.txt").write_text("x")
    git.initialise(tmp_path)
    git.stage(tmp_path, ["a.txt"])
    assert git.commit(tmp_path, "First") is None
    status = subprocess.run(["git", "status", "--short"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "A  a.txt" in status.stdout


def test_no_hook_of_the_users_runs(ada, nobody, tmp_path):
    hooks = nobody / "hooks"
    hooks.mkdir()
    (hooks / "pre-commit").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "pre-commit").chmod(0o755)
    with (nobody / ".gitconfig").open("a") as config:
        config.write(f"[core]\nhooksPath = {hooks}\n")
    project = tmp_path / "project"
    project.mkdir()
    (project / "a.txt").write_text("x")
    git.initialise(project)
    git.stage(project, ["a.txt"])
    assert git.commit(project, "First") is not None


def test_listed_files_are_tracked_ones_and_new_ones_but_no_ignored(ada, tmp_path):
    (tmp_path / ".gitignore").write_text("ignored.txt\n")
    for name in ("tracked.txt", "new\nline.txt", "ignored.txt"):
        (tmp_path / name).write_text("x")
    git.initialise(tmp_path)
    git.stage(tmp_path, ["tracked.txt"])
    listed = git.listed_files(tmp_path)
    assert listed is not None
    assert {"tracked.txt", "new\nline.txt"} <= set(listed)
    assert "ignored.txt" not in listed


def test_outside_of_git_there_is_nothing_to_list(tmp_path):
    assert git.listed_files(tmp_path) is None
    assert git.head(tmp_path) is None
    assert git.work_tree(tmp_path) is None


def test_a_missing_git_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not git.is_installed()
    assert git.identity(tmp_path) is None
    with pytest.raises(CannotRunError, match="not installed"):
        git.require()
