"""How long a portfolio's site takes: six projects, two hundred, and again after one change.

``python -m benchmarks.site`` makes a folder of finished projects, each with a README, a
run's numbers, cases and six figures, and prints seconds of wall and of processor: on a
machine that does other work only the latter say anything. It exits with 1 when a bound
is missed; ``--smoke`` makes few projects and judges nothing.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from scaffolio.usecases.portfolio_site import build

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/bird-strikes"
FIGURES = 6
SIX, MANY = 2.0, 20.0
"""Seconds that six and two hundred projects may take."""

AGAIN = 0.25
"""Share of a bound that a rebuild may take after one change."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of wall, and of processor in this process and those it started."""

    wall: float
    processor: float


def figure(seed: int) -> bytes:
    """A figure of the size that a run draws, different for each seed."""
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (840, 616), "white")
    draw = ImageDraw.Draw(image)
    for place in range(40):
        height = (seed * 37 + place * place * 13) % 560
        draw.line((20 * place + 20, 596, 20 * place + 20, 596 - height), fill="#0072B2", width=9)
        draw.text((20 * place + 20, 580 - height), str(seed + place), fill="black")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def project(folder: Path, number: int) -> None:
    """One finished project: the example with its questions answered, and figures of its own."""
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("README.md", "MODEL_CARD.md", "data/README.md"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        answered = [
            f"> The officer reads number {place} first." if "PLACEHOLDER(" in line else line
            for place, line in enumerate(lines)
        ]
        (folder / name).write_text("\n".join([*answered, f"Number {number}.", ""]), encoding="utf-8")
    for place, path in enumerate(sorted((folder / "reports/figures").iterdir())):
        path.write_bytes(figure(number * FIGURES + place))


def busy() -> float:
    """Seconds of processor so far, here and in processes that ended."""
    return sum(os.times()[:4])


def measure(folder: Path) -> Taken:
    """Build the site once."""
    wall, processor = time.perf_counter(), busy()
    built = build(folder)
    if built.problems or built.hidden:
        raise SystemExit(f"not all are shown: {[*built.problems, *built.hidden][0]}")
    return Taken(time.perf_counter() - wall, busy() - processor)


def rounds(count: int) -> tuple[Taken, Taken]:
    """Make so many projects; build all, change one, build again."""
    with tempfile.TemporaryDirectory(prefix="scaffolio-bench-") as name:
        folder = Path(name)
        for number in range(count):
            project(folder / f"project-{number:03d}", number)
        first = measure(folder)
        readme = folder / "project-001/README.md"
        readme.write_text(readme.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
        return first, measure(folder)


def main() -> int:
    """Measure both sizes and print a line each; 1 when a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="make few projects, judge nothing")
    smoke = parser.parse_args().smoke
    missed = False
    for count, bound in ((3, SIX), (6, SIX)) if smoke else ((6, SIX), (200, MANY)):
        first, again = rounds(count)
        late = not smoke and (first.wall > bound or again.wall > bound * AGAIN)
        missed |= late
        print(
            f"{count:>4} projects  {first.wall:6.2f} s ({first.processor:.2f} of processor, "
            f"{first.processor / count * 1000:.0f} ms each), at most {bound:g}   "
            f"after one change {again.wall:5.2f} s ({again.processor:.2f}), at most {bound * AGAIN:g}"
            f"{'   TOO SLOW' if late else ''}"
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
