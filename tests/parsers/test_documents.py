"""Documents that are not Markdown."""

from hypothesis import given
from hypothesis import strategies as st

from scaffolio.parsers.documents import read_document
from scaffolio.parsers.markdown import parse
from scaffolio.parsers.sections import read_sections

RST = """\
=====
Rents
=====

.. image:: https://img.shields.io/badge/build-passing.svg
   :alt: build

How long does a flat stay empty? See the `paper <https://example.org/p.pdf>`_ and data_.

.. _data: https://example.org/data.csv

Installation
============

Run ``rents`` after this::

    pip install rents

Python API
----------

.. code-block:: python

   import rents

Results
=======

====== ====
model  MAE
====== ====
mean   9.1
ours   5.8
====== ====
"""


def test_rst_headings_keep_their_levels():
    assert [(h.text, h.level, h.line) for h in read_document("README.rst", RST).headings] == [
        ("Rents", 1, 2),
        ("Installation", 2, 12),
        ("Python API", 3, 19),
        ("Results", 2, 26),
    ]


def test_rst_links_pictures_code_and_tables():
    document = read_document("README.rst", RST)
    assert {(link.target, link.text) for link in document.links} >= {
        ("https://example.org/p.pdf", "paper"),
        ("https://example.org/data.csv", "data"),
    }
    assert [(image.alt, image.is_badge) for image in document.images] == [("build", True)]
    assert [(fence.language, fence.content) for fence in document.fences] == [
        ("", "pip install rents\n"),
        ("python", "import rents\n"),
    ]
    assert document.fences[0].line == 17
    assert [code.text for code in document.inline_code] == ["rents"]
    assert [row.cells for row in document.tables[0].rows][-1] == ("ours", "5.8")


def test_rst_sections_are_read_for_their_kinds():
    kinds = {section.heading: section.kinds for section in read_sections(read_document("README.rst", RST))}
    assert "install" in kinds["Installation"]
    assert "results" in kinds["Results"]


def test_plain_text_headings_are_capitals_and_lines_with_a_colon():
    text = "RENTS\n\nHow long does a flat stay empty?\n\nInstallation:\n\npip install rents\n"
    assert [heading.text for heading in read_document("README.txt", text).headings] == ["RENTS", "Installation"]


def test_plain_text_with_hash_marks_is_markdown():
    assert read_document("README", "# Rents\n\nWords: two\n").headings[0].form == "markdown"


def test_hash_marks_without_a_space_were_meant_as_a_heading():
    headings = parse("##Overview\nText.\n\n#hashtag\n\n#1 fixed\n").headings
    assert [(heading.text, heading.level, heading.form) for heading in headings] == [("Overview", 2, "loose")]


@given(st.text(alphabet="=-`:._|<> \n\tabc*+[]", max_size=300))
def test_no_rst_is_refused(text):
    document = read_document("a.rst", text)
    assert all(1 <= heading.line <= text.count("\n") + 1 for heading in document.headings)
