"""The door to a document that is there already: every byte in, and the changed text back in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from scaffolio.errors import CannotRunError


def read_exact(path: Path) -> str | None:
    """The file's text, line endings and undecodable bytes kept; ``None`` when it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return None


def replace_exact(path: Path, text: str) -> None:
    """Put the text into the file's place by one rename: an interruption leaves the old file or the new.

    A link stays a link, and the file keeps its rights.

    Raises:
        CannotRunError: it cannot be written.
    """
    target = path.resolve()
    if not os.access(target, os.W_OK):
        raise CannotRunError(f"cannot write {path}", "Change its rights")
    written: str | None = None
    try:
        descriptor, written = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text.encode("utf-8", "surrogateescape"))
        shutil.copymode(target, written)
        Path(written).replace(target)
    except OSError as error:
        raise CannotRunError(f"cannot write {path}: {error.strerror}", "Check rights and space") from error
    finally:
        if written is not None:
            Path(written).unlink(missing_ok=True)
