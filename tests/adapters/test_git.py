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


def run_git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True)


@pytest.fixture
def told(ada, tmp_path):
    """A repository with three commits: two files, one changed, one gone."""
    folder = tmp_path / "told"
    (folder / "sub").mkdir(parents=True)
    git.initialise(folder)
    for subject, name, text in (("One", "a.txt", "1\n"), ("Two", "sub/b\nc.txt", "22\n"), ("Three", "a.txt", "333\n")):
        (folder / name).write_text(text)
        git.stage(folder, [name])
        git.commit(folder, subject)
    return folder


def test_history_names_every_commit_and_what_it_changed(told):
    history = git.history(told)
    assert history is not None
    assert [commit.subject for commit in history.commits] == ["Three", "Two", "One"]
    assert {commit.author for commit in history.commits} == {"Ada Example"}
    assert [(c.kind, c.path) for commit in history.commits for c in commit.changes] == [
        ("M", "a.txt"),
        ("A", "sub/b\nc.txt"),
        ("A", "a.txt"),
    ]
    assert history.whole


def test_history_knows_sizes_and_reads_past_versions(told):
    history = git.history(told)
    blobs = [change.blob for commit in history.commits for change in commit.changes]
    assert [history.sizes[blob] for blob in blobs] == [4, 3, 2]
    assert dict(history.contents(blobs)) == dict(zip(blobs, [b"333\n", b"22\n", b"1\n"], strict=True))
    assert list(history.contents([])) == []
    assert list(history.contents(["0" * 40])) == []


def test_history_of_a_subfolder_is_its_own(told):
    history = git.history(told / "sub")
    assert [change.path for commit in history.commits for change in commit.changes] == ["b\nc.txt"]


def test_a_shallow_clone_says_so(told, tmp_path):
    run_git(tmp_path, "clone", "--depth=1", told.as_uri(), "shallow")
    history = git.history(tmp_path / "shallow")
    assert history.shallow
    assert not history.whole
    assert len(history.commits) == 1


def test_a_partial_clone_is_asked_for_nothing_it_would_fetch(told, tmp_path):
    run_git(told, "config", "uploadpack.allowFilter", "true")
    run_git(tmp_path, "clone", "--filter=blob:none", "--no-checkout", told.as_uri(), "partial")
    told.rename(tmp_path / "gone")
    history = git.history(tmp_path / "partial")
    assert len(history.commits) == 3
    assert history.sizes == {}


def test_only_the_newest_commits_of_a_long_history_are_read(told, monkeypatch):
    monkeypatch.setattr(git, "COMMIT_LIMIT", 2)
    history = git.history(told)
    assert [commit.subject for commit in history.commits] == ["Three", "Two"]
    assert not history.complete


def test_a_work_tree_of_another_repository_has_its_history(told, tmp_path):
    run_git(told, "worktree", "add", str(tmp_path / "beside"))
    assert len(git.history(tmp_path / "beside").commits) == 3


def test_no_history_without_commits_or_git(ada, tmp_path):
    assert git.history(tmp_path) is None
    git.initialise(tmp_path)
    assert git.history(tmp_path) is None


def test_history_starts_no_program_that_a_repository_names(told, tmp_path):
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for key in ("gpg.program", "core.fsmonitor", "core.pager", "diff.external", "core.sshCommand"):
        run_git(told, "config", key, str(trap))
    run_git(told, "config", "log.showSignature", "true")
    assert git.history(told) is not None
    assert not (tmp_path / "sprung").exists()
