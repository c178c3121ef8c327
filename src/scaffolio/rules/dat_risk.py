"""DAT, on risk: what a table gives away, and what loading a file may run."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import islice

from scaffolio.dependencies import runtime_manifests
from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.data_words import says_made_up
from scaffolio.parsers.personal import HEAD, personal_columns
from scaffolio.parsers.specifiers import exclude_each_other
from scaffolio.parsers.unsafe_loads import may_load_unsafely, unsafe_loads
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import rule


@rule(
    "DAT004",
    Severity.WARNING,
    minutes=15,
    scope=Scope.ANYWHERE,
    bad={
        "data/customers.csv": "id,e_mail\n"
        + "".join(f"{i},{name}@post-office.org\n" for i, name in enumerate(("ada", "ben", "cy", "dot", "eve", "flo")))
    },
    good={
        "data/customers.csv": "id,e_mail\n"
        + "".join(f"{i},{name}@example.org\n" for i, name in enumerate(("ada", "ben", "cy", "dot", "eve", "flo")))
    },
)
def personal_data(project: Project) -> Iterator[Finding]:
    """A committed table has a column of e-mail addresses or telephone numbers.

    Both the column's name and most of its values have to say so; addresses at example.com and the like are nobody's.
    No value is ever shown. Tables that the project says are made up are passed over.

    **Why.** A public repository is a publication: passing on other people's addresses is regulated (GDPR, article 6),
    and history keeps them after they are deleted ("Datasheets for Datasets" asks for it by name).

    **Fix.** Take the column out or hash it, and rewrite history (`git filter-repo`) if it was ever pushed.
    """
    tables = [path for path in project.files.paths if path.lower().endswith((".csv", ".tsv"))]
    for path in tables[:_TABLES_READ]:
        for column in personal_columns(project.files.read(path, HEAD)):
            if not says_made_up(project.written):
                message = f"column {column.name} holds {column.kind}"
                yield Finding(message, path, 1, f"{column.rows} of the first rows")


_TABLES_READ = 300


@rule(
    "DAT009",
    Severity.ADVICE,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={"predict.py": "import torch\n\nnet = torch.load('net.pt', weights_only=False)\n"},
    good={"predict.py": "import torch\n\nnet = torch.load('net.pt', weights_only=True)\n"},
)
def unsafe_load(project: Project) -> Iterator[Finding]:
    """Code loads a file in a way that runs whatever the file holds.

    That is: `torch.load` told to load more than weights, or left to do so by a version before 2.6 that the project
    asks for, and unpickling what the code itself downloads.

    **Why.** A pickle is a program; whoever can replace the file can run code on every reader's machine
    (docs.python.org, "pickle"; PyTorch 2.6 made `weights_only=True` the default for this reason).

    **Fix.** Pass `weights_only=True`, or save weights as safetensors, skops or ONNX and check a download's digest.
    """
    found = [
        (path, source.line_of(load.line), load)
        for path, safe_default in islice(_suspects(project), _PARSED)
        for tree, source in project.sources(path)
        for load in unsafe_loads(tree, safe_default=safe_default)
    ]
    if found:
        path, line, load = min(found, key=lambda each: each[:2])
        more = f"; {len(found) - 1} more such loads in the project" if len(found) > 1 else ""
        yield Finding(f"{load.call} {load.why}{more}", path, line)


_PARSED = 20
"""Files of one project that are parsed: one finding is told, and how many more there are."""

_TEST_CODE = regex(r"(?:^|/)(?:tests?/|test_[^/]*\.py\Z|conftest\.py\Z)")


def _suspects(project: Project) -> Iterator[tuple[str, bool]]:
    """Code that may load so, tests left aside, and whether the torch it asks for loads safely by default."""
    old = _old_torch_folders(project)
    for path in (*project.python_paths, *project.notebook_paths):
        safe_default = not any(path.startswith(folder) for folder in old)
        if not _TEST_CODE.search(path) and may_load_unsafely(project.code(path), safe_default=safe_default):
            yield path, safe_default


def _old_torch_folders(project: Project) -> list[str]:
    """The folders whose manifests ask for a torch that loads unsafely by default: one before 2.6."""
    return [
        f"{posixpath.dirname(manifest.path)}/".lstrip("/")
        for manifest in runtime_manifests(project)
        if any(r.name == "torch" and _before_safe(r.specifier) for r in manifest.requirements)
    ]


_AT_LEAST = regex(r"(?:===?|~=|>=?)\s*v?(?P<major>\d{1,4})(?:\.(?P<minor>\d{1,4}))?")
_SAFE = (2, 6)


def _before_safe(specifier: str) -> bool:
    if any((int(each["major"]), int(each["minor"] or 0)) >= _SAFE for each in _AT_LEAST.finditer(specifier)):
        return False
    return exclude_each_other("==2.6.0", specifier) and exclude_each_other("==99.0", specifier)
