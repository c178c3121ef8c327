"""A missing CI: the project's own tests on every push, and nothing the project does not have."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolio.fixes.change import Change, Materials
from scaffolio.patterns import regex
from scaffolio.project import Project

WORKFLOW = ".github/workflows/ci.yml"

_TEST = regex(r"(?:^|/)(?:test_[^/]*|[^/]*_test)\.py\Z")
_CI = regex(
    r"\.github/workflows/[^/]+\.ya?ml\Z|\.gitlab-ci\.yml\Z|\.travis\.yml\Z|\.circleci/|azure-pipelines|Jenkinsfile\Z"
)
_WORKFLOW = """\
name: CI

on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - uses: actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0
        with:
          python-version: "3.12"
      - run: python -m pip install {install}
      - run: python -m pytest{tests}
"""


def add_workflow(project: Project, _materials: Materials) -> Iterator[Change]:
    """Write a workflow that installs what is declared and runs the tests; none without both."""
    if not has_ci(project) and has_tests(project) and (install := installed(project)):
        yield Change(WORKFLOW, None, workflow(f"{install} pytest"), "the tests run on every push")


def has_ci(project: Project) -> bool:
    """Whether anything runs on a push already."""
    return any(_CI.match(path) for path in project.paths)


def has_tests(project: Project) -> bool:
    """Whether there is a test to run."""
    return any(_TEST.search(path) for path in project.paths)


def installed(project: Project) -> str:
    """What pip is told to install, by the project's own manifest; empty without one."""
    paths = project.paths
    if "setup.py" in paths or ("pyproject.toml" in paths and b"[project]" in project.content("pyproject.toml")):
        return "-e ."
    return "-r requirements.txt" if "requirements.txt" in paths else ""


def workflow(install: str, tests: str = "") -> str:
    """A workflow that installs this, and runs these tests or all."""
    return _WORKFLOW.replace("{install}", install).replace("{tests}", f" {tests}" if tests else "")
