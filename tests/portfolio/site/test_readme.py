"""A README becomes the parts of a page: headings in order, links resolved, nothing that acts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolio.portfolio.site.parts import Asset, Resolver, local_path, shortened, slug
from scaffolio.portfolio.site.readme import read_page

SEEN = Resolver(
    picture=lambda path: Asset(f"p/{path}", 600, 400) if path.endswith(".png") else None,
    file=lambda path: f"https://github.com/a/b/blob/HEAD/{path}" if path.endswith(".md") else None,
)


def section(text: str) -> str:
    """The HTML of the one section of a README that holds this text."""
    return read_page(f"# T\n\n## S\n\n{text}\n", SEEN).sections[0].html


def test_title_opening_and_sections_are_parted():
    page = read_page("# A <b>title</b>\n\nOpening words.\n\n## One\n\nText.\n\n## Two\n\nMore.\n", SEEN)
    assert (page.title, page.description) == ("A title", "Opening words.")
    assert [(part.heading, part.anchor) for part in page.sections] == [("One", "one"), ("Two", "two")]


def test_heading_levels_never_jump_and_identifiers_are_unique():
    page = read_page("# T\n\n## A\n\n##### Deep\n\n#### Deep\n\n# Second title\n\n## Main\n\n## Main\n", SEEN)
    assert re.findall(r"<h(\d) id=\"([^\"]+)\"", page.sections[0].html) == [("3", "deep"), ("4", "deep-1")]
    assert [part.anchor for part in page.sections] == ["a", "second-title", "main-1", "main-2"]


def test_a_local_picture_has_its_size_and_one_of_another_site_is_its_words():
    assert section("![a curve](figures/pr.png)") == (
        '<p><img src="p/figures/pr.png" alt="a curve" width="600" height="400" loading="lazy"></p>'
    )
    assert section("![CI](https://img.example/badge.svg)") == "<p>CI</p>"


def test_a_link_to_a_file_leads_to_the_code_and_one_that_cannot_be_followed_is_words():
    assert 'href="https://github.com/a/b/blob/HEAD/data/README.md"' in section("[card](data/README.md)")
    assert section("[script](train.py)") == "<p>script</p>"
    assert 'href="#s"' in section("[up](#s)")
    assert section("[root](/etc/passwd)") == "<p>root</p>"


def test_a_link_to_the_title_leads_to_the_page_itself():
    page = read_page("# Où ça?\n\n## A\n\n[up](#où-ça)\n", SEEN)
    assert 'href="#main"' in page.sections[0].html


def test_a_table_can_be_scrolled_by_keyboard_and_says_what_it_is():
    html = section("| a | b |\n| --- | --- |\n| 1 | 2 |")
    assert html.startswith('<div class="scroll" role="region" tabindex="0" aria-label="Table 1, in S"><table>')
    assert '<th scope="col">a</th>' in html


def test_a_column_stands_on_the_side_that_markdown_says_and_brings_no_class_of_its_own():
    html = section(
        '| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n<table><tr><td class="wide" align="left">3</td></tr></table>'
    )
    assert '<th class="right" scope="col">b</th>' in html or '<th scope="col" class="right">b</th>' in html
    assert '<td class="right">2</td>' in html
    assert "<td>3</td>" in html


def test_the_answer_is_the_bold_paragraph_that_results_begin_with():
    page = read_page("# T\n\n## Results\n\n**It finds 4 of 5.**\n\nMore.\n", SEEN)
    assert page.answer == "It finds 4 of 5."
    assert read_page("# T\n\n## Results\n\n**Note**: words.\n", SEEN).answer == ""
    assert read_page("# T\n\n## Data\n\n**It finds 4 of 5.**\n", SEEN).answer == ""


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=a.png onerror=alert(1)>",
        "<a href='jAvAsCrIpT:alert(1)'>x</a>",
        "<a href=' java&#10;script:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<style>@import url(//evil.example)</style>",
        "<p style='background:url(//evil.example)'>x</p>",
        "<form action=//evil.example><button formaction=javascript:alert(1)>x</button></form>",
        "<meta http-equiv=refresh content='0;url=//evil.example'>",
        "<base href=//evil.example>",
        "<img src='a.png' alt='\"><script>alert(1)</script>'>",
        "<details ontoggle=alert(1) open><summary>x</summary></details>",
    ],
)
def test_what_could_act_is_dropped(text):
    html = section(text).lower()
    tags = re.findall(r"<(\w+)((?:\s[^>\"]*(?:\"[^\"]*\")?)*)>", html)
    assert not {name for name, _ in tags} & {
        "script",
        "iframe",
        "style",
        "svg",
        "math",
        "form",
        "meta",
        "base",
        "button",
    }
    attributes = " ".join(rest for _, rest in tags)
    assert not re.search(r"\son\w+=|javascript:|data:|style=|srcdoc|//evil", attributes)


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_becomes_closed_html(text):
    page = read_page(text, SEEN)
    for html in (page.opening, *(part.html for part in page.sections)):
        assert "<script" not in html.lower()
        assert html.count("<p>") == html.count("</p>")


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("reports/a%20b.png", "docs/reports/a b.png"),
        ("../LICENSE", "LICENSE"),
        ("../../etc/passwd", None),
        ("https://a.org/x.png", None),
        ("//a.org/x.png", None),
        ("#place", None),
        ("mailto:a@b.org", None),
        ("http://[broken", None),
    ],
)
def test_only_a_path_inside_the_project_is_local(address, path):
    assert local_path(address, "docs") == path


def test_anchors_are_githubs():
    assert slug("What I tried: 2 runs!") == "what-i-tried-2-runs"
    assert slug("Où ça échoue") == "où-ça-échoue"


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("short", "short"),
        ("One two three. Four five six.", "One two three."),
        ("one two three four five", "one two three …"),
        ("一二三四五六七八九十" * 3, "一二三四五六七八九十一二三四五六七八 …"),
        ("一二三四五六七八九。" * 3, "一二三四五六七八九。"),
    ],
)
def test_words_are_cut_behind_a_sentence_or_a_word_where_there_are_any(words, cut):
    assert shortened(words, 20) == cut
