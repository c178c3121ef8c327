"""``--fix``: what it mends, what it leaves alone, and that a second run has nothing to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from scaffolio.errors import CannotRunError
from scaffolio.fixes.change import Materials
from scaffolio.fixes.fences import name_languages
from scaffolio.fixes.outputs import clear_large_outputs
from scaffolio.fixes.workflow import add_workflow
from scaffolio.project import MemoryFiles, Project
from scaffolio.usecases import fix

CODE = "".join(f"x{number} = {number}\n" for number in range(300))
LICENSED = "# Churn\n\nPredicts who leaves.\n\n## License\n\nThis project is licensed under the Apache License 2.0.\n"


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return folder


def mended(folder: Path, *codes: str, holder: str = "Ada Example") -> dict[str, str]:
    changes = fix.proposals(folder, {"select": ",".join(codes)} if codes else {}, holder, "MIT")
    return {change.path: change.after for change in changes}


def test_a_missing_licence_is_the_one_the_readme_states(tmp_path) -> None:
    after = mended(write(tmp_path, **{"README.md": LICENSED}), "LIC001", "TRU007")
    assert list(after) == ["LICENSE"]
    assert "Apache License" in after["LICENSE"]


def test_a_licence_carries_the_name_and_none_is_written_without_one(tmp_path) -> None:
    write(tmp_path, **{"README.md": "# Churn\n"})
    assert "Ada Example" in mended(tmp_path, "LIC001")["LICENSE"]
    assert mended(tmp_path, "LIC001", holder="") == {}
    assert fix.proposals(tmp_path, {"select": "LIC001"}, "Ada Example") == ()


@pytest.mark.parametrize(
    ("content", "language"),
    [
        ("pip install -r requirements.txt\n$ python train.py", "bash"),
        ("import pandas", "python"),
        ("├── data", "text"),
        ("some words", ""),
        ("x = 1", ""),
    ],
)
def test_only_what_is_beyond_doubt_is_given_a_language(content, language) -> None:
    before = f"# Churn\n\n```\n{content}\n```\n"
    changes = list(name_languages(Project(MemoryFiles({"README.md": before})), Materials()))
    assert [change.after for change in changes] == ([before.replace("```", f"```{language}", 1)] if language else [])


def test_a_section_is_asked_for_before_the_licence_and_every_other_byte_stays(tmp_path) -> None:
    text = (
        "# Churn\r\n\r\n"
        + "Predicts who leaves, from 7,043 customers. " * 12
        + "\r\n\r\n## License\r\n\r\nMIT \udcff\r\n"
    )
    after = mended(write(tmp_path, **{"README.md": text}), "DOC008")["README.md"]
    question = "What surprised you, and what did you change? Link its commit."
    added = f"## Challenges\r\n\r\n> PLACEHOLDER(challenges): {question}\r\n\r\n"
    assert after == text.replace("## License", f"{added}## License")


def test_nothing_is_asked_inside_a_code_block_that_is_never_closed(tmp_path) -> None:
    text = "# Churn\n\n" + "Predicts who leaves, from 7,043 customers. " * 12 + "\n\n```bash\npython train.py\n"
    assert mended(write(tmp_path, **{"README.md": text}), "DOC008") == {}


def notebook(size: int, indent: int | None) -> str:
    output = {"output_type": "stream", "name": "stdout", "text": ["é" * size]}
    cells = [
        {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [output], "source": ["print(1)"]},
        {"cell_type": "code", "execution_count": 2, "metadata": {}, "outputs": [], "source": ["x = 1"]},
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=indent, ensure_ascii=False) + "\n"


@pytest.mark.parametrize(
    ("size", "indent", "cleared"), [(1_100_000, 1, True), (500, 1, False), (1_100_000, None, False)]
)
def test_outputs_above_one_megabyte_go_and_other_layouts_stay(tmp_path, size, indent, cleared) -> None:

    before = notebook(size, indent)
    changes = list(clear_large_outputs(Project(MemoryFiles({"a.ipynb": before})), Materials()))
    assert bool(changes) is cleared
    for change in changes:
        old, new = json.loads(before), json.loads(change.after)
        assert new["cells"][0]["outputs"] == []
        old["cells"][0]["outputs"] = []
        assert new == old


def test_a_workflow_runs_the_tests_there_are(tmp_path) -> None:

    tree = {"requirements.txt": "numpy\n", "tests/test_a.py": "def test_a(): assert 1\n", "a.py": CODE}
    (change,) = add_workflow(Project(MemoryFiles(tree)), Materials())
    steps = yaml.safe_load(change.after)["jobs"]["test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [
        "python -m pip install -r requirements.txt pytest",
        "python -m pytest",
    ]
    assert not list(add_workflow(Project(MemoryFiles({**tree, ".gitlab-ci.yml": ""})), Materials()))
    assert not list(add_workflow(Project(MemoryFiles({"a.py": CODE})), Materials()))


def test_a_second_run_has_nothing_to_do(tmp_path) -> None:
    write(tmp_path, **{"README.md": LICENSED, "a.py": CODE})
    for _ in range(3):
        fix.apply(tmp_path, fix.proposals(tmp_path, {}, "Ada Example"))
    assert fix.proposals(tmp_path, {}, "Ada Example") == ()


def test_a_file_changed_meanwhile_is_left_alone(tmp_path) -> None:
    write(tmp_path, **{"README.md": "# Churn\n"})
    changes = fix.proposals(tmp_path, {"select": "LIC001"}, "Ada Example", "MIT")
    (tmp_path / "LICENSE").write_text("mine\n")
    with pytest.raises(CannotRunError):
        fix.apply(tmp_path, changes)
    assert (tmp_path / "LICENSE").read_text() == "mine\n"


def test_the_diff_names_new_files_and_cuts_long_lines(tmp_path) -> None:
    write(tmp_path, **{"README.md": "# Churn\n"})
    shown = fix.diff(fix.proposals(tmp_path, {"select": "LIC001"}, "Ada Example" * 90, "MIT"))
    assert shown.startswith("--- /dev/null\n+++ b/LICENSE\n")
    assert max(map(len, shown.splitlines())) <= fix.LONGEST + 30
