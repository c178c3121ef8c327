"""DOC and RES: where a stricter reader would complain and be wrong."""

import pytest

from scaffolio.project import Project
from scaffolio.rule import NotAssessedError
from scaffolio.rules import catalogue

ABOUT = "# Churn\n\n" + "Which customers leave next month? A shop wants to write to them before they go. " * 4
CODE = {"train.py": "import pandas\n"}


@pytest.mark.parametrize(
    "told",
    [
        "Requires numpy.",
        "Open it in a Kaggle notebook.",
        "Tested with Keras 2.2.",
        "## Setup\n\nSee the wiki.",
        "`docker run churn`",
        "## Instalación\n\nClone.",
        "## 安装\n\n克隆",
    ],
)
def test_any_word_on_installing_counts(findings, told):
    assert not findings("DOC005", {"README.md": f"{ABOUT}\n\n{told}\n", **CODE})


def test_code_of_the_standard_library_needs_no_installation(findings):
    with pytest.raises(NotAssessedError, match="imports a package"):
        findings("DOC005", {"README.md": ABOUT, "train.py": "import json\n"})


def test_an_rst_readme_tells_how_to_install(findings):
    text = (
        "Churn\n=====\n\n"
        + "Who leaves next month, and why? " * 12
        + "\n\nInstalling\n----------\n\n::\n\n    pip install x\n"
    )
    assert not findings("DOC005", {"README.rst": text, **CODE})


def test_a_library_without_results_has_no_limits_to_tell(findings):
    with pytest.raises(NotAssessedError, match="no results"):
        findings("DOC011", {"README.md": ABOUT, **CODE})


@pytest.mark.parametrize(
    "tree",
    [
        {"LICENSE": "MIT License\n\nCopyright (c) 2024 Ada Example\n"},
        {"pyproject.toml": '[project]\nauthors = [{ name = "Ada Example" }]\n'},
        {"CITATION.cff": "authors:\n  - given-names: Ada\n"},
        {"LICENSE": "MIT License\n\nCopyright (c) Ada Example\n"},
    ],
)
def test_an_author_may_stand_in_another_file(findings, tree):
    assert not findings("DOC012", {"README.md": ABOUT, **tree})


@pytest.mark.parametrize(
    "picture",
    [
        "![](docs/logo.png)",
        "![](https://img.shields.io/x.svg)",
        '<img src="a.png" alt="">',
        '<img src="a.png" title="Precision falls">',
        "![](https://latex.codecogs.com/x.png)",
    ],
)
def test_pictures_that_need_no_words(findings, picture):
    assert not findings("DOC014", {"README.md": f"{ABOUT}\n\n{picture}\n"})


@pytest.mark.parametrize("alt", ["", "image", "Alt text", "pr_curve.png"])
def test_pictures_whose_words_say_nothing(findings, alt):
    (found,) = findings("DOC014", {"README.md": f"{ABOUT}\n\n![{alt}](figures/pr.png)\n"})
    assert (found.line, found.evidence) == (5, alt or None)


def test_a_notebook_to_read_is_something_to_look_at(findings):
    assert not findings("DOC017", {"README.md": f"{ABOUT}\n\n[Example](example.ipynb)\n", **CODE})


def test_contents_after_the_first_sentence_are_no_boilerplate(findings):
    contents = "".join(f"- [Part {n}](#part-{n})\n" for n in range(9))
    assert not findings("DOC018", {"README.md": f"{ABOUT}\n\n{contents}"})
    assert findings("DOC018", {"README.md": f"# Churn\n\n{contents}\n\n{ABOUT[9:]}"})


def test_a_readme_older_than_its_tests_is_not_stale(findings):
    log = "2026-03-03 Ada: c\nM tests/test_a.py\n2026-03-02 Ada: c\nM tests/test_a.py\n2026-03-01 Ada: c\nM setup.py\n"
    tree = {"README.md": ABOUT, ".git/log": log + "2025-01-01 Ada: a\nA README.md\n"}
    assert not findings("DOC019", tree)


def test_without_history_staleness_is_not_assessed(findings):
    with pytest.raises(NotAssessedError, match="no Git history"):
        findings("DOC019", {"README.md": ABOUT})


def test_an_indented_block_has_no_place_for_a_language(findings):
    assert not findings("DOC016", {"README.md": f"{ABOUT}\n\n    pip install x\n"})


def test_rst_headings_do_not_jump(findings):
    assert not findings("DOC015", {"README.rst": "A\n=\n\nB\n-\n\nC\n~\n\n" + ABOUT})


def test_balanced_benchmarks_may_show_accuracy_alone(findings):
    told = ABOUT + "\n\n## Results\n\nOn the MNIST test set accuracy is 0.97.\n"
    assert not findings("RES006", {"README.md": told})


@pytest.mark.parametrize(
    "said",
    [
        "## Results\n\nTraining accuracy is 0.999.",
        "## Performance (Dataset de Treino)\n\n- Recall: 99.1%",
        "## Results\n\n| modelo | acurácia treino | acurácia |\n|---|---|---|\n| CNN | 0.999 | 0.95 |",
        "## Results\n\n| net | pixel accuracy |\n|---|---|\n| U-Net | 0.9901 |",
        "## Results\n\n| net | batch/accuracy | epoch/val_accuracy |\n|---|---|---|\n| CNN | 0.999 | 0.95 |",
    ],
)
def test_what_training_rows_and_pixels_score_is_not_too_good(findings, said):
    assert not findings("RES007", {"README.md": f"{ABOUT}\n\n{said}\n"})
    assert findings("RES007", {"README.md": f"{ABOUT}\n\n## Results\n\nTest accuracy is 0.999.\n"})


def test_a_loss_has_no_mistakes_to_read(findings):
    told = ABOUT + "\n\n## Results\n\n| model | val loss |\n|---|---|\n| small | 3.11 |\n| large | 2.84 |\n"
    with pytest.raises(NotAssessedError):
        findings("RES009", {"README.md": told})


@pytest.mark.parametrize(
    "word",
    [
        "The recall of those who leave is the weak spot.",
        "The forecast follows the series with a one-day lag.",
        "| accuracy by plan | F1 |\n|---|---|\n| yearly | 0.4 |",
    ],
)
def test_a_word_on_what_goes_wrong_is_enough(findings, word):
    told = ABOUT + "\n\n## Results\n\nOn the test rows F1 is 0.61.\n\n"
    assert findings("RES009", {"README.md": told})
    assert not findings("RES009", {"README.md": told + word})


def test_a_licence_that_nobody_filled_in_names_no_author(findings):
    text = "MIT License\n\nCopyright (c) <year> <copyright holders>\n"
    assert findings("DOC012", {"README.md": ABOUT, "LICENSE": text})


@pytest.mark.parametrize(
    "words", ["**Student Name**: Ada Example", "## Thành viên nhóm\n\nAda", "Desenvolvido por Ada"]
)
def test_an_author_in_other_words(findings, words):
    assert not findings("DOC012", {"README.md": f"{ABOUT}\n\n{words}\n"})


def part_findings(code, tree):
    part = Project.from_tree(tree).part("churn")
    (rule,) = [rule for rule in catalogue() if rule.info.code == code]
    return list(rule.check(part))


@pytest.mark.parametrize(
    ("code", "told"), [("DOC012", "By [Ada](https://ada.example)"), ("DOC005", "pip install pandas")]
)
def test_the_readme_of_the_whole_speaks_for_its_parts(code, told):
    tree = {"churn/README.md": ABOUT, "churn/train.py": "import pandas\n"}
    assert part_findings(code, {"README.md": ABOUT, **tree})
    assert not part_findings(code, {"README.md": f"{ABOUT}\n\n{told}\n", **tree})


@pytest.mark.parametrize(
    "words", ["Results may vary.", "Similar breeds remain challenging.", "Accuracy hits a ceiling."]
)
def test_a_limit_in_other_words(findings, words):
    assert not findings("DOC011", {"README.md": f"{ABOUT}\n\n## Results\n\nF1 is 0.6. {words}\n"})


def test_the_text_of_a_template_is_a_templates_own(findings):
    with pytest.raises(NotAssessedError, match="template"):
        findings("DOC018", {"README.md": "# Best README template\n\nAn awesome README template.\n" + ABOUT})
