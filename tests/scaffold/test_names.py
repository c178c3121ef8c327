"""A person's name for a project becomes a folder, a distribution and a package that work."""

import keyword
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.scaffold import names


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Bird Strikes", "bird-strikes"),
        ("Café  Umsätze!", "cafe-umsatze"),
        ("a__b--c", "a-b-c"),
        ("日本", ""),
        ("../../etc", "etc"),
    ],
)
def test_slug_keeps_latin_words(typed, slug):
    assert names.slug(typed) == slug


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("bird-strikes", "bird_strikes"),
        ("2024-births", "project_2024_births"),
        ("class", "class_project"),
        ("numpy", "numpy_project"),
        ("json", "json_project"),
    ],
)
def test_package_never_hides_another_module(name, package):
    assert names.package(name) == package


@given(st.text(max_size=60))
def test_every_package_derived_can_be_imported(typed):
    if slug := names.slug(typed):
        package = names.package(slug)
        assert package.isidentifier()
        assert not keyword.iskeyword(package)
        assert package not in sys.stdlib_module_names


def test_is_package_accepts_what_package_derives_and_nothing_else():
    assert names.is_package("bird_strikes")
    assert not names.is_package("Bird-Strikes")
    assert not names.is_package("json")
