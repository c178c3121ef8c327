"""The rules, one family a file, or two where one would be long. Importing this package imports none of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import get_data, iter_modules
from typing import TYPE_CHECKING

from scaffolio.model import Measured

if TYPE_CHECKING:
    from scaffolio.rule import Rule


@cache
def catalogue() -> tuple[Rule, ...]:
    """Every rule, sorted by code, with how often it was right in real repositories, as read by eye."""
    from scaffolio.rule import Rule

    modules = [import_module(f"{__name__}.{family}") for _, family, _ in iter_modules(__path__)]
    found = [thing for module in modules for thing in vars(module).values() if isinstance(thing, Rule)]
    measured = dict(_precision())
    told = (replace(rule, info=replace(rule.info, measured=measured.get(rule.info.code))) for rule in found)
    return tuple(sorted(told, key=lambda rule: rule.info.code))


def _precision() -> Iterator[tuple[str, Measured]]:
    """The counts of ``precision.tsv``, by the rule's code."""
    lines = (get_data(__name__, "precision.tsv") or b"").decode().splitlines()
    _head, *rows = [line for line in lines if not line.startswith("#")]
    for row in rows:
        code, read, right, repositories, exact = row.split("\t")
        yield code, Measured(int(read), int(right), int(repositories), exact)
