"""The rules: a file for each family, or for each subject of a long one. Importing this package imports none of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    return _rules_in(tuple(name for _, name, _ in iter_modules(__path__)))


def families(codes: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of the families that these codes or prefixes name, sorted by code, and of those that they require.

    No other family is imported. Every rule, where one of the codes names no family in full: it may begin several, or
    be misspelt.
    """
    named = {code.rstrip("0123456789").lower() for code in codes}
    modules = {name: name.partition("_")[0] for _, name, _ in iter_modules(__path__)}
    if not named <= set(modules.values()):
        return catalogue()
    found = _rules_in(tuple(name for name, family in modules.items() if family in named))
    missing = {code for rule in found for code in rule.info.requires} - {rule.info.code for rule in found}
    return families((*named, *missing)) if missing else found


@cache
def _rules_in(names: tuple[str, ...]) -> tuple[Rule, ...]:
    from scaffolio.rule import Rule

    modules = [import_module(f"{__name__}.{name}") for name in names]
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
