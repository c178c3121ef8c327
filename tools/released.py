"""Renew or check the fingerprints of the template: ``python -m tools.released check|write``.

They go into the package, a file for each version, so that an audit knows a scaffold by
what it wrote. The file of a version that was released is never written again.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scaffolio import __version__
from scaffolio.adapters import files, render
from scaffolio.parsers.released import PACKAGE
from scaffolio.parsers.scaffold import Manifest, make_manifest
from scaffolio.usecases import new

ROOT = Path(__file__).resolve().parents[1]
STORED = ROOT / f"src/scaffolio/parsers/released_templates/{__version__}.json"
_VARIANTS: tuple[Mapping[str, str], ...] = (
    {"data": "sample"},
    {"data": "own", "demo": "gradio", "serve": "fastapi"},
)
_TOLD = (".md", ".py", "data/schema.yaml")
"""What an audit compares: words, code, and which data they are."""

_PARTS = ("sections", "functions")


def written(technique: str, answers: Mapping[str, str]) -> Manifest:
    """What the template writes for these answers; the package's name is left open in paths."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        render.render(root, {"technique": technique, "package": "the_package", "year": "2026", **answers})
        found = sorted(path for path in files.walk(root) if path.endswith(_TOLD))
        texts = {path.replace("/the_package/", f"/{PACKAGE}/"): files.read_text(root / path) or "" for path in found}
    return make_manifest(__version__, technique, texts, texts.__getitem__)


def joined(first: Manifest, second: Manifest) -> dict[str, Any]:
    """Two renderings as one: every line and function of both; where they differ, a section as in the first."""
    one, two = asdict(first), asdict(second)
    lines = {
        path: sorted((Counter(one["lines"].get(path, ())) | Counter(two["lines"].get(path, ()))).elements())
        for path in sorted({*one["lines"], *two["lines"]})
    }
    parts = {
        name: {
            path: {**two[name].get(path, {}), **one[name].get(path, {})} for path in sorted({*one[name], *two[name]})
        }
        for name in _PARTS
    }
    return {"lines": lines, **parts, "asked": {path: _asked(path, first, second) for path in sorted(one["asked"])}}


def _asked(path: str, first: Manifest, second: Manifest) -> dict[str, str]:
    """The questions of a document that a rendering asks wherever it has the section: a missing one was deleted."""
    both = {**second.asked.get(path, {}), **first.asked[path]}
    return {
        heading: topic
        for heading, topic in both.items()
        if all(
            heading in made.asked.get(path, {}) or heading not in made.sections.get(path, {})
            for made in (first, second)
        )
    }


def of_technique(technique: str) -> dict[str, Any]:
    """The fingerprints of the template as it is, for one technique."""
    return joined(*(written(technique, answers) for answers in _VARIANTS))


def current() -> str:
    """The fingerprints of the template as it is, as the package stores them."""
    content = {technique: of_technique(technique) for technique in new.techniques()}
    return json.dumps(content, sort_keys=True, separators=(",", ":")).replace('},"', '},\n"') + "\n"


def main(arguments: list[str]) -> int:
    """Check or write; 1 when the stored fingerprints are not those of the template."""
    if arguments == ["write"]:
        STORED.parent.mkdir(exist_ok=True)
        STORED.write_text(current(), encoding="utf-8", newline="\n")
        return 0
    if STORED.is_file() and STORED.read_text(encoding="utf-8") == current():
        return 0
    print(f"{STORED.relative_to(ROOT)} is stale: python -m tools.released write")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
