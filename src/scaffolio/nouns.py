"""Frozen dataclasses that cost little to define.

The standard decorator compiles six methods for every class, which for the seventy
classes of an audit took a tenth of a small one. Here ``__init__`` alone is compiled;
comparing, hashing and showing are shared by all. That no field is assigned to is left
to the type checker, for which this is the standard decorator.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

__all__ = ["dataclass"]


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


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool = False) -> Callable[[type], type]:
        """As the standard decorator makes it, but that assigning to a field is not refused while running."""
        if not frozen:
            raise TypeError("a class that changes takes the standard decorator")

        def define(cls: type) -> type:
            made = dataclasses.dataclass(cls, repr=False, eq=False, slots=slots)
            made._values = attrgetter(*made.__match_args__)  # noqa: SLF001
            made.__eq__, made.__hash__, made.__repr__ = _Noun.__eq__, _Noun.__hash__, _Noun.__repr__
            return made

        return define
