"""TST: whether there is a test that can fail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.project import Project
from scaffolio.rule import rule

OWN_LINES = 200
"""Own lines of Python below which nobody expects tests."""

_TEST_FILE = re.compile(
    r"(?:^|/)(?:tests?/.+\.\w+|tests?(?:[_-][^/]*)?\.py|[^/]*_tests?\.py|test[\w.-]*\.(?:R|jl)|testthat/.+)\Z",
    re.IGNORECASE,
)
_DATA_FILE = re.compile(r"\.(?:csv|json|txt|png|jpe?g|parquet|npy|tsv|gz|zip|xml|html|md|ya?ml)\Z", re.IGNORECASE)
_TEST_CODE = re.compile(
    rb"^\s*(?:async )?def test_\w+\(|unittest\.TestCase|\bdoctest\.testmod|^\s*(?:>>>|\"\"\"\s*>>>) ", re.MULTILINE
)
_STATEMENTS = "".join(f"x{number} = {number}\n" for number in range(OWN_LINES + 1))


@rule(
    "TST001",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=45,
    bad={"README.md": "# Churn\n", "train.py": _STATEMENTS},
    good={
        "README.md": "# Churn\n",
        "train.py": _STATEMENTS,
        "tests/test_train.py": "def test_sum():\n    assert 1 + 1 == 2\n",
    },
)
def no_tests(project: Project) -> Iterator[Finding]:
    """The project has more than 200 lines of Python of its own and not one test.

    **Why.** Google's ML Test Score rests on tests of data, model and infrastructure; a reader who changes a line has
    no other way to learn whether it still works.

    **Fix.** Test one thing that would hurt: no row in both train and test, the loader refuses a missing column, the
    model beats the baseline on a small sample.
    """
    if any(_TEST_FILE.search(path) and not _DATA_FILE.search(path) for path in project.files.paths):
        return
    lines = 0
    for path in project.python_paths:
        content = project.content(path)
        if _TEST_CODE.search(content):
            return
        lines += project.own_lines(path)
    if lines > OWN_LINES:
        yield Finding(f"{lines} lines of Python and no test", "tests")
