"""The template's questions, read from copier.yml: names, help, choices and defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

import yaml

from scaffolio.errors import unknown
from scaffolio.nouns import dataclass

ASKED = ("technique", "name", "data", "question", "license")
"""The questions a person is asked on a terminal; every other key keeps its default."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the template.

    ``default`` is plain text or a Jinja expression; ``choices`` maps each answer that
    is allowed to how it is described, and is empty where any answer is.
    """

    key: str
    help: str
    default: str
    choices: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False

    def check(self, answer: str) -> str:
        """Return the answer as the template spells it: choices are matched in any case.

        Raises:
            UsageError: the answer is none of the choices; the hint names the nearest.
        """
        if not self.choices:
            return answer
        spelt = {choice.casefold(): choice for choice in self.choices}
        if answer.casefold() not in spelt:
            raise unknown("licence" if self.key == "license" else self.key, answer, self.choices)
        return spelt[answer.casefold()]


class Questions:
    """The template's questions, and what each answer is when nobody gives one."""

    def __init__(self, found: Mapping[str, Question]) -> None:
        self._all = dict(found)
        self.open = {key: question for key, question in self._all.items() if not question.hidden}

    def default(self, key: str, given: Mapping[str, str]) -> str:
        """The answer to one question when nobody gives it.

        A default may be Jinja that refers to other answers: those given, or their own
        defaults. Only what it refers to is rendered.
        """
        from jinja2 import Environment, meta

        environment = Environment(autoescape=False)  # noqa: S701  plain text, no HTML
        text = self._all[key].default
        needed = meta.find_undeclared_variables(environment.parse(text)) & self._all.keys()
        context = {name: given[name] if name in given else self.default(name, given) for name in sorted(needed)}
        return environment.from_string(text).render(context)


class _Loader(yaml.SafeLoader):
    """A safe loader that passes over Copier's ``!include``."""


_Loader.add_constructor("!include", lambda _loader, _node: {})


def read_questions(texts: Iterable[str]) -> Questions:
    """Read the questions of copier.yml and of the files it includes, in the order given."""
    found: dict[str, Question] = {}
    for text in texts:
        for document in yaml.load_all(text, _Loader):
            for key, details in (document or {}).items():
                if not key.startswith("_") and isinstance(details, dict):
                    found[key] = _question(key, details)
    return Questions(found)


def _question(key: str, details: Mapping[str, Any]) -> Question:
    choices = details.get("choices") or {}
    labelled = choices.items() if isinstance(choices, dict) else zip(choices, choices, strict=True)
    default = details.get("default", "")
    return Question(
        key,
        help=str(details.get("help", "")),
        default="" if default is None else str(default),
        choices={str(value): str(label) for label, value in labelled},
        hidden=details.get("when", True) is False,
    )
