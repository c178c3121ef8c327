"""A plan that was written is read back as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolio.model import TECHNIQUES
from scaffolio.portfolio.plan import LAYOUTS, LICENSES, Entry, Plan, example_plan, read_plan
from scaffolio.portfolio.writing import write_plan
from scaffolio.scaffold.profile.nouns import Asked

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"]), max_size=30).map(str.strip)
LINES = WORDS.filter(lambda text: not any(mark in text for mark in ("<!--", "-->", "PLACEHOLDER(")))
COLUMNS = st.builds(
    Asked,
    target=st.none() | WORDS.filter(bool),
    ids=st.lists(WORDS.filter(bool), max_size=2).map(tuple),
    positive=st.none() | st.sampled_from(["yes", "1", "null", "~", "true", "2020-01-01"]),
    horizon=st.none() | st.integers(1, 99),
)
ENTRIES = st.builds(
    Entry,
    name=st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True),
    technique=st.sampled_from(TECHNIQUES),
    title=LINES,
    question=LINES,
    data=st.just("data/rows.csv"),
    asked=COLUMNS,
    license=st.sampled_from(["", *LICENSES]),
    demo=st.sampled_from(["none", "gradio"]),
    demo_url=st.sampled_from(["", "https://demo.example.org/?a=1#b"]),
    figure=st.sampled_from(["", "reports/figures/ladder.png"]),
)
PLANS = st.builds(
    Plan,
    title=LINES.filter(bool),
    projects=st.lists(ENTRIES, min_size=1, max_size=6, unique_by=lambda entry: entry.name).map(tuple),
    author=WORDS,
    about=st.sampled_from(["", "One.", "Two\n\n- lines: #1\n- 'quoted'", "घर"]),
    layout=st.sampled_from(LAYOUTS),
    seed=st.integers(0, 2**31 - 1),
)


@given(PLANS)
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read_back(plan: Plan) -> None:
    assert read_plan(write_plan(plan)) == plan


def test_the_example_is_read_back_and_defaults_are_left_out() -> None:
    written = write_plan(read_plan(example_plan()))
    assert read_plan(written) == read_plan(example_plan())
    assert "demo" not in written
    assert "data:" not in written


def test_words_that_are_another_keys_default_are_kept() -> None:
    plan = Plan("sample", (Entry("a", "nlp", title="sample", question="none"),), author="none")
    assert read_plan(write_plan(plan)) == plan
