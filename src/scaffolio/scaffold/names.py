"""From what a person calls a project to a folder, a distribution and a package."""

from __future__ import annotations

import keyword
import sys
import unicodedata

from scaffolio.patterns import regex

_NOT_SLUG = regex(r"[^a-z0-9]+")
_SHADOWS = frozenset({"numpy", "pandas", "sklearn", "scipy", "matplotlib", "yaml", "skops", "torch", "tests", "data"})
"""Packages that a generated project itself imports, or folders it holds."""


def slug(name: str) -> str:
    """Lower-case ASCII words joined by hyphens: valid as a distribution name.

    Accents are dropped; a name without any Latin letter or digit gives an empty slug.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", plain.lower()).strip("-")


def package(name: str) -> str:
    """A package name that can be imported and hides no module the project needs."""
    candidate = slug(name).replace("-", "_")
    if candidate[:1].isdigit():
        candidate = f"project_{candidate}"
    if keyword.iskeyword(candidate) or candidate in sys.stdlib_module_names or candidate in _SHADOWS:
        candidate = f"{candidate}_project"
    return candidate


def is_package(name: str) -> bool:
    """Whether the name can be imported as it stands and is written as packages are."""
    return name.isidentifier() and name == package(name)
