"""Small files that stand for large ones kept elsewhere: Git LFS and git-annex pointers."""

from __future__ import annotations

POINTER_LIMIT = 1024
"""Bytes; a Git LFS pointer is smaller than this (git-lfs, docs/spec.md)."""

_LFS = (b"version https://git-lfs.github.com/spec/", b"version https://hawser.github.com/spec/")
_ANNEX = (b"/annex/objects/", b"../.git/annex/objects/", b".git/annex/objects/")


def is_pointer(content: bytes) -> bool:
    """Whether a file's first bytes are those of a pointer to content that is not here."""
    return content.startswith(_LFS) or (len(content) < POINTER_LIMIT and content.startswith(_ANNEX))
