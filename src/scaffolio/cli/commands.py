"""Put commands into a program by name: the one that is called is built, the others only have their line."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping, Sequence

import typer

_COMPLETING = "_SCAFFOLIO_COMPLETE"


def add_commands(app: typer.Typer, package: str, lines: Mapping[str, str], arguments: Sequence[str]) -> None:
    """Add a package's commands, each a module with ``command``, or with ``group`` where it has commands of its own.

    Importing and building every command would triple the time ``--help`` takes.
    Shell completion needs them all.
    """
    called = next((word for word in arguments if not word.startswith("-")), None)
    for name, line in lines.items():
        if name != called and _COMPLETING not in os.environ:
            app.command(name, help=line)(_not_called)
            continue
        module = importlib.import_module(f"{package}.{name}")
        if hasattr(module, "group"):
            below = arguments[arguments.index(name) + 1 :] if name == called else ()
            app.add_typer(module.group(below), name=name, short_help=line)
        else:
            app.command(name, short_help=line)(module.command)


def _not_called() -> None:
    """Stand in for a command that this call does not use."""
