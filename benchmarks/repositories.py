"""Repositories made up for a measurement."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path


def made_up(folder: Path, files: int, notebooks: int) -> Path:
    """A repository of so many Python files and notebooks, with a README and one commit."""
    folder.mkdir(parents=True)
    readme = (
        "# Made up\n\nPredicts nothing, from no data.\n\n## Results\n\n| model | F1 |\n| --- | --- |\n| a | 0.81 |\n"
    )
    (folder / "README.md").write_text(readme, encoding="utf-8")
    for number in range(files):
        path = folder / f"package{number % 20}" / f"module{number}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"import numpy as np\n\n\ndef f{number}(x):\n    return np.mean(x) + {number}\n" * 20)
    for number in range(notebooks):
        output = {"output_type": "stream", "name": "stdout", "text": [f"accuracy: 0.{number}\n"]}
        cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [output], "source": ["x = 1"]}
        content = {"cells": [cell] * 50, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (folder / f"notebook{number}.ipynb").write_text(json.dumps(content, indent=1))
    _git(folder, ["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "All"])
    return folder


def data_heavy(folder: Path) -> Path:
    """A repository of 100 Python files and 2 MB of data that changed ten times; bare, and serving partial clones."""
    work = made_up(folder / "work", 100, 2)
    for _ in range(10):
        (work / "data.bin").write_bytes(os.urandom(2_000_000))
        _git(work, ["add", "-A"], ["commit", "-q", "-m", "More data"])
    return served(work, folder / "host" / "data_heavy.git")


def served(repository: Path, bare: Path) -> Path:
    """A bare copy of a repository that serves partial clones, as Git hosts do."""
    bare.parent.mkdir(parents=True, exist_ok=True)
    _git(bare.parent, ["clone", "-q", "--bare", str(repository), str(bare)])
    _git(bare, ["config", "uploadpack.allowFilter", "true"])
    return bare


def _git(folder: Path, *calls: Iterable[str]) -> None:
    for arguments in calls:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
        subprocess.run(command, cwd=folder, check=True)
