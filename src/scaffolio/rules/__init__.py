"""The rules, one family a file, or two where one would be long. Importing this package imports none of them."""

from __future__ import annotations

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
    """Every rule, sorted by code; what reading its findings showed is left out, since no audit asks for it."""
    from scaffolio.rule import Rule

    modules = [import_module(f"{__name__}.{family}") for _, family, _ in iter_modules(__path__)]
    found = [thing for module in modules for thing in vars(module).values() if isinstance(thing, Rule)]
    return tuple(sorted(found, key=lambda rule: rule.info.code))


def documented() -> tuple[Rule, ...]:
    """Every rule, sorted by code, with how often it was right in real repositories, as read by eye."""
    import tomllib

    counted = tomllib.loads((get_data(__name__, "precision.toml") or b"").decode())
    measured = {code: Measured(**counts) for code, counts in counted.items()}
    return tuple(replace(r, info=replace(r.info, measured=measured.get(r.info.code))) for r in catalogue())
