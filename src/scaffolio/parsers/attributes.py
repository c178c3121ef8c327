"""What ``.gitattributes`` says of files: which are kept in Git LFS."""

from __future__ import annotations

from scaffolio.parsers.gitignore import IgnoreRules


def lfs_rules(text: str) -> IgnoreRules:
    """The patterns whose files Git LFS keeps; their form is that of ``.gitignore``."""
    found = [
        line.split()[0] for line in text.splitlines() if "filter=lfs" in line and not line.lstrip().startswith("#")
    ]
    return IgnoreRules("\n".join(found))
