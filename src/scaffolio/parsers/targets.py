"""Where a link points: to a file of the repository, or out of it."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from scaffolio.patterns import regex

_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = regex(
    r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|ai|edu|gov|dev|app|me|co|uk|de|fr|cn|in|br|info|ly|to|gg|tv|be|us|eu))(?:[/:?#]|\Z)"
)
_VARIABLE = regex(r"[{}<>$*]|%7B|%3C|\.\.\.")
_BLOB = regex(r"(?:blob|tree|raw)/[^/]+/")


def repository_path(target: str, document: str) -> str | None:
    """The path inside the repository that a link's target names; ``None`` when it names none.

    Addresses, anchors, template variables and links that climb out of the repository
    (GitHub's ``../../issues``) name none. A leading slash means the repository's root.
    """
    bare = target.strip().partition("#")[0].partition("?")[0]
    if not bare or _SCHEME.match(bare) or bare.startswith(("//", "\\\\", "~")) or _VARIABLE.search(bare):
        return None
    if _HOST.match(bare) and not bare.endswith((".md", ".py", ".ipynb")):
        return None
    decoded = unquote(bare).replace("\\", "/")
    base = "" if decoded.startswith("/") else posixpath.dirname(document)
    path = posixpath.normpath(posixpath.join(base, decoded.lstrip("/")))
    if path.startswith("..") or path == ".":
        return None
    return _BLOB.sub("", path, count=1) if _BLOB.match(path) else path
