"""Our frozen dataclasses are made as the standard decorator makes them."""

import dataclasses
from dataclasses import field

import pytest

from scaffolio.nouns import dataclass


def pair():
    """The same class, made by the standard decorator and by ours."""

    def body():
        class Noun:
            """One."""

            name: str
            parts: list[str] = field(default_factory=list)
            many: tuple[int, ...] = ()
            least: int = field(default=3)

            @property
            def length(self):
                return len(self.parts)

        return Noun

    return dataclasses.dataclass(frozen=True)(body()), dataclass(frozen=True, slots=True)(body())


@pytest.mark.parametrize(
    ("values", "named"),
    [(("a",), {}), (("a", ["b"]), {"least": 1}), ((), {"name": "a", "many": (1,)}), (("a", ["b"], (2,), 4), {})],
)
def test_fields_defaults_and_what_is_shown(values, named):
    standard, ours = (kind(*values, **named) for kind in pair())
    assert dataclasses.asdict(ours) == dataclasses.asdict(standard)
    assert repr(ours).rpartition(".")[2] == repr(standard).rpartition(".")[2]
    assert ours.length == standard.length


def test_a_default_that_is_made_is_made_for_each():
    _, kind = pair()
    assert kind("a").parts is not kind("b").parts


@pytest.mark.parametrize(("values", "named"), [((), {}), (("a",), {"other": 1}), (("a", [], (), 1, 2), {})])
def test_what_does_not_fit_is_refused(values, named):
    for kind in pair():
        with pytest.raises(TypeError):
            kind(*values, **named)


def test_equal_values_are_equal_and_hash_alike():
    _, kind = pair()
    assert kind("a", (), (1,)) == kind("a", (), (1,))
    assert kind("a") != kind("b")
    assert hash(kind("a", (), (1,))) == hash(kind("a", (), (1,)))
    assert dataclasses.replace(kind("a"), least=5).least == 5
