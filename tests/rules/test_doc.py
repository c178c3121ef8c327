"""DOC: READMEs that a strict reader of headings would wrongly complain about."""

import pytest

from scaffolio.rule import NotAssessedError

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
        "# Churn\n\n**Reads a shop's orders and says who leaves.**\n\n## Install\n",
        f"# ALPR\n\n## Licence plates\n\n{ABOUT}\n",
        f"### DL 2424\n### Final project: who leaves a shop\n{ABOUT} The report is [here](report.pdf).\n",
        f"# Churn\n## Ada, Ben and Cy\n### May 2026\n\n## Contents\n\n- [About](#about)\n\n## Overview\n\n{ABOUT}\n",
    ],
)
def test_an_opening_in_any_dress_is_an_opening(findings, readme):
    assert not findings("DOC003", {"README.md": readme})


def test_how_to_install_right_below_the_title_is_no_second_line_of_it(findings):
    text = "# Churn\n## Installation\n" + "Clone the repository and install what it needs. " * 8
    assert findings("DOC003", {"README.md": text})


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
        "## Utilizzo\n\nEsegui il notebook.",
        "## Kullanım\n\nNotebook dosyasını çalıştırın.",
        "[Notebook](churn.ipynb)\n\nSi possono eseguire su Colab.",
        "See [how to reproduce](REPRODUCE.md).",
        "```r\nlibrary(forecast)\n```",
        "First install.packages(c('forecast')), then knit.",
        "```powershell\ndotnet run --project src\n```",
        "Pull command: docker pull ada/churn:1",
        "It runs at https://ada.github.io/churn/",
    ],
)
def test_a_way_to_run_is_found(findings, usage):
    tree = {"README.md": f"# Churn\n\n{ABOUT}\n\n{usage}\n", "REPRODUCE.md": "```\npython train.py\n```\n"}
    assert not findings("DOC006", tree)


@pytest.mark.parametrize(("heading", "line"), [("Usage", 5), ("Visualizing y using Tableau", None)])
def test_a_missing_command_is_shown_where_it_belongs(findings, heading, line):
    (found,) = findings("DOC006", {"README.md": f"# Churn\n\n{ABOUT}\n\n## {heading}\n\nTrain the model, then look.\n"})
    assert found.line == line


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
        "## Arquitetura",
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
        "The model returns a R2 score (coefficient of determination) equal to 0.56.",
        "Lowest **AIC**: **ARIMA(5,1,4)**.",
        "The test yields p-value = 0.03.",
        "Bar chart of medals by event:\n![medals](medals.png)",
        "![segments](static/result_retina.jpg?raw=true)",
        "集成平衡准确率从 0.6591 提高到 0.7813。",
        "The obtained scores are given below\n\n```\nprecision: 0.73\n```",
        "I risultati:\n![medaglie](a.png)",
        "![medals](https://github.com/ada/churn/blob/main/Result/medals.png)",
        "Evaluation:\n\n    precision  recall  f1-score  support\n\n    0  0.74  0.81  0.78  1593",
    ],
)
def test_a_result_needs_no_heading(findings, sentence):
    assert not findings("DOC009", {"README.md": f"# Churn\n\n{ABOUT}\n\n{sentence}\n"})


def test_paragraphs_that_markdown_takes_for_code_fill_a_readme(findings):
    text = "# T\n\n### Task 1\n\n" + "    Loaded the table of employees and explored it by eye.\n" * 6
    assert not findings("DOC002", {"README.md": text})


@pytest.mark.parametrize(
    "sentence",
    [
        "I explored several ideas with a random forest.",
        "An ARIMA model was developed from four years of sales.",
        "Texts are lemmatized, then counted.",
        "Исследовательский анализ данных.",
    ],
)
def test_an_approach_needs_no_heading(findings, sentence):
    assert not findings("DOC007", {"README.md": f"# Churn\n\n{ABOUT}\n\n{sentence}\n"})


@pytest.mark.parametrize(
    "sentence",
    [
        "From this I learned how a loader works: we learned it late.",
        "The blend is in `submissions/`, but it is not that good.",
        "The perceptron never fully converges.",
        "It shows where a linear model breaks down.",
    ],
)
def test_a_challenge_in_other_words(findings, sentence):
    assert not findings("DOC008", {"README.md": f"# Churn\n\n{ABOUT}\n\n{sentence}\n"})


@pytest.mark.parametrize(
    "sentence",
    ["The service logs accuracy, F1 and recall.", "The result is logged as JSON.", "Accuracy is from a 4-fold split."],
)
def test_a_metric_without_a_value_is_no_result(findings, sentence):
    assert findings("DOC009", {"README.md": f"# Churn\n\n{ABOUT}\n\n{sentence}\n"})


@pytest.mark.parametrize(
    "told",
    [
        "## Identified customer clusters\n\n| cluster | income |\n|---|---|\n| careful | high |",
        "## Segment profiles\n\n- careful buyers earn most",
        "- **Results.pdf**, from the run of all models",
    ],
)
def test_what_a_clustering_found_and_a_document_of_results_are_results(findings, told):
    tree = {"README.md": f"# Churn\n\n{ABOUT}\n\n{told}\n", "docs/Results.pdf": "%PDF"}
    assert not findings("DOC009", tree)
    assert findings("DOC009", {"README.md": f"# Churn\n\n{ABOUT}\n\nSee Results.pdf.\n"})


LINKED = {"README.md": f"# Churn\n\n{ABOUT}\n\nThe [report](reports/REPORT.md) tells more.\n"}


def test_results_in_a_linked_report_are_pointed_at(findings):
    report = "# Report\n\n| model | F1 |\n|---|---|\n| forest | 0.81 |\n"
    (found,) = findings("DOC009", {**LINKED, "reports/REPORT.md": report})
    assert found.message == "could not find results; reports/REPORT.md:5, which it links, states f1 0.81"
    assert "reports/REPORT.md" in found.fix


@pytest.mark.parametrize("text", ["# Report\n\nF1 and recall are logged.\n", "# Guide\n\nTypical F1: 0.7-0.8.\n", ""])
def test_a_linked_document_without_a_result_is_not_named(findings, text):
    (found,) = findings("DOC009", {**LINKED, "reports/REPORT.md": text})
    assert (found.message, found.fix) == ("could not find results", None)


def test_results_in_a_document_are_not_asked_for_a_metric(findings):
    tree = {"README.md": f"# Churn\n\n{ABOUT}\n\nSee Results.pdf.\n", "docs/Results.pdf": "%PDF"}
    with pytest.raises(NotAssessedError, match="document"):
        findings("RES001", tree)


LIBRARY = {"setup.py": "from setuptools import setup\n\nsetup(name='sk-trees')\n", "sk_trees/__init__.py": ""}
STORY_RULES = ["DOC007", "DOC008", "DOC009"]


@pytest.mark.parametrize("code", STORY_RULES)
@pytest.mark.parametrize(
    ("tree", "why"),
    [
        ({"README.md": f"# The churn starter\n\n{ABOUT}\n"}, "a template"),
        ({"README.md": f"# {{{{ cookiecutter.name }}}}\n\n{ABOUT}\n"}, "a template"),
        ({"README.md": f"# Deployment guidelines\n\n{ABOUT}\n"}, "a guide"),
        ({"README.md": f"# DataFlex\n\n{ABOUT}\n\nTo assess your model, upload a file.\n"}, "a tool"),
        ({"README.md": f"# Shop\n\n{ABOUT}\n", "package.json": "{}"}, "software"),
        ({"README.md": f"# Shop\n\n{ABOUT}\n", "app.py": "from fastapi import FastAPI\n"}, "software"),
        ({"README.md": f"# Cars\n\n{ABOUT}\nOf a data set.\n", "package.json": "{}", "app/a.tsx": "//\n"}, "software"),
        ({"README.md": f"# Trees\n\nMy step-by-step learning from the HarvardX course.\n\n{ABOUT}\n"}, "notes"),
        ({"README.md": f"# Trees\n\nThe assignments given by Coursera.\n\n{ABOUT}\n"}, "notes"),
        ({"README.md": f"# Trees\n\nAll materials for the Utrecht\nsummer school.\n\n{ABOUT}\n"}, "material"),
        ({"README.md": f"# Me\n\nA portfolio website of machine learning.\n\n{ABOUT}\n"}, "a web site"),
        ({**LIBRARY, "README.md": f"# sk-trees\n\n{ABOUT}\n\n    pip install -U sk-trees\n"}, "a library"),
    ],
)
def test_what_is_no_project_has_no_story(findings, code, tree, why):
    with pytest.raises(NotAssessedError, match=why):
        findings(code, tree)


@pytest.mark.parametrize("code", STORY_RULES)
@pytest.mark.parametrize(
    "tree",
    [
        {"README.md": f"# Shop\n\n{ABOUT}\n\nA data set of 1,000 orders.\n", "package.json": "{}"},
        {"README.md": f"# Shop\n\n{ABOUT}\n", "package.json": "{}", "churn.ipynb": "{}"},
        {"README.md": f"# Shop\n\n{ABOUT}\n", "app.py": "import pandas as pd\n"},
        {"README.md": f"# Template matching\n\n{ABOUT}\n"},
    ],
)
def test_a_project_with_a_page_or_a_service_has_one(findings, code, tree):
    assert findings(code, tree)


def test_a_template_says_what_to_run_once_it_is_filled_in(findings):
    with pytest.raises(NotAssessedError, match="template"):
        findings("DOC006", {"README.md": f"# The churn starter\n\n{ABOUT}\n"})


def test_projects_in_a_folder_of_their_own_are_a_collection(findings):
    parts = {f"projects/{name}/README.md": ABOUT for name in "abcde"}
    with pytest.raises(NotAssessedError, match="collection"):
        findings("DOC009", {"README.md": f"# Ada\n\n{ABOUT}\n", **parts})


def test_a_portfolio_without_code_is_not_asked_for_a_command(findings):
    told = {"LICENSE": "", "me.png": "\x89PNG"}
    with pytest.raises(NotAssessedError, match="a portfolio"):
        findings("DOC006", {"README.md": f"# My data science portfolio\n\n{ABOUT}\n", **told})
    assert findings("DOC006", {"README.md": f"# Churn\n\n{ABOUT}\n", **told})


def test_a_readme_that_no_visitor_sees_is_pointed_at(findings):
    (found,) = findings("DOC001", {".gitignore": "", "churn/README.md": "# Churn\n", "churn/train.py": ""})
    assert found.message == "no README found at the root; churn/README.md is one"
    (found,) = findings("DOC001", {"churn/README.md": "# Churn\n", "rain/train.py": ""})
    assert found.message == "no README found"
