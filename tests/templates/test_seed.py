"""What the seed changes: heading, wording and split of the sample, and nothing unless it is given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from scaffolio.adapters.render import render
from scaffolio.errors import UsageError

from .conftest import TECHNIQUES, Render, files

DATED = ("classification", "regression", "timeseries")
"""Techniques whose split is by date: the seed moves the cut. The others draw rows or groups by it."""


def made(folder: Path, technique: str, seed: str, **more: str) -> Path:
    root = folder / f"{technique}-{seed}"
    render(root, {"technique": technique, "seed": seed, **more})
    return root


def shown(root: Path) -> tuple[str, str, str]:
    """Heading, the question to the person, and what decides the split."""
    page = (root / "README.md").read_text(encoding="utf-8")
    schema = yaml.safe_load((root / "data" / "schema.yaml").read_text(encoding="utf-8"))
    (code,) = root.glob("src/*/data.py")
    seed = re.search(r"^SEED = \d+$", code.read_text(encoding="utf-8"), re.MULTILINE)
    return (
        page.splitlines()[0],
        re.search(r"PLACEHOLDER\(question\): (.+)", page)[1],
        str(schema["split"].get("cut") or seed[0]),
    )


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_two_seeds_share_neither_heading_nor_question_nor_split(technique: str, tmp_path: Path) -> None:
    one, two = (shown(made(tmp_path, technique, seed)) for seed in ("1", "2"))
    assert all(mine != theirs for mine, theirs in zip(one, two, strict=True))
    answers = yaml.safe_load((tmp_path / f"{technique}-2" / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert answers["seed"] == "2"


@pytest.mark.parametrize("technique", DATED)
def test_the_cut_stays_in_its_window_and_is_named_wherever_it_is_told(technique: str, tmp_path: Path) -> None:
    window = {
        "classification": ("1996-01-01", "1997-06-28"),
        "regression": ("2012-06-01", "2017-11-28"),
        "timeseries": ("2001-03-29", "2002-10-10"),
    }[technique]
    for seed in ("3", "17", "2147483647"):
        root = made(tmp_path, technique, seed)
        cut = str(yaml.safe_load((root / "data" / "schema.yaml").read_text(encoding="utf-8"))["split"]["cut"])
        assert window[0] <= cut <= window[1]
        for page in ("README.md", "MODEL_CARD.md"):
            assert cut in (root / page).read_text(encoding="utf-8"), page


@pytest.mark.full
def test_a_forecasts_cut_tears_no_block(tmp_path: Path) -> None:
    """The test part is a whole number of horizons, for whichever seed."""
    from datetime import date

    for seed in range(1, 22):
        root = made(tmp_path, "timeseries", str(seed))
        schema = yaml.safe_load((root / "data" / "schema.yaml").read_text(encoding="utf-8"))
        days = (date(2004, 1, 1) - schema["split"]["cut"]).days
        assert days % schema["task"]["horizon"] == 0
        assert f"the {days} days since" in (root / "README.md").read_text(encoding="utf-8")


def test_without_a_seed_nothing_tells_of_one(rendered: Path) -> None:
    answers = yaml.safe_load((rendered / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert {"seed", "title"}.isdisjoint(answers)
    assert "SEED = 0" in next(rendered.glob("src/*/data.py")).read_text(encoding="utf-8")


def test_a_heading_of_ones_own_wins(rendering: Render) -> None:
    root = rendering(title="घर की कीमतें", seed="5")
    assert (root / "README.md").read_text(encoding="utf-8").startswith("# घर की कीमतें\n")
    assert yaml.safe_load((root / ".copier-answers.yml").read_text(encoding="utf-8"))["title"] == "घर की कीमतें"


def test_data_of_ones_own_are_asked_about_in_neutral_words(tmp_path: Path) -> None:
    pages = {(made(tmp_path, "regression", seed, data="own") / "README.md").read_text("utf-8") for seed in "123"}
    assert len(pages) == 1
    assert "knots" not in pages.pop()


@pytest.mark.parametrize("answers", [{"seed": "many"}, {"seed": "-1"}, {"title": "a\nb"}, {"title": "a --> b"}])
def test_what_is_no_seed_or_no_heading_is_refused(answers: dict[str, str], rendering: Render) -> None:
    with pytest.raises(UsageError):
        rendering(**answers)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (made(tmp_path / name, "nlp", "9") for name in ("a", "b"))
    assert [(one / path).read_bytes() for path in files(one)] == [(two / path).read_bytes() for path in files(two)]
