"""The profile's table between its markers, and the commands that tell GitHub; a résumé's lines."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace

import pytest

from scaffolio.errors import CannotRunError
from scaffolio.report import resume as report
from scaffolio.report.profile import commands
from scaffolio.usecases.portfolio_profile import apply, profile, write
from scaffolio.usecases.portfolio_resume import resume
from tests import portfolios


def told(files, results: dict) -> dict[str, str | bytes]:
    return {**files, "reports/metrics.json": json.dumps(results)}


@pytest.fixture
def four(tmp_path):
    """One with a result of its own, a tie, a reference run, and one that was never run."""
    unrun = portfolios.tree(**{"reports/metrics.json": None, "reports/cases.json": None})
    projects = {
        "birds": portfolios.tree(),
        "tied": told(portfolios.tree(), portfolios.metrics(comparisons=portfolios.TIE)),
        "theirs": told(portfolios.tree(), portfolios.metrics("reference")),
        "unrun": unrun,
    }
    return portfolios.portfolio(tmp_path / "work", projects)


def on_github(folder):
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "remote", "add", "origin", "git@github.com:ada/birds.git"], cwd=folder, check=True)


def test_words_outside_the_markers_survive(four, tmp_path):
    file = tmp_path / "README.md"
    file.write_text("# Hello\n\n<!-- portfolio:start -->\nformer\n<!-- portfolio:end -->\n\nMine.\r\n", newline="")
    write(profile(four, file), file)
    text = file.read_bytes().decode()
    assert text.startswith("# Hello\n\n<!-- portfolio:start -->")
    assert text.endswith("<!-- portfolio:end -->\n\nMine.\r\n")
    assert "former" not in text
    write(profile(four, file), file)
    assert file.read_bytes().decode() == text


def test_a_page_without_markers_gets_the_table_at_its_end(four, tmp_path):
    file = tmp_path / "README.md"
    file.write_text("# Hello\n\nMine.\n")
    write(profile(four, file), file)
    assert file.read_text().startswith("# Hello\n\nMine.\n\n<!-- portfolio:start -->")


def test_the_table_has_the_runs_numbers_and_leaves_out_what_was_not_run(four):
    made = profile(four)
    assert "average precision **0.477 [0.432, 0.528]** | lookup 0.424; +0.053 [0.021, 0.086]" in made.page
    assert "not distinguishable" in made.page
    assert "the scaffold’s reference: nothing of mine yet" in made.page
    assert "[report of birds](https://ada.github.io/flights/birds.html)" in made.page
    assert made.left_out == (("unrun", "no run has given a result"),)


def test_github_is_told_what_stands_in_the_page_and_the_picture_is_for_a_person(four):
    on_github(four / "birds")
    made = profile(four)
    (one,) = made.repositories
    assert one.command[:4] == ("gh", "repo", "edit", "ada/birds")
    assert one.command[one.command.index("--homepage") + 1] == "https://ada.github.io/flights/birds.html"
    assert [b for a, b in zip(one.command, one.command[1:], strict=False) if a == "--add-topic"] == [
        "machine-learning",
        "python",
        "classification",
    ]
    text = commands(made.repositories)
    assert "--description 'Which reports should be read first?'" in text
    assert "https://github.com/ada/birds/settings  public/birds/card.png" in text


def test_commands_run_only_when_asked_and_a_refusal_is_told(four, tmp_path, monkeypatch):
    on_github(four / "birds")
    gh = tmp_path / "bin/gh"
    gh.parent.mkdir()
    gh.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n')
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", str(gh.parent), prepend=":")
    made = profile(four)
    assert not (tmp_path / "asked").exists()
    assert list(apply(made)) == ["ada/birds"]
    assert (tmp_path / "asked").read_text().startswith("repo edit ada/birds --description")
    gh.write_text("#!/bin/sh\necho 'HTTP 403' >&2\nexit 1\n")
    with pytest.raises(CannotRunError, match="HTTP 403"):
        list(apply(made))


def test_gh_that_is_not_there_is_told(four, monkeypatch):
    on_github(four / "birds")
    made = profile(four)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotRunError, match="gh is not installed"):
        list(apply(made))


def test_a_resume_says_what_was_measured_against_what_and_calls_a_tie_a_tie(four):
    made = resume(four)
    first, second = report.markdown(made.lines).splitlines()
    assert first == (
        "- **[Which reports should be read first?](https://ada.github.io/flights/birds.html)** Average precision 0.477 "
        "[0.432, 0.528] on 300 held-out rows, temporal split: distinguishably better than the best baseline "
        "(lookup, 0.424), difference +0.053 [0.021, 0.086]."
    )
    assert second == (
        "- **[Which reports should be read first?](https://ada.github.io/flights/tied.html)** Average precision 0.477 "
        "[0.432, 0.528] on 300 held-out rows, temporal split: a tie with the best baseline (lookup, 0.424), "
        "difference +0.053 [\N{MINUS SIGN}0.010, 0.086]."
    )


def test_a_resume_writes_a_greek_letter_as_it_is(four):
    line = resume(four).lines[0]
    assert report.sentence(replace(line, headline=replace(line.headline, metric="η²"))).startswith("η² 0.477")


def test_a_resume_claims_neither_the_scaffolds_result_nor_one_no_run_gave(four):
    left = dict(resume(four).left_out)
    assert set(left) == {"theirs", "unrun"}
    assert "the scaffold's" in left["theirs"]
    assert "no run" in left["unrun"]


def test_a_resume_as_json_is_json_resume(four):
    made = resume(four)
    tree = json.loads(report.json_resume(made.owner, made.lines))
    assert tree["basics"] == {"name": "Ada Example", "email": "ada@example.org", "url": "https://ada.github.io/flights"}
    assert [set(project) for project in tree["projects"]] == [
        {"name", "description", "highlights", "keywords", "url"}
    ] * 2
    assert tree["projects"][0]["highlights"][0] == report.sentence(made.lines[0])
