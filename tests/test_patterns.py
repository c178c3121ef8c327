"""Expressions that are compiled late find what they would find at once, and skip no text that may match."""

import _sre
import importlib
import pkgutil
import re
from re import _casefix

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scaffolio
from scaffolio import patterns
from scaffolio.marks import UNFOLDED, marks

EXAMPLES = [
    (r"\b(?:churn|leav(?:e|ing)) soon", (" soon",)),
    (r"\bleak|\bduplicat(?:e|es)?\b|too good", ("leak", "duplicat", "too good")),
    (r"(?:^|/)\.?ruff\.toml\Z|\.flake8", ("ruff.toml", ".flake8")),
    (r"colou?r", ("colo",)),
    (r"a+bc{0,3}def", ("def",)),
    (r"(?:abc)?de", ("de",)),
    (r"(?<!not )(?=x)found", ("found",)),
    (r"[abc]+|data", ()),
    (r"\d+\.\d+", (".",)),
    (r"either\|or|both", ("either|or", "both")),
    (r"one\\b|two", ("one\\b", "two")),
    (r"(?P<q>['\"])word(?P=q)", ("word",)),
    (r"(a)(?(1)b|c)long", ()),
    ("", ()),
]


@pytest.mark.parametrize(("source", "expected"), EXAMPLES)
def test_the_marks_of_an_expression(source, expected):
    assert marks(source, folds=False) == expected


def test_marks_are_folded_where_case_does_not_count():
    assert marks("Straße|ÉTÉ", folds=True) == ("strasse", "été")
    assert marks("ilk|\u0131lk", folds=True) == ()


def test_folding_makes_equal_what_an_expression_takes_for_equal():
    signs = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000 and chr(code) not in UNFOLDED]
    assert all(chr(_sre.unicode_tolower(ord(sign))).casefold() == sign.casefold() for sign in signs)
    alike = ((chr(one), chr(other)) for one, others in _casefix._EXTRA_CASES.items() for other in others)
    assert all(one.casefold() == other.casefold() for one, other in alike if not {one, other} & set(UNFOLDED))


@pytest.mark.parametrize("text", ["i", "I", "\u0130", "\u0131", "x\u0131x"])
def test_a_turkish_i_is_found_in_any_case(text):
    expected = re.compile("ii|i", re.IGNORECASE).search(text)
    found = patterns.regex("ii|i", re.IGNORECASE).search(text)
    assert (found and found.span()) == (expected and expected.span())


@pytest.mark.parametrize("text", ["", "nothing", "a mark and no more", "Mark 12, mark 7"])
@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_every_method_answers_as_a_compiled_expression_does(text, flags):
    source = r"\bmark (\d+)|sign|word|term"
    late, compiled = patterns.regex(source, flags), re.compile(source, flags)
    for _ in range(2):  # before it is compiled, and after
        for name in ("search", "match", "fullmatch"):
            found, expected = getattr(late, name)(text), getattr(compiled, name)(text)
            assert (found and found.span()) == (expected and expected.span())
        assert late.findall(text) == compiled.findall(text)
        assert [found.span() for found in late.finditer(text)] == [found.span() for found in compiled.finditer(text)]
        assert late.sub("-", text) == compiled.sub("-", text)
        assert late.split(text) == compiled.split(text)
    assert (late.pattern, late.groups) == (compiled.pattern, compiled.groups)


def test_a_text_without_marks_is_no_reason_to_compile():
    late = patterns.regex("alpha|beta")
    assert late.search("gamma") is None
    assert "compiled" not in vars(late)
    assert late.search("beta")
    assert "compiled" in vars(late)


def _all_of_ours():
    names = [module.name for module in pkgutil.walk_packages(scaffolio.__path__, "scaffolio.")]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    found = {id(thing): thing for module in modules for thing in vars(module).values()}
    return [thing for thing in found.values() if isinstance(thing, patterns._Late)]


OURS = _all_of_ours()


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(OURS), st.data())
def test_no_text_that_one_of_ours_matches_is_skipped(late, data):
    if isinstance(late.pattern, bytes) and late._folds:
        return  # Hypothesis makes no text for these
    text = data.draw(st.from_regex(re.compile(late.pattern, late._flags)))
    assert not late.cannot_match(text)


def test_most_of_ours_have_marks():
    assert sum(bool(late._marks) for late in OURS) > len(OURS) * 0.7


@given(
    words=st.lists(st.text("ab.", min_size=1, max_size=4), min_size=1, max_size=8),
    text=st.text("ab. ", max_size=20),
)
def test_any_of_words_finds_the_longest_that_begins_at_each_place(words, text):
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    assert re.findall(patterns.any_of(words), text) == re.findall(longest_first, text)


def test_a_letter_of_a_word_may_be_written_in_several_ways():
    source = patterns.any_of(["f1 score", "f1", "recall"], lambda letter: r"[\s_-]?" if letter == " " else letter)
    assert re.findall(source, "f1-score f1 score f1score f1 recall") == [
        "f1-score",
        "f1 score",
        "f1score",
        "f1",
        "recall",
    ]
