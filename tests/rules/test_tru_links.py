"""TRU003, TRU011, TRU012, TRU014: links that work, and pictures and badges that are right, are left alone."""

import pytest

from scaffolio.parsers.anchors import slug
from scaffolio.parsers.stand_ins import is_stand_in


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Results", "results"),
        ("What I tried", "what-i-tried"),
        ("📊 Results", "-results"),
        ("⚙️ Setup", "-setup"),
        ("Train & test", "train--test"),
        ("K-means, again!", "k-means-again"),
        ("Über uns", "über-uns"),
        ("snake_case `code`", "snake_case-code"),
    ],
)
def test_slugs_are_githubs(heading, expected):
    assert slug(heading) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[a](#results) [b](#results-1)\n\n## Results\n\n## Results\n",
        '[a](#here)\n\n<a id="here"></a>\n',
        "[a](#here)\n\n<a name='here'>\n",
        "[a](#Results)\n\n## Results\n",
        "[a](#top) [b](#) [c](#readme) [d](#user-content-a)\n\n# A\n",
        "[a](#%EF%B8%8F-setup)\n\n## ⚙️ Setup\n",
        "[a](#die-%C3%BCbung)\n\n## Die Übung\n",
        "[a](train.py#L10) [b](https://x.y/#z)\n",
        "[a](docs/more.md#usage)\n",
        "[a](#setext)\n\nSetext\n======\n",
        '[a](#html)\n\n<h2 align="center">HTML</h2>\n',
        "```\n[a](#no)\n```\n",
    ],
)
def test_an_anchor_that_works_is_left_alone(findings, text):
    assert not findings("TRU003", {"README.md": text, "docs/more.md": "## Usage\n", "train.py": ""})


@pytest.mark.parametrize("text", ["[a](#gone)\n", "[a](docs/more.md#gone)\n", "[a](#results-1)\n\n## Results\n"])
def test_an_anchor_that_is_not_there_is_told(findings, text):
    assert len(findings("TRU003", {"README.md": text, "docs/more.md": "## Usage\n"})) == 1


def test_the_anchor_that_is_meant_is_named(findings):
    (found,) = findings("TRU003", {"README.md": "[a](#setup)\n\n## 🔧 Setup\n"})
    assert found.message == "no heading has the anchor #setup; #-setup is that of line 3"


@pytest.mark.parametrize(
    "address",
    [
        "#",
        "https://github.com/yourusername/churn",
        "https://github.com/your-username",
        "https://github.com/<username>/churn",
        "git@github.com:YOUR_USERNAME/churn",
        "https://example.com",
        "https://via.placeholder.com/800x400",
        "https://linkedin.com/in/yourprofile",
        "https://your-app.streamlit.app",
        "mailto:your.email@gmail.com",
        "link-to-demo",
        "your-demo-link-here",
    ],
)
def test_an_address_nobody_filled_in(address):
    assert is_stand_in(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/ada/my-portfolio",
        "https://docs.github.com/en/get-started/your-account/managing-your-profile",
        "https://hydra.cc/docs/tutorials/running_your_app/multi-run",
        "https://nextjs.org/docs/app/building-your-application",
        "https://exampleshop.com",
        "docs/usage.md",
        "mailto:ada@lovelace.org",
        "https://scikit-learn.org/stable/",
        "https://www.kaggle.com/c/titanic",
    ],
)
def test_a_real_address(address):
    assert not is_stand_in(address)


@pytest.mark.parametrize(
    "text",
    [
        "[Back to top](#)\n",
        "[![Python](https://img.shields.io/badge/python-3.12-blue)](#)\n",
        "## Contributing\n\nFork it, then\n\n```bash\ngit clone https://github.com/your-username/churn.git\n```\n",
        "Call `curl https://example.com/predict`.\n",
        "```bash\ncurl https://example.com\n```\n",
        "[Link to repo]\n\n[Link to repo]: https://github.com/ada/churn\n",
        "Replace [your profile URL] with the address of yours.\n",
        "[Your profile](https://ada.dev) and [your name], [add one column].\n",
    ],
)
def test_what_only_looks_like_a_stand_in_is_left_alone(findings, text):
    assert not findings("TRU011", {"README.md": f"# Churn\n\n{text}"})


@pytest.mark.parametrize(
    "text",
    [
        "[Live demo](#)",
        "Mail me at your.email@example.com",
        "See https://github.com/yourusername/churn for more.",
        "[![Live demo](https://img.shields.io/badge/demo-live-green)](#)",
        "![Demo](https://via.placeholder.com/600)",
        "```bash\ngit clone https://github.com/yourusername/churn.git\n```",
        "Live demo: [Add your deployed version link here]",
        "| Source | Licence |\n|---|---|\n| `[INSERT OFFICIAL SOURCE URL]` | MIT |",
    ],
)
def test_a_stand_in_is_told_once(findings, text):
    assert len(findings("TRU011", {"README.md": f"# Churn\n\n{text}\n"})) == 1


CI = {".github/workflows/ci.yml": "on: push\n", ".git/origin": "git@github.com:ada/churn.git"}


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/Ada/Churn/actions/workflows/ci.yml/badge.svg?branch=main",
        "https://github.com/ada/churn/workflows/Tests/badge.svg",
        "https://img.shields.io/github/license/ada/churn",
        "https://img.shields.io/github/license/yourusername/churn",
        "https://codecov.io/gh/ada/churn/branch/main/graph/badge.svg",
        "https://img.shields.io/badge/python-3.12-blue",
        "docs/badge.svg",
    ],
)
def test_a_badge_of_this_repository_is_left_alone(findings, address):
    assert not findings("TRU012", {"README.md": f"# Churn\n\n![x]({address})\n", **CI})


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/ada/other/actions/workflows/ci.yml/badge.svg",
        "https://github.com/ada/churn/actions/workflows/tests.yml/badge.svg",
        "https://img.shields.io/github/actions/workflow/status/ada/churn/tests.yml?branch=main",
        "https://img.shields.io/github/stars/bob/churn?style=social",
        "https://codecov.io/gh/bob/churn/branch/main/graph/badge.svg",
    ],
)
def test_a_wrong_badge_is_told(findings, address):
    assert len(findings("TRU012", {"README.md": f"# Churn\n\n![x]({address})\n", **CI})) == 1


def test_badges_of_other_projects_further_down_and_without_an_origin_are_left_alone(findings):
    badge = "![x](https://img.shields.io/github/stars/bob/tool)"
    assert not findings("TRU012", {"README.md": f"# Churn\n\n## Tools\n\n{badge}\n", **CI})
    assert not findings("TRU012", {"README.md": f"# Churn\n\n{badge}\n"})


@pytest.mark.parametrize(
    "image",
    [
        "![ROC](docs/roc.png)",
        "![ROC](https://raw.githubusercontent.com/ada/churn/main/roc.png)",
        "![ROC](https://github.com/user-attachments/assets/1)",
        "![CI results](https://img.shields.io/badge/accuracy-0.9-green)",
        "![Logo](https://i.imgur.com/a.png)",
    ],
)
def test_pictures_at_github_and_no_results_are_left_alone(findings, image):
    assert not findings("TRU014", {"README.md": f"# Churn\n\n{image}\n"})
