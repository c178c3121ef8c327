"""COD: whether the code is looked after."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

OWN_LINES = 200
"""Own lines of Python below which nobody expects a linter."""

_CONFIGURATION = regex(
    r"(?:^|/)(?:\.?ruff\.toml|\.flake8|\.?pylintrc(?:\.toml)?|\.pep8|pycodestyle\.cfg|\.pycodestyle|\.style\.yapf|"
    r"\.?prospector\.ya?ml|\.landscape\.ya?ml|\.lgtm\.yml|\.codeclimate\.yml|\.codacy\.ya?ml|\.deepsource\.toml|"
    r"\.sourcery\.yaml|\.sonarcloud\.properties|sonar-project\.properties|\.?mypy\.ini|\.isort\.cfg|\.mega-linter\.yml|\.hound\.yml|\.coafile|"
    r"\.pyup\.yml|\.bandit|\.pre-commit-config\.ya?ml|pyrightconfig\.json|\.stickler\.yml|\.trunk/trunk\.yaml)\Z"
)
_PLACES = regex(
    r"(?:^|/)(?:pyproject\.toml|setup\.(?:cfg|py)|tox\.ini|noxfile\.py|makefile|justfile|taskfile\.ya?ml|package\.json|"
    r"pipfile|[^/]*requirements?[^/]*|environment[^/]*\.ya?ml|readme[^/]*|contributing[^/]*|[^/]*\.sh|[^/]*dockerfile|"
    r"\.[^/]*\.ya?ml|appveyor\.yml|azure-pipelines\.yml|jenkinsfile|cloudbuild\.ya?ml)\Z|"
    r"(?:^|/)(?:requirements|\.github|\.circleci|\.vscode|\.idea|\.buildkite|\.gitlab|\.azure[\w-]*|ci|tools|scripts|build_tools)/",
    re.IGNORECASE,
)
_LINTER = regex(
    rb"(?i)\b(?:ruff|flake8|pylint|pycodestyle|pyflakes|pylama|pep8|autopep8|yapf|black|mypy|pyright|pytype|isort|pydocstyle|"
    rb"bandit|prospector|wemake|pyre|super-linter|sonar|codacy|deepsource|lint)\b"
)
_LARGEST = 500_000
_STATEMENTS = "".join(f"x{number} = {number}\n" for number in range(OWN_LINES + 1))
_UNDOCUMENTED = 0.5
_FEW = 5
_MODULES = 100
_ASIDE = regex(r"(?:^|/)(?:tests?|docs?)/|(?:^|/)(?:test_[^/]*|[^/]*_test|setup|conftest)\.py\Z")


@rule(
    "COD001",
    Severity.ADVICE,
    minutes=10,
    scope=Scope.REPOSITORY,
    bad={"README.md": "# Churn\n", "train.py": _STATEMENTS},
    good={"README.md": "# Churn\n", "train.py": _STATEMENTS, "pyproject.toml": "[tool.ruff]\nline-length = 100\n"},
)
def no_linter_configured(project: Project) -> Iterator[Finding]:
    """Nothing sets up or runs a linter, a formatter or a type checker, and there are over 200 lines of Python.

    Settings, pre-commit hooks, workflows, task files, requirements and contributors' instructions are looked at.

    **Why.** The Scientific Python guide asks for a linter in pre-commit and CI: unused imports, undefined names and
    shadowed variables are found before a reader finds them.

    **Fix.** Add `[tool.ruff]` to pyproject.toml and run `ruff check` in CI.
    """
    paths = project.files.paths
    if any(_CONFIGURATION.search(path) for path in paths):
        return
    places = (path for path in paths if _PLACES.search(path) and project.files.size(path) < _LARGEST)
    if any(_LINTER.search(project.content(path)) for path in places):
        return
    lines = sum(project.own_lines(path) for path in project.python_paths)
    if lines > OWN_LINES:
        yield Finding(f"{lines} lines of Python, and no linter is set up", "pyproject.toml")


@rule(
    "COD002",
    Severity.ADVICE,
    minutes=30,
    pedantic=True,
    bad={
        "README.md": "# Churn\n",
        "churn.py": "".join(f"def part{n}(table):\n    return table\n\n\n" for n in range(5)),
    },
    good={
        "README.md": "# Churn\n",
        "churn.py": "".join(
            f'def part{n}(table):\n    """Part {n} of the table."""\n    return table\n\n\n' for n in range(5)
        ),
    },
)
def public_docstrings_missing(project: Project) -> Iterator[Finding]:
    """Over half of the public functions and classes of the project have no docstring.

    Top-level names without a leading underscore in up to 100 modules are counted; tests are not.

    **Why.** pyOpenSci asks for docstrings on everything public: they are what an editor shows and what a reader, who
    does not know the shapes and units, reads first.

    **Fix.** Give each public function one line that says what it returns, with units and shapes where they matter.
    """
    counted, bare = 0, []
    for path in [path for path in project.python_paths if not _ASIDE.search(path)][:_MODULES]:
        tree = project.module(path)
        for node in tree.body if tree is not None else ():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith(
                "_"
            ):
                counted += 1
                if ast.get_docstring(node, clean=False) is None:
                    bare.append((path, node.lineno, node.name))
    if counted < _FEW:
        raise NotAssessedError("fewer than five public functions and classes")
    if len(bare) > _UNDOCUMENTED * counted:
        path, line, name = bare[0]
        yield Finding(f"{len(bare)} of {counted} public functions and classes have no docstring", path, line, name)
