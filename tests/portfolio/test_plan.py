"""The plan of a portfolio: what is read, what is refused and where, and that the schema says the same."""

from __future__ import annotations

import jsonschema
import pytest
import yaml

from scaffolio.adapters.render import template_root
from scaffolio.errors import SettingsError
from scaffolio.model import MOST_PROJECTS, TECHNIQUES
from scaffolio.portfolio import plan
from scaffolio.scaffold.profile.nouns import Asked
from scaffolio.usecases.new import template_questions

ONE = "title: Mine\nprojects:\n  - technique: regression\n    name: storms\n"


def refused(text: str) -> str:
    """What a plan is refused for, and the hint."""
    with pytest.raises(SettingsError) as caught:
        plan.read_plan(text, "PLAN.yml")
    return f"{caught.value} | {caught.value.hint}"


def valid(text: str) -> bool:
    """Whether the schema takes it, as an editor would ask."""
    return jsonschema.Draft202012Validator(plan.schema()).is_valid(yaml.safe_load(text))


def test_the_example_holds_all_six_techniques_and_is_read() -> None:
    read = plan.read_plan(plan.example_plan())
    assert [entry.technique for entry in read.projects] == list(TECHNIQUES)
    assert (read.author, read.layout, read.license, read.seed) == ("Ada Example", "repos", "MIT", 0)
    assert read.base_url == "https://ada.example.org"
    assert valid(plan.example_plan())


def test_every_key_is_read_and_the_schema_knows_it() -> None:
    text = """
title: घर की कीमतें
author: 王小明
email: w@example.org
about: |
  Two
  lines.
layout: monorepo
license: apache-2.0
base_url: https://w.example.org/
seed: 42
projects:
  - technique: nlp
    name: Café Tickets
    title: أي فريق يجيب؟
    question: Who answers first?
    data: data/tickets.csv
    target: team
    text: body
    date: day
    group: customer
    id: [a, b]
    drop: c
    positive: "yes"
    horizon: 7
    baseline_col: last
    validate_with: spend
    license: MIT
    demo: gradio
    serve: fastapi
    demo_url: https://demo.example.org
    code_url: https://code.example.org/w/tickets
    figure: reports/figures/ladder.png
"""
    read = plan.read_plan(text)
    (entry,) = read.projects
    assert (read.title, read.author, read.license, read.seed) == ("घर की कीमतें", "王小明", "Apache-2.0", 42)
    assert (entry.name, entry.line, read.license_of(entry)) == ("cafe-tickets", 13, "MIT")
    assert entry.asked == Asked("team", "body", "day", "customer", ("a", "b"), ("c",), "yes", 7, "last", "spend")
    properties = plan.schema()["properties"]
    assert set(properties) == set(yaml.safe_load(text))
    assert set(properties["projects"]["items"] and plan.schema()["$defs"]["project"]["properties"]) == set(
        yaml.safe_load(text)["projects"][0]
    )
    assert valid(text.replace("apache-2.0", "Apache-2.0"))


def test_schema_and_template_name_the_same_choices() -> None:
    questions = template_questions().open
    assert tuple(questions["technique"].choices) == TECHNIQUES
    assert tuple(questions["license"].choices) == plan.LICENSES
    schema = plan.schema()
    assert schema["$defs"]["project"]["properties"]["technique"]["enum"] == list(TECHNIQUES)
    assert schema["$defs"]["license"]["enum"] == list(plan.LICENSES)
    assert schema["properties"]["projects"]["maxItems"] == MOST_PROJECTS


SEVEN = ONE + "".join(f"  - {{technique: nlp, name: p{number}}}\n" for number in range(6))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ONE + "licence: MIT\n", ("line 5: unknown key in plan: licence", "Did you mean license?")),
        (ONE + "  - {technique: nlp, name: " + "a" * 150 + "}\n", ("line 5: project has a name of 150 characters",)),
        (ONE + "    tecnique: nlp\n", ("line 5: unknown key in a project: tecnique", "Did you mean technique?")),
        (ONE.replace("regression", "forecasting"), ("line 3: unknown technique: forecasting", "Known: classification")),
        (ONE + "layout: monorepos\n", ("line 5: unknown layout: monorepos", "Did you mean monorepo?")),
        (ONE + "license: WTFPL\n", ("line 5: unknown license: WTFPL", "Known: MIT")),
        (ONE + "seed: many\n", ("line 5: seed is 'many'", "whole number from 0")),
        (ONE + "seed: -1\n", ("line 5: seed is '-1'",)),
        (ONE + "base_url: javascript:alert(1)\n", ("line 5: base_url is", "https://")),
        (ONE + "email: none\n", ("line 5: email is 'none'",)),
        (ONE + "title: Other\n", ("line 5: title stands there twice",)),
        (ONE + "    figure: ../secret.png\n", ("line 5: figure is '../secret.png'", "as seen from the project")),
        (ONE + "    question: 'a --> b'\n", ("line 5: question holds -->",)),
        (ONE + "    target: price\n", ("line 3: project has target and no data", "data: PATH")),
        (ONE + "  - {technique: nlp, name: Storms}\n", ("line 5: the name storms is that of line 3 too",)),
        (ONE + "  - {technique: nlp, name: 天気}\n", ("line 5: project has the name '天気'", "Latin letters")),
        (ONE + "  - {technique: nlp}\n", ("line 5: project has no name",)),
        (ONE + "  - nlp\n", ("line 2: projects holds something that is no project",)),
        (SEVEN, ("line 2: projects names 7", "4 to 6")),
        ("title: Mine\n", ("has no projects", "--example")),
        ("projects: []\n", ("line 1: projects is no list of projects",)),
        ("", ("holds no keys", "--example")),
        ("- a\n", ("holds no keys",)),
        ("title: [a\n", ("no YAML",)),
        ("a: &a [x]\nb: *a\n", ("line 1: unknown key in plan: a",)),
        ("title: &t Mine\nauthor: *t\n", ("line 2: author is an alias",)),
        ("title: {" * 200, ("cannot be read",)),
        ("title: " + "x" * 600_000, ("cannot be read: the file is too large",)),
        ("title: \x00\n", ("no YAML",)),
        (ONE.replace("Mine", '"a\\u202eb"'), ("line 1: title holds a line break or an invisible",)),
        (ONE.replace("Mine", "x" * 201), ("line 1: title has 201 characters",)),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(text: str, said: tuple[str, ...]) -> None:
    message = refused(text)
    assert "PLAN.yml" in message
    for words in said:
        assert words in message


def test_what_the_schema_refuses_is_refused() -> None:
    for change in ("licence: MIT", "layout: other", "license: WTFPL", "seed: many", "base_url: x", "email: x"):
        assert not valid(ONE + change + "\n"), change
        refused(ONE + change + "\n")
    assert not valid(SEVEN)


def test_the_page_on_portfolios_names_every_key() -> None:
    page = (template_root() / "docs" / "portfolio.md").read_text(encoding="utf-8")
    keys = {*plan.schema()["properties"], *plan.schema()["$defs"]["project"]["properties"]}
    assert {key for key in keys if f"`{key}`" not in page} == set()
