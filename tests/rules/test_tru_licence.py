"""TRU008 and TRU013: what agrees, what speaks of others, and what something shows, is left alone."""

import pytest

MIT = '[project]\nname = "churn"\nlicense = "MIT"\n'


@pytest.mark.parametrize(
    "text",
    [
        "## License\n\nMIT\n",
        "## License\n\nThis project is licensed under the MIT License. The data set is licensed under CC-BY-4.0.\n",
        "It is based on a tool licensed under the Apache License 2.0.\n",
        "## License\n\nNone is included; add one, for example MIT or Apache-2.0.\n",
        "## License\n\nModel weights: Apache-2.0\n",
    ],
)
def test_no_contradiction(findings, text):
    assert not findings("TRU008", {"README.md": f"# Churn\n\n{text}", "pyproject.toml": MIT})


@pytest.mark.parametrize(
    "text",
    [
        "## License\n\n[Apache 2.0](LICENSE)\n",
        "This project is licensed under the Apache License 2.0.\n",
        "![L](https://img.shields.io/badge/license-GPLv3-blue)\n",
    ],
)
def test_a_contradiction_is_told_in_the_readme(findings, text):
    (found,) = findings("TRU008", {"README.md": f"# Churn\n\n{text}", "pyproject.toml": MIT})
    assert found.path == "README.md"
    assert found.message.endswith("pyproject.toml is MIT")


def test_citation_and_manifest_are_compared(findings):
    (found,) = findings("TRU008", {"CITATION.cff": "license: GPL-3.0\n", "pyproject.toml": MIT})
    assert {found.path, found.evidence} <= {"CITATION.cff", "pyproject.toml", "MIT", "GPL-3.0"}


CODE = {"train.py": "import pandas\n"}


@pytest.mark.parametrize(
    "text",
    [
        "Production-ready is what this is not.",
        "It could be deployed on AWS in the future.",
        "It uses state-of-the-art models.",
        "Deployed on Streamlit: [live](https://churn.streamlit.app).",
        "## Future work\n\nReal-time prediction.",
        "## Related\n\nA paper on real-time detection.",
    ],
)
def test_words_that_claim_nothing_of_this_project(findings, text):
    assert not findings("TRU013", {"README.md": f"# Churn\n\n{text}\n", **CODE})


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("Real-time prediction of churn.", {"app.py": "import streamlit\n"}),
        ("Real-time detection from a camera.", {"detect.py": "cv2.VideoCapture(0)\n"}),
        ("A production-ready pipeline.", {"tests/test_a.py": "", "Dockerfile": "FROM x\n"}),
        ("It achieves state-of-the-art results (https://arxiv.org/abs/1).", {}),
    ],
)
def test_words_that_something_shows(findings, text, files):
    assert not findings("TRU013", {"README.md": f"# Churn\n\n{text}\n", **CODE, **files})


@pytest.mark.parametrize(
    "text",
    [
        "The model was deployed on AWS.",
        "## Features\n\n- Real-time prediction of churn",
        "It achieves state-of-the-art results.",
        "An enterprise-grade pipeline.",
    ],
)
def test_words_that_nothing_shows(findings, text):
    assert len(findings("TRU013", {"README.md": f"# Churn\n\n{text}\n", **CODE})) == 1


@pytest.mark.parametrize("text", ["## License\n\nMIT\n", "## Licence\n\nCe projet est sous licence MIT.\n"])
def test_a_licence_named_alone_or_in_another_language(findings, text):
    assert len(findings("TRU007", {"README.md": f"# Churn\n\n{text}"})) == 1
    assert findings("TRU007", {"README.md": f"# Churn\n\n{text}", "LICENSE": "MIT License\n"}) == []
