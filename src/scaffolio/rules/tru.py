"""TRU: whether the README tells the truth about the repository."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator, Sequence
from difflib import get_close_matches

from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.document import Document
from scaffolio.parsers.scripts import kept_models, named_scripts, named_with_blanks
from scaffolio.parsers.targets import repository_path
from scaffolio.parsers.trees import TreeEntry, leaves, read_tree
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import rule


@rule(
    "TRU001",
    Severity.ERROR,
    scope=Scope.ANYWHERE,
    minutes=2,
    bad={"README.md": "# Churn\n\n![ROC curve](docs/roc.png)\n", "docs/ROC.png": "\x89PNG"},
    good={"README.md": "# Churn\n\n![ROC curve](docs/roc.png)\n", "docs/roc.png": "\x89PNG"},
)
def path_not_there(project: Project) -> Iterator[Finding]:
    """A link, a picture, a drawn folder tree or a code span names a file that is not in the repository.

    Names are compared with their case, as GitHub does. What `.gitignore` leaves out or the code writes is not counted,
    nor are keys and tokens, and a tree or code span only where it is plainly about this repository. What a command
    calls is told by TRU002 alone.

    **Why.** A missing figure or script is the first thing a reader who follows the README runs into, and makes the
    rest hard to believe.

    **Fix.** Correct the name, commit the file, or delete the mention.
    """
    for path in project.document_paths:
        document = project.document(path)
        seen: set[tuple[str, int]] = set()
        for named, line, shown in (
            *_linked(project, path, document),
            *_drawn(project, document),
            *_coded(project, path, document),
            *_misspelt(project, document),
            *_kept(project, document),
        ):
            if (named, line) in seen or _SECRET.search(named):
                continue
            seen.add((named, line))
            if _ADDRESS.match(shown):
                yield Finding(
                    f"{shown} is linked as a file", path, line, shown, fix="Put `mailto:` before the address."
                )
            else:
                yield Finding(f"{shown} is not there{_other_case(project, named)}", path, line, shown)
    for path in _lower_readmes(project):
        for named, line, shown in _linked(project, path, project.document(path)):
            yield Finding(f"{shown} is not there{_other_case(project, named)}", path, line, shown)


_SECRET = regex(
    r"(?:^|/)\.env(?:\.|\Z)|(?:^|[/._-])(?:secrets?|tokens?|credentials?)(?:[._-]|\Z)|\.(?:pem|key)\Z", re.IGNORECASE
)
"""What nobody should be asked to commit."""

_LOWER_READMES = 3
"""READMEs below the root up to which their links are followed: more of them belong to parts of a collection."""


def _lower_readmes(project: Project) -> list[str]:
    """READMEs in folders of the project; of a collection the parts are judged apart."""
    if project.is_collection:
        return []
    found = [path for path in project.own_paths if posixpath.basename(path).lower() == "readme.md"]
    below = [path for path in found if path not in project.document_paths]
    return below if len(below) <= _LOWER_READMES else []


_ADDRESS = regex(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+\Z")


def _linked(project: Project, path: str, document: Document) -> Iterator[tuple[str, int, str]]:
    images = {(image.target, image.line) for image in document.images}
    for target, line in sorted(
        {*images, *((link.target, link.line) for link in document.links)}, key=lambda x: (x[1], x[0])
    ):
        named = repository_path(target, path)
        if named is None or _found(project, named, path):
            continue
        if (target, line) in images or not (project.ignores(named) or _written(project, named)):
            yield named, line, target


def _found(project: Project, named: str, document: str) -> bool:
    if project.exists(named) or _in_submodule(project, named):
        return True
    if document.startswith("docs/") or posixpath.splitext(named)[1] in {".html", ""}:
        stem = named.removesuffix(".html").rstrip("/")
        return any(project.exists(stem + end) for end in (".md", ".rst", ".ipynb", "/index.md", "/README.md"))
    return False


def _in_submodule(project: Project, path: str) -> bool:
    return any(path == module or path.startswith(f"{module}/") for module in project.submodules)


def _other_case(project: Project, named: str) -> str:
    near = next((path for path in project.files.paths if path.lower() == named.lower()), None)
    if near is None:
        name = posixpath.basename(named)
        same = [path for path in project.files.paths if posixpath.basename(path) == name]
        near = same[0] if len(same) == 1 else None
    return f"; {near} is" if near else ""


_DATA_FOLDER = regex(
    r"(?:^|/)(?:data|datasets?|raw|processed|interim|external|outputs?|results?|models?|checkpoints?|weights|"
    r"logs?|runs|artifacts|"
    r"saved_models?|trained_models?|mlruns|wandb|cache|tmp|build|dist|figures|plots|images?|submissions?)(?:/|$)",
    re.IGNORECASE,
)


_MADE_BY_TOOLS = regex(
    r"(?:\.egg-info|\.dist-info|__pycache__|\.ipynb_checkpoints|\.pytest_cache|(?:\A|/)\.git)(?:/|\Z)|(?:\A|/)\.(?:py|ipynb|csv|png)\Z"
)
_BRACKETED = regex(r"(?:\A|/)\[[^\]/]{1,80}\](?:/|\Z)")
"""A name that stands in brackets as a whole: it comes later, or stands for others."""

_STANDS_FOR_OTHERS = regex(r"(?:\A|[/_.-])(?:x{3,}|xyz|abc|foo|bar|name)(?:[/_.-]|\Z)", re.IGNORECASE)


_LAYOUT = regex(
    r"\b(?:project|repository|repo|folder|directory|file|code)[- ](?:structure|organi[sz]ation|layout|tree|overview)|"
    r"^\W*(?:structure|layout|organi[sz]ation)\W*$|struktur|estructura|estrutura|structure du|"
    r"目录|项目结构|構成|структура",
    re.IGNORECASE,
)


def _drawn(project: Project, document: Document) -> Iterator[tuple[str, int, str]]:
    """Entries of drawn trees that are not there, in trees most of whose entries are, or that stand for the layout.

    Neither counted as there nor as missing is what a run, a tool or a person adds.
    """
    for fence in document.fences:
        tree = read_tree(fence)
        entries = list(leaves(tree)) if tree else []
        if tree is None or not entries:
            continue
        root = f"{tree.root}/" if tree.root and tree.root in project.folders else ""
        missing = [entry for entry in entries if not _there(project, root + entry.path, tree.root)]
        shown = {root + entry.path for entry in entries}
        told = [entry for entry in missing if not _added_later(project, entry, root + entry.path, shown)]
        there = len(entries) - len(missing)
        if len(told) <= there or _is_layout(project, document, fence.line, told, there):
            yield from ((root + entry.path, entry.line, entry.path) for entry in told)


def _is_layout(project: Project, document: Document, line: int, told: Sequence[TreeEntry], there: int) -> bool:
    """Whether a tree most of whose names are not there is about this repository all the same, by its heading."""
    above = [heading.text for heading in document.headings if heading.line <= line]
    if not above or not _LAYOUT.search(above[-1]):
        return False
    names = {posixpath.basename(path) for path in project.files.paths}
    return there > 0 or any(posixpath.basename(entry.path) in names for entry in told)


def _added_later(project: Project, entry: TreeEntry, path: str, shown: Container[str]) -> bool:
    """Whether an entry may well come later: a run, a tool or a person adds it. A file that lies elsewhere is there."""
    if entry.elsewhere or "..." in path or " or " in path or _BRACKETED.search(path):
        return True
    if _kept_out(project, path) or _MADE_BY_TOOLS.search(path):
        return True
    name = posixpath.basename(path)
    same = [known for known in project.own_paths if "." in name and posixpath.basename(known) == name]
    if len(same) == 1 and same[0] not in shown:
        return False
    if "." not in name and any(project.code_mentions(f"{quote}{name}") for quote in "\"'"):
        return True
    folder = posixpath.dirname(path) if "." in name else path
    return _DATA_FOLDER.search(folder) is not None and not path.endswith(_SOURCES)


def _there(project: Project, path: str, root: str) -> bool:
    """Whether an entry is there; a README is read whatever its case, and the tree stands in one."""
    if posixpath.basename(path).lower().startswith("readme") and path.lower() in map(str.lower, project.paths):
        return True
    if project.exists(path) or _in_submodule(project, path):
        return True
    return bool(root) and project.exists(path.removeprefix(f"{root}/"))


def _coded(project: Project, path: str, document: Document) -> Iterator[tuple[str, int, str]]:
    """Scripts and notebooks that a sentence names in a code span and that are nowhere in the tree.

    What a command in that line calls is another rule's to judge.
    """
    names = {posixpath.basename(known) for known in project.files.paths}
    suffixes = {posixpath.splitext(name)[1] for name in names}
    for text, line in named_scripts(document) if project.python_paths or ".m" in suffixes else ():
        if text.endswith(".m") and ".m" not in suffixes:
            continue
        there = (
            any(name.endswith(posixpath.basename(text)) for name in names)
            if "/" not in text
            else _suffix(project, text) or (text.startswith(project.prefix) and project.exists(text))
        )
        if _STANDS_FOR_OTHERS.search(text) or _below_own_name(project, document, text):
            continue
        if not there and not _kept_out(project, text) and (path, line, text) not in project.called_files:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(path), text)), line, text


def _misspelt(project: Project, document: Document) -> Iterator[tuple[str, int, str]]:
    """Files with blanks in their names that a code span names, where one of almost that name is there instead."""
    for text, line in named_with_blanks(document):
        end = posixpath.splitext(text)[1]
        names = [posixpath.basename(known) for known in project.own_paths if known.endswith(end)]
        if not any(text.endswith(name) for name in names) and get_close_matches(text, names, 1, _ALMOST):
            yield text, line, text


def _kept(project: Project, document: Document) -> Iterator[tuple[str, int, str]]:
    """Trained models that a list names and nothing writes, where others of their kind are committed."""
    for text, line in kept_models(document):
        name, end = posixpath.basename(text), posixpath.splitext(text)[1]
        others = [posixpath.basename(known) for known in project.own_paths if known.endswith(end)]
        if others and name not in others and not _kept_out(project, text) and not _STANDS_FOR_OTHERS.search(text):
            yield text, line, text


def _below_own_name(project: Project, document: Document, text: str) -> bool:
    """Whether a path is written as seen from above the repository: its own name first."""
    first, _, rest = text.partition("/")
    if not rest or not project.exists(rest):
        return False
    title = document.headings[0].text if document.headings else ""
    on_github = project.origin[1] if project.origin else ""
    named = {_letters(project.whole.name), _letters(on_github), _letters(title)}
    own = _letters(first)
    return any(name.startswith(own) for name in named if len(own) >= _TELLING) or bool(
        re.search(rf"github\.com/[\w.-]{{1,100}}/{re.escape(first)}(?![\w-])", document.text, re.IGNORECASE)
    )


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _suffix(project: Project, text: str) -> bool:
    return any(path == text or path.endswith(f"/{text}") for path in project.files.paths)


def _kept_out(project: Project, path: str) -> bool:
    return project.ignores(path) or project.ignores(f"{path}/") or _written(project, path)


def _written(project: Project, path: str) -> bool:
    """Whether code names this file, and it is none that a person writes: a run may well create it."""
    name = posixpath.basename(path)
    return "." in name and not name.endswith(_SOURCES) and project.code_mentions(name)


_SOURCES = (".py", ".ipynb", ".sh", ".R", ".Rmd", ".jl", ".m")
_TELLING = 3
"""Letters below which the start of a name tells nothing."""

_ALMOST = 0.85
"""How alike two names are of which one is a slip of the other, as difflib counts it."""
