"""DOC: READMEs that a strict reader of headings would wrongly complain about."""

import pytest

ABOUT = "Which customers leave next month? A shop wants to write to them before they go. " * 4


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "readme.md",
        "README.rst",
        "Readme.txt",
        "README",
        ".github/README.md",
        "docs/README.md",
        "README.org",
    ],
)
def test_a_readme_of_any_name_is_a_readme(findings, name):
    assert not findings("DOC001", {name: "x"})


def test_words_in_a_table_fill_a_readme(findings):
    table = "| a | b |\n|---|---|\n" + "| one two three | four five six seven |\n" * 10
    assert not findings("DOC002", {"README.md": "# T\n\n" + table})


def test_chinese_characters_count_as_words(findings):
    assert not findings("DOC002", {"README.md": "# 项目\n\n" + "预测下个月哪些客户会流失" * 6})


def test_code_badges_and_comments_do_not_fill_a_readme(findings):
    text = (
        "# T\n\n<!-- " + "word " * 80 + "-->\n\n```\n" + "word " * 80 + "\n```\n\n![b](https://img.shields.io/x.svg)\n"
    )
    assert findings("DOC002", {"README.md": text})


@pytest.mark.parametrize(
    "readme",
    [
        f"# Churn\n\n{ABOUT}\n\n## Install\n",
        f"# Churn\n\n## Overview\n\n{ABOUT}\n",
        f"<h1 align='center'>Churn</h1>\n<p>{ABOUT}</p>\n\n## Install\n",
        f"**Churn**\n\n{ABOUT}\n",
        f"# Churn\n\n## Links\n[a](b)\n\n## Introdução\n\n{ABOUT}\n",
        f"Churn\n=====\n\n> {ABOUT}\n",
    ],
)
def test_an_opening_in_any_dress_is_an_opening(findings, readme):
    assert not findings("DOC003", {"README.md": readme})


@pytest.mark.parametrize(
    "usage",
    [
        "```bash\n$ python train.py\n```",
        "    pip install churn\n",
        "Run `make all`.",
        "Open [the notebook](churn.ipynb) and run all cells.",
        "[Colab](https://colab.research.google.com/x)",
        "```python\nfrom churn import predict\n```",
        "```\ntrain.py --epochs 3\n```",
        "Run `notebooks/churn.ipynb`.",
        "## Usage\n\nRun the notebooks in order.",
        "See [how to reproduce](REPRODUCE.md).",
    ],
)
def test_a_way_to_run_is_found(findings, usage):
    tree = {"README.md": f"# Churn\n\n{ABOUT}\n\n{usage}\n", "REPRODUCE.md": "```\npython train.py\n```\n"}
    assert not findings("DOC006", tree)


@pytest.mark.parametrize(
    "heading",
    [
        "## Method",
        "**Methodology**",
        "## How it works",
        "## 模型",
        "## Metodología",
        "<h2>Approach</h2>",
        "### 2.1 Model architecture",
    ],
)
def test_an_approach_by_any_name(findings, heading):
    assert not findings("DOC007", {"README.md": f"# Churn\n\n{ABOUT}\n\n{heading}\n\nText.\n"})


def test_a_placeholder_counts_as_its_section(findings):
    text = f"# Churn\n\n{ABOUT}\n\n## Challenges\n\n> PLACEHOLDER(challenges): Which run surprised you?\n"
    assert not findings("DOC008", {"README.md": text})


@pytest.mark.parametrize(
    "sentence",
    [
        "The model reaches an accuracy of 0.91.",
        "The tree fails on new customers: recall 0.3.",
        "We found that age matters most.",
    ],
)
def test_a_result_needs_no_heading(findings, sentence):
    assert not findings("DOC009", {"README.md": f"# Churn\n\n{ABOUT}\n\n{sentence}\n"})
