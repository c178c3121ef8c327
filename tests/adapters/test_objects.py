"""Files out of Git's objects: the same that a folder holds, and never what lies outside."""

import os
import subprocess

import pytest

from scaffolio.adapters import objects
from scaffolio.adapters.files import FolderFiles
from scaffolio.errors import CannotRunError, UsageError
from scaffolio.project import NotFetchedError
from tests.repositories import bare, commit, git, repository

TREE = {
    "README.md": "# Churn\n",
    "a/train.py": "x = 1\n",
    "a/b/data.csv": "a,b\n1,2\n",
    "leer zeile\n.txt": "n",
    "ä.md": "u",
}


@pytest.fixture
def work(tmp_path, home):
    return repository(tmp_path / "work", TREE)


def opened(folder, ref=None, below=""):
    git_dir = objects.find_git_dir(folder)
    return objects.open_commit(git_dir, objects.find_commit(git_dir, ref), below)


def test_objects_hold_what_the_folder_holds(work, tmp_path):
    for link, target in {"in.md": "README.md", "a/up.md": "../README.md", "twice.md": "in.md"}.items():
        (work / link).symlink_to(target)
    for link, target in {"out": "/etc/passwd", "up": "../../x", "loop": "loop", "ring": "gnir", "gnir": "ring"}.items():
        (work / link).symlink_to(target)
    commit(work, {})
    folder = FolderFiles(work)
    for place in (work, bare(tmp_path / "work.git", work)):
        with opened(place) as source:
            assert list(source.paths) == sorted(folder.paths)
            assert [source.size(path) for path in source.paths] == [folder.size(path) for path in source.paths]
            assert [source.read(path, 4) for path in source.paths] == [folder.read(path, 4) for path in source.paths]


def test_one_folder_of_one_commit_is_read_by_its_own_paths(work):
    git(work, "tag", "v1")
    commit(work, {"a/train.py": "x = 2\n"})
    with opened(work, "v1", "a") as source:
        assert source.paths == ("b/data.csv", "train.py")
        assert source.read("train.py", 100) == b"x = 1\n"
    with opened(work, "main", "a") as source:
        assert source.read("train.py", 100) == b"x = 2\n"


def test_commits_are_named_by_branch_tag_or_hash(work):
    git_dir, full = objects.find_git_dir(work), git(work, "rev-parse", "HEAD")
    git(work, "tag", "--annotate", "v1", "--message", "one")
    assert {objects.find_commit(git_dir, ref) for ref in (None, "main", "v1", full, full[:8])} == {full}
    assert objects.find_commit(git_dir, "nope") is None
    assert objects.commit_time(git_dir, full) == 1772366400
    with pytest.raises(UsageError):
        objects.find_commit(git_dir, "--all")


def test_a_repository_without_commits_has_none(tmp_path, home):
    git(tmp_path, "init", "--quiet", "--bare", "empty.git")
    git_dir = objects.find_git_dir(tmp_path / "empty.git")
    assert objects.find_commit(git_dir, None) is None


def test_a_folder_that_is_not_there_is_said_so(work):
    with pytest.raises(CannotRunError, match="no folder 'nope'"), opened(work, None, "nope"):
        pass


def test_a_submodule_is_no_file(work, tmp_path):
    inner = repository(tmp_path / "inner", {"README.md": "# Inner\n"})
    git(work, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "inner")
    commit(work, {})
    with opened(work) as source:
        assert ".gitmodules" in source.paths
        assert not [path for path in source.paths if path.startswith("inner")]


def test_what_a_partial_clone_lacks_comes_last_and_cannot_be_read(work, tmp_path):
    commit(work, {"a/big.csv": os.urandom(300_000), "z.md": "z"})
    served = bare(tmp_path / "served.git", work)
    git(tmp_path, "clone", "--quiet", "--bare", "--filter=blob:limit=256k", f"file://{served}", "partial.git")
    with opened(tmp_path / "partial.git") as source:
        assert source.paths[-1] == "a/big.csv"
        assert list(source.paths[:-1]) == sorted(source.paths[:-1])
        assert source.read("z.md", 9) == b"z"
        with pytest.raises(NotFetchedError, match="big"):
            source.size("a/big.csv")
        with pytest.raises(NotFetchedError, match="big"):
            source.read("a/big.csv", 10)


def test_a_large_file_is_read_to_the_limit_only(work, monkeypatch):
    commit(work, {"big.bin": b"0123456789" * 300_000})
    monkeypatch.setattr(objects, "WHOLE_LIMIT", 1000)
    with opened(work) as source:
        assert source.read("big.bin", 12) == b"012345678901"
        assert source.read("README.md", 100) == b"# Churn\n"


def test_a_repository_cannot_make_us_run_a_program(work, tmp_path):
    """A promisor remote that is a program would be started when a file is missing."""
    trap = tmp_path / "trapped"
    name = git(work, "rev-parse", "HEAD:README.md")
    (work / ".git" / "objects" / name[:2] / name[2:]).unlink()
    for key, value in {
        "remote.origin.promisor": "true", "remote.origin.url": f"ext::touch {trap}",
        "extensions.partialclone": "origin", "protocol.ext.allow": "always", "core.fsmonitor": f"touch {trap}",
        "core.repositoryformatversion": "1",
    }.items():  # fmt: skip
        git(work, "config", key, value)
    with opened(work) as source:
        assert "README.md" in source.absent
    subprocess.run(["git", "cat-file", "blob", name], cwd=work, capture_output=True, check=False)
    assert trap.exists(), "the trap itself must work, or the test shows nothing"


def test_the_reader_ends_with_the_block(work):
    with opened(work) as source:
        source.read("README.md", 10)
        reader = source._reader
        assert reader.poll() is None
    assert reader.poll() is not None
