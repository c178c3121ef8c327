"""Licences are told by their words; names are understood only where they fit one licence."""

import pytest

from scaffolio.parsers import licence
from scaffolio.project import MemoryFiles, Project
from scaffolio.rules.lic import _MIT

MIT = _MIT.format(holder="2026 Ada Example")


def test_a_usual_text_needs_no_library(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "licenseclassifier", None)
    assert licence.identify(MIT) == ("MIT",)
    assert licence.identify(MIT.replace("\n", "\r\n   ").upper()) == ("MIT",)


def test_a_text_with_much_around_it_is_asked_of_the_library():
    assert licence.identify("What follows covers the code and not the data. " * 12 + MIT) == ("MIT",)
    assert licence.identify("All rights reserved.\n") == ()
    assert licence.identify("") == ()


@pytest.mark.parametrize(
    ("name", "spdx"),
    [
        ("MIT", "MIT"),
        ("The MIT License (MIT)", "MIT"),
        ("Apache License 2.0", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("apache-2.0", "Apache-2.0"),
        ("BSD-3-Clause", "BSD-3-Clause"),
        ("new BSD", "BSD-3-Clause"),
        ("GPLv3", "GPL-3.0"),
        ("GPL-3.0-or-later", "GPL-3.0"),
        ("GNU General Public License v3", "GPL-3.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("BSD License", None),
        ("Apache Software License", None),
        ("Proprietary", None),
        ("GPL", None),
    ],
)
def test_names(name, spdx):
    assert licence.spdx_of(name) == spdx


def stated(tree):
    return [(found.path, found.line, found.spdx) for found in Project(MemoryFiles(tree)).licences]


def test_every_place_that_states_a_licence():
    tree = {
        "LICENSE": MIT,
        "pyproject.toml": '[project]\nname = "x"\nlicense = "Apache-2.0"\n',
        "setup.cfg": "[metadata]\nlicense = GPLv3\n",
        "CITATION.cff": "title: x\nlicense: BSD-3-Clause\n",
        "README.md": "# X\n\n![l](https://img.shields.io/badge/license-MIT-green)\n\nLicensed under the MIT License.\n",
        "MODEL_CARD.md": "---\ntags: [x]\nlicense: cc-by-4.0\n---\n# Card\n",
    }
    assert stated(tree) == [
        ("LICENSE", 1, "MIT"),
        ("CITATION.cff", 2, "BSD-3-Clause"),
        ("MODEL_CARD.md", 3, "CC-BY-4.0"),
        ("README.md", 3, "MIT"),
        ("README.md", 5, "MIT"),
        ("pyproject.toml", 3, "Apache-2.0"),
        ("setup.cfg", 2, "GPL-3.0"),
    ]


def test_terms_of_the_data_are_not_the_projects():
    assert stated({"README.md": "# X\n\nThe data set is released under the CC BY 4.0 license.\n"}) == []


@pytest.mark.parametrize(
    "text", ["[project\n", "license = 3\n", "project = 3\ntool = 4\n", "[project]\nlicense = {file = 'LICENSE'}\n"]
)
def test_odd_manifests_state_nothing(text):
    assert stated({"pyproject.toml": text}) == []
