"""What a rendered project looks like, before anything is installed or run."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from jinja2.exceptions import UndefinedError

from .conftest import OPTIONS, TECHNIQUES, TEMPLATES, Render, files

ROOT = TEMPLATES.parent
LICENCES = {
    "MIT": "MIT License",
    "Apache-2.0": "Apache License",
    "BSD-3-Clause": "BSD 3-Clause License",
    "GPL-3.0-or-later": "GNU GENERAL PUBLIC LICENSE",
}


def sources(folder: Path) -> set[str]:
    return {
        path.removesuffix(".jinja")
        for path in files(folder)
        if "__pycache__" not in path and not path.endswith("ruff.toml")
    }


def test_overlays_and_the_shared_tree_never_name_the_same_path():
    project = TEMPLATES / "project"
    overlays = {name: sources(project / f"{{{{ {name} }}}}") for name in (*TECHNIQUES, *OPTIONS)}
    shared = {path for path in sources(project) if not path.startswith("{{ ") or path.startswith("{{ _copier")}
    for name, paths in overlays.items():
        assert paths, name
        assert not paths & shared
    for option in OPTIONS:  # rendered beside a technique, and beside each other
        for name in overlays.keys() - {option}:
            assert not overlays[option] & overlays[name], (option, name)


def test_every_technique_is_a_choice_and_has_an_overlay():
    first, *included = (ROOT / "copier.yml").read_text(encoding="utf-8").split("---\n")
    questions = yaml.safe_load(first)
    assert sorted(questions["technique"]["choices"].values()) == TECHNIQUES
    for name in TECHNIQUES:
        assert f"!include templates/partials/{name}/questions.yml" in "".join(included)


IMPORTED_AS = {"pillow": "PIL", "pyyaml": "yaml", "scikit-learn": "sklearn"}
"""Distributions whose module has another name than their own."""
WITH = {"scipy": "scikit-learn", "pandas": "statsmodels"}
"""Modules that a declared distribution cannot be installed without."""


def test_what_its_code_imports_is_declared(rendered: Path):
    project = tomllib.loads((rendered / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[^\w.-]", line)[0] for line in project["dependencies"]]
    declared = {IMPORTED_AS.get(name, name.replace("-", "_")) for name in names}
    declared |= {module for module, parent in WITH.items() if parent in names}
    imported = {
        module.split(".")[0]
        for path in (rendered / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for module in imports(node)
    }
    assert imported - declared - sys.stdlib_module_names == set()


def imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def test_at_most_fifteen_files_are_visible(rendered: Path):
    visible = [path for path in files(rendered) if not any(part.startswith(".") for part in path.split("/"))]
    assert len(visible) <= 15, visible


def test_the_contracts_files_are_there(rendered: Path):
    named = "README.md MODEL_CARD.md LICENSE CITATION.cff pyproject.toml .gitignore .copier-answers.yml"
    named += " .pre-commit-config.yaml .github/workflows/ci.yml data/README.md data/schema.yaml"
    assert set(named.split()) <= set(files(rendered))


def test_nothing_of_the_template_is_left_over(rendered: Path):
    for path in files(rendered):
        assert not re.search(r"[{}]|\.jinja$|ruff\.toml$|__pycache__", path)
        if path.endswith((".gz", ".zip")):
            continue
        text = (rendered / path).read_text(encoding="utf-8")
        assert not re.search(r"(?<!\$)\{\{|\{%|(?<!\d)%\}", text), path
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        if path != "LICENSE":
            assert not re.search(r"[ \t]\n|\n\n\n\n", text), path


def test_machine_readable_files_parse(rendered: Path):
    for path in files(rendered):
        text = (rendered / path).read_bytes()
        if path.endswith((".yml", ".yaml", ".cff")):
            yaml.safe_load(text)
        if path.endswith(".toml"):
            tomllib.loads(text.decode())


def test_ruff_finds_nothing_in_the_rendered_project(rendered: Path):
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [ruff(), *command, "--no-cache", "."], cwd=rendered, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_reads_the_overlays_in_place():
    done = subprocess.run(
        [ruff(), "check", "--no-cache", "."], cwd=TEMPLATES / "project", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_in_place_and_rendered_rules_agree(rendered: Path):
    in_place = tomllib.loads((TEMPLATES / "project" / "ruff.toml").read_text(encoding="utf-8"))
    project = tomllib.loads((rendered / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]
    assert in_place["line-length"] == project["line-length"]
    assert in_place["lint"]["extend-select"] == project["lint"]["extend-select"]
    assert set(in_place["lint"]["ignore"]) - set(project["lint"]["ignore"]) == {"N999"}


def test_the_answers_file_depends_on_no_machine(rendered: Path):
    text = (rendered / ".copier-answers.yml").read_text(encoding="utf-8")
    answers = yaml.safe_load(text)
    version = yaml.safe_load((ROOT / "copier.yml").read_text(encoding="utf-8").split("---\n")[0])["template_version"]
    assert answers["_src_path"] == "gh:scaffolio/scaffolio"
    assert answers["_commit"] == f"v{version['default']}"
    assert str(ROOT) not in text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Copier leaves a folder open
def test_an_undefined_name_stops_the_rendering(tmp_path: Path):
    from copier import Settings, run_copy

    copy = tmp_path / "template"
    shutil.copytree(TEMPLATES, copy / "templates")
    shutil.copy(ROOT / "copier.yml", copy)
    (copy / "templates" / "project" / "x.txt.jinja").write_text("{{ nobody_set_this }}\n")
    with pytest.raises(UndefinedError):
        run_copy(str(copy), tmp_path / "out", defaults=True, quiet=True, settings=Settings())


@pytest.mark.parametrize("licence", LICENCES)
def test_every_licence_renders_whole(licence: str, rendering: Render):
    root = rendering(license=licence, author="Ada Example", year="2031")
    text = (root / "LICENSE").read_text(encoding="utf-8")
    assert LICENCES[licence] in text.split("\n\n")[0]
    assert licence.startswith("GPL") or "2031" in text
    assert licence.startswith("GPL") or "Ada Example" in text
    assert "[yyyy]" not in text
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert pyproject["project"]["license"] == licence
    assert yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))["license"] == licence


def test_a_question_takes_the_placeholders_place(rendering: Render):
    text = (rendering(question="Which reports does a duty officer open first?") / "README.md").read_text(
        encoding="utf-8"
    )
    assert "> Which reports does a duty officer open first?" in text
    assert "PLACEHOLDER(question)" not in text


def test_placeholders_ask_for_what_only_the_person_knows(rendered: Path):
    text = (rendered / "README.md").read_text(encoding="utf-8")
    topics = re.findall(r"^> PLACEHOLDER\((\w+)\): .+\?", text, re.MULTILINE)
    assert topics == ["question", "approach", "challenges", "errors", "limitations"]


@pytest.mark.parametrize("author", ["", "Ada", "Ada King Example", 'A. "B" O\'Neil', "Zoë Ångström"])
def test_any_author_gives_valid_metadata(author: str, rendering: Render):
    root = rendering(author=author)
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert set(citation["authors"][0]) in ({"name"}, {"given-names", "family-names"})
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project.get("authors", [{"name": ""}])[0]["name"] == author


@pytest.mark.parametrize(
    ("name", "package"), [("bird-strikes", "bird_strikes"), ("2birds", "project_2birds"), ("numpy", "numpy_project")]
)
def test_the_package_name_can_be_imported(name: str, package: str, rendering: Render):
    assert (rendering(name=name) / "src" / package / "data.py").is_file()


def test_before_a_run_nothing_is_claimed(rendered: Path):
    for name in ("README.md", "MODEL_CARD.md"):
        text = (rendered / name).read_text(encoding="utf-8")
        assert "![" not in text
        assert re.findall(r"<!-- \w+:start -->\n\n(.*?)\n\n<!--", text) == ["Not run yet."] * text.count(":start")


def test_every_data_column_is_described_in_schema_and_card(rendered: Path):
    schema = yaml.safe_load((rendered / "data" / "schema.yaml").read_text(encoding="utf-8"))
    card = (rendered / "data" / "README.md").read_text(encoding="utf-8")
    assert [name for name in schema["columns"] if f"| `{name}` |" not in card] == []
    json.dumps(schema["dataset"])


def ruff() -> str:
    return shutil.which("ruff", path=str(Path(sys.executable).parent)) or "ruff"
