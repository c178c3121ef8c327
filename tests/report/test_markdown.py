"""Markdown to paste into a review: it shows what the project says and does nothing else."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from scaffolio.report.markdown import FIRST, render, text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "![x](http://evil.example/a.png)",
        "[click](javascript:alert(1))",
        "a | b | c",
        "`code` and ``more``",
        "https://evil.example and www.evil.example",
        "# heading\n\n- item",
        "\x1b[31mred\u202e",
    ],
)
def test_words_of_a_project_become_neither_links_nor_html(hostile) -> None:
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).enable("table").parse(f"Said: {text(hostile)}\n")
    kinds = {child.type for token in tokens for child in (token.children or ())} | {token.type for token in tokens}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special", "softbreak"}


def test_nobody_is_notified() -> None:
    assert "@someone" not in text("ask @someone")
    assert text("fixes #12") == "fixes \\#12"


def test_a_table_keeps_its_columns_whatever_a_file_is_called(judged) -> None:
    html = (
        MarkdownIt("commonmark").enable("table").render(render(judged({"README.md": "# A\n", "a|b`c`/.DS_Store": ""})))
    )
    rows = html.split("<tr>")[1:]
    assert {row.count("<td>") + row.count("<th>") for row in rows} <= {4, 5}
    assert "a|b`c`/.DS_Store" in html


def test_the_first_findings_carry_their_fix_and_the_rest_are_folded(judged) -> None:
    report = render(
        judged({"train.py": "import numpy\n", "a/.DS_Store": "", "x.txt": "<<<<<<< a\n=======\n>>>>>>> b\n"})
    )
    assert report.count("   Fix: ") <= FIRST
    assert "### Fix first" in report
    assert report.startswith("## churn\n")
