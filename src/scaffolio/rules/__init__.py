"""The rules, one family a file. Importing this package imports none of them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffolio.rule import Rule

_FAMILIES = ("dat", "doc", "git", "lic", "nbk", "own", "rep", "res", "sup", "tru", "tst")


@cache
def catalogue() -> tuple[Rule, ...]:
    """Every rule, sorted by code."""
    from scaffolio.rule import Rule

    modules = [import_module(f"{__name__}.{family}") for family in _FAMILIES]
    found = [thing for module in modules for thing in vars(module).values() if isinstance(thing, Rule)]
    return tuple(sorted(found, key=lambda rule: rule.info.code))
