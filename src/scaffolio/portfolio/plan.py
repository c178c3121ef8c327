"""The plan of a portfolio: who it is of, and the four to six projects in it.

``plan.schema.json`` beside this file says the same to editors; a test holds both together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from scaffolio.discovery import PLAN
from scaffolio.errors import SettingsError
from scaffolio.model import FEWEST_PROJECTS, MOST_PROJECTS, TECHNIQUES
from scaffolio.parsers.yaml_tree import BrokenYamlError, Items, Table, UnreadYamlError, read_yaml
from scaffolio.portfolio import fields
from scaffolio.scaffold import names
from scaffolio.scaffold.profile.nouns import Asked
from scaffolio.scaffold.request import MOST_CHARACTERS as LONGEST_NAME

FILE = PLAN
"""The plan's name in the folder of a portfolio, which it marks as one."""

LICENSES = ("MIT", "Apache-2.0", "BSD-3-Clause", "GPL-3.0-or-later")
LAYOUTS = ("repos", "monorepo")
SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Entry:
    """One project of a plan.

    ``title`` and ``question`` are empty where the seed is to choose a title, and where
    the question is left to be answered in README. ``data`` is ``sample`` or the path of
    the person's own file, as seen from the plan, and ``asked`` what they said of its
    columns. ``demo`` and ``serve`` are options of the template; ``demo_url`` and
    ``code_url`` where demo and code can be seen, ``figure`` the picture that stands for
    the project, as seen from its folder. ``line`` is where in the plan it begins.
    """

    name: str
    technique: str
    title: str = ""
    question: str = ""
    data: str = SAMPLE
    asked: Asked = field(default_factory=Asked)
    license: str = ""
    demo: str = "none"
    serve: str = "none"
    demo_url: str = ""
    code_url: str = ""
    figure: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """A portfolio as its owner wants it.

    ``layout`` is ``repos``, one Git repository for each project, or ``monorepo``;
    ``base_url`` the address its pages will have; ``seed`` chooses titles and samples, so
    that two people with the same plan do not hand in the same work.
    """

    title: str
    projects: tuple[Entry, ...]
    author: str = ""
    email: str = ""
    about: str = ""
    layout: str = "repos"
    license: str = "MIT"
    base_url: str = ""
    seed: int = 0

    def license_of(self, entry: Entry) -> str:
        """The licence of one project: its own, or that of all."""
        return entry.license or self.license


_COLUMNS: Mapping[str, fields.Read] = {
    "target": fields.line_of_text,
    "text": fields.line_of_text,
    "date": fields.line_of_text,
    "group": fields.line_of_text,
    "id": fields.words,
    "drop": fields.words,
    "positive": fields.line_of_text,
    "horizon": fields.number(1, 100_000),
    "baseline_col": fields.line_of_text,
    "validate_with": fields.line_of_text,
}
"""The keys that speak of the columns of one's own data; ``new`` has a flag for each."""

_ENTRY: Mapping[str, fields.Read] = {
    "name": fields.line_of_text,
    "technique": fields.one_of(TECHNIQUES),
    "title": fields.sentence,
    "question": fields.sentence,
    "data": fields.line_of_text,
    **_COLUMNS,
    "license": fields.one_of(LICENSES),
    "demo": fields.one_of(("none", "gradio")),
    "serve": fields.one_of(("none", "fastapi")),
    "demo_url": fields.address,
    "code_url": fields.address,
    "figure": fields.path_inside,
}

_PLAN: Mapping[str, fields.Read] = {
    "title": fields.sentence,
    "author": fields.line_of_text,
    "email": fields.email,
    "about": fields.paragraphs,
    "layout": fields.one_of(LAYOUTS),
    "license": fields.one_of(LICENSES),
    "base_url": fields.address,
    "seed": fields.number(0, fields.LARGEST_SEED),
}


def read_plan(text: str, path: str = "the plan") -> Plan:
    """Read a plan from YAML; ``path`` is what messages call it.

    Raises:
        SettingsError: it is no YAML, or a key, a value or the number of projects is wrong.
    """
    try:
        tree = read_yaml(text)
    except BrokenYamlError as error:
        raise SettingsError(f"{path}, line {error.line}: no YAML: {error.reason}", "Mend that line") from error
    except UnreadYamlError as error:
        raise SettingsError(f"{path} cannot be read: {error}", "A plan is one short file") from error
    if not isinstance(tree, Table):
        raise SettingsError(f"{path} holds no keys", "Print an example: scaffolio portfolio new --example")
    found = fields.read_table(path, tree, {**_PLAN, "projects": _entries}, "plan")
    for key in ("title", "projects"):
        if not found.get(key):
            raise SettingsError(f"{path} has no {key}", "Print an example: scaffolio portfolio new --example")
    if found.get("base_url"):
        found["base_url"] = found["base_url"].rstrip("/")
    return Plan(**found)


def _entries(place: fields.Place, value: object) -> tuple[Entry, ...]:
    if not isinstance(value, Items) or not value:
        raise place.refuse("is no list of projects", "Begin each with a dash: - technique: regression")
    if len(value) > MOST_PROJECTS:
        raise place.refuse(
            f"names {len(value)}", f"Choose the {FEWEST_PROJECTS} to {MOST_PROJECTS} that show most; a reader opens two"
        )
    entries = tuple(_entry(place, item) for item in value)
    seen: dict[str, int] = {}
    for entry in entries:
        if entry.name in seen:
            raise SettingsError(
                f"{place.path}, line {entry.line}: the name {entry.name} is that of line {seen[entry.name]} too",
                "Give each project a name of its own: folders know neither capitals nor signs between the words",
            )
        seen[entry.name] = entry.line
    return entries


def _entry(place: fields.Place, item: object) -> Entry:
    if not isinstance(item, Table):
        raise place.refuse("holds something that is no project", "Begin each with a dash: - technique: regression")
    found = fields.read_table(place.path, item, _ENTRY, "a project")
    here = fields.Place(place.path, "project", item.line)
    for key in ("technique", "name"):
        if not found.get(key):
            raise here.refuse(f"has no {key}", f"Add {key}: {'regression' if key == 'technique' else 'storm-winds'}")
    return Entry(
        **{key: value for key, value in found.items() if key not in {*_COLUMNS, "name", "data"}},
        name=_name(here, found["name"]),
        data=found.get("data") or SAMPLE,
        asked=_asked(here, found),
        line=item.line,
    )


def _name(place: fields.Place, typed: str) -> str:
    name = names.slug(typed)
    if not name:
        raise place.refuse(
            f"has the name {typed!r} without a Latin letter or digit",
            "A folder and a package take this name: write it in Latin letters, and the title in any script",
        )
    if len(name) > LONGEST_NAME:
        raise place.refuse(f"has a name of {len(name)} characters", f"A folder takes it: say it in {LONGEST_NAME}")
    return name


def _asked(place: fields.Place, found: Mapping[str, Any]) -> Asked:
    named = {key: found[key] for key in _COLUMNS if key in found}
    if named and found.get("data", SAMPLE) == SAMPLE:
        raise place.refuse(
            f"has {', '.join(named)} and no data", "Add data: PATH, or leave them out: the sample is known"
        )
    renamed = {"id": "ids", "drop": "drops", "baseline_col": "baseline"}
    return Asked(**{renamed.get(key, key): value for key, value in named.items()})


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a plan."""
    text = files("scaffolio.portfolio").joinpath("plan.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def example_plan() -> str:
    """A plan of all six techniques on their sample data, to be changed."""
    return files("scaffolio.portfolio").joinpath("example.yml").read_text(encoding="utf-8")
