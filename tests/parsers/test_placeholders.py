"""Open questions, and the sentence that takes the place of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.errors import UsageError
from scaffolio.parsers.placeholders import answer, one_sentence, read_placeholders

WORDS = "Trees lost by .02."


def answered(line, topic="approach", words=WORDS):
    text = f"# A\r\n\r\n{line}\r\nlast"
    (asked,) = read_placeholders("README.md", text)
    assert (asked.line, asked.topic) == (3, topic)
    return answer(text, asked, words)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("> PLACEHOLDER(approach): Why?", WORDS),
        ("PLACEHOLDER(approach): Why?", WORDS),
        ("- PLACEHOLDER(approach): Why?", f"- {WORDS}"),
        ("  * PLACEHOLDER(approach): Why?", f"  * {WORDS}"),
        ("**PLACEHOLDER(approach): Why?**", WORDS),
        ("<!-- PLACEHOLDER(approach): Why? -->", WORDS),
    ],
)
def test_only_the_line_that_asks_changes(line, expected):
    assert answered(line) == f"# A\r\n\r\n{expected}\r\nlast"


def test_the_question_to_the_reader_stays_a_quotation():
    assert "\n> The officer.\r\n" in answered("> PLACEHOLDER(question): Who?", "question", "The officer.")


def test_a_comment_that_goes_on_below_is_left_to_its_author():
    assert answered("<!-- PLACEHOLDER(approach): Why?") is None


@pytest.mark.parametrize("now", ["", "# A\n", "# A\n\n> PLACEHOLDER(other): Why?\n", "# A\n\nAnswered.\n"])
def test_a_line_that_asks_something_else_by_now_stays(now):
    (asked,) = read_placeholders("README.md", "# A\n\n> PLACEHOLDER(approach): Why?\n")
    assert answer(now, asked, WORDS) is None


@pytest.mark.parametrize("text", ["a\nb\r\n c", "  a b c ", "a\x1bb\x00c", "a\u2028b\x85c"])
def test_a_sentence_is_one_line(text):
    assert one_sentence(text) == "a b c"


def test_joiners_of_other_scripts_stay():
    assert one_sentence("می\u200cشنوم 👩\u200d🔬") == "می\u200cشنوم 👩\u200d🔬"


@pytest.mark.parametrize(
    "text",
    [
        *("", " \n", "…", "\udc80x", "x <!-- runs:end -->", "a --> b", "PLACEHOLDER(x)"),
        *("# T", "## T", "```x", "~~~", "> q", "| a |", "--- -", "==="),
    ],
)
def test_what_would_change_more_than_a_line_is_refused(text):
    with pytest.raises(UsageError):
        one_sentence(text)


@pytest.mark.parametrize("text", ["#42 made it worse", "- a dash", "`height` helps", "3. of 5", "a | b", "=> a tie"])
def test_what_is_harmless_is_not(text):
    assert one_sentence(text) == text


@given(st.text(max_size=80))
def test_any_words_are_refused_or_make_one_line(text):
    try:
        sentence = one_sentence(text)
    except UsageError:
        return
    assert len(sentence.splitlines()) == 1
    assert not list(read_placeholders("README.md", sentence))
