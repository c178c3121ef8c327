"""Reading stays inside the tree; writing is all or nothing."""

import os

import pytest

from scaffolio.adapters import files
from scaffolio.errors import CannotRunError, DestinationError


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
