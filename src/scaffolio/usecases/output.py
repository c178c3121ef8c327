"""Write a rendered report to a file."""

from __future__ import annotations

from pathlib import Path

from scaffolio.adapters import files
from scaffolio.errors import CannotRunError


def write_report(path: Path, text: str) -> None:
    """Write the report as UTF-8.

    Raises:
        CannotRunError: the file cannot be written.
    """
    try:
        files.write_text(path, text)
    except OSError as error:
        raise CannotRunError(f"cannot write {path}: {error.strerror}", "Name a file that can be written") from error
