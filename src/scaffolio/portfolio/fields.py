"""The fields of a plan: what each may hold, checked one by one, with the line where one is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from scaffolio.errors import SettingsError, unknown
from scaffolio.parsers.yaml_tree import ALIAS, Items, Table, Text
from scaffolio.patterns import regex

MOST_CHARACTERS = 200
"""Characters of a title, a name or a question."""

MOST_ABOUT = 20_000
"""Characters of the text that the about page shows."""

LARGEST_SEED = 2**31 - 1

_UNSEEN = regex(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, and those that turn the direction of the text around them."""
_EMAIL = regex(r"[^\s@<>]{1,64}@[^\s@<>]{1,190}")

Read = Callable[["Place", Any], Any]
"""Checks the value of one key and returns it in its own type."""


class Place:
    """Where in a plan a value stands, for the message when it is wrong."""

    def __init__(self, path: str, key: str, line: int) -> None:
        self.path = path
        self.key = key
        self.line = line

    def refuse(self, what: str, hint: str) -> SettingsError:
        """The error that names file, line and key."""
        return SettingsError(f"{self.path}, line {self.line}: {self.key} {what}", hint)


def read_table(path: str, table: Table, known: Mapping[str, Read], kind: str) -> dict[str, Any]:
    """Read a mapping whose keys are known.

    Raises:
        SettingsError: a key is unknown or stands there twice, or a value is wrong.
    """
    if table.twice:
        raise SettingsError(f"{path}, line {table.twice[0].line}: {table.twice[0]} stands there twice", "Keep one")
    found = {}
    for key, value in table.items():
        line = table.lines[key]
        if key not in known:
            error = unknown(f"key in {kind}", key, known)
            raise SettingsError(f"{path}, line {line}: {error}", error.hint)
        if value is ALIAS:
            raise SettingsError(f"{path}, line {line}: {key} is an alias (*)", "Write the value out")
        found[key] = known[key](Place(path, key, line), value)
    return found


def line_of_text(place: Place, value: object) -> str:
    """One line of text in any script."""
    if not isinstance(value, Text):
        raise place.refuse("is no text", f"Write it on one line: {place.key}: …")
    text = str(value).strip()
    if _UNSEEN.search(text):
        raise place.refuse("holds a line break or an invisible character", "Write it on one line of plain text")
    if len(text) > MOST_CHARACTERS:
        raise place.refuse(f"has {len(text)} characters", f"Say it in {MOST_CHARACTERS} or fewer")
    return text


def sentence(place: Place, value: object) -> str:
    """One line of text that can stand in a Markdown page: it ends no comment and asks no question of ours."""
    text = line_of_text(place, value)
    for mark in ("<!--", "-->", "PLACEHOLDER("):
        if mark in text:
            raise place.refuse(f"holds {mark}", "Say it without")
    return text


def paragraphs(place: Place, value: object) -> str:
    """Text of any number of lines."""
    if not isinstance(value, Text):
        raise place.refuse("is no text", f"Write it below {place.key}: | with two spaces before each line")
    if len(value) > MOST_ABOUT:
        raise place.refuse(f"has {len(value)} characters", f"Say it in {MOST_ABOUT:,} or fewer")
    return value.strip()


def one_of(choices: Iterable[str]) -> Read:
    """A word among choices, in any case."""
    spelt = {choice.casefold(): choice for choice in choices}

    def read(place: Place, value: object) -> str:
        text = line_of_text(place, value)
        if text.casefold() not in spelt:
            error = unknown(place.key, text, spelt.values())
            raise SettingsError(f"{place.path}, line {place.line}: {error}", error.hint)
        return spelt[text.casefold()]

    return read


def number(least: int, most: int) -> Read:
    """A whole number between two bounds, both included."""

    def read(place: Place, value: object) -> int:
        text = line_of_text(place, value)
        if not re.fullmatch(r"-?[0-9]{1,12}", text) or not least <= int(text) <= most:
            raise place.refuse(f"is {text!r}", f"Write a whole number from {least} to {most}")
        return int(text)

    return read


def address(place: Place, value: object) -> str:
    """The address of a page."""
    text = line_of_text(place, value)
    try:
        parts = urlsplit(text)
        right = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        right = False
    if not right or re.search(r"[\s<>\"'`\\]", text):
        raise place.refuse(f"is {text!r}", "Write an address such as https://ada.example.org")
    return text


def email(place: Place, value: object) -> str:
    """An e-mail address, as far as its form tells."""
    text = line_of_text(place, value)
    if not _EMAIL.fullmatch(text):
        raise place.refuse(f"is {text!r}", "Write an address such as ada@example.org, or leave it out")
    return text


def path_inside(place: Place, value: object) -> str:
    """A path inside a project."""
    text = line_of_text(place, value)
    path = PurePosixPath(text)
    if not text or path.is_absolute() or ".." in path.parts or "\\" in text or text[1:2] == ":":
        raise place.refuse(f"is {text!r}", "Write a path as seen from the project: reports/figures/ladder.png")
    return path.as_posix()


def words(place: Place, value: object) -> tuple[str, ...]:
    """A list of lines of text, or one alone."""
    if isinstance(value, Items):
        return tuple(line_of_text(place, item) for item in value)
    return (line_of_text(place, value),)
