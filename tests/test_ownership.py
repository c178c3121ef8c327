"""What is the person's own: by what differs, never by a flag."""

import pytest

from scaffolio import ownership
from tests.scaffolded import CARD, README, SEAM, TREE, metrics, project, told

OTHER_DATA = "dataset:\n  name: birds\n  sha256: bbb2\n  sample: {sample}\n"


def answered(text, topic="approach"):
    return ownership.answered(project({"README.md": text}), topic)


def test_a_question_that_stands_there_is_open():
    assert not answered(README)


def test_a_sentence_in_its_place_answers_it():
    assert answered(told(README, ("approach", "Trees lost by .02.")))


PASTED = "Night strikes are missed: nobody reports height then."


def pasted(*answers):
    return ownership.answered(project({"README.md": told(README, *answers)}), answers[-1][0])


def test_a_sentence_that_answers_two_questions_answers_the_first():
    assert not pasted(("approach", PASTED), ("errors", PASTED.upper()))
    assert pasted(("errors", PASTED), ("approach", PASTED))


def test_an_answer_that_says_more_than_another_is_one():
    assert pasted(("approach", PASTED), ("errors", f"{PASTED} So are gulls."))
    assert pasted(("errors", f"{PASTED} So are gulls."), ("approach", PASTED))
    assert not pasted(("approach", f"{PASTED} So are gulls."), ("errors", PASTED))


def test_two_documents_may_say_the_same():
    changes = {"README.md": told(README, ("approach", PASTED)), "MODEL_CARD.md": told(CARD, ("limitations", PASTED))}
    assert ownership.answered(project(changes), "limitations")


def test_words_that_are_pasted_twice_count_once():
    once, twice = (
        ownership.own_share(project({"README.md": told(README, *((topic, PASTED) for topic in topics))}))
        for topics in (["approach"], ["approach", "errors"])
    )
    assert (once.words, once.template_words) == (twice.words, twice.template_words)


def test_deleting_the_line_is_no_answer():
    assert not answered(told(README, ("approach", "")))


@pytest.mark.parametrize(("words", "expected"), [("Trees lost.", True), ("", False)])
def test_under_a_new_heading_only_words_count(words, expected):
    text = told(README, ("approach", words)).replace("## Approach", "## How")
    assert answered(text) is expected


def test_a_deleted_section_answers_nothing():
    before, _, after = README.partition("## Approach")
    assert not answered(before + after[after.index("## What I tried") :])


def test_a_question_answered_when_the_project_was_made_is_answered():
    assert ownership.answered(project(), "never-asked")


def test_a_topic_that_two_documents_ask_needs_both():
    both = README + "\n## Limits\n\n> PLACEHOLDER(limitations): Where?\n"
    assert not ownership.answered(project({"README.md": told(both, ("limitations", "At night."))}), "limitations")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\n## Where it fails\n\nNight strikes are missed because nobody reports the height then.\n", True),
        ("# A\n\n## Where it fails\n\nSee above.\n", False),
        ("# A\n\n## Data\n\nNight strikes are missed because nobody reports the height then.\n", False),
    ],
)
def test_without_a_manifest_a_section_on_mistakes_shows_that_they_were_read(text, expected):
    foreign = project({".scaffolio/manifest.json": None, "README.md": text, "MODEL_CARD.md": None})
    assert ownership.answered(foreign, "errors") is expected
    assert ownership.answered(foreign, "question")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"reports/metrics.json": metrics()}, True),
        ({"data/schema.yaml": TREE["data/schema.yaml"].replace("true", "false")}, True),  # the same bytes, relabelled
        ({"data/schema.yaml": OTHER_DATA.format(sample="false")}, False),
        ({"data/schema.yaml": OTHER_DATA.format(sample="true")}, True),
        ({"data/schema.yaml": OTHER_DATA.format(sample="false"), "reports/metrics.json": metrics()}, True),  # stale
        ({"data/schema.yaml": None}, False),
        ({"data/schema.yaml": "dataset: [\n"}, False),
        ({"data/schema.yaml": "a: &a [x]\ndataset: *a\n"}, False),
    ],
)
def test_on_sample(changes, expected):
    assert ownership.on_sample(project(changes)) is expected


@pytest.mark.parametrize(
    ("sha256", "card", "expected"),
    [
        ("bbb2", "Refreshed in May 2031 from the agency's export.", False),
        ("bbb2", "", True),
        ("aaa1", "Refreshed in May 2031 from the agency's export.", True),
    ],
)
def test_a_refresh_needs_other_bytes_and_a_word_on_it(sha256, card, expected):
    changes = {
        "data/schema.yaml": f"dataset:\n  name: birds\n  sha256: {sha256}\n  sample: true\n",
        "data/README.md": f"{TREE['data/README.md']}\n{card}\n",
        "reports/metrics.json": metrics(sha256),
    }
    assert ownership.on_sample(project(changes)) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, False),
        ({"README.md": README.replace("Not run yet.", "**Half are found.**")}, False),
        ({"src/birds/features.py": SEAM.replace("    return frame", "    return  frame")}, False),
        ({"src/birds/features.py": SEAM.replace("reference(frame)\n\n", "frame[1:]\n\n")}, True),
        ({"tests/test_mine.py": "def test_b():\n    assert 1\n"}, True),
        ({"MODEL_CARD.md": told(CARD, ("limitations", "Night crews."))}, True),
        ({"MODEL_CARD.md": told(CARD, ("limitations", ""))}, False),
    ],
)
def test_anything_own(changes, expected):
    assert ownership.has_anything_own(project(changes)) is expected


def test_the_share_counts_words_functions_and_open_questions():
    fresh = ownership.own_share(project())
    assert (fresh.words, fresh.functions, fresh.open_questions) == (fresh.template_words, fresh.untouched_functions, 4)
    assert "Approach" in fresh.untouched_sections
    changes = {"README.md": told(README, ("approach", "Trees lost by two hundredths.")), "src/birds/model.py": SEAM}
    own = ownership.own_share(project(changes))
    assert own.words - own.template_words == 5
    assert (own.functions - own.untouched_functions, own.open_questions) == (2, 3)
    assert "Approach" not in own.untouched_sections


def test_a_section_in_another_layout_is_still_the_scaffolds():
    wrapped = README.replace("Boosting is the reference.", "Boosting is\nthe reference.")
    own = ownership.own_share(project({"README.md": wrapped}))
    assert own.words == own.template_words > 0


def test_headings_code_and_blocks_are_no_words():
    text = "# Birds\n\n```bash\npip install birds\n```\n\n<!-- results:start -->\nHalf.\n<!-- results:end -->\n"
    assert ownership.own_share(project({"README.md": text})).words == 0


def test_a_project_of_somebody_elses_has_no_share():
    assert ownership.own_share(project({".scaffolio/manifest.json": None})) is None
