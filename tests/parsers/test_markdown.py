"""A Markdown file as facts, whatever dress its parts come in."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.parsers.markdown import parse


def headings(text):
    return [(h.text, h.level, h.line, h.form) for h in parse(text).headings]


def test_headings_of_three_kinds():
    text = "# A `b`\n\n<h2 align=center>B <b>c</b></h2>\n\n**D e**\n\nx\n\nF\n---\n"
    assert headings(text) == [
        ("A `b`", 1, 1, "markdown"),
        ("B c", 2, 3, "html"),
        ("D e", 7, 5, "bold"),
        ("F", 2, 9, "markdown"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```\n# no\n```",
        "    # no\n",
        "text # no",
        "<!-- # no -->",
        "---\ntitle: no\n---\n",
        "**Accuracy: 94.2**",
        "**a sentence** goes on",
        "- **item**",
    ],
)
def test_what_is_no_heading(text):
    assert headings(text) == []


def test_sections_end_where_the_next_begins():
    first, second, third = parse("# A\na\n## B\nb\n# C\nc").sections
    assert [(s.line, s.end, s.outer_end) for s in (first, second, third)] == [(1, 2, 4), (3, 4, 4), (5, 6, 6)]
    assert (first.body, second.body) == ("a", "b")


def test_links_and_images_of_markdown_and_html():
    document = parse(
        "[a](x.md 'title') <a href='y.md'>b</a>\n\n<p><img src=\"z.png\" alt='Z'></p>\n\n"
        "[![alt](i.png)](w)\n\n[r]\n\n[r]: ref.md"
    )
    assert [(link.target, link.line) for link in document.links] == [("x.md", 1), ("y.md", 1), ("w", 5), ("ref.md", 7)]
    assert [(image.target, image.alt, image.line) for image in document.images] == [
        ("z.png", "Z", 3),
        ("i.png", "alt", 5),
    ]


def test_markdown_inside_html_belongs_to_it():
    document = parse("<a href='x'>\n\n# Title\n\n</a>\n")
    assert [h.text for h in document.headings] == ["Title"]
    assert document.links[0].text == "Title"


def test_fences_and_code_spans_keep_their_lines():
    document = parse("a `b`\nc `d`\n\n```py\nx = 1\n```\n\n    y = 2\n")
    assert [(code.text, code.line) for code in document.inline_code] == [("b", 1), ("d", 2)]
    assert [(fence.language, fence.content, fence.line) for fence in document.fences] == [
        ("py", "x = 1\n", 5),
        ("", "y = 2\n", 8),
    ]


def test_tables_of_markdown_and_html():
    markdown, html = parse(
        "| a | b |\n|---|---|\n| **1** | `2` |\n\n<table><tr><th>c<th>d</tr><tr><td>3</td>\n<td>4</td></tr></table>"
    ).tables
    assert (markdown.header.cells, markdown.rows[0].cells, markdown.rows[0].line) == (("a", "b"), ("1", "`2`"), 3)
    assert (html.header.cells, html.rows[0].cells) == (("c", "d"), ("3", "4"))


def test_only_prose_counts_as_words():
    text = "# one two\n\nthree *four* `five`\n\n![six](x)\n\n<!-- seven -->\n\n```\neight\n```\n\n"
    text += "- nine [ten](x)\n\n<p>eleven</p>\n"
    assert parse(text).words == len(["three", "four", "nine", "ten", "eleven"])


def test_a_position_in_prose_tells_its_line():
    (paragraph,) = parse("\n\nfirst\nsecond\n").prose
    assert paragraph.line_at(paragraph.text.index("second")) == 4


@pytest.mark.parametrize("mark", ["\r\n", "\r", "\n"])
def test_line_ends_of_any_kind(mark):
    assert headings("\ufefftext" + mark * 2 + "# A" + mark)[0][:3] == ("A", 1, 3)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "![](" * 9_000,
        "*a " * 9_000,
        ">" * 500_000,
        "<a " * 50_000,
        "<!-- " * 50_000,
        "- a\n" * 10_000,
        "|a|b|\n|-|-|\n" + "|1|2|\n" * 10_000,
        "<h1>" * 50_000,
        "<div>\n" + '<a href="' * 50_000,
        "`" * 100_000,
        "\0" * 1000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_input_does_not_hang(text):
    # A bound on processor time that no load of the machine reaches: a pattern that backtracks takes hours.
    started = time.process_time()
    parse(text)
    assert time.process_time() - started < 60


@given(st.text(alphabet=st.sampled_from(list("#*_`[]()<>!|-~ab1. \n\t\r\0\"'=/:&;héß你")), max_size=300))
def test_anything_can_be_read(text):
    document = parse(text)
    lines = document.text.count("\n") + 1
    assert all(1 <= h.line <= lines for h in document.headings)
    assert all(
        1 <= fact.line <= lines for fact in (*document.links, *document.images, *document.inline_code, *document.prose)
    )
    assert all(s.line <= s.end <= s.outer_end for s in document.sections)
