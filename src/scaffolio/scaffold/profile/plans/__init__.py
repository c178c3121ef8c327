"""One module for each technique: from a table and what was asked to a plan."""

from __future__ import annotations

import importlib
from typing import cast

from scaffolio.scaffold.profile.nouns import Asked, ImageFolder, Plan, Table


def make_plan(technique: str, data: Table | ImageFolder, asked: Asked) -> Plan:
    """Plan a technique's project on this table or, for vision, these images.

    Raises:
        UsageError: the data do not fit the technique; the message says where and what to do.
    """
    return cast("Plan", importlib.import_module(f"{__name__}.{technique}").plan(data, asked))
