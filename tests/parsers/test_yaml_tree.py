"""YAML is read without following, interpreting or nesting into anything."""

import time

import pytest

from scaffolio.parsers.yaml_tree import ALIAS, BrokenYamlError, Table, UnreadYamlError, read_yaml

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]\n" for n in range(1, 30))


def test_words_stay_words_and_know_their_line():
    tree = read_yaml("on: push\njobs:\n  test:\n    steps:\n      - run: yes\n")
    assert tree == {"on": "push", "jobs": {"test": {"steps": [{"run": "yes"}]}}}
    assert tree["jobs"].lines["test"] == 3
    assert tree["jobs"]["test"]["steps"][0]["run"].line == 5


def test_a_bomb_of_aliases_stays_small():
    start = time.perf_counter()
    tree = read_yaml(BOMB)
    assert tree["a29"] == [ALIAS] * 9
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("text", ["[" * 5_000, "- " * 5_000, "{a: " * 5_000, "x" * 600_000])
def test_what_is_too_deep_or_too_large_is_not_read(text):
    with pytest.raises((UnreadYamlError, BrokenYamlError)):
        read_yaml(text)


@pytest.mark.parametrize(("text", "line"), [("a: b: c", 1), ("a:\n\t- b\n", 2), ("a: [1\nb: 2\n", 2), ("a: \x00", 1)])
def test_what_is_no_yaml_says_where(text, line):
    with pytest.raises(BrokenYamlError) as caught:
        read_yaml(text)
    assert caught.value.line == line


def test_keys_that_stand_twice_are_told():
    tree = read_yaml("a: 1\nb: 2\na: 3\n")
    assert [(key, key.line) for key in tree.twice] == [("a", 3)]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n...\n"])
def test_nothing_is_nothing(text):
    assert not read_yaml(text)


def test_odd_keys_are_no_crash():
    assert isinstance(read_yaml("? [a, b]\n: c\n? {d: e}\n: f\n<<: *x\n"), Table)
