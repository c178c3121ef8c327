"""Tables that are not the template's become projects that train and pass their own tests. Minutes, so marked `full`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scaffolio.adapters.files import FolderFiles
from scaffolio.model import Profile, Severity
from scaffolio.project import Project
from scaffolio.scaffold.profile.nouns import Asked
from scaffolio.settings import Settings
from scaffolio.usecases.audit import judge
from scaffolio.usecases.new import make_project, with_data

pytestmark = pytest.mark.full

WRITE = """
import sys
from sklearn import datasets
from vega_datasets import local_data
for name in ("iris", "wine", "diabetes"):
    getattr(datasets, f"load_{name}")(as_frame=True).frame.to_csv(f"{sys.argv[1]}/{name}.csv", index=False)
local_data.cars().dropna().to_csv(f"{sys.argv[1]}/cars.csv", index=False, sep=";", decimal=",")
"""

CASES = {
    "classification": [
        ("iris", Asked("target"), "random", "macro_average_precision"),
        ("cars", Asked("Origin"), "temporal", "macro_average_precision"),
    ],
    "regression": [
        ("diabetes", Asked("target"), "random", "mean_absolute_error"),
        ("cars", Asked("Miles_per_Gallon", ids=("Name",)), "temporal", "mean_absolute_error"),
    ],
    "clustering": [
        ("iris", Asked(validate_with="target"), "random", None),
        ("wine", Asked(drops=("target",)), "random", None),
    ],
}

Run = Callable[..., str]


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> tuple[Path, Run]:
    """Tables of other packages, and what these techniques depend on, which is the same for all three."""
    folder = tmp_path_factory.mktemp("foreign")

    def ran(*words: str, cwd: Path = folder) -> str:
        settings = {**environment, "PYTHONPATH": "src"}
        done = subprocess.run(words, cwd=cwd, env=settings, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{cwd.name} {words}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    made("classification", Asked(), None, folder / "sample")
    ran("python", "-m", "pip", "install", "-q", "-e", "sample[dev]", "vega_datasets")
    ran("python", "-c", WRITE, str(folder))
    return folder, ran


def made(technique: str, asked: Asked, data: Path | None, folder: Path) -> Path:
    """Make a project as `new` does, without Git."""
    request, own = with_data({"technique": technique, "name": folder.name, "author": "Ada"}, folder, data, asked)
    make_project(folder, request, own, with_git=False)
    return folder


@pytest.mark.parametrize("technique", CASES)
def test_foreign_tables_train_and_pass_their_own_tests(technique: str, foreign: tuple[Path, Run]):
    folder, ran = foreign

    def proved(case: tuple[str, Asked, str, str | None]) -> None:
        name, _, split, metric = case
        root = folder / f"{technique}-{name}"
        package = next(path.name for path in (root / "src").iterdir())
        ran("python", "-W", "error::FutureWarning", "-m", package, "run", cwd=root)
        ran("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=root)
        ran("ruff", "check", cwd=root)
        ran("ruff", "format", "--check", cwd=root)
        metrics = json.loads((root / "reports/metrics.json").read_text(encoding="utf-8"))
        assert metrics["dataset"]["sample"] is False
        assert metrics["split"]["kind"] == split
        assert metric in (None, metrics["primary_metric"])

    projects = [(case, folder / f"{technique}-{case[0]}") for case in CASES[technique]]
    for (name, asked, *_), root in projects:  # one after the other: Copier is not safe in threads
        made(technique, asked, folder / f"{name}.csv", root)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(proved, [case for case, _ in projects]))
    for _, root in projects:
        assert audited(root) == []


def audited(root: Path) -> list[str]:
    """Say which rules find an error in this project, in the profile for drafts."""
    report = judge(Project(FolderFiles(root), name=root.name), Settings(profile=Profile.DRAFT))
    assert report.claims.supported > 20
    return [verdict.rule.code for verdict in report.verdicts if verdict.findings and verdict.severity is Severity.ERROR]
