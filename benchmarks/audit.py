"""How long an audit takes and how much memory, against peers and floors in the same run.

``python -m benchmarks.audit CHECKOUTS`` takes a folder that holds checkouts named
``owner__name``: karpathy__nanoGPT is held against repo-review with sp-repo-review
(``pip install sp-repo-review[cli]``), huggingface__diffusers against ruff, and
ageron__handson-ml3 against a floor that does no more than has to be done: it imports
what reading needs, reads the files, parses the notebooks and asks for one log. The hook
``readme-truth``, which judges the rules TRU alone, is held against a floor that imports what
a command line and Markdown need, lists the files and parses the README. Made-up
repositories of 500 and 2,000 files show whether the cost grows with the size, a list of
them whether two processes are faster than one, and data-heavy ones, served on this
machine, how much of them an audit from afar moves.

``--smoke`` runs on made-up repositories alone, once, and judges nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import measured
from benchmarks.repositories import data_heavy, made_up, served
from tests.serving import serve_git

ROUNDS = 7
TARGETS = 60
FASTER = 1.7
"""How many times faster two processes are to judge many targets than one."""

QUARTER = 0.25
"""Share of a full clone's bytes that a remote audit may move."""

DATA_HEAVY = ("ageron__handson-ml3",)
FLOOR = """
import json, subprocess, sys
from pathlib import Path
import markdown_it, yaml, typer, git
for path in subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True).stdout.split("\\0"):
    if path and Path(path).is_file():
        content = Path(path).read_bytes()
        if path.endswith(".ipynb"):
            json.loads(content)
subprocess.run(["git", "log", "--format=%H %ct %an %s"], capture_output=True)
"""


HOOK_FLOOR = """
import subprocess
from pathlib import Path
import markdown_it, typer
subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True)
markdown_it.MarkdownIt("commonmark").enable("table").parse(Path("README.md").read_text(encoding="utf-8"))
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A repository, what it is held against, the highest ratio and peak memory in MB; ``options`` of the audit."""

    repository: str
    peer_name: str
    peer: tuple[str, ...]
    ratio: float
    megabytes: int
    options: tuple[str, ...] = ()


def _program(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else name


CASES = (
    Case("karpathy__nanoGPT", "repo-review", (_program("repo-review"), "."), 1.2, 250),
    Case("huggingface__diffusers", "ruff", (_program("ruff"), "check", "--no-cache", "--isolated", "-q"), 2.0, 250),
    Case("ageron__handson-ml3", "floor", (sys.executable, "-c", FLOOR), 2.0, 250),
    *(
        Case(name, "floor of hook", (sys.executable, "-c", HOOK_FLOOR), 4.5, 120, ("--select", "TRU"))
        for name in ("karpathy__nanoGPT", "huggingface__diffusers", "christhanos__telco-churn-analysis")
    ),
)


def audit_command(*words: str) -> list[str]:
    """The audit as a person runs it; of this folder, unless the words name others."""
    return [_program("scaffolio"), "audit", *words]


def compare(case: Case, folder: Path, rounds: int) -> bool:
    """Print one line on a case; whether it is within its bounds."""
    own, peers, memory = [], [], []
    for _ in range(rounds):
        seconds, megabytes = measured(audit_command(*case.options), folder)
        own.append(seconds)
        memory.append(megabytes)
        peers.append(measured(case.peer, folder)[0])
    ratio = statistics.median(mine / theirs for mine, theirs in zip(own, peers, strict=True))
    within = ratio <= case.ratio and max(memory) <= case.megabytes
    print(
        f"{case.repository:<24} {statistics.median(own):6.2f} s {max(memory):5.0f} MB  "
        f"{case.peer_name:<12} {statistics.median(peers):6.2f} s  ratio {ratio:5.2f}, at most {case.ratio}"
        f"{'' if within else '  OVER'}"
    )
    return within


def linear(folder: Path, rounds: int) -> bool:
    """Four times the files cost at most four times the seconds above an empty repository's, and a quarter more."""
    seconds = {}
    for files in (0, 500, 2000):
        repository = made_up(folder / str(files), files, files // 50)
        seconds[files] = statistics.median(measured(audit_command(), repository)[0] for _ in range(rounds))
    growth = (seconds[2000] - seconds[0]) / max(seconds[500] - seconds[0], 1e-3)
    print(
        f"{'made up':<24} {seconds[500]:6.2f} s with 500 files, {seconds[2000]:6.2f} s with 2,000: {growth:.1f} times"
    )
    return growth <= 4 * 1.25


def many(folder: Path, rounds: int) -> bool:
    """Two processes judge a list of targets faster than one does, where there are two processors to run on."""
    targets = [str(made_up(folder / str(number), 100, 5)) for number in range(TARGETS)]
    (folder / "targets.txt").write_text("\n".join(targets), encoding="utf-8")
    faster, seconds = [], []
    for _ in range(rounds):
        one, two = (measured(audit_command("--targets-from", "targets.txt", "-j", n), folder)[0] for n in ("1", "2"))
        seconds.append(two)
        faster.append(one / two)
    ratio = statistics.median(faster)
    within = ratio >= FASTER or (os.cpu_count() or 1) == 1
    print(
        f"{f'{TARGETS} targets':<24} {statistics.median(seconds):6.2f} s by two processes, {ratio:.2f} times faster "
        f"than by one, at least {FASTER}{'' if within else '  OVER'}"
    )
    return within


def remote(name: str, bare: Path, folder: Path) -> bool:
    """An audit over the network moves a small share of what a full clone moves."""
    with serve_git(bare.parent) as server:
        address = f"{server.address}/{bare.name}"
        measured(audit_command(address), folder)
        audited = server.sent
        measured(["git", "clone", "-q", "--bare", address, "full.git"], folder)
        whole = server.sent - audited
    shutil.rmtree(folder / "full.git", ignore_errors=True)
    within = 0 < audited <= QUARTER * whole
    print(
        f"{name:<24} {audited / 1e6:6.2f} of {whole / 1e6:.2f} MB moved, a share of {audited / max(whole, 1):.2f}, "
        f"at most {QUARTER}{'' if within else '  OVER'}"
    )
    return within


def main() -> int:
    """Measure every case there is a checkout for; 1 when one is over its bounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", type=Path, nargs="?", help="a folder of checkouts named owner__name")
    parser.add_argument("--smoke", action="store_true", help="made-up repositories only, once, judging none")
    options = parser.parse_args()
    rounds = 1 if options.smoke else ROUNDS
    within = True
    with tempfile.TemporaryDirectory(prefix="scaffolio-bench-") as temporary:
        scratch = Path(temporary)
        if options.checkouts and not options.smoke:
            for case in CASES:
                folder = options.checkouts / case.repository
                if not folder.is_dir() or not shutil.which(case.peer[0]):
                    print(f"{case.repository:<24} left out: no checkout, or no {case.peer_name}")
                    continue
                measured(audit_command(*case.options), folder)  # fills the caches of both
                within &= compare(case, folder, rounds)
            for name in DATA_HEAVY:
                if (options.checkouts / name).is_dir():
                    bare = served(options.checkouts.resolve() / name, scratch / "real" / f"{name}.git")
                    within &= remote(name, bare, scratch)
        within &= remote("made up, of data", data_heavy(scratch / "heavy"), scratch)
        within &= linear(scratch, rounds)
        within &= many(scratch / "many", rounds)
    return int(not within and not options.smoke)


if __name__ == "__main__":
    sys.exit(main())
