"""The journal's last line, and the row that shows it as the project itself would."""

import ast
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.parsers import journal
from tests.scaffolded import run

REPORT = Path(__file__).parents[2] / "templates/project/src/{{ package }}/report.py"
METRICS = {"label": "average precision", "primary_metric": "ap"}


def theirs():
    """The template's own rendering, lifted out of a module whose imports are not here."""
    tree = ast.parse(REPORT.read_text(encoding="utf-8"))
    wanted = [
        n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name in {"_row", "_cell", "_gap", "runs_block"}
    ]
    space = {"re": re}
    exec("from __future__ import annotations\n" + "\n".join(ast.unparse(node) for node in wanted), space)  # noqa: S102
    return space["runs_block"]


RUNS_BLOCK = theirs()


def page(text):
    block = RUNS_BLOCK(METRICS, [json.loads(line) for line in text.splitlines()])
    return f"# A\n\n<!-- runs:start · from reports/runs.jsonl -->\n\n{block}\n\n<!-- runs:end -->\n\nlast\n"


GAP = {"difference": 0.01, "low": -0.01, "high": 0.03, "distinguishable": False}
JOURNAL = run("a1", why="First.") + run("b2", "own", changed=["src/a.py"], difference=GAP)


@pytest.mark.parametrize(
    "why", ["Height.", "a | b", r"\| and C:\ `a|b`", "ends in \\", "x --> y", "日本 “q”", r"\1 \g<0>", "[a](b)"]
)
def test_the_row_is_what_the_project_would_render(why):
    after = journal.with_reason(JOURNAL, why)
    assert journal.show_reason(page(JOURNAL), "b2", why) == (page(after), 8)


@given(st.lists(st.text(alphabet="ab |\\`<!->–.é", min_size=1, max_size=30), min_size=1, max_size=3))
def test_any_reasons_one_after_the_other(reasons):
    text, shown = JOURNAL, page(JOURNAL)
    for why in map(" ".join, (reason.split() for reason in reasons)):
        if why:
            text = journal.with_reason(text, why)
            found = journal.show_reason(shown, "b2", why)
            assert found is not None
            shown = found[0]
    assert shown == page(text)


def test_lines_before_the_last_keep_their_bytes():
    odd = '{"run":"a1",  "metrics":{}}\r\nbroken\n'
    after = journal.with_reason(odd + run("b2") + "\n\n", "Why.")
    assert after.startswith(odd)
    assert journal.last_run(after)["why"] == "Why."
    assert journal.with_reason(run("b2").strip(), "Why.").endswith('"why": "Why."}\n')


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (None, "New."),
        ("", "New."),
        (7, "New."),
        ("Old.", "Old. New."),
        ("Old", "Old; New."),
        ("Old. New.", "Old. New."),
    ],
)
def test_a_second_sentence_goes_behind_the_first(before, expected):
    assert journal.joined(before, "New.") == expected


@pytest.mark.parametrize("name", ["a1", "zz"])
def test_another_run_in_the_last_row_is_left_alone(name):
    assert journal.show_reason(page(JOURNAL), name, "Why.") is None


@pytest.mark.parametrize("text", ["", "# A\n", "<!-- runs:start -->\n\nNot run yet.\n\n<!-- runs:end -->\n"])
def test_a_page_without_rows_shows_nothing(text):
    assert journal.show_reason(text, "b2", "Why.") is None


@pytest.mark.parametrize("text", ["", "\n", "broken\n", '{"run": 3, "metrics": {}}', '{"run": "a"}', "[]", "[" * 9999])
def test_no_entry(text):
    assert journal.last_run(text) is None
    assert journal.read_journal(text) == ()


def test_a_row_says_what_it_can_know():
    other_metric = run("a1").replace('"ap"', '"mae"')
    rows = page(run("c0") + other_metric + run("b2", "own")).splitlines()[6:9]
    assert rows == [
        "| c0 | scaffold reference | 0.500 | – | – |",
        "| a1 | same files | – | not comparable | – |",
        "| b2 | same files | 0.400 | not comparable | – |",
    ]
