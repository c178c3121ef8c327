"""The rules, one family a file, or two where one would be long. Importing this package imports none of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from scaffolio.model import Measured

if TYPE_CHECKING:
    from scaffolio.rule import Rule


@cache
def catalogue() -> tuple[Rule, ...]:
    """Every rule, sorted by code."""
    return _rules_in(tuple(name for _, name, _ in iter_modules(__path__)))


def families(codes: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of the families that these codes or prefixes name, sorted by code; no other family is imported.

    Every rule, where one of them names no family in full: it may begin several, or be misspelt.
    """
    named = {code.rstrip("0123456789").lower() for code in codes}
    modules = {name: name.partition("_")[0] for _, name, _ in iter_modules(__path__)}
    if not named <= set(modules.values()):
        return catalogue()
    return _rules_in(tuple(name for name, family in modules.items() if family in named))


@cache
def _rules_in(names: tuple[str, ...]) -> tuple[Rule, ...]:
    from scaffolio.rule import Rule

    measured = _measured()
    modules = [import_module(f"{__name__}.{name}") for name in names]
    found = [thing for module in modules for thing in vars(module).values() if isinstance(thing, Rule)]
    known = [replace(rule, info=replace(rule.info, measured=measured.get(rule.info.code))) for rule in found]
    return tuple(sorted(known, key=lambda rule: rule.info.code))


def _measured() -> dict[str, Measured]:
    """How often each rule was right in real repositories, as read by eye."""
    text = files(__name__).joinpath("precision.toml").read_text(encoding="utf-8")
    return {code: Measured(**counts) for code, counts in tomllib.loads(text).items()}
