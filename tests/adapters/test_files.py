"""Reading stays inside the tree; writing is all or nothing."""

import os

import pytest

from scaffolio.adapters import files
from scaffolio.errors import CannotRunError, DestinationError
from scaffolio.project import NotFetchedError
from tests.repositories import bare, git, repository


def test_a_folder_outside_git_is_walked_without_caches(tmp_path):
    for path in ("a.md", "src/b.py", "__pycache__/c.pyc", ".venv/d.py", "node_modules/e.js"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("x")
    assert files.FolderFiles(tmp_path).paths == ("a.md", "src/b.py")


def test_outside_git_its_ignore_file_counts_all_the_same(tmp_path):
    (tmp_path / ".gitignore").write_text("*.log\n.pytest_cache/\n")
    (tmp_path / ".pytest_cache").mkdir()
    for name in ("a.md", "b.log", ".pytest_cache/c"):
        (tmp_path / name).write_text("x")
    assert files.FolderFiles(tmp_path).paths == (".gitignore", "a.md")


def test_links_out_of_the_tree_loops_and_pipes_are_not_files(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    root = tmp_path / "root"
    root.mkdir()
    (root / "in.txt").write_text("in")
    (root / "link-in").symlink_to("in.txt")
    (root / "link-out").symlink_to(outside)
    (root / "loop").symlink_to("loop")
    os.mkfifo(root / "pipe")
    assert files.FolderFiles(root).paths == ("in.txt", "link-in")


def test_reading_stops_at_the_limit(tmp_path):
    (tmp_path / "long.txt").write_text("x" * 100)
    assert files.FolderFiles(tmp_path).read("long.txt", 10) == b"x" * 10
    assert files.FolderFiles(tmp_path).size("long.txt") == 100


@pytest.mark.parametrize("make", [lambda p: p.write_text("x"), lambda p: (p.mkdir(), (p / "a").write_text("x"))])
def test_a_taken_destination_is_refused(tmp_path, make):
    make(tmp_path / "taken")
    with pytest.raises(DestinationError, match="taken"):
        files.check_destination(tmp_path / "taken")


def test_an_empty_folder_and_one_with_only_git_are_accepted(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "only-git" / ".git").mkdir(parents=True)
    files.check_destination(tmp_path / "empty")
    files.check_destination(tmp_path / "only-git")
    files.check_destination(tmp_path / "not" / "there" / "yet")


def test_a_place_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(DestinationError, match="is a file"):
        files.check_destination(tmp_path / "file" / "project")


def test_a_failure_leaves_neither_staging_nor_new_parents(tmp_path):
    destination = tmp_path / "new" / "parent" / "project"
    with pytest.raises(KeyboardInterrupt), files.staging_folder(destination) as staging:
        (staging / "half.txt").write_text("x")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_new_destination_is_the_staging_folder_renamed(tmp_path):
    with files.staging_folder(tmp_path / "project") as staging:
        (staging / "a.txt").write_text("x")
        files.move_into_place(staging, tmp_path / "project")
    assert [path.name for path in tmp_path.iterdir()] == ["project"]
    assert (tmp_path / "project" / "a.txt").read_text() == "x"


def test_an_existing_destination_keeps_its_identity(tmp_path):
    destination = tmp_path / "project"
    destination.mkdir()
    before = destination.stat().st_ino
    with files.staging_folder(destination) as staging:
        (staging / "a.txt").write_text("x")
        files.move_into_place(staging, destination)
    assert destination.stat().st_ino == before
    assert [path.name for path in destination.iterdir()] == ["a.txt"]


def test_a_move_that_fails_half_way_is_undone(tmp_path):
    destination = tmp_path / "project"
    destination.mkdir()
    with pytest.raises(OSError), files.staging_folder(destination) as staging:  # noqa: PT011  any will do
        (staging / "a.txt").write_text("x")
        (staging / "b").mkdir()
        (destination / "b").mkdir()
        (destination / "b" / "in the way").write_text("x")
        files.move_into_place(staging, destination)
    assert sorted(path.name for path in destination.iterdir()) == ["b"]


def test_staging_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotRunError, match="cannot write"), files.staging_folder(tmp_path / "file" / "x"):
        pass


def a_clone_without_large_files(tmp_path):
    source = repository(
        tmp_path / "source", {"README.md": "# Churn\n", "model.bin": b"\0" * 5000, "train.py": "fit()\n", "a.py": "1\n"}
    )
    partial = tmp_path / "clone"
    served = bare(tmp_path / "served.git", source)
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:limit=1k", f"file://{served}", str(partial))
    git(partial, "read-tree", "HEAD")
    for path in ("README.md", "train.py", "a.py"):
        (partial / path).write_bytes((source / path).read_bytes())
    return partial


def test_a_tracked_file_that_was_never_fetched_is_there_and_cannot_be_read(tmp_path):
    partial = a_clone_without_large_files(tmp_path)
    found = files.FolderFiles(partial)
    assert found.paths == ("README.md", "a.py", "train.py", "model.bin")
    for ask in (found.size, lambda path: found.read(path, 10)):
        with pytest.raises(NotFetchedError):
            ask("model.bin")


def test_a_tracked_file_that_was_deleted_is_not_there(tmp_path):
    partial = a_clone_without_large_files(tmp_path)
    (partial / "train.py").unlink()
    assert files.FolderFiles(partial).paths == ("README.md", "a.py", "model.bin")


def test_what_a_sparse_checkout_leaves_out_is_there(tmp_path):
    project = repository(tmp_path, {"README.md": "# Churn\n", "data/rows.csv": "a\n", "src/train.py": "fit()\n"})
    git(project, "sparse-checkout", "set", "src")
    assert files.FolderFiles(project / "src").paths == ("train.py",)
    assert files.FolderFiles(project).paths == ("README.md", "src/train.py", "data/rows.csv")
