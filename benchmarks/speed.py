"""How long the command line takes, as ratios against a peer measured in the same run.

``python -m benchmarks.speed`` runs each pair in turn, A B A B …, and prints the median
of the ratios of neighbours, so that a machine that slows down slows both. It exits
with 1 when a ratio is over its bound. ``--smoke`` runs every pair once and judges none.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 11

Command = Callable[[Path], Sequence[str]]
"""Makes a command line, given an empty folder that the command may write to."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A command of ours, the peer it is held against, and the highest ratio allowed."""

    name: str
    ours: Command
    peer_name: str
    peer: Command
    bound: float


def _scaffolio(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "scaffolio", *arguments]


def _import_typer(_folder: Path) -> list[str]:
    return [sys.executable, "-c", "import typer"]


def _copier_copy(folder: Path) -> list[str]:
    return [sys.executable, "-m", "copier", "copy", "--defaults", "--quiet", str(ROOT), str(folder / "project")]


def _portfolio(folder: Path) -> list[str]:
    return _scaffolio("portfolio", "new", str(ROOT / "examples" / "portfolio.yml"), str(folder / "all"))


def _rendering(technique: str) -> Command:
    """Render one technique's project, in a process of its own, with neither Git nor a run."""
    return lambda folder: _scaffolio("new", str(folder / "project"), "-y", "--no-git", "-t", technique)


PAIRS = (
    Pair("--version", lambda _: _scaffolio("--version"), "import typer", _import_typer, 1.5),
    Pair("--help", lambda _: _scaffolio("--help"), "import typer", _import_typer, 1.5),
    Pair("new -y", lambda folder: _scaffolio("new", str(folder / "project"), "-y"), "copier copy", _copier_copy, 1.3),
    Pair(
        "portfolio new, 6",
        _portfolio,
        "new -y",
        lambda folder: _scaffolio("new", str(folder / "project"), "-y"),
        2.2,
    ),
    *(
        Pair(f"new -t {name}", _rendering(name), "classification", _rendering("classification"), 1.1)
        for name in ("regression", "clustering", "timeseries", "nlp", "vision")
    ),
)


def seconds(command: Command) -> float:
    """Wall seconds of one whole process, in an empty folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="scaffolio-bench-"))
    try:
        line = command(folder)
        started = time.perf_counter()
        subprocess.run(line, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.perf_counter() - started
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(pair: Pair, rounds: int) -> tuple[float, float, float]:
    """Return the median seconds of ours and of the peer, and the median ratio of neighbours."""
    ours, peers = [], []
    for _ in range(rounds):
        ours.append(seconds(pair.ours))
        peers.append(seconds(pair.peer))
    ratios = [own / peer for own, peer in zip(ours, peers, strict=True)]
    return statistics.median(ours), statistics.median(peers), statistics.median(ratios)


def main() -> int:
    """Measure every pair and print a line each; 1 when one is over its bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="run every pair once, judge none")
    rounds = 1 if parser.parse_args().smoke else ROUNDS
    os.environ.setdefault("PYTHONPATH", str(ROOT / "src"))
    over = False
    for pair in PAIRS:
        if rounds > 1:
            measure(pair, 1)  # fills the caches of both
        own, peer, ratio = measure(pair, rounds)
        too_slow = rounds > 1 and ratio > pair.bound
        over |= too_slow
        print(
            f"{pair.name:<17} {own:6.3f} s  {pair.peer_name:<14} {peer:6.3f} s  "
            f"ratio {ratio:5.2f}, at most {pair.bound}{'  TOO SLOW' if too_slow else ''}"
        )
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
