"""A missing CI: the project's own tests on every push, and nothing the project does not have."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolio.fixes.change import Change, Materials
from scaffolio.patterns import regex
from scaffolio.project import Project

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
      - run: python -m pip install {install} pytest
      - run: python -m pytest
"""


def add_workflow(project: Project, _materials: Materials) -> Iterator[Change]:
    """Write a workflow that installs what is declared and runs the tests; none without both."""
    paths = project.paths
    if any(_CI.match(path) for path in paths) or not any(_TEST.search(path) for path in paths):
        return
    install = "-r requirements.txt" if "requirements.txt" in paths else ""
    if "setup.py" in paths or ("pyproject.toml" in paths and b"[project]" in project.content("pyproject.toml")):
        install = "-e ."
    if install:
        path = ".github/workflows/ci.yml"
        yield Change(path, None, _WORKFLOW.replace("{install}", install), "the tests run on every push")
