"""What a ``.gitignore`` leaves out: paths that may exist on a disk and never in the repository."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class IgnoreRules:
    """The patterns of one ``.gitignore``, read as Git reads them."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _spec(self) -> GitIgnoreSpec | None:
        # Imported here: most audits never ask, and the import costs more than a small audit's parsing.
        from pathspec import GitIgnoreSpec

        kept = [line for line in self._text.splitlines() if line.strip() and not line.startswith("#")]
        try:
            return GitIgnoreSpec.from_lines(kept) if kept else None
        except ValueError:
            return _without_broken(kept)

    def matches(self, path: str) -> bool:
        """Whether Git ignores this path; a path that ends in a slash is a folder."""
        return self._spec is not None and self._spec.match_file(path)


def _without_broken(lines: list[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    kept = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        kept.append(line)
    return GitIgnoreSpec.from_lines(kept)
