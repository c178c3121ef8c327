"""Licence files as people write them, and citations as the format has them."""

import pytest

from scaffolio.rules.lic import _MIT

APACHE_STUB = "Copyright [yyyy] [name of copyright owner]\n\nLicensed under the Apache License, Version 2.0\n"


def test_an_empty_licence_says_so(findings):
    (found,) = findings("LIC002", {"LICENSE": " \n"})
    assert found.message == "the licence file is empty"


def test_one_known_licence_is_enough(findings):
    assert not findings("LIC002", {"LICENSE": _MIT.format(holder="Ada"), "LICENSE-DATA": "Ask the hospital.\n"})


@pytest.mark.parametrize(
    "holder",
    [
        "<year> <copyright holders>",
        "[year] [fullname]",
        "2024 [your name]",
        "{{ year }} {{ author }}",
        "2024 Your Name",
    ],
)
def test_stubs_in_the_copyright_line(findings, holder):
    (found,) = findings("LIC003", {"LICENSE": _MIT.format(holder=holder)})
    assert found.line == 3


@pytest.mark.parametrize("holder", ["2024 Ada <ada@example.org>", "2024 The [X](https://x.org) authors", "Ada", "2024"])
def test_names_of_every_form(findings, holder):
    assert not findings("LIC003", {"LICENSE": _MIT.format(holder=holder)})


def test_the_instructions_of_a_licence_are_no_stub(findings):
    assert not findings("LIC003", {"LICENSE": APACHE_STUB})


HEAD = "cff-version: 1.2.0\nmessage: Cite.\ntitle: X\n"
AUTHOR = "authors:\n  - name: The team\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b: c\n", "no YAML"),
        ("- a\n", "no keys"),
        ("", "no keys"),
        (HEAD, "lacks authors"),
        (HEAD + "authors: Ada\n", "no list"),
        (HEAD + "authors: []\n", "empty"),
        (HEAD + "authors:\n  - Ada\n", "neither names"),
        (HEAD + "authors:\n  - email: a@b.c\n", "neither names"),
        (HEAD + AUTHOR + "date-released: 1 March\n", "no date"),
        (HEAD + AUTHOR + "doi: https://doi.org/10.5281/x\n", "no DOI"),
        (HEAD + AUTHOR + "licence: MIT\n", "no key"),
        (HEAD + AUTHOR + "title: Y\n", "twice"),
    ],
)
def test_faults_of_a_citation(findings, text, said):
    (found,) = findings("LIC004", {"CITATION.cff": text})
    assert said in found.message


@pytest.mark.parametrize(
    "rest", ["date-released: 2026-03-01\n", 'doi: "10.5281/zenodo.1"\n', "references:\n  - type: article\n", ""]
)
def test_citations_that_are_right(findings, rest):
    assert not findings("LIC004", {"CITATION.cff": HEAD + AUTHOR + rest})


def test_an_older_format_is_not_held_to_the_newer_one(findings):
    text = HEAD.replace("1.2.0", "1.1.0") + AUTHOR + "year: 2019\n"
    assert not findings("LIC004", {"CITATION.cff": text})
