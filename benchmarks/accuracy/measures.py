"""The measures by name, and all of them on the made-up set."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.accuracy import checklist, digits, niche, sections, smoke, truth

MEASURES = ("checklist", "sections", "somef", "niche", "truth", "passages", "digits")


def measure(name: str, checkouts: Path, labels: Path, folds: int = 0) -> tuple[list[str], bool]:
    """Lines to print, and whether the measure's floor, if it has one, is reached."""
    if name == "checklist":
        return checklist.report(checkouts, labels)
    if name == "sections":
        return sections.report(checkouts, labels, folds=folds)
    if name in truth.PRECISION:
        return truth.report(name, checkouts, labels)
    if name == "digits":
        return digits.report(checkouts, labels), True
    return (sections.somef_report if name == "somef" else niche.report)(checkouts, labels), True


def measure_made_up() -> dict[str, list[str]]:
    """Run every measure on the made-up set; return the lines of each."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        smoke.make(folder)
        places = {"sections": folder / "readmes", "somef": folder / "readmes"}
        return {name: measure(name, places.get(name, folder), folder / f"{name}.tsv")[0] for name in MEASURES}
