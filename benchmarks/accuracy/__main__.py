"""``python -m benchmarks.accuracy MEASURE CHECKOUTS LABELS``: how often the audit agrees with people.

MEASURE is ``checklist``, ``niche``, ``truth``, ``passages`` or ``digits``, where CHECKOUTS holds clones named
OWNER__NAME with their history; or ``sections`` or ``somef``, where it holds README files. The
labels of ``truth`` and ``passages`` lie in ``benchmarks/accuracy/labels``; ``digits`` takes those of
``truth`` and counts how many changed digits are caught. ``sections --folds 10``
learns anew for each fold and needs scikit-learn; without it the shipped coefficients are
scored, which tells something only of READMEs they were not learned from. Exits with 1 when a
floor is missed. ``--smoke`` runs every measure on a tiny made-up set.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.accuracy.measures import MEASURES, measure, measure_made_up


def main() -> None:
    """Run one measure, or all of them on the made-up set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", choices=MEASURES, nargs="?")
    parser.add_argument("checkouts", type=Path, nargs="?")
    parser.add_argument("labels", type=Path, nargs="?")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--smoke", action="store_true")
    arguments = parser.parse_args()
    if arguments.smoke:
        for made_up in measure_made_up().values():
            print(*made_up, sep="\n")
        return
    if arguments.labels is None:
        parser.error("name a measure, a folder of checkouts and a label file, or pass --smoke")
    lines, reached = measure(arguments.measure, arguments.checkouts, arguments.labels, arguments.folds)
    print(*lines, sep="\n")
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
