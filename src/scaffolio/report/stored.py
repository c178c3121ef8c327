"""A judged target as plain data that JSON can hold, and back: what passes between processes and into journals.

Fields are found by their types, so a new field of a report needs nothing here. Rules
are stored by their code.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from scaffolio.model import RuleInfo, TargetReport

Rules = Mapping[str, RuleInfo]


def dump(value: object) -> Any:  # noqa: ANN401  plain data of any shape
    """Plain data for a report or any part of one."""
    if isinstance(value, RuleInfo):
        return value.code
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: dump(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): dump(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [dump(part) for part in value]
    return value


def load_target(data: object, rules: Rules) -> TargetReport:
    """The target that :func:`dump` made this data of.

    Raises:
        ValueError: it is nothing that ``dump`` made, or names a rule that does not exist.
    """
    try:
        loaded: TargetReport = _load(TargetReport, data, rules)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a stored report: {error}") from error
    return loaded


def _load(kind: Any, data: Any, rules: Rules) -> Any:  # noqa: ANN401
    if kind is RuleInfo:
        return rules[data]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _load(hints[name], part, rules) for name, part in data.items()})
    return _load_generic(get_origin(kind), get_args(kind), data, rules)


def _load_generic(origin: Any, inner: tuple[Any, ...], data: Any, rules: Rules) -> Any:  # noqa: ANN401
    """A value whose type has parts: one that may be missing, a tuple, a mapping; any other as it is."""
    if origin in {Union, types.UnionType}:
        chosen = next(option for option in inner if option is not type(None))
        return None if data is None else _load(chosen, data, rules)
    if origin is tuple:
        return tuple(_load(inner[0], part, rules) for part in data)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _load(inner[1], part, rules) for key, part in data.items()}
    return data


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
