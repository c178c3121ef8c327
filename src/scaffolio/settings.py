"""Flags and settings files to one :class:`Settings`: flags win, files inherit by ``extend``."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, fields, replace
from typing import Any

from scaffolio.errors import SettingsError, UsageError, unknown
from scaffolio.model import Profile, RuleInfo, Severity
from scaffolio.nouns import dataclass

MAX_INHERITANCE = 8
"""Settings files that may extend one another before it is taken for a loop."""

_DRAFT_ADVICE = ("DOC007", "DOC008", "DOC009", "DOC010", "DOC011", "RES", "OWN", "DAT001", "DAT002", "DAT010", "EVA005")
_STRONG_WARNINGS = ("OWN009", "RES003", "RES004", "RES005")

ReadText = Callable[[str], str | None]
"""Reads a file by its path relative to the project; ``None`` when it is not there."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How an audit is to be run. ``fail_on`` is ``None`` for "never"."""

    profile: Profile = Profile.READY
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    """Whether rules are on, too, of which too few findings were read to tell how often they are right."""
    fail_on: Severity | None = Severity.ERROR
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """Codes or prefixes whose findings weigh more or less in this project."""
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Patterns of paths, as ``.gitignore`` writes them, and the codes or prefixes not to report there."""
    metrics: tuple[str, ...] = ()
    """Files that hold metrics, whatever their names, by their paths from the settings file's folder."""


def severity_in(profile: Profile, info: RuleInfo, own: Mapping[str, Severity] | None = None) -> Severity:
    """The severity of a rule in a profile.

    ``draft`` lowers to advice whatever only the person or the first run can mend;
    ``strong`` raises what a reader expects of a finished comparison. ``own`` holds
    the project's own choices, of which the most exact counts.
    """
    chosen = [prefix for prefix in own or () if info.code.startswith(prefix)]
    if own and chosen:
        return own[max(chosen, key=len)]
    if profile is Profile.DRAFT and info.code.startswith(_DRAFT_ADVICE):
        return Severity.ADVICE
    if profile is Profile.STRONG and info.code.startswith(_STRONG_WARNINGS):
        return Severity.WARNING
    return info.severity


def load_settings(read: ReadText, flags: Mapping[str, object]) -> Settings:
    """Merge the project's settings file with the flags given on the command line.

    Raises:
        SettingsError: a file cannot be parsed, holds an unknown key or a wrong value.
    """
    if (own := read(".scaffolio.toml")) is not None:
        table = _inherit(_toml(own, ".scaffolio.toml"), ".scaffolio.toml", read)
    else:
        table = _inherit(_pyproject_table(read("pyproject.toml") or ""), "pyproject.toml", read)
    given = {key: value for key, value in flags.items() if value is not None}
    return replace(Settings(), **{**_checked(table, "settings"), **_checked(given, "flags")})


def _pyproject_table(text: str) -> dict[str, object]:
    """Our table of a pyproject.toml; empty when that is broken, which is for a rule to report."""
    if "scaffolio" not in text:
        return {}
    import tomllib

    try:
        tools = tomllib.loads(text).get("tool", {})
    except tomllib.TOMLDecodeError:
        return {}
    table = tools.get("scaffolio", {}) if isinstance(tools, dict) else {}
    return table if isinstance(table, dict) else {}


def _inherit(table: Mapping[str, object], path: str, read: ReadText) -> dict[str, object]:
    merged = dict(table)
    for _ in range(MAX_INHERITANCE):
        parent = merged.pop("extend", None)
        if parent is None:
            return merged
        parent_path = posixpath.join(posixpath.dirname(path), str(parent))
        text = read(parent_path)
        if text is None:
            raise SettingsError(f"{path} extends {parent}, which is not there", "Correct the path in extend = …")
        path, merged = parent_path, {**_toml(text, parent_path), **merged}
    raise SettingsError(f"{path} extends itself, or more than {MAX_INHERITANCE} files", "Remove one extend = …")


def _toml(text: str, path: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}", "Mend the file at the place named") from error


def _checked(table: Mapping[str, object], where: str) -> dict[str, Any]:
    known = {field.name for field in fields(Settings)}
    checked: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            raise SettingsError(*_message(unknown(f"key in {where}", key, sorted(known))))
        checked[name] = _converted(name, value)
    return checked


def _message(error: UsageError) -> tuple[str, str]:
    return str(error), error.hint


def _converted(name: str, value: object) -> object:
    if name == "profile":
        return _member("profile", str(value), {profile.value: profile for profile in Profile})
    if name == "fail_on":
        levels = {severity.label: severity for severity in Severity}
        return _member("fail-on level", str(value), {**levels, "never": None})
    if name in _STRUCTURED:
        return _STRUCTURED[name](value)
    if isinstance(value, str):
        return tuple(code.strip() for code in value.split(",") if code.strip())
    if isinstance(value, list | tuple) and all(isinstance(code, str) for code in value):
        return tuple(value)
    raise SettingsError(f"{name} holds {value!r}", 'Write codes or prefixes: ["TRU", "DOC001"]')


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(f"preview holds {value!r}", "Write true or false")
    return value


def _severities(value: object) -> dict[str, Severity]:
    if not isinstance(value, Mapping):
        raise SettingsError(f"severity holds {value!r}", 'Write a table: severity = { DOC008 = "advice" }')
    levels = {severity.label: severity for severity in Severity}
    return {str(code): levels[_known("severity", str(level), levels)] for code, level in value.items()}


def _ignores(value: object) -> dict[str, tuple[str, ...]]:
    if isinstance(value, Mapping) and all(isinstance(codes, list | tuple) for codes in value.values()):
        return {str(pattern): tuple(str(code) for code in codes) for pattern, codes in value.items()}
    raise SettingsError(f"per-file-ignores holds {value!r}", 'Write a table: per-file-ignores = { "old/*" = ["TRU"] }')


def _paths(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(path, str) and path for path in value):
        return tuple(posixpath.normpath(path) for path in value)
    raise SettingsError(f"metrics holds {value!r}", 'Write a list of paths: metrics = ["out/scores.json"]')


_STRUCTURED: Mapping[str, Callable[[object], object]] = {
    "preview": _switch,
    "severity": _severities,
    "per_file_ignores": _ignores,
    "metrics": _paths,
}


def _known(kind: str, word: str, members: Iterable[str]) -> str:
    names = list(members)
    if word not in names:
        raise SettingsError(*_message(unknown(kind, word, names)))
    return word


def _member(kind: str, word: str, members: Mapping[str, Severity | Profile | None]) -> Severity | Profile | None:
    return members[_known(kind, word, members)]
