"""Whether a version specifier holds a version still, and whether two of them can both be met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolio.patterns import regex

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

_BOUND = regex(r"(?<![<>!])=|<|\^|~")
_PIN = regex(r"===?\s*(?P<version>[\w.+!]+)\Z")
_CONDA = regex(r"=(?P<version>\d[\w.]*)(?:=(?P<build>\w+))?\Z")
_BARE = regex(r"\d[\w.]*\Z")


def is_bounded(specifier: str) -> bool:
    """Whether a new release cannot change what is installed without limit: ``==``, ``~=``, ``^``, ``<``, ``=``."""
    return _BOUND.search(specifier) is not None or _BARE.match(specifier.strip()) is not None


def pinned_version(specifier: str) -> str | None:
    """The one version that a specifier admits, written out; ``None`` for a range or a wildcard."""
    match = _PIN.match(specifier.strip())
    return match["version"] if match else None


def as_pep440(specifier: str) -> str:
    """Conda's fuzzy ``=1.2`` as pip writes it; anything else stays as it is."""
    match = _CONDA.match(specifier.replace(" ", ""))
    return f"=={match['version']}.*" if match else specifier


def exclude_each_other(one: str, other: str) -> bool:
    """Whether one is a pin that the other does not admit; ``False`` where either cannot be read."""
    first, second = as_pep440(one), as_pep440(other)
    return _rejects(first, second) or _rejects(second, first)


def _rejects(pin: str, specifier: str) -> bool:
    version = pinned_version(pin)
    admitted = _specifiers(specifier) if version is not None else None
    if version is None or admitted is None:
        return False
    from packaging.version import InvalidVersion

    try:
        return not admitted.contains(version, prereleases=True)
    except InvalidVersion:
        return False


def _specifiers(text: str) -> SpecifierSet | None:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return SpecifierSet(text) if text else None
    except InvalidSpecifier:
        return None
