"""`new --data` and `data` for series, texts and images: what is refused, and what survives."""

from __future__ import annotations

import math
import subprocess
from pathlib import Path

import pytest

from ..conftest import Program

pytestmark = pytest.mark.usefixtures("ada")


def write_series(path: Path, rows: int = 60, name: str = "sales") -> None:
    lines = [f"{1900 + row},{50 + 10 * math.sin(row / 2):.2f}" for row in range(rows)]
    path.write_text("\n".join([f"year,{name}", *lines]) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("flags", "content", "what"),
    [
        (["-t", "timeseries", "--target", "sales"], "year,sales\n1900,1\n1901,2\n", "too few"),
        (["-t", "timeseries", "--target", "sale"], "year,sales\n1900,1\n1901,2\n", "Did you mean sales?"),
        (["-t", "nlp", "--target", "label", "--text", "text"], "text,label\n,a\n,b\n", "text is empty in every row"),
        (["-t", "vision"], "no folder", "is a file"),
    ],
)
def test_unusable_data_end_with_code_2_and_leave_nothing(
    flags: list[str], content: str, what: str, scaffolio: Program, desk: Path
):
    (desk / "data.csv").write_text(content, encoding="utf-8")
    done = scaffolio("new", "mine", *flags, "--data", "data.csv", "-y")
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert "\nhint: " in done.stderr
    assert what in done.stderr
    assert [path.name for path in desk.iterdir()] == ["data.csv"]


@pytest.mark.full
def test_moving_a_series_keeps_words_and_code_and_tells_stale_numbers(scaffolio: Program, desk: Path):
    write_series(desk / "first.csv")
    write_series(desk / "second.csv", 90, "orders")
    made = scaffolio("new", "mine", "-t", "timeseries", "--data", "first.csv", "--target", "sales", "-y", "--no-git")
    assert made.returncode == 0
    page, card = desk / "mine" / "README.md", desk / "mine" / "data" / "README.md"
    seam = next((desk / "mine" / "src").glob("*/features.py"))
    seam.write_text(seam.read_text(encoding="utf-8") + "\n\nMINE = 1\n", encoding="utf-8")

    refused = scaffolio("data", "mine", "--data", "second.csv", "--target", "order")
    assert refused.returncode == 2
    assert "Did you mean orders?" in refused.stderr
    assert "first.csv" in card.read_text(encoding="utf-8")

    moved = scaffolio("data", "mine", "--data", "second.csv", "--target", "orders")
    assert moved.returncode == 0
    assert "code, tests and every word you wrote stay" in moved.stdout
    assert "second.csv" in card.read_text(encoding="utf-8")
    assert "90 years of `orders`" in page.read_text(encoding="utf-8")
    assert "60 years of `sales`" not in page.read_text(encoding="utf-8")
    assert seam.read_text(encoding="utf-8").endswith("MINE = 1\n")
    assert sorted(path.name for path in (desk / "mine" / "data").iterdir()) == [
        "README.md",
        "schema.yaml",
        "second.csv.gz",
    ]


@pytest.mark.full
def test_results_of_the_former_data_are_told_stale_and_a_persons_sentence_stays(scaffolio: Program, desk: Path):
    write_series(desk / "first.csv")
    write_series(desk / "second.csv", 90, "orders")
    flags = ("--data", "first.csv", "--target", "sales", "-y")
    assert scaffolio("new", "mine", "-t", "timeseries", *flags).returncode == 0
    page = desk / "mine" / "README.md"
    text = page.read_text(encoding="utf-8").replace("Not run yet.", "MASE is 0.9.", 1)
    page.write_text(text.replace("## Limitations\n", "## Limitations\n\nMy own sentence.\n"), encoding="utf-8")

    refused = scaffolio("data", "mine", "--data", "second.csv", "--target", "orders")
    assert refused.returncode == 2
    assert "README.md: changed and not committed" in refused.stderr

    commit(desk / "mine")
    moved = scaffolio("data", "mine", "--data", "second.csv", "--target", "orders")
    assert moved.returncode == 0, moved.stderr
    assert "stale" in moved.stdout
    kept = page.read_text(encoding="utf-8")
    assert "MASE is 0.9." not in kept
    assert "My own sentence." in kept


def commit(folder: Path) -> None:
    subprocess.run(["git", "commit", "-qam", "Words of my own"], cwd=folder, check=True)
