"""Every rule proves itself on its own examples, and says what, why and how."""

from __future__ import annotations

import re

import pytest

from scaffolio import engine
from scaffolio.project import MemoryFiles, Project
from scaffolio.rule import Rule
from scaffolio.rules import catalogue

RULES = catalogue()
BANNED = re.compile(r"\b(should|shouldn't|please|best practices?|must|recommended|consider)\b", re.IGNORECASE)


def verdict(rule: Rule, tree: dict[str, str]):
    project = Project.from_tree(tree)
    return next(v for v in engine.run(project, [rule], RULES, {}) if v.rule.code == rule.info.code)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.info.code)
def test_fires_on_its_bad_example(rule: Rule) -> None:
    found = verdict(rule, rule.bad).findings
    assert len(found) == 1
    assert found[0].line is None or found[0].path in rule.bad
    assert found[0].line is None or 1 <= found[0].line <= rule.bad[found[0].path].count("\n") + 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.info.code)
def test_is_silent_on_its_good_example(rule: Rule) -> None:
    assert verdict(rule, rule.good).passed


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.info.code)
def test_is_documented(rule: Rule) -> None:
    info = rule.info
    assert all(len(part.split()) >= 5 for part in (info.what, info.why, info.fix))
    assert info.minutes > 0
    assert rule.bad != rule.good


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.info.code)
def test_words_state_the_fault_and_do_not_preach(rule: Rule) -> None:
    messages = " ".join(finding.message for finding in verdict(rule, rule.bad).findings)
    assert not BANNED.search(f"{rule.info.name} {rule.info.what} {messages}")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.info.code)
def test_an_empty_project_breaks_no_rule(rule: Rule) -> None:
    list(engine.run(Project(MemoryFiles({})), [rule], RULES, {}))


def test_codes_are_unique_and_sorted() -> None:
    codes = [rule.info.code for rule in RULES]
    assert codes == sorted(set(codes))


def test_names_are_unique() -> None:
    assert len({rule.info.name for rule in RULES}) == len(RULES)


def test_requirements_exist() -> None:
    codes = {rule.info.code for rule in RULES}
    assert all(required in codes for rule in RULES for required in rule.info.requires)
