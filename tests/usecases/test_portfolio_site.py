"""A site as it is made: what it shows, what stops it, and that nothing is half-made."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import pytest

from scaffolio.errors import DestinationError, SettingsError, UsageError
from scaffolio.usecases.members import open_portfolio
from scaffolio.usecases.portfolio_site import build
from tests import portfolios
from tests.html_check import faults

NAMES = ("birds", "storms", "shop", "births", "words", "art")


def snapshot(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def readme(*pairs: tuple[str, str]) -> str:
    text = portfolios.README
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture
def two(tmp_path):
    return portfolios.portfolio(tmp_path / "work", {"birds": portfolios.tree(), "storms": portfolios.tree()})


@pytest.fixture
def one(tmp_path):
    """Builds the site of one project with these changes."""

    def built(plan=portfolios.PLAN, extra="", *, drafts=False, **changes):
        folder = portfolios.portfolio(tmp_path / "work", {"birds": portfolios.tree(**changes)}, plan, extra)
        return build(folder, drafts=drafts)

    return built


def page(built, name="birds.html"):
    return (built.out / name).read_text(encoding="utf-8")


def test_what_is_said_of_the_owner_is_read_as_markdown_on_both_pages(one):
    built = one(portfolios.PLAN.replace("a number is", "a **number** is <script>x</script>"))
    for name in ("index.html", "about.html"):
        assert "<strong>number</strong>" in page(built, name)
        assert "<script" not in page(built, name)


def described(text: str) -> set[str]:
    return set(re.findall(r'<meta [^>]*description" content="([^"]*)">', text))


def test_what_others_are_told_of_a_page_is_plain_words_cut_behind_a_word(one):
    about = "  # Hello\n\n  I **like** [numbers](https://a.example) & `code`:\n  LONG\n\n  ## More\n\n  End.\n"
    about = about.replace("LONG", "tellingly " * 40)
    built = one(portfolios.PLAN.replace("  I like to find out what a number is worth.\n", about))
    (told,) = described(page(built, "index.html"))
    assert told.startswith("I like numbers &amp; code: tellingly tellingly")
    assert told.endswith("tellingly …")
    assert len(told) <= 200 + len("amp;")
    assert "<p>I <strong>like</strong>" in page(built, "index.html")
    assert "Hello</h2>" in page(built, "about.html")
    assert "End.</p>" in page(built, "about.html")


def test_a_question_is_told_in_words_whatever_marks_it_has_and_once(one):
    left = ("> The duty officer reads what stands first;", "> The *duty* `officer` reads\n> what stands first;")
    built = one(**{"README.md": readme(left)})
    assert page(built).count("The duty officer reads what stands first; a missed one costs most.") == 1


def test_a_card_says_metric_interval_baseline_and_split(two):
    built = build(two)
    index = page(built, "index.html")
    assert built.shown == ("birds", "storms")
    baseline = '0.424 <span class="soft">lookup</span>'
    for told in ("average precision, higher is better", "0.477", "[0.432, 0.528]", baseline, "+0.053 [0.021, 0.086]"):
        assert told in index
    assert "temporal split, 1,200 rows to learn from, 300 held out" in index
    assert "distinguishably better" in index
    assert "Which reports should be read first?" in index
    assert 'alt="Precision against recall; lookup 0.424, boosting 0.477"' in index


def test_a_card_answers_in_the_words_that_the_results_begin_with(one):
    answer, words = "Reading 60 of 300 reports finds 40 of 50.", '<p class="summary">The duty officer reads'
    for text, told in ((portfolios.README, True), (readme((f"**{answer}**", answer)), False)):
        index = page(one(**{"README.md": text}), "index.html")
        assert words in index
        assert (f'<p class="summary answer">{answer}</p>' in index) is told


@pytest.mark.parametrize(("direction", "span"), [("maximize", (61.1, 95.5)), ("minimize", (4.5, 38.9))])
def test_the_bar_of_a_difference_lies_on_the_side_where_it_is_better(one, direction, span):
    gap = {**portfolios.metrics()["comparisons"][0], "low": 0.0209, "high": 0.0858}
    changed = portfolios.metrics(direction=direction, comparisons=[gap])
    index = page(one(**{"reports/metrics.json": json.dumps(changed)}), "index.html")
    drawn = re.search(r'class="span" d="M([\d.]+) 5H([\d.]+)"', index)
    assert tuple(map(float, drawn.groups())) == span


def test_a_tie_is_called_one(one):
    built = one(**{"reports/metrics.json": json.dumps(portfolios.metrics(comparisons=portfolios.TIE))})
    assert "not distinguishable" in page(built, "index.html")
    assert "distinguishably better" not in page(built)


def test_no_page_has_a_fault_that_can_be_seen_without_a_browser(two):
    built = build(two)
    assert faults(built.out) == []
    assert len(page(built, "index.html").encode()) < 150_000


def test_how_to_run_it_comes_last_and_the_cases_end_the_page(one):
    text = page(one())
    places = [text.index(f'id="{anchor}"') for anchor in ("results", "data-and-split", "limitations", "run-it")]
    assert places == sorted(places)
    assert places[-1] < text.index('id="beat-the-model"')
    assert text.count("<details>") == 12
    assert text.count("worst mistakes.") == 4


def test_the_score_to_beat_is_told_where_there_is_a_choice(one):
    text = page(one())
    assert "<dt>mine</dt><dd>0 of 12 right</dd>" in text
    assert "<dt>lookup, baseline</dt><dd>12 of 12 right</dd>" in text
    assert text.count("✗ wrong") == text.count("✓ right") == 12
    free = page(one(**{"reports/cases.json": json.dumps({**portfolios.CASES, "choices": []})}))
    assert "of 12 right" not in free
    assert "✓" not in free


def test_the_question_is_said_once_on_its_page(one):
    assert page(one()).count("The duty officer reads what stands first; a missed one costs most.") == 1


def test_the_data_and_their_terms_are_named(one):
    text = page(one())
    assert "An agency" in text
    assert "CC BY 4.0" in text


def test_a_draft_is_hidden_unless_it_is_asked_for_and_then_marked(one):
    left = readme(("Split by date.", "> PLACEHOLDER(data): How was it split?"))
    built = one(**{"README.md": left})
    assert built.shown == ()
    assert [hidden.name for hidden in built.hidden] == ["birds"]
    assert "Which reports" not in page(built, "index.html")
    shown = one(drafts=True, **{"README.md": left})
    assert "Draft" in page(shown, "index.html")
    assert "Not written yet." in page(shown)
    assert "PLACEHOLDER" not in page(shown)


def test_a_project_without_a_run_is_a_draft_and_states_no_number(one):
    gone = {"reports/metrics.json": None, "reports/cases.json": None}
    text = readme(("**Reading 60 of 300 reports finds 40 of 50.**", "Not run yet."))
    text = "\n".join(line for line in text.splitlines() if not line.startswith("| ") and "![" not in line)
    assert one(**gone, **{"README.md": text}).hidden[0].why == "no reports/metrics.json: not run yet"
    built = one(drafts=True, **gone, **{"README.md": text})
    assert "Not run yet: there is no number to show" in page(built)
    assert "0.477" not in page(built)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("[the data card](data/README.md)", "[the data card](data/CARD.md)", 24, "leads to no file"),
        ("(#limitations)", "(#limits)", 24, "leads to no heading"),
        ("![Precision against recall; lookup 0.424, boosting 0.477]", "![]", 13, "no alternative text"),
        ("(reports/figures/pr.png)", "(reports/figures/roc.png)", 13, "is not there"),
        ("| mine | own | 0.477 |", "| mine | own | 0.577 |", 18, "0.577 is not what the run says"),
    ],
)
def test_a_fault_in_readme_stops_it_with_file_and_line(one, old, new, line, said):
    good = one()
    before = snapshot(good.out)
    bad = one(**{"README.md": readme((old, new))})
    assert [problem.place for problem in bad.problems] == [f"birds/README.md:{line}"]
    assert said in bad.problems[0].message
    assert snapshot(bad.out) == before


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("reports/metrics.json", "{"),
        ("reports/metrics.json", '{"schema_version": 1, "results": []}'),
        ("reports/cases.json", '{"cases": [{"worst": true}]}'),
        ("reports/figures/pr.png", b"\x89PNG\r\n\x1a\nnothing"),
    ],
)
def test_a_broken_file_is_named_and_nothing_is_made(one, path, content):
    built = one(drafts=True, **{path: content})
    assert f"birds/{path}" in {problem.path for problem in built.problems}
    assert not built.out.exists()


def test_the_same_input_gives_the_same_bytes_with_and_without_what_was_kept(two, tmp_path):
    first = snapshot(build(two).out)
    assert snapshot(build(two).out) == first
    again = portfolios.portfolio(tmp_path / "again", {"birds": portfolios.tree(), "storms": portfolios.tree()})
    assert snapshot(build(again).out) == first


def test_only_what_changed_is_made_again(two, monkeypatch):
    from scaffolio.usecases import portfolio_site

    build(two)
    made = []
    real = portfolio_site.make
    monkeypatch.setattr(portfolio_site, "make", lambda subject, door: made.append(subject.slug) or real(subject, door))
    build(two)
    assert made == []
    (two / "storms/README.md").write_text(readme(("Not for night flights", "Not for gliders")), encoding="utf-8")
    text = page(build(two), "storms.html")
    assert made == ["storms"]
    assert "Not for gliders" in text


def test_names_in_any_script_are_shown(one):
    title = "Какие отчёты читать первыми? 鳥 عصفور"
    changed = portfolios.PLAN.replace("Questions to data", "鳥の問い").replace("Ada Example", "Àdá Ọbí")
    built = one(changed, f", title: '{title}'")
    assert title in page(built)
    assert "鳥の問い" in page(built, "index.html")
    assert faults(built.out) == []


def test_hostile_readme_puts_nothing_on_the_page_that_acts(one):
    hostile = (
        "<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=//evil></iframe>"
        "<style>body{display:none}</style><svg onload=alert(1)></svg><a href='javascript:alert(1)'>k</a>"
        "<img src='data:image/svg+xml;base64,PHN2Zz4='><form action=//evil><input></form>"
        "<div style='position:fixed' onclick=alert(1)>d</div><object data=x></object><base href=//evil>"
    )
    changed = readme(("Split by date.", f"Split by date.\n\n{hostile}\n\n[x](javascript:alert(1))"))
    problems = one(**{"README.md": changed}).problems
    assert {problem.message.partition(":")[0] for problem in problems} <= {
        "the picture x has no alternative text",
        "the picture x is not there",
    }
    changed = changed.replace("<img src=x onerror=alert(1)>", "")
    built = one(**{"README.md": changed})
    assert built.problems == ()
    assert faults(built.out) == []
    text = page(built).lower()
    for word in (
        "<script",
        "onerror",
        "onclick",
        "<iframe",
        "//evil",
        'href="javascript',
        "data:image",
        "position:fixed",
    ):
        assert word not in text


@pytest.mark.full
def test_a_huge_readme_and_a_huge_picture_are_shown_cut_down(one):
    long = portfolios.README + "\n## More\n\n" + "Words and words.\n\n" * 60_000
    built = one(**{"README.md": long, "reports/figures/pr.png": portfolios.picture(5000, 3000)})
    assert any("longer than a page shows" in note for note in built.notes)
    assert max(path.stat().st_size for path in built.out.rglob("*.png")) < 300_000


def test_a_template_of_ones_own_takes_the_place_of_ours(two):
    portfolios.write(
        two / "site",
        {
            "about.html.jinja": '{% extends "scaffolio/about.html.jinja" %}{% block how %}<p>Mine.</p>{% endblock %}',
            "style.css": "body { color: green; }\n",
        },
    )
    built = build(two)
    assert "<p>Mine.</p>" in page(built, "about.html")
    assert "How to read these pages" not in page(built, "about.html")
    assert (built.out / "style.css").read_text() == "body { color: green; }\n"


@pytest.mark.parametrize(
    "text", ["<p>\n{% if %}", "<p>\n{{ nobody.knows }}", "<p>\n{{ 1 / 0 }}", "<p>\n{% include 'gone' %}"]
)
def test_a_wrong_template_is_named_with_its_line(two, text):
    portfolios.write(two / "site", {"404.html.jinja": text})
    with pytest.raises(SettingsError, match=r"site/404\.html\.jinja:2"):
        build(two)
    assert not (two / "public").exists()


def test_a_folder_that_holds_something_else_is_not_replaced(two):
    portfolios.write(two / "public", {"thesis.docx": "years of work"})
    with pytest.raises(DestinationError, match=r"thesis\.docx"):
        build(two)
    assert (two / "public/thesis.docx").read_text() == "years of work"


def test_a_git_repository_in_the_sites_folder_stays(two):
    build(two)
    portfolios.write(two / "public/.git", {"HEAD": "ref: refs/heads/main\n"})
    (two / "storms/README.md").write_text(readme(("Not for night", "Not for day")), encoding="utf-8")
    built = build(two)
    assert (built.out / ".git/HEAD").is_file()
    assert (built.shown, built.hidden) == (("birds", "storms"), ())
    (two / "portfolio.yml").unlink()
    assert "public" not in [member.path for member in open_portfolio(two).members]


def test_maps_for_machines_follow_the_address(two):
    out = build(two).out
    assert "<loc>https://ada.github.io/flights/birds.html</loc>" in (out / "sitemap.xml").read_text()
    assert "Sitemap: https://ada.github.io/flights/sitemap.xml" in (out / "robots.txt").read_text()
    assert not (out / "CNAME").exists()
    assert 'href="/flights/style.css"' in page(build(two), "404.html")
    assert (build(two, base_url="https://ada.example.org").out / "CNAME").read_text() == "ada.example.org\n"
    graph = json.loads((out / "portfolio.jsonld").read_text())["@graph"]
    assert [one["@type"] for one in graph] == ["Person", "SoftwareSourceCode", "SoftwareSourceCode"]


def test_without_an_address_nothing_claims_one(two):
    (two / "portfolio.yml").write_text((two / "portfolio.yml").read_text().replace("base_url", "# base_url"))
    built = build(two)
    assert not (built.out / "sitemap.xml").exists()
    assert "canonical" not in page(built)
    assert any("--base-url" in note for note in built.notes)


@pytest.mark.parametrize("address", ["ada.example.org", "ftp://a.org", 'https://a.org/"x', "https://a.org/?q=1"])
def test_an_address_that_is_none_is_refused(two, address):
    with pytest.raises(UsageError, match="no address"):
        build(two, base_url=address)


def test_a_workflow_is_written_once_and_never_over_ones_own(two, tmp_path):
    built = build(two)
    assert 'path: "public"' in built.workflow.read_text()
    built.workflow.write_text("mine\n")
    assert build(two).workflow is None
    assert (two / ".github/workflows/pages.yml").read_text() == "mine\n"
    (two / ".github/workflows/pages.yml").unlink()
    assert build(two, tmp_path / "elsewhere").workflow is None


def test_links_lead_to_the_code_where_it_can_be_seen(one):
    built = one(
        extra=", code_url: 'https://github.com/ada/flights/tree/main/birds', demo_url: 'https://demo.example.net'"
    )
    text = page(built)
    assert 'href="https://github.com/ada/flights/blob/main/birds/data/README.md"' in text
    assert ">Code for birds</a>" in text
    assert ">Demo of birds</a>" in text


def test_the_plans_figure_must_have_words(one):
    built = one(extra=", figure: reports/figures/other.png", **{"reports/figures/other.png": portfolios.picture()})
    assert "no alternative text" in built.problems[0].message


def test_another_process_finds_what_was_kept(two):
    """Hashes of strings differ from process to process; what is kept must not hang on them."""
    build(two)
    kept = set((two / ".scaffolio/site-cache").iterdir())
    subprocess.run([sys.executable, "-m", "scaffolio", "portfolio", "site", str(two)], check=True, capture_output=True)
    assert set((two / ".scaffolio/site-cache").iterdir()) == kept


@pytest.mark.full
def test_several_processes_make_the_same_site(tmp_path, monkeypatch):
    from scaffolio.adapters import workers

    for place in range(24):
        portfolios.write(tmp_path / f"many/p{place}", portfolios.tree())
    monkeypatch.setattr(workers, "cores", lambda: 2)
    together = snapshot(build(tmp_path / "many").out)
    shutil.rmtree(tmp_path / "many/.scaffolio")
    monkeypatch.setattr(workers, "cores", lambda: 1)
    assert snapshot(build(tmp_path / "many").out) == together
    assert sum(name.endswith(".html") for name in together) == 27
