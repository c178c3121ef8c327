"""Whether a place in code is a comment, told without parsing."""

from __future__ import annotations

_LOOKED_BACK = 400


def in_comment(code: bytes, at: int) -> bool:
    """Whether a hash mark stands before a position in its line, as far as 400 bytes tell."""
    start = max(0, at - _LOOKED_BACK)
    return b"#" in code[max(start, code.rfind(b"\n", start, at) + 1) : at]
