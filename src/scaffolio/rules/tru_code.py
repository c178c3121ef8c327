"""TRU: whether the code that the README's commands reach is Python at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.python import SIZE_LIMIT
from scaffolio.parsers.syntax import SyntaxFault, source_fault
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_GENERICS = (3, 12)
"""The Python that brought type parameters and f-strings with any quotes: an older one takes them for errors."""

_NEWER = regex(r"[ \t]*(?:(?:class|(?:async[ ]+)?def)[ ]+\w+[ ]?\[|type[ ]+\w+)")


@rule(
    "TRU015",
    Severity.ERROR,
    scope=Scope.ANYWHERE,
    minutes=10,
    bad={
        "README.md": "# Churn\n\n```bash\npython train.py\n```\n",
        "train.py": "import model\n",
        "model.py": "def fit(rows:\n    return rows\n",
    },
    good={
        "README.md": "# Churn\n\n```bash\npython train.py\n```\n",
        "train.py": "import model\n",
        "model.py": "def fit(rows):\n    return rows\n",
        "attic/old.py": "def fit(rows:\n",
    },
)
def code_does_not_parse(project: Project) -> Iterator[Finding]:
    """Python that a documented command or an entry point reaches, imports followed, has a syntax error.

    Python 2 is said to be such. Files that nothing documented reaches, and notebooks (NBK009), are not counted.

    **Why.** The command stops before its first line runs, whatever the README says that it does.

    **Fix.** `python -m compileall .` names every such file; mend the line, or port it to Python 3.
    """
    if not project.document_paths and not project.entry_points:
        raise NotAssessedError("no document shows a command")
    for path, by in project.reached_python.items():
        if project.module(path) is not None or project.files.size(path) > SIZE_LIMIT:
            continue
        content = project.content(path)
        fault = source_fault(content) if b"<<<<<<< " not in content and b"{{" not in content else None
        if fault is None or _is_newer(fault):
            continue
        words = "is Python 2" if fault.python_2 else f"does not parse: {fault.message}"
        yield Finding(f"{words}; {by} reaches it", path, fault.row, fault.text[:80] or None)


def _is_newer(fault: SyntaxFault) -> bool:
    """Whether a Python newer than the one that runs this may well take the line."""
    return sys.version_info < _GENERICS and (
        fault.message.startswith("f-string") or _NEWER.match(fault.text) is not None
    )
