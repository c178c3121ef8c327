"""Numbers as people write them, and what agrees with what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.parsers.numbers import NUMBER, read_number


@pytest.mark.parametrize(
    ("text", "value", "places", "percent"),
    [
        (".476", 0.476, 3, False),
        ("47.6 %", 47.6, 1, True),
        ("3,891", 3891, 0, False),
        ("−0.2", -0.2, 1, False),
        ("0,91", 0.91, 2, False),
        ("+.053", 0.053, 3, False),
        ("1,234.5", 1234.5, 1, False),
        ("94%", 94, 0, True),
    ],
)
def test_reading(text, value, places, percent):
    number = read_number(text)
    assert (number.value, number.places, number.percent) == (pytest.approx(value), places, percent)


@pytest.mark.parametrize("text", ["v1.2.3", "2020-01-02", "1/2", "abc1", "3.x", "10.1.1.1"])
def test_what_is_no_number(text):
    assert NUMBER.fullmatch(text) is None


@pytest.mark.parametrize(
    ("text", "recorded"),
    [("0.81", 0.8137), ("0.81", 0.8099), ("81%", 0.8137), ("81.4", 0.8137), (".81", 81.37), ("0.8137", 0.81370001)],
)
def test_agreement(text, recorded):
    assert read_number(text).agrees(recorded, fraction=True, strict=False)


def test_cutting_off_is_rounding_unless_strict():
    assert read_number("0.81").agrees(0.8199, fraction=True, strict=False)
    assert not read_number("0.81").agrees(0.8199, fraction=True, strict=True)


def test_a_printed_record_is_as_coarse_as_it_was_printed():
    assert read_number("0.8137").agrees(0.81, fraction=True, strict=False, printed=2)


@given(st.floats(0.001, 0.999), st.integers(1, 5))
def test_a_rounded_value_agrees_with_itself(value, places):
    assert read_number(f"{value:.{places}f}").agrees(value, fraction=True, strict=True)


@given(st.text(max_size=100))
def test_any_text(text):
    for match in NUMBER.finditer(text):
        assert read_number(match[0]).text == match[0]
