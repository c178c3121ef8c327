"""Changing a document in place: whole or not at all."""

import os

import pytest

from scaffolio.adapters import edit
from scaffolio.errors import CannotRunError


def test_every_byte_comes_back(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb\xff\n")
    text = edit.read_exact(path)
    edit.replace_exact(path, text)
    assert path.read_bytes() == b"\xef\xbb\xbfa\r\nb\xff\n"


def test_what_is_not_there_is_nothing(tmp_path):
    assert edit.read_exact(tmp_path / "a.md") is None
    with pytest.raises(CannotRunError):
        edit.replace_exact(tmp_path / "a.md", "x")


@pytest.mark.skipif(os.name == "nt", reason="rights and links of POSIX")
def test_rights_and_links_stay(tmp_path):
    path, link = tmp_path / "a.md", tmp_path / "b.md"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    edit.replace_exact(link, "new")
    assert link.is_symlink()
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o640)


def test_an_interruption_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    path.write_text("old")

    def stop(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("scaffolio.adapters.edit.shutil.copymode", stop)
    with pytest.raises(KeyboardInterrupt):
        edit.replace_exact(path, "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.md"]
    assert path.read_text() == "old"
