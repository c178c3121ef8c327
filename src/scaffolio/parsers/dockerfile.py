"""Which images a Dockerfile builds on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.patterns import regex

_FROM = regex(r"FROM[ \t]+(?:--platform=\S+[ \t]+)?(?P<image>\S+)(?:[ \t]+AS[ \t]+(?P<stage>\S+))?", re.IGNORECASE)
_ARG = regex(r"ARG[ \t]+(?P<name>\w+)=(?P<value>\S+)", re.IGNORECASE)
_VARIABLE = regex(r"\$(?:\{(?P<braced>\w+)[^}]*\}|(?P<plain>\w+))")


def base_images(text: str) -> Iterator[tuple[str, int]]:
    """Yield each image and its line; ``scratch``, earlier stages and what no default names are left out."""
    stages: set[str] = set()
    defaults: dict[str, str] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        argument = _ARG.match(line)
        if argument:
            defaults[argument["name"]] = argument["value"].strip("\"'")
        match = _FROM.match(line)
        if not match:
            continue
        image = _VARIABLE.sub(
            lambda found: defaults.get(found["braced"] or found["plain"] or "", found[0]), match["image"]
        )
        if image.lower() not in stages | {"scratch"} and "$" not in image and "{" not in image:
            yield image, number
        if match["stage"]:
            stages.add(match["stage"].lower())


def is_pinned(image: str) -> bool:
    """Whether an image is named with a digest or with a tag other than ``latest``."""
    name = image.rpartition("/")[2]
    return "@" in name or (":" in name and not name.endswith(":latest"))
