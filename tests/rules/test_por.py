"""Rules on several projects together: when they speak, and when there is no portfolio to speak of."""

from __future__ import annotations

import json

import pytest

from scaffolio.model import Scope
from scaffolio.project import Project
from scaffolio.rules import catalogue
from scaffolio.settings import Settings
from scaffolio.usecases.audit import judge_all

CODES = [rule.info.code for rule in catalogue() if rule.info.family == "POR"]


def folders(*names, **more):
    tree = {f"{name}/{path}": text for name in names for path, text in (("README.md", "# It\n"), ("a.py", "C = 1\n"))}
    return {**tree, **more}


def test_all_are_asked_of_several_projects_only():
    assert all(rule.info.scope is Scope.PORTFOLIO for rule in catalogue() if rule.info.family == "POR")
    (alone,) = judge_all(Project.from_tree({"README.md": "# My portfolio\n", "train.py": "C = 1\n"}), Settings())
    assert not [verdict for verdict in alone.verdicts if verdict.rule.family == "POR"]
    whole, *parts = judge_all(Project.from_tree(folders("churn", "rents", "words")), Settings(preview=True))
    assert [verdict.rule.code for verdict in whole.verdicts if verdict.rule.family == "POR"] == CODES
    assert not [verdict for part in parts for verdict in part.verdicts if verdict.rule.family == "POR"]


@pytest.mark.parametrize("title", ["Machine learning course", "Portfolio optimisation", "Stock portfolio analysis"])
@pytest.mark.parametrize("code", CODES)
def test_what_nothing_calls_a_portfolio_is_none(verdict_of, title, code):
    verdict = verdict_of(code, folders("churn", "rents", "words", **{"README.md": f"# {title}\n"}))
    assert verdict.not_assessed == "nothing calls these projects a portfolio"


@pytest.mark.parametrize("title", ["My ML portfolio", "data-science-portfolio", "Portfólio de dados"])
def test_a_readme_may_call_it_one(findings, title):
    (found,) = findings("POR001", folders("churn", "rents", "words", **{"README.md": f"# {title}\n"}))
    assert found.message == "3 projects, where four to six are read"


@pytest.mark.parametrize(
    "link", ["churn", "./churn/", "churn/README.md#results", "https://github.com/a/b/tree/main/churn", "churn/x%20y.md"]
)
def test_a_link_may_lead_anywhere_into_a_project(findings, link):
    page = f"# My portfolio\n\n- [c]({link})\n- [r](rents/)\n- [w](words/)\n"
    assert findings("POR004", folders("churn", "rents", "words", **{"README.md": page})) == []


def test_a_longer_name_is_another_folder(findings):
    page = "# My portfolio\n\n- [c](churn-old/)\n- [r](rents/)\n- [w](words/)\n"
    (found,) = findings("POR004", folders("churn", "rents", "words", **{"README.md": page}))
    assert found.evidence == "not linked: churn"


def test_techniques_are_told_only_where_all_are_known(verdict_of):
    verdict = verdict_of("POR002", folders("churn", "rents", "words", **{"portfolio.yml": ""}))
    assert verdict.not_assessed == "the technique of 3 of 3 projects is not known"


def test_any_number_in_readme_or_outputs_may_be_a_result(findings):
    cell = {"cell_type": "code", "source": "f()", "metadata": {}, "execution_count": 1}
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "0.91 for leavers\n"}]
    book = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    tree = folders("churn", "rents", "words", **{"portfolio.yml": "", "churn/a.ipynb": book})
    tree["rents/README.md"] = "# Rents\n\nOff by 4 % in the median.\n"
    (found,) = findings("POR006", tree)
    assert (found.message, found.evidence) == ("1 of 3 projects have no result in numbers", "words")


def test_a_plan_marks_a_portfolio_of_any_number_of_projects(findings):
    (found,) = findings("POR001", folders("churn", **{"portfolio.yml": "title: Mine\n"}))
    assert (found.message, found.path) == ("1 project, where four to six are read", "portfolio.yml")
