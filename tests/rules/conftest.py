"""How the tests of a rule describe a project: a mapping of files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scaffolio.model import Finding
from scaffolio.project import Project
from scaffolio.rules import catalogue


@pytest.fixture
def findings() -> Callable[..., list[Finding]]:
    def run(code: str, tree: dict[str, str | bytes]) -> list[Finding]:
        rules = catalogue()
        (rule,) = [rule for rule in rules if rule.info.code == code]
        return list(rule.check(Project.from_tree(tree)))

    return run
