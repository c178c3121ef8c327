"""YAML as plain dictionaries, lists and text that know their line; nothing in it can be made to explode.

The file is read as a stream of events and put together here, so that nesting costs no
recursion. Aliases are not followed: what they stand for is :data:`ALIAS`. No value is
interpreted: ``on`` stays a word, and so does ``yes``.
"""

from __future__ import annotations

from typing import Any

SIZE_LIMIT = 500_000
"""Characters of the largest file that is read."""

DEPTH_LIMIT = 100
"""Levels of nesting that are read."""


class BrokenYamlError(ValueError):
    """The text is no YAML; ``line`` says where, ``reason`` what is wrong."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class UnreadYamlError(ValueError):
    """The text may be YAML, but is too large or too deeply nested to be read here."""


class Text(str):
    """A scalar as it is written, and the line it begins on."""

    __slots__ = ("line",)
    line: int


def _text(value: str, line: int) -> Text:
    made = Text(value)
    made.line = line
    return made


class Table(dict[str, Any]):
    """A mapping, the line it begins on, each key's line, and the keys that stand in it twice."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.twice: list[Text] = []


class Items(list[Any]):
    """A sequence and the line it begins on."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


ALIAS = _text("*", 0)
"""What stands for an alias."""


def read_yaml(text: str) -> Any:  # noqa: ANN401  YAML is of any type
    """Read the first document of a text: a :class:`Table`, :class:`Items`, :class:`Text` or ``None``.

    Raises:
        BrokenYamlError: it is no YAML.
        UnreadYamlError: it is larger or nested more deeply than is read.
    """
    import yaml

    if len(text) > SIZE_LIMIT:
        raise UnreadYamlError("the file is too large")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.DocumentEndEvent):
                break
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BrokenYamlError(error.problem or "it cannot be read", mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:
        raise BrokenYamlError("it holds characters that YAML does not allow", 1) from error
    except RecursionError as error:
        raise UnreadYamlError("the file is nested too deeply") from error
    return builder.root


class _Builder:
    """Puts events together; the key of a mapping waits until its value comes."""

    def __init__(self) -> None:
        self.root: Any = None
        self._open: list[Any] = []
        self._keys: list[Any] = []

    def take(self, event: Any) -> None:  # noqa: ANN401  PyYAML's events are untyped
        """Add what one event says."""
        kind = type(event).__name__
        if kind in {"MappingEndEvent", "SequenceEndEvent"}:
            self._open.pop()
            self._keys.pop()
            return
        made = _made(kind, event)
        if made is None:
            return
        self._put(made)
        if isinstance(made, (Table, Items)):
            if len(self._open) >= DEPTH_LIMIT:
                raise UnreadYamlError("the file is nested too deeply")
            self._open.append(made)
            self._keys.append(None)

    def _put(self, made: Any) -> None:  # noqa: ANN401
        if not self._open:
            self.root = made
        elif isinstance(self._open[-1], Items):
            self._open[-1].append(made)
        elif self._keys[-1] is None:
            self._keys[-1] = made
        else:
            table, key = self._open[-1], self._keys[-1]
            key = key if isinstance(key, Text) else _text("?", 0)
            if key in table and key not in {"<<", "?", ALIAS}:
                table.twice.append(key)
            table[key] = made
            table.lines[key] = key.line
            self._keys[-1] = None


def _made(kind: str, event: Any) -> Any:  # noqa: ANN401
    if kind == "MappingStartEvent":
        return Table(event.start_mark.line + 1)
    if kind == "SequenceStartEvent":
        return Items(event.start_mark.line + 1)
    if kind == "ScalarEvent":
        return _text(event.value, event.start_mark.line + 1)
    return ALIAS if kind == "AliasEvent" else None
