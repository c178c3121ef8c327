"""How the tests of a rule describe a project: a mapping of files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scaffolio import engine
from scaffolio.model import Finding, Verdict
from scaffolio.project import MemoryFiles, Project
from scaffolio.rules import catalogue


@pytest.fixture
def findings() -> Callable[..., list[Finding]]:
    def run(code: str, tree: dict[str, str | bytes]) -> list[Finding]:
        rules = catalogue()
        (rule,) = [rule for rule in rules if rule.info.code == code]
        return list(rule.check(Project.from_tree(tree)))

    return run


@pytest.fixture
def verdict_of() -> Callable[..., Verdict]:
    """What the engine says of one rule, reasons included."""

    def run(code: str, tree: dict[str, str | bytes]) -> Verdict:
        rules = catalogue()
        chosen = [rule for rule in rules if rule.info.code == code]
        return next(v for v in engine.run(Project(MemoryFiles(tree)), chosen, rules, {}) if v.rule.code == code)

    return run
