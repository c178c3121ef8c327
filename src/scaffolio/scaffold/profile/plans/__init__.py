"""One module for each technique: from a table and what was asked to a plan."""

from __future__ import annotations

import importlib
from typing import cast

from scaffolio.errors import UsageError
from scaffolio.scaffold.profile.nouns import Asked, ImageFolder, Plan, Table

_ONLY_FOR = {
    "--text": ("nlp",),
    "--date": ("classification", "regression", "timeseries"),
    "--group": ("classification", "regression", "clustering", "timeseries", "nlp"),
    "--positive": ("classification",),
    "--horizon": ("timeseries",),
    "--baseline-col": ("regression",),
    "--validate-with": ("clustering",),
}
"""Flags that some techniques have no use for, with those that have."""


def refuse_unused(technique: str, asked: Asked) -> None:
    """Refuse a flag that would change nothing.

    Raises:
        UsageError: with the techniques that the flag is for.
    """
    given = dict.fromkeys(asked.named().values())
    given |= dict.fromkeys(
        [*["--positive"] * (asked.positive is not None), *["--horizon"] * (asked.horizon is not None)]
    )
    for flag in given:
        fitting = _ONLY_FOR.get(flag, (technique,))
        if technique not in fitting:
            raise UsageError(f"{flag} means nothing to {technique}", f"It is for {', '.join(fitting)}; leave it out")


def make_plan(technique: str, data: Table | ImageFolder, asked: Asked) -> Plan:
    """Plan a technique's project on this table or, for vision, these images.

    Raises:
        UsageError: the data do not fit the technique; the message says where and what to do.
    """
    refuse_unused(technique, asked)
    return cast("Plan", importlib.import_module(f"{__name__}.{technique}").plan(data, asked))
