"""The rules, one family a file, or two where one would be long. Importing this package imports none of them."""

from __future__ import annotations

import tomllib
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
    from scaffolio.rule import Rule

    measured = _measured()
    modules = [import_module(f"{__name__}.{family}") for _, family, _ in iter_modules(__path__)]
    found = [thing for module in modules for thing in vars(module).values() if isinstance(thing, Rule)]
    known = [replace(rule, info=replace(rule.info, measured=measured.get(rule.info.code))) for rule in found]
    return tuple(sorted(known, key=lambda rule: rule.info.code))


def _measured() -> dict[str, Measured]:
    """How often each rule was right in real repositories, as read by eye."""
    text = files(__name__).joinpath("precision.toml").read_text(encoding="utf-8")
    return {code: Measured(**counts) for code, counts in tomllib.loads(text).items()}
