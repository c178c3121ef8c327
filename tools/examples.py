"""Make the example projects anew: ``python -m tools.examples [TECHNIQUE …]``.

Each technique's project is rendered with fixed answers, installed, run and stored in
``examples/`` with its README, numbers and figures, without its environment and models.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from scaffolio.adapters import runner
from scaffolio.usecases import new

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
CONSTRAINTS = ROOT / "tools/constraints.txt"
ANSWERS = {"author": "Ada Example", "email": "ada@example.org", "year": "2026"}
LEFT_OUT = shutil.ignore_patterns(".venv", "models", "run.json", "__pycache__", ".pytest_cache", "*.egg-info")


def make(technique: str, folder: Path) -> Path:
    """Render the technique's example below a folder; return where."""
    request = new.complete({"technique": technique, **ANSWERS}, folder)
    return new.make_project(folder / request.name, request, with_git=False).path


def run(project: Path) -> None:
    """Install a rendered project into its own environment and run it."""
    os.environ.setdefault("PIP_CONSTRAINT", str(CONSTRAINTS))
    runner.install(project, print)
    runner.run_module(project, [project.name.replace("-", "_"), "run"], print)


def main(techniques: list[str]) -> int:
    """Renew the examples named, or all of them."""
    for technique in techniques or list(new.techniques()):
        with tempfile.TemporaryDirectory() as folder:
            project = make(technique, Path(folder))
            run(project)
            shutil.rmtree(EXAMPLES / project.name, ignore_errors=True)
            shutil.copytree(project, EXAMPLES / project.name, ignore=LEFT_OUT)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
