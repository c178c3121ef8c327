"""How long a fresh project's first run and its tests take, each technique alone on the machine.

``python -m benchmarks.projects [TECHNIQUE …]`` renders each project, installs it into an
environment of its own and measures ``python -m PACKAGE run`` and ``python -m pytest`` as whole
processes, beside a floor in the same environment: importing what every project imports. It
exits with 1 when a run is over its bound. ``--smoke`` measures one technique and judges none.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import measured
from scaffolio.adapters import runner
from scaffolio.usecases import new
from tools.examples import CONSTRAINTS, make

RUN_SECONDS = {"vision": 120.0}
"""A first run's bound; 60 seconds where none stands here."""

TEST_SECONDS, MEGABYTES = 120.0, 2048.0
FLOOR = "import matplotlib.pyplot, pandas, sklearn.ensemble"


@dataclass(frozen=True, slots=True)
class Seconds:
    """What one project took: its first run, its tests after it, and the floor; the run's peak in megabytes."""

    run: float
    tests: float
    floor: float
    megabytes: float

    def within(self, technique: str) -> bool:
        """Whether all of it is within its bounds."""
        in_time = self.run <= RUN_SECONDS.get(technique, 60.0) and self.tests <= TEST_SECONDS
        return in_time and self.megabytes <= MEGABYTES


def measure(technique: str, folder: Path) -> Seconds:
    """Render, install and run one technique's project below a folder."""
    project = make(technique, folder)
    runner.install(project, lambda _line: None)
    python = str(runner.environment_python(project))

    def timed(*words: str) -> tuple[float, float]:
        return measured([python, *words], project, check=True)

    timed("-c", FLOOR)  # compiles what is imported
    floor, _ = timed("-c", FLOOR)
    run, megabytes = timed("-m", project.name.replace("-", "_"), "run")
    tests, _ = timed("-m", "pytest", "-q")
    return Seconds(run, tests, floor, megabytes)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each technique and print a line each; 1 when one is over its bounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("techniques", nargs="*", metavar="TECHNIQUE", help="all of them by default")
    parser.add_argument("--smoke", action="store_true", help="one technique, judging none")
    options = parser.parse_args(arguments)
    os.environ.setdefault("PIP_CONSTRAINT", str(CONSTRAINTS))
    over = False
    for technique in ["classification"] if options.smoke else options.techniques or list(new.techniques()):
        with tempfile.TemporaryDirectory(prefix="scaffolio-bench-") as folder:
            took = measure(technique, Path(folder))
        over |= not took.within(technique)
        print(
            f"{technique:<15} run {took.run:6.1f} s ({took.run / took.floor:5.1f} times the imports), "
            f"{took.megabytes:5.0f} MB, tests {took.tests:6.1f} s{'' if took.within(technique) else '  OVER'}"
        )
    return int(over and not options.smoke)


if __name__ == "__main__":
    sys.exit(main())
