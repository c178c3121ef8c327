"""The first page of one repository of several projects, and its workflow."""

from __future__ import annotations

import pytest
import yaml

from scaffolio.adapters.render import template_root
from scaffolio.parsers.workflow import read_workflow
from scaffolio.portfolio.landing import landing_page, projects_block, with_projects, workflow_with
from scaffolio.portfolio.plan import Entry, Plan
from tests.report.test_status import FOREIGN, READY, state

PLAN = Plan("Mine", (Entry("birds", "classification"),), author="Ada Example")
ALONE = """name: CI

on:
  push:
    branches: [main]

jobs:
  check:
    name: Lint, types, tests, run
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-python@v5
        with:
          cache-dependency-path: pyproject.toml
      - run: python -m pytest
      - run: python -m birds run
        if: hashFiles('data/*.gz', 'data/*.npz') != ''
"""


def test_the_page_leads_to_every_project_and_asks_who_its_owner_is():
    page = landing_page(PLAN, [state(), READY])
    assert page.startswith("# Mine\n\n> PLACEHOLDER(about): ")
    assert "| [Which first?](birds/README.md) | classification | average precision 0.477 [0.432, 0.528] |" in page
    assert "| ready, on the template's sample |" in page
    assert "Ada Example" in page


def test_only_the_table_is_renewed():
    page = landing_page(PLAN, [state(headline=None)]) + "\nMy own words.\n"
    renewed = with_projects(page, [state()])
    assert renewed.replace(projects_block([state()]), "") == page.replace(projects_block([state(headline=None)]), "")
    assert with_projects("# Mine\n", [state()]) == "# Mine\n"


def test_a_title_stays_in_its_cell():
    page = projects_block([state(title="a | b](c) <script> `x` *y*")])
    assert r"[a \| b\](c) &lt;script> \`x\` \*y\*](birds/README.md)" in page
    assert "a reference" not in projects_block([FOREIGN])


def test_each_project_has_its_job_in_its_folder():
    one = workflow_with(None, "birds", ALONE)
    both = workflow_with(one, "2shops", ALONE.replace("birds", "shops"))
    jobs = yaml.safe_load(both)["jobs"]
    assert list(jobs) == ["birds", "_2shops"]
    assert jobs["birds"]["defaults"]["run"]["working-directory"] == "birds"
    assert jobs["_2shops"]["steps"][0]["with"]["cache-dependency-path"] == "2shops/pyproject.toml"
    assert jobs["_2shops"]["steps"][2]["if"].startswith("hashFiles('2shops/data/*.gz', '2shops/data/*.npz')")
    assert workflow_with(both, "birds", ALONE) == both
    assert read_workflow(".github/workflows/ci.yml", both).jobs


@pytest.mark.parametrize("word", ["  check:\n", "    steps:\n", "cache-dependency-path: ", "hashFiles('data/"])
def test_the_templates_workflow_has_what_is_replaced(word):
    template = template_root() / "templates/project/.github/workflows/ci.yml.jinja"
    assert word in template.read_text(encoding="utf-8")
