"""Walking through JSON finds what ``json.loads`` finds, and stops where it stops."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.parsers.jsonwalk import JsonWalk

VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), st.lists, max_leaves=6)


@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 0, 2]))
def test_an_array_by_its_values(values, indent):
    text = json.dumps(values, indent=indent)
    found = list(JsonWalk(text).values())
    assert [value for value, _, _ in found] == values
    assert [json.loads(text[start:end]) for _, start, end in found] == values


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=5))
def test_an_object_by_its_members(tree):
    walk = JsonWalk(f"\n {json.dumps(tree)} ")
    assert {key: walk.value() for key in walk.members()} == tree
    walk.end()


@pytest.mark.parametrize("text", ["", "[", "[1", "[1,", "[1,]", "[,]", "[1 2]", "{", "1"])
def test_a_broken_array_says_where(text):
    with pytest.raises(json.JSONDecodeError):
        list(JsonWalk(text).values())


def test_a_fraction_is_as_long_as_it_is_written():
    assert JsonWalk("0.125").value() == 5
