"""Lines of other people's templates are known by fingerprint; nothing of their text is stored."""

import pytest

from scaffolio.parsers.foreign import foreign_templates, foreign_text, line_mark, words_of

KEDRO = "This is your new Kedro project, which was generated using `kedro 9.9.9`."
BOOTH = "What things you need to install the software and how to install them"
TREE = """
    ├── data
    │   ├── external       <- Data from third party sources.
    │   ├── interim        <- Intermediate data that has been transformed.
    │   ├── processed      <- The final, canonical data sets for modeling.
    │   └── raw            <- The original, immutable data dump.
"""


def test_every_template_has_source_licence_and_lines():
    for template in foreign_templates():
        assert template.source.startswith("github.com/")
        assert template.licence
        assert template.asks or template.lines


@pytest.mark.parametrize(
    ("line", "template"),
    [
        (KEDRO, "Kedro"),
        (f"  {BOOTH}:", "PurpleBooth's README template"),
        (f"> **{BOOTH}**", "PurpleBooth's README template"),
        ("- **License:** [More Information Needed]", "Hugging Face's model card"),
        ("A brief description of what this project does and who it's for", "readme.so"),
    ],
)
def test_a_line_that_speaks_to_the_author_is_shown_with_its_place(line, template):
    (found,) = foreign_text(f"# Churn\n\nWho leaves?\n\n{line}\n")
    assert (found.template, found.asks) == (template, ((5, line.strip()),))


@pytest.mark.parametrize(
    "text",
    [
        "# Churn\n\nThe card is Hugging Face's, every unfilled field shown as More Information Needed.\n",
        f"# Churn\n\n<!--\n{BOOTH}\n-->\n\nWho leaves?\n",
        "# Churn\n\nYou need Python, and how to install it is told below.\n",
        "",
    ],
)
def test_what_only_speaks_of_a_template_is_no_line_of_it(text):
    assert not [found for found in foreign_text(text) if found.asks]


def test_other_lines_are_counted_with_their_share():
    (found,) = foreign_text(f"# Churn\n{TREE}")
    assert (found.template, found.asks, found.lines) == ("cookiecutter-data-science", (), 4)
    assert 0 < found.words < found.of_words


def test_a_line_is_its_words():
    assert words_of("│   ├── raw  <- The *original*, [immutable](https://a.example) data dump.") == [
        "raw",
        "the",
        "original",
        "immutable",
        "data",
        "dump",
    ]
    assert line_mark("- Data, from here") == line_mark("data from HERE")
