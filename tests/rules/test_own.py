"""OWN: the scaffold's questions and its sections."""

import json
import time

import pytest

from scaffolio.grounds import NotAssessedError
from scaffolio.parsers.scaffold import make_manifest, without_blocks
from tests.scaffolded import README, SCAFFOLDED, TREE, metrics

SCAFFOLD = (
    "# Birds\n\n> PLACEHOLDER(question): Who acts?\n\n"
    "## Approach\n\nCompared on later years.\n\n> PLACEHOLDER(approach): Which alternative?\n"
)


def project(text):
    tree = {"README.md": SCAFFOLD}
    return {
        "README.md": text,
        ".scaffolio/manifest.json": make_manifest("1", "classification", tree, tree.__getitem__).to_json(),
    }


def test_every_question_is_named_by_line(findings):
    found = findings("OWN001", project(SCAFFOLD))
    assert [(f.line, f.evidence) for f in found] == [(3, "Who acts?"), (9, "Which alternative?")]


def test_a_placeholder_that_is_spoken_of_is_none(findings):
    text = "# Tool\n\nIt writes `PLACEHOLDER(approach): …` lines.\n\n```\n> PLACEHOLDER(a): b?\n```\n"
    assert not findings("OWN001", {"README.md": text})


def test_deleting_the_question_is_no_answer(findings):
    text = "\n".join(line for line in SCAFFOLD.splitlines() if "approach)" not in line)
    (found,) = findings("OWN002", project(text))
    assert (found.path, found.line) == ("README.md", 5)


def test_one_own_sentence_is_an_answer(findings):
    assert not findings("OWN002", project(SCAFFOLD.replace("> PLACEHOLDER(approach): Which alternative?", "Trees.")))


def test_a_deleted_section_is_not_untouched(findings):
    assert not findings("OWN002", project("# Birds\n\nMine.\n"))


RAN = {**SCAFFOLDED, "reports/metrics.json": metrics()}
UNLABELLED = README.replace("The template's sample.", "Reports of an agency.")


def test_a_reference_run_is_nothing_of_ones_own(findings):
    (found,) = findings("OWN004", RAN)
    assert (found.path, README.splitlines()[found.line - 1]) == ("README.md", "## Results")


def test_before_a_run_nothing_is_claimed(findings):
    assert not findings("OWN004", SCAFFOLDED)


def test_one_test_of_ones_own_is_something(findings):
    assert not findings("OWN004", {**RAN, "tests/test_mine.py": "def test_mine():\n    assert 1\n"})


def test_a_fresh_scaffold_names_its_sample(findings):
    assert not findings("OWN008", RAN)


def test_an_unlabelled_sample_is_found_at_the_section_on_data(findings):
    (found,) = findings("OWN008", {**SCAFFOLDED, "README.md": UNLABELLED})
    assert (UNLABELLED.splitlines()[found.line - 1], found.evidence) == ("## Data", "birds")


def test_the_sample_under_another_label_is_still_the_sample(findings):
    relabelled = TREE["data/schema.yaml"].replace("true", "false")
    assert findings("OWN008", {**SCAFFOLDED, "README.md": UNLABELLED, "data/schema.yaml": relabelled})


def test_data_of_ones_own_need_no_label(findings):
    own = "dataset: {name: mine, sha256: b, sample: false}\n"
    assert not findings("OWN008", {**SCAFFOLDED, "README.md": UNLABELLED, "data/schema.yaml": own})


@pytest.mark.parametrize(
    "words",
    [
        "Scaffolio's data",
        "practice data",
        "example data",
        "the scaffold's own data",
        "a SAMPLE",
        "the template data",
        "what came with Scaffolio",
    ],
)
def test_many_words_label_a_sample(findings, words):
    assert not findings("OWN008", {**SCAFFOLDED, "README.md": f"{UNLABELLED}\nThis is {words}.\n"})


@pytest.mark.parametrize("words", ["Rows are sampled.", "Two samples a day.", "The scaffold wrote the split."])
def test_other_words_do_not(findings, words):
    assert findings("OWN008", {**SCAFFOLDED, "README.md": f"{UNLABELLED}\n{words}\n"})


@pytest.mark.parametrize("part", ["sections", "functions", "lines", "asked", "files"])
@pytest.mark.parametrize("content", [[], {"README.md": 7}, {"README.md": [7]}, {"README.md": {"a": 7}}, "x", None])
def test_a_manifest_that_somebody_broke_is_none(verdict_of, part, content):
    text = json.dumps({"schema_version": 1, "template_version": "1", "technique": "nlp", part: content})
    tree = {"README.md": LONG, ".scaffolio/manifest.json": text}
    for code in ("OWN001", "OWN002", "OWN003", "OWN004", "OWN011"):
        assert not verdict_of(code, tree).findings


LONG = "# Birds\n\n" + "Reports are ranked by a model that was trained on earlier years.\n" * 10


def long_readme(own):
    tree = {"README.md": LONG}
    return {
        "README.md": LONG + own,
        ".scaffolio/manifest.json": make_manifest("1", "classification", tree, tree.__getitem__).to_json(),
    }


@pytest.mark.parametrize(("lines", "found"), [(0, 1), (9, 1), (16, 0)])
def test_the_share_of_own_words_decides(findings, lines, found):
    own = "".join(f"In year {year} crews at night told no height, which we saw.\n" for year in range(lines))
    assert len(findings("OWN003", long_readme(own))) == found


def test_the_share_is_told(findings):
    (found,) = findings("OWN003", long_readme("Night crews tell no height.\n"))
    assert (found.message, found.evidence) == (
        "96% of the README's words are the scaffold's",
        "5 of 125 words are your own",
    )


def test_a_short_readme_has_no_share_worth_telling(findings):
    assert not findings("OWN003", project("# Birds\n\nCompared on later years.\n"))


def test_a_readme_of_ones_own_words_is_nobody_elses(findings, verdict_of):
    own = "Reports are ranked by a model that was trained on earlier years of the agency's file. " * 20
    assert verdict_of("OWN003", {"README.md": f"# Birds\n\n{own}\n"}).not_assessed


IRIS = "sepal_length,sepal_width,petal_length,petal_width,species\n5,3,1,0,setosa\n"


@pytest.mark.parametrize(
    ("tree", "path"),
    [
        ({"data/flowers.csv": IRIS}, "data/flowers.csv"),
        ({"data/iris.csv": IRIS, "train.py": "pd.read_csv('data/iris.csv')\n"}, "data/iris.csv"),
        ({"train.py": "frame = fetch_california_housing()\n"}, "train.py"),
    ],
)
def test_data_for_practice_are_named_once(findings, tree, path):
    (found,) = findings("OWN009", tree)
    assert found.path == path


@pytest.mark.parametrize(
    "tree",
    [
        {"data/iris.csv": "patient,scan,side\n1,a.png,left\n", "train.py": "pd.read_csv('data/iris.csv')\n"},
        {"tests/test_a.py": "load_iris()\n", "docs/data/iris.csv": IRIS},
        {"a.py": "load_iris()\nload_wine()\nload_digits()\n"},  # a course
        {"data/orchids.csv": "petal_length,petal_width,height\n1,2,3\n"},
    ],
)
def test_what_is_no_data_for_practice(findings, tree):
    assert not findings("OWN009", tree)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# Project Title\n\nWho leaves?\n", 1),
        ("# Churn\n\nLorem ipsum dolor sit amet.\n", 3),
        ("# Churn\n\nSay what the step will be\n", 3),
    ],
)
def test_what_a_template_left_to_fill_in_is_found(findings, text, line):
    assert [found.line for found in findings("OWN010", {"README.md": text})] == [line]


@pytest.mark.parametrize(
    "text",
    [
        "# Churn\n\n## Project Title\n\nLeavers.\n",
        "# Churn\n\nWe compared our texts with `lorem ipsum dolor` as filling.\n",
        "# Churn\n\nProject based on the cookiecutter data science project template.\n",
        "# Churn\n\n├── data\n│   └── raw   <- The original, immutable data dump.\n" + "Who leaves next month? " * 9,
    ],
)
def test_what_no_template_left(findings, text):
    assert not findings("OWN010", {"README.md": text})


def test_a_page_that_is_mostly_a_templates_is_one_finding(findings):
    lines = (
        "external <- Data from third party sources.",
        "interim <- Intermediate data that has been transformed.",
        "processed <- The final, canonical data sets for modeling.",
        "raw <- The original, immutable data dump.",
        "README.md <- The top-level README for developers using this project.",
    )
    (found,) = findings("OWN010", {"README.md": "# Churn\n\n" + "\n".join(lines) + "\n"})
    assert "cookiecutter-data-science" in found.message


@pytest.mark.parametrize("mark", ["<!-- results:start", "<!-- ", "```\n", "a b c d\n", "]("])
def test_hostile_pages_take_no_time(findings, mark):
    tree = {
        "README.md": mark * (300_000 // len(mark)),
        ".scaffolio/manifest.json": long_readme("")[".scaffolio/manifest.json"],
    }
    start = time.process_time()
    for code in ("OWN003", "OWN010"):
        findings(code, tree)
    assert time.process_time() - start < 10


def test_a_block_that_is_never_closed_is_text():
    text = "a <!-- results:start --> b <!-- runs:start --> c <!-- runs:end --> d"
    assert without_blocks(text) == "a <!-- results:start --> b  d"


def test_the_sample_data_of_a_library_are_its_own_matter(findings):
    tree = {
        "README.md": "# sk-trees\n\n    pip install sk-trees\n",
        "setup.py": "from setuptools import setup\n\nsetup(name='sk-trees')\n",
        "sk_trees/__init__.py": "",
        "sk_trees/datasets.py": "from sklearn.datasets import load_iris\n\nframe = load_iris()\n",
    }
    with pytest.raises(NotAssessedError, match="a library"):
        findings("OWN009", tree)
    assert findings("OWN009", {**tree, "README.md": "# Trees\n\n    pip install -e .\n"})
