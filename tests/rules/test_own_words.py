"""OWN, on words: one word that ties a section to its repository is enough, and one of its own that answers."""

import time

import pytest

from tests.scaffolded import README, SCAFFOLDED, told

VAGUE = "Cleaning the records was hard, and choosing between approaches took us a very long time."


@pytest.fixture
def challenges(findings):
    def found(text, heading="Challenges", **tree):
        return findings("OWN006", {"README.md": f"# Churn\n\n## {heading}\n\n{text}\n", **tree})

    return found


@pytest.fixture
def limitations(findings):
    return lambda text, heading="Limitations": findings("OWN007", {"README.md": f"# Churn\n\n## {heading}\n\n{text}\n"})


@pytest.mark.parametrize("heading", ["Challenges", "Difficulties", "Problems we faced", "Lessons learned"])
def test_a_story_that_fits_any_project_is_found_at_its_heading(challenges, heading):
    (found,) = challenges(VAGUE, heading)
    assert (found.line, found.evidence) == (3, heading)


@pytest.mark.parametrize(
    "anchor",
    [
        "See `load`.",
        "See [the commit](../../commit/abc).",
        "Fixed in 4f2a9c1.",
        "The loss hid in train.py at first.",
        "TotalCharges held blanks.",
        "The column total_charges held blanks.",
        "It raised a KeyError.",
        "The F1 score fell.",
        "A third of 7,043 rows went.",
        "Figure 2 shows it.",
        "It failed in #12.",
    ],
)
def test_one_anchor_is_enough(challenges, anchor):
    assert not challenges(f"{VAGUE} {anchor}")


def test_what_the_code_knows_is_an_anchor(challenges):
    code = {"train.py": "from imblearn.over_sampling import SMOTE\nframe['tenure']\n"}
    assert not challenges(f"{VAGUE} SMOTE made it worse.", **code)
    assert not challenges(f"{VAGUE} Only tenure was filled.", **code)
    assert challenges(f"{VAGUE} ADASYN made it worse.", **code)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Hard.", "Challenges"),
        ("> PLACEHOLDER(challenges): Which run surprised you, and what did you change? Link its commit.", "Challenges"),
        (VAGUE, "The challenge"),
        (VAGUE, "Approach"),
    ],
)
def test_a_stub_a_question_and_other_headings_are_none(challenges, text, heading):
    assert not challenges(text, heading)


def test_anchors_below_sub_headings_count(challenges):
    assert not challenges(f"{VAGUE}\n\n### Split\n\nRows of one customer stood in both parts of split.py.")


@pytest.mark.parametrize(
    "text",
    [
        "- More data\n- Hyperparameter tuning\n- Deep learning",
        "The results may improve with a larger dataset. Better models and more tuning could help.",
        "1. Limited data\n2. More training",
    ],
)
def test_limitations_of_every_model_are_found(limitations, text):
    (found,) = limitations(text)
    assert found.line == 3


@pytest.mark.parametrize(
    "text",
    [
        "- More data\n- Firms are not in the file",
        "- More data, since 2019 is missing a third of 7,043 rows\n- Tuning",
        "- More tuning of `max_depth`",
        "✗ Words are taken to be independent\n✗ Complex models may do better",
        "",
    ],
)
def test_one_limitation_of_ones_own_is_enough(limitations, text):
    assert not limitations(text)


def test_future_work_is_no_limitation(limitations):
    assert not limitations("- More data\n- Deep learning", "Future work")


@pytest.mark.parametrize("text", ["a-" * 100_000, "1," * 100_000, "\n" * 100_000, "- " * 100_000, "`" * 100_000])
def test_hostile_sections_take_no_time(challenges, limitations, text):
    start = time.process_time()
    challenges(text)
    limitations(text)
    assert time.process_time() - start < 5


PASTED = told(README, *((topic, "> Nobody reports height.") for topic in ("question", "approach", "errors")))


def test_one_sentence_in_every_place_is_told_of_all_but_the_first(findings):
    found = findings("OWN011", {**SCAFFOLDED, "README.md": PASTED})
    lines = PASTED.splitlines()
    assert [lines[f.line - 1] for f in found] == ["## Approach", "## Where it fails"]
    assert found[0].message == 'Approach only repeats the answer under "Which reports first?"'


@pytest.mark.parametrize(
    "text",
    [
        README,
        told(README, ("approach", ""), ("errors", "")),
        told(README, ("approach", "Trees lost."), ("errors", "Gulls at night.")),
        told(README, ("approach", "Trees lost.")).replace("The template's sample.", "Trees lost."),
    ],
    ids=["open", "deleted", "answered", "where nothing was asked"],
)
def test_what_repeats_no_answer(findings, text):
    assert not findings("OWN011", {**SCAFFOLDED, "README.md": text})
