"""Text from audited projects, made safe and short enough for a terminal."""

from __future__ import annotations


def plain(text: str) -> str:
    """Write out whatever a terminal would obey: escapes, control and direction characters."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def shorten(text: str, width: int) -> str:
    """Cut a text at a width, with three dots in place of what was cut."""
    return text if len(text) <= width else text[: width - 3].rstrip() + "..."


def plural(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``, ``3 repositories``."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun.removesuffix('y')}ies" if noun.endswith("ry") else f"{number} {noun}s"


def columns(rows: list[list[str]], gap: str = "  ") -> list[str]:
    """Lay rows out in aligned columns; the last one is left ragged."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [gap.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
