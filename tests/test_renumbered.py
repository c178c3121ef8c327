"""Numbers that were written are told where a hand has changed them, and nowhere else."""

from __future__ import annotations

import json

import pytest

from scaffolio.parsers.scaffold import make_manifest
from scaffolio.project import Project
from scaffolio.renumbered import renumbered

COUNTED = {
    "README.md": "# Birds\n\n## Data and split\n\n- 19,302 reports from 1990 to 1999\n- row 1\n- row 2\n",
    "data/schema.yaml": "dataset:\n  rows: 19302\n",
}
FIGURE = {"reports/metrics.json": json.dumps({"figures": {"ladder.png": "F1: rule 0.21, forest 0.48"}})}


def of_scaffold(tree: dict[str, str]) -> Project:
    manifest = make_manifest("1", "classification", COUNTED, COUNTED.__getitem__).to_json()
    return Project.from_tree({".scaffolio/manifest.json": manifest, **tree})


def test_a_number_of_the_data_that_was_changed_by_hand_is_told_with_the_one_that_was_written() -> None:
    tree = {**COUNTED, "README.md": COUNTED["README.md"].replace("19,302", "19,802")}
    (found,) = renumbered(of_scaffold(tree))
    assert (found.path, found.line, found.said, found.written) == ("README.md", 5, "19,802", "19,302")


def test_numbers_of_the_data_may_change_with_their_schema_or_with_the_words_around_them() -> None:
    other = COUNTED["README.md"].replace("19,302", "19,802")
    assert not list(renumbered(of_scaffold(COUNTED)))
    assert not list(renumbered(of_scaffold({"README.md": other, "data/schema.yaml": "dataset:\n  rows: 19802\n"})))
    reworded = {**COUNTED, "README.md": other.replace("reports", "strikes")}
    assert not list(renumbered(of_scaffold(reworded)))


def test_lines_that_differ_by_their_numbers_alone_are_not_told_apart() -> None:
    tree = {**COUNTED, "README.md": COUNTED["README.md"].replace("row 2", "row 3")}
    assert not list(renumbered(of_scaffold(tree)))


@pytest.mark.parametrize(("alt", "told"), [("0.21, forest 0.48", []), ("0.21, forest 0.49", [("0.49", "0.48")])])
def test_a_figures_description_says_what_the_run_drew(alt: str, told: list[tuple[str, str]]) -> None:
    tree = {"README.md": f"# Birds\n\n![F1: rule {alt}](reports/figures/ladder.png)\n", **FIGURE}
    assert [(one.said, one.written) for one in renumbered(Project.from_tree(tree))] == told


def test_a_description_in_the_persons_own_words_is_not_held_to_the_runs() -> None:
    tree = {"README.md": "# Birds\n\n![The forest wins by 0.3](reports/figures/ladder.png)\n", **FIGURE}
    assert not list(renumbered(Project.from_tree(tree)))


@pytest.mark.parametrize(
    ("mine", "told"),
    [
        ("0 runs, 6 lines, 0 tests, 3 words.", []),
        ("1 run, 412 lines, 1 test, 850 words.", []),
        ("6 runs, 412 lines, 9 tests, 850 words.", [("6 runs of your own", "1"), ("9 tests of your own", "1")]),
    ],
)
def test_no_more_runs_and_tests_of_ones_own_are_counted_than_there_are(mine: str, told: list[tuple[str, str]]) -> None:
    tree = {
        "README.md": f"# Birds\n\n<!-- mine:start -->\n\n{mine}\n\n<!-- mine:end -->\n",
        "tests/test_own.py": "def test_mine():\n    assert 1\n",
        "reports/runs.jsonl": json.dumps({"run": "a1", "metrics": {"own": {"f1": 0.5}}}) + "\n",
    }
    assert [(one.said, one.written) for one in renumbered(of_scaffold(tree))] == told
