"""Vision: a folder of class folders; broken files, copies, small classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scaffolio.errors import UsageError
from scaffolio.scaffold.profile.nouns import Asked, Column, Decision, ImageFolder, Plan
from scaffolio.scaffold.profile.plans.common import few
from scaffolio.scaffold.profile.sampling import even_sample

FEWEST_IMAGES = 20
MOST_IMAGES = 3_000
"""Images a project trains on: more take longer than two minutes on two cores."""

_SHOWN = 8


def plan(images: ImageFolder, asked: Asked) -> Plan:
    """Plan a classification of images by the folder they lie in.

    Raises:
        UsageError: one class, a class too small, or flags that name columns.
    """
    if named := asked.named():
        raise UsageError(
            f"{', '.join(dict.fromkeys(named.values()))}: a folder of images has no columns", "Leave it out"
        )
    counts = Counter(label for label, _ in images.paths)
    _refuse_small(images, counts)
    paths = even_sample(images.paths, MOST_IMAGES)
    shown = ", ".join(f"{label} {count:,}" for label, count in counts.most_common(_SHOWN))
    decisions = [
        Decision("folder", f"{images.source.name}: {len(images.paths):,} images, {_size(images.source.size)}"),
        Decision("target", f"{len(counts)} classes, by folder: {shown}{' …' if len(counts) > _SHOWN else ''}"),
        *_told(images, len(paths)),
        Decision("split", "at random, 25% test, near-copies on one side"),
        Decision(
            "split",
            "if several images show one object, person or scene, they must stay together: "
            "task.series in data/schema.yaml finds them by their names",
        ),
    ]
    return Plan(
        "vision",
        images.source,
        len(images.paths),
        {"path": _packed(paths), "label": [label for label, _ in paths]},
        (
            Column("path", "text", "id", "where the image lies in the data file", {"missing": False}),
            Column("label", "category", "target", "its folder", {"missing": False, "allowed": sorted(counts)}),
            Column("image", "image", reason="colour of each pixel", facts={"missing": False}),
        ),
        {"kind": "grouped", "test_share": 0.25},
        {"technique": "vision", "slice": "label"},
        {"rows": "images"},
        tuple(decisions),
        {"split": "near-copies of an image stay on one side"},
        (
            f"{len(paths):,} images in {len(counts)} classes, the rarest with {min(counts.values()):,}",
            "Labels are the folders the images were filed in",
            "Near-copies stay on one side of the split",
        ),
    )


def _size(count: int) -> str:
    """Bytes as people say them."""
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"  # noqa: PLR2004


def _packed(paths: Sequence[tuple[str, str]]) -> list[str]:
    """Where each image lies in the data file: its class folder, then its path as one name, none twice."""
    names: dict[str, int] = {}
    for label, path in paths:
        rest = path.removeprefix(f"{label}/").replace("/", "_")
        name, number = f"{label}/{rest}", 1
        while name in names:
            number += 1
            name = f"{label}/{number}_{rest}"
        names[name] = number
    return list(names)


def _refuse_small(images: ImageFolder, counts: Counter[str]) -> None:
    broken = (
        f"; {few(len(images.broken), 'file')} cannot be used: {', '.join(images.broken[:5])}" if images.broken else ""
    )
    broken += f"; {_others(images)}" if images.others else ""
    if len(counts) < 2:  # noqa: PLR2004
        only = f"one class, {next(iter(counts))}" if counts else "no image that can be read"
        ask = "Name a folder with one folder for each class, each with PNG, JPEG or WebP images"
        raise UsageError(f"{images.source.name} holds {only}{broken}", _convert(images) if images.others else ask)
    small = ", ".join(f"{label} {count}" for label, count in sorted(counts.items()) if count < FEWEST_IMAGES)
    if small:
        raise UsageError(
            f"too few images of {small}; a class needs {FEWEST_IMAGES}{broken}", "Add images, or take that folder out"
        )


def _convert(images: ImageFolder) -> str:
    suffix = max(images.others, key=lambda name: (images.others[name], name))
    return f"Convert them to PNG, with ImageMagick: mogrify -format png FOLDER/*{suffix}"


def _others(images: ImageFolder) -> str:
    shown = ", ".join(f"{count} {suffix}" for suffix, count in sorted(images.others.items()))
    return f"{few(sum(images.others.values()), 'image')} of kinds the project does not read: {shown}"


def _told(images: ImageFolder, kept: int) -> list[Decision]:
    found = []
    if images.broken:
        shown = ", ".join(images.broken[:10])
        text = f"{few(len(images.broken), 'file')} left out: {shown}"
        found.append(Decision("broken", text, warning=True))
    if images.others:
        found.append(Decision("other kinds", f"{_others(images)}, and left out; PNG copies would count", warning=True))
    if images.copies:
        are = "image is an exact copy" if images.copies == 1 else "images are exact copies"
        text = f"{images.copies:,} {are} of another; they stay on one side of the split"
        found.append(Decision("copies", text, warning=True))
    if images.parts:
        text = (
            f"folders {', '.join(images.parts)} are joined; the project divides anew, so that near-copies stay together"
        )
        found.append(Decision("parts", text))
    if kept < len(images.paths):
        text = f"the project works on {kept:,} of them, spread evenly, each class by its share"
        found.append(Decision("rows", text, warning=True))
    return found
