"""Which folders of a repository are projects of their own."""

from __future__ import annotations

import pytest

from scaffolio.discovery import find_projects
from scaffolio.project import MemoryFiles, Project

README = "# A project\n\nPredicts what it can.\n"
CODE = "import pandas\n"


def found(*paths: str, **contents: str) -> list[str]:
    tree = {path: README if "README" in path else CODE for path in paths}
    whole = Project(MemoryFiles({**tree, **contents}))
    return [project.prefix.rstrip("/") for project in find_projects(whole)]


def test_folders_with_a_readme_and_code_are_projects() -> None:
    assert found(
        "README.md", *(f"{name}/{file}" for name in ("churn", "rain", "mail") for file in ("README.md", "a.py"))
    ) == [
        "churn",
        "mail",
        "rain",
    ]


def test_a_folder_that_only_groups_is_looked_into() -> None:
    assert found(
        *(
            f"Retail/{number:02}-{name}/{file}"
            for number, name in enumerate(("rain", "mail", "cars"))
            for file in ("README.md", "nb/a.ipynb")
        )
    ) == ["Retail/00-rain", "Retail/01-mail", "Retail/02-cars"]


@pytest.mark.parametrize("manifest", ["setup.py", "setup.cfg", "DESCRIPTION", "package.json"])
def test_a_package_is_one_project_whatever_its_examples_hold(manifest: str) -> None:
    folders = (f"{name}/{file}" for name in ("one", "two", "three") for file in ("README.md", "a.py"))
    assert found("README.md", manifest, *folders) == []


def test_parts_and_steps_of_one_project_are_none() -> None:
    steps = ("01_eda", "02_preprocessing", "03-training", "notebooks", "src", "tests", "docs", "data", ".github")
    assert found("README.md", *(f"{name}/{file}" for name in steps for file in ("README.md", "a.ipynb"))) == []


def test_two_folders_may_be_halves_of_one_project() -> None:
    halves = [f"{name}/{file}" for name in ("encoder", "decoder") for file in ("README.md", "a.py")]
    assert found("README.md", *halves) == []
    assert found("README.md", *halves, "encoder/requirements.txt", "decoder/requirements.txt") == ["decoder", "encoder"]


def test_a_folder_of_data_alone_is_no_project() -> None:
    assert found("README.md", *(f"{name}/README.md" for name in ("one", "two", "three"))) == []


def test_folders_of_notebooks_are_projects_without_a_readme() -> None:
    assert found(*(f"{name}/a.ipynb" for name in ("churn", "rain", "mail"))) == ["churn", "mail", "rain"]


def test_numbered_folders_of_step_words_are_none() -> None:
    steps = ("0_DataPreparation", "1_DatasetCharacteristics", "2_BaselineModel", "3_Model", "4_Presentation")
    files = [f"{name}/{file}" for name in steps for file in ("README.md", "a.ipynb")]
    assert found("README.md", *files) == []
    lessons = ("1_DataOfTitanic", "2_ImageCaptions", "3_SpamModel", "4_天气预测")
    assert found(*(f"{name}/{file}" for name in lessons for file in ("README.md", "a.ipynb"))) == list(lessons)


def test_folders_without_a_readme_are_steps_where_the_root_tells_of_one_project() -> None:
    tree = [f"{name}/a.ipynb" for name in ("baseline", "comparison", "finetuning")]
    assert found("README.md", *tree) == []
    assert found(*tree, **{"README.md": "# My data science projects\n"}) == ["baseline", "comparison", "finetuning"]


def test_a_project_without_a_readme_shows_by_its_parts() -> None:
    tree = (f"{name}/{part}" for name in ("churn", "rain", "mail") for part in ("notebook/a.ipynb", "data/a.csv"))
    assert found(*tree) == ["churn", "mail", "rain"]


PLANNED = "title: Mine\nprojects:\n  - {technique: nlp, name: Tools}\n  - {technique: vision, name: 5}\n"


def test_what_a_plan_names_is_a_project_whatever_it_is_called() -> None:
    files = [f"{name}/{file}" for name in ("tools", "5", "aside") for file in ("README.md", "a.py")]
    assert found("README.md", *files, **{"portfolio.yml": PLANNED}) == ["5", "tools"]


@pytest.mark.parametrize("plan", ["title: [", "- a\n", "projects: 1\n", "projects: [a, {name: gone}, {name: [x]}]\n"])
def test_a_plan_that_names_nothing_that_is_there_leaves_it_to_the_folders(plan: str) -> None:
    files = [f"{name}/{file}" for name in ("churn", "tools") for file in ("README.md", "a.py")]
    assert found("README.md", *files, **{"portfolio.yml": plan}) == ["churn"]


def test_folders_are_parts_where_only_the_root_has_what_it_takes_to_run() -> None:
    folders = [f"{name}/{file}" for name in ("dati", "panel", "inferenza") for file in ("README.md", "a.py")]
    root = ("README.md", "requirements.txt", "run.py")
    assert found(*root, *folders) == []
    assert found(*root, *folders, "panel/requirements.txt") == ["dati", "inferenza", "panel"]
    assert found(*root, *folders, **{"README.md": "# My projects\n"}) == ["dati", "inferenza", "panel"]
