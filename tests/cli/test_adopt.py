"""``scaffolio adopt`` as a user meets it: a diff first, and nothing written that was not agreed to."""

from __future__ import annotations

import pytest

from scaffolio.cli.main import main

TREE = {"README.md": "# Churn\n\n## Results\n\nTwo of three.\n", "train.py": "model.fit(X, y)\n"}


@pytest.fixture
def folder(tmp_path):
    for path, text in TREE.items():
        (tmp_path / path).write_text(text)
    return tmp_path


def adopt(*words):
    with pytest.raises(SystemExit) as left:
        main(["adopt", *map(str, words)])
    return left.value.code


@pytest.mark.parametrize("words", [[], ["--diff"], ["--diff", "-y"]])
def test_nothing_is_written_unasked(folder, capsys, words):
    assert adopt(folder, *words) == 0
    shown = capsys.readouterr()
    assert "+<!-- results:start" in shown.out
    assert "nothing is written" in shown.err
    assert {path.name: path.read_text() for path in folder.iterdir()} == TREE


def test_yes_writes_and_a_second_call_has_nothing_to_do(folder, capsys):
    assert adopt(folder, "-y") == 0
    assert "written  README.md: results markers" in capsys.readouterr().err
    assert adopt(folder, "-y") == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "nothing to do\n")


def test_a_folder_that_is_not_there(tmp_path, capsys):
    assert adopt(tmp_path / "none") == 3
    assert "does not exist" in capsys.readouterr().err
