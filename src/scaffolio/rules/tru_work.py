"""TRU: whether the work that a README claims is in the code: its techniques and its libraries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Finding, Severity
from scaffolio.parsers.python import parse_cell
from scaffolio.parsers.stack import Library, named_libraries
from scaffolio.parsers.techniques import (
    AUTOMATIC,
    Technique,
    claimed_techniques,
    shows,
    used_words,
    words_of,
)
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, markdown_readme, rule

_TRAINS = regex(rb"\.fit\w*\(|\.backward\(|\.train\(|\.fit_transform\(|\.compile\(|Trainer\(")
_SCRIPT = regex(
    r"\.(?:ya?ml|toml|cfg|ini|sh|bash|bat|ps1|r|rmd|jl|mk|sql|scala|java|cpp|js|ts|jsx|tsx|html)\Z|"
    r"(?:^|/)(?:[\w.-]*dockerfile[\w.-]*|makefile|justfile|procfile)\Z",
    re.IGNORECASE,
)
_MENTIONS = regex(r"\.(?:py|ipynb|txt|js|ts|tsx|jsx|html|json|lock|env)\Z|(?:^|/)(?:pipfile|[^/.]+)\Z", re.IGNORECASE)
_LARGEST = 400_000
_ARCHIVE = regex(
    r"(?:code|src|source|notebook|project|app|script)[^/]*\.(?:zip|rar|7z|tar|tgz|tar\.gz)\Z", re.IGNORECASE
)


@rule(
    "TRU010",
    Severity.WARNING,
    minutes=15,
    bad={
        "README.md": "# Churn\n\nThe model is tuned with 5-fold cross-validation.\n",
        "train.py": (
            "from sklearn.model_selection import cross_val_score\n\nmodel.fit(X, y)\nprint(model.score(Z, w))\n"
        ),
    },
    good={
        "README.md": "# Churn\n\nThe model is tuned with 5-fold cross-validation.\n",
        "train.py": (
            "from sklearn.model_selection import cross_val_score\n\nmodel.fit(X, y)\n"
            "print(cross_val_score(model, X, y, cv=5))\n"
        ),
    },
)
def technique_claimed_absent(project: Project) -> Iterator[Finding]:
    """The README says that a technique was used, and no code of the repository calls it.

    Cross-validation, searches over hyperparameters, ROC-AUC, statistical tests, SHAP, SMOTE, PCA and others. What is
    imported and never called counts as absent; any name, argument or setting that could belong to the technique
    counts as its use. Sections on plans and on background are passed over. It cannot see code that lies elsewhere.

    **Why.** A reviewer who asks how the folds were made, and finds no folds, trusts no other sentence.

    **Fix.** Commit the code that did it, or delete the claim.
    """
    path, readme = markdown_readme(project)
    claimed = list(claimed_techniques(readme))
    if not claimed:
        return
    _require_code(project)
    words: dict[str, frozenset[str]] = {}
    for technique, line, said in claimed:
        if not _is_shown(project.whole, technique, words):
            yield Finding(f"{technique.name} is claimed, and no code calls it", path, line, said)


def _require_code(project: Project) -> None:
    """Make sure that the code that trains is here, and read.

    Raises:
        NotAssessedError: it is not, or something else may do the work.
    """
    whole = project.whole
    paths = (*project.python_paths, *project.notebook_paths)
    if not any(_TRAINS.search(project.code(path)) for path in paths):
        raise NotAssessedError("no code that trains a model")
    if AUTOMATIC & whole.imports.keys():
        raise NotAssessedError("a library that does such things by itself is imported")
    notebooks = [whole.notebook(path) for path in whole.notebook_paths]
    if any(notebook.unread or notebook.problem or not notebook.whole for notebook in notebooks):
        raise NotAssessedError("a notebook could not be read")
    if whole.submodules or any(_ARCHIVE.search(path) for path in whole.own_paths):
        raise NotAssessedError("code may lie in a submodule or an archive")


def _is_shown(whole: Project, technique: Technique, words: dict[str, frozenset[str]]) -> bool:
    """Whether any code uses a word of the technique, or cannot be parsed and holds one."""
    needles = [needle.encode() for needle in technique.shown]
    declaring = {manifest.path for manifest in whole.manifests}
    for path in whole.own_paths:
        script = _SCRIPT.search(path) is not None and path not in declaring and whole.files.size(path) <= _LARGEST
        if not script and not path.endswith((".py", ".ipynb")):
            continue
        source = whole.code(path)
        low = source.lower().replace(b"_", b"").replace(b"-", b"")
        if not any(needle in low for needle in needles):
            continue
        if path not in words:
            words[path] = frozenset(words_of(source.decode(errors="replace")) if script else _used(whole, path))
        if shows(technique, words[path]):
            return True
    return False


def _used(whole: Project, path: str) -> Iterator[str]:
    """The words that a Python file uses; all of its words where it, or a cell of it, is no Python that parses."""
    if path.endswith(".py"):
        tree = whole.module(path)
        yield from used_words(tree) if tree is not None else words_of(whole.text(path))
        return
    for cell in whole.notebook(path).code_cells:
        parsed = parse_cell(cell.source)
        yield from used_words(parsed) if parsed is not None else words_of(cell.source)


@rule(
    "TRU006",
    Severity.WARNING,
    minutes=5,
    bad={
        "README.md": "# Churn\n\n## Tech stack\n\n- pandas\n- scikit-learn\n- MLflow\n",
        "requirements.txt": "pandas\nscikit-learn\n",
        "train.py": "import pandas\nimport sklearn\n",
    },
    good={
        "README.md": "# Churn\n\n## Tech stack\n\n- pandas\n- scikit-learn\n- MLflow\n",
        "requirements.txt": "pandas\nscikit-learn\nmlflow\n",
        "train.py": "import pandas\nimport sklearn\n",
    },
)
def stack_unused(project: Project) -> Iterator[Finding]:
    """A section on the tech stack names a library that nothing in the repository imports, declares or mentions.

    Some forty libraries of machine learning are known. Code, notebooks, manifests, scripts and configuration are
    searched for any spelling. Silent where none of the libraries named is found: then the code is elsewhere.

    **Why.** The stack is what recruiters search for, and what an interviewer asks about first.

    **Fix.** Delete the name, or commit the code that uses the library.
    """
    path, readme = markdown_readme(project)
    named = list(named_libraries(readme))
    if not named:
        return
    whole = project.whole
    if whole.submodules or not (project.python_paths or project.notebook_paths):
        raise NotAssessedError("no Python code, or some of it in a submodule")
    missing = [(library, line, said) for library, line, said in named if not _is_mentioned(whole, library)]
    if len(missing) * 2 > len(named):
        raise NotAssessedError("most of the stack is used in no file that is here")
    for library, line, said in missing:
        yield Finding(f"{library.name} is in the stack, and nothing imports or declares it", path, line, said)


def _is_mentioned(whole: Project, library: Library) -> bool:
    for path in whole.own_paths:
        if not (_MENTIONS.search(path) or _SCRIPT.search(path)):
            continue
        if any(needle in path.lower().encode() for needle in library.needles):
            return True
        source = whole.code(path).lower() if whole.files.size(path) <= _LARGEST or path.endswith(".ipynb") else b""
        source = source.replace(b"\0", b"")  # PowerShell's `pip freeze > requirements.txt` writes UTF-16
        if any(needle in source for needle in library.needles):
            return True
    return False
