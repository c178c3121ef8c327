"""The request for one project: answers from every source, checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

import yaml

from scaffolio.errors import SettingsError, UsageError, unknown
from scaffolio.nouns import dataclass
from scaffolio.scaffold import names
from scaffolio.scaffold.questions import Questions

MOST_CHARACTERS = 100
"""A repository's name on GitHub has no more, and a folder's name on disk 255 bytes."""


@dataclass(frozen=True, slots=True)
class ProjectRequest:
    """What ``new`` is to make. ``notes`` tells the person what was derived, and why."""

    answers: Mapping[str, str]
    notes: tuple[str, ...] = field(default=())

    @property
    def technique(self) -> str:
        """The technique's name, one of the template's choices."""
        return self.answers["technique"]

    @property
    def name(self) -> str:
        """The project's name, valid as folder and distribution name."""
        return self.answers["name"]

    @property
    def package(self) -> str:
        """The import name of the project's package."""
        return self.answers["package"]


def make_request(given: Mapping[str, str], questions: Questions) -> ProjectRequest:
    """Check the answers given and derive what they leave open.

    Raises:
        UsageError: an unknown key, a choice that does not exist, a name that cannot be used.
    """
    for key in given:
        if key not in questions.open:
            raise unknown("answer", key, questions.open)
    answers = {key: questions.open[key].check(answer) for key, answer in given.items()}
    notes: list[str] = []
    for key in ("technique", "name"):
        answers.setdefault(key, questions.default(key, answers))
    answers["name"] = _usable_name(answers["name"], notes)
    answers["package"] = _usable_package(answers, notes)
    return ProjectRequest(answers, tuple(notes))


def _usable_name(typed: str, notes: list[str]) -> str:
    name = names.slug(typed)
    if not name:
        raise UsageError(
            f"the name {typed!r} holds no Latin letter or digit", "Give one that does: --set name=bird-strikes"
        )
    if len(name) > MOST_CHARACTERS:
        raise UsageError(
            f"the name has {len(name)} characters: {name[:20]}…",
            f"Take {MOST_CHARACTERS} or fewer: --set name=bird-strikes",
        )
    if name != typed:
        notes.append(f"name {typed!r} became {name}")
    return name


def _usable_package(answers: Mapping[str, str], notes: list[str]) -> str:
    if chosen := answers.get("package"):
        if not names.is_package(chosen):
            raise UsageError(
                f"{chosen!r} cannot be a package name", f"Try --set package={names.package(chosen) or 'my_project'}"
            )
        return chosen
    derived = names.package(answers["name"])
    if derived != answers["name"].replace("-", "_"):
        notes.append(f"the package is called {derived}: {answers['name']} would not import, or hide another module")
    return derived


def read_answers(text: str, path: str) -> dict[str, str]:
    """Read an answers file: a YAML mapping of question to answer.

    Raises:
        SettingsError: the file is not YAML, or not such a mapping.
    """
    try:
        content = yaml.load(text, yaml.BaseLoader)  # noqa: S506  builds nothing but strings, lists and mappings
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        problem = " ".join(str(error).split())
        raise SettingsError(f"{path} is not YAML: {problem}", "Write one KEY: VALUE a line") from error
    if not content:
        return {}
    if not isinstance(content, dict) or any(isinstance(value, dict | list) for value in content.values()):
        raise SettingsError(f"{path} holds no plain mapping of keys to values", "Write one KEY: VALUE a line")
    return {key: value for key, value in content.items() if not key.startswith("_")}


def read_pairs(pairs: Sequence[str]) -> dict[str, str]:
    """Read ``KEY=VALUE`` words.

    Raises:
        UsageError: a word without an equals sign.
    """
    answers: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise UsageError(f"--set {pair}: not KEY=VALUE", "For instance: --set name=bird-strikes")
        answers[key.strip()] = value.strip()
    return answers
