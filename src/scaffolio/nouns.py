"""Frozen dataclasses that cost little to define.

The standard decorator compiles six methods for every class, which for the hundred classes
of a small audit took a tenth of it. Here comparing, hashing and showing are shared by all,
and the rest is made when a class is first used, which half of them never are. That no
field is assigned to, and no other attribute, is left to the type checker, for which this is
the standard decorator.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar

__all__ = ["dataclass"]

_LATE = ("__dataclass_fields__", "__match_args__", "_values")
"""What stands for itself until the class is first used; ``__init__`` does, too."""

_making = RLock()


class _Noun:
    """The methods that all share; ``_values`` gives the fields of one, as they are compared."""

    __match_args__: ClassVar[tuple[str, ...]]
    _values: ClassVar[Callable[[object], object]]

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return type(self)._values(self) == type(self)._values(other)

    def __hash__(self) -> int:
        return hash(type(self)._values(self))  # noqa: SLF001

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__qualname__}({values})"


class _Late:
    """An attribute of a class that is made, with all others, when one of them is asked for."""

    def __init__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, _instance: object, cls: type) -> object:
        _make(self._owner)
        return getattr(cls, self._name)


def _make(cls: type) -> None:
    """Let the standard decorator do its work, unless it has."""
    with _making:
        if not isinstance(cls.__dict__["_values"], _Late):
            return
        for name in ("__init__", "__dataclass_fields__", "__match_args__"):
            delattr(cls, name)
        dataclasses.dataclass(cls, init=False, repr=False, eq=False)
        cls.__init__ = _init_of(dataclasses.fields(cls))  # type: ignore[misc]
        cls._values = attrgetter(*cls.__match_args__)  # type: ignore[attr-defined]


def _init_of(fields: Iterable[dataclasses.Field[object]]) -> Callable[..., None]:
    """An ``__init__`` as the standard decorator writes it, in a third of its time: it looks up types nobody reads."""
    scope: dict[str, Any] = {"MISSING": dataclasses.MISSING}
    given, kept = ["self"], ["pass"]
    for field in fields:
        name, value = field.name, field.name
        if field.default_factory is not dataclasses.MISSING:
            scope[f"_{name}"] = field.default_factory
            given.append(f"{name}=MISSING")
            value = f"_{name}() if {name} is MISSING else {name}"
        elif field.default is not dataclasses.MISSING:
            scope[f"_{name}"] = field.default
            given.append(f"{name}=_{name}")
        else:
            given.append(name)
        kept.append(f"self.{name} = {value}")
    exec(f"def __init__({', '.join(given)}): {'; '.join(kept)}", scope)  # noqa: S102  names of fields, nothing else
    made: Callable[..., None] = scope["__init__"]
    return made


def _first_init(cls: type) -> Callable[..., None]:
    """An ``__init__`` that makes the class, and then is the one that was made."""

    def init(self: object, *values: object, **named: object) -> None:
        _make(cls)
        vars(cls)["__init__"](self, *values, **named)

    return init


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool = False) -> Callable[[type], type]:
        """As the standard decorator makes it, but made late, and with nothing refused while running."""
        del slots  # they would take a second class for each
        if not frozen:
            raise TypeError("a class that changes takes the standard decorator")

        def define(cls: type) -> type:
            for name in _LATE:
                setattr(cls, name, _Late(cls, name))
            cls.__init__ = _first_init(cls)
            cls.__eq__, cls.__hash__, cls.__repr__ = _Noun.__eq__, _Noun.__hash__, _Noun.__repr__
            return cls

        return define
