"""DOC, on the life behind a README: its author, something that runs, and whether it kept pace with the code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.example_files import FLATS
from scaffolio.model import Finding, Severity
from scaffolio.parsers.document import Document
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, markdown_readme, rule

_AUTHOR = regex(
    r"\bauthor|(?-i:\b[A-Z][a-z]+, [A-Z]\.)|\bby \[?[A-Z]|\bcontact\b|\bmaintain|linkedin|twitter\.com|\bcopyright\b|©|"
    r"[\w.+-]{1,64}@[\w-]{1,64}\.\w|"
    r"\bmy name\b|\bI am\b|\bI'm\b|\bteam\b|\bcontribut|\bdevelop(?:er|ed by)|\bcreated by\b|\bcredits?\b|"
    r"\backnowledg|\bstudent(?:s|'s)?(?: name| id)?\W{0,6}:|\bthành viên|\bintegrantes\b|\bmiembros\b|\bmembres\b|"
    r"\btác giả|\bpenulis|\bdesenvolvido por|\brealizado por|\belaborado por|\bdibuat oleh|"
    r"github\.com/[\w-]+/?[)\s]|\bwritten by\b|\bautor|\bauteur|作者|автор",
    re.IGNORECASE,
)
_NAMED = regex(
    rb"(?i)copyright[^\n]{0,40}\d{4}[^\n]{0,20}[A-Za-z]{2}|copyright \(c\) (?-i:[A-Z])\w|"
    rb"authors?\s*=|authors:|author_email|given-names|"
    rb"maintainers?\s*="
)
_HOLDERS = regex(
    r"(?:^|/)(?:licen[sc]e[^/]*|copying[^/]*|citation\.cff|pyproject\.toml|setup\.(?:py|cfg)|authors[^/]*|"
    r"codemeta\.json|package\.json|description)\Z",
    re.IGNORECASE,
)
_DEEP = 2
"""Folders below which no such file speaks for the repository."""


@rule(
    "DOC012",
    Severity.ADVICE,
    minutes=2,
    requires=("DOC001", "DOC002"),
    bad={"README.md": FLATS},
    good={"README.md": FLATS + "\n\n## Author\n\nAda Example, ada@example.org\n"},
)
def author_missing(project: Project) -> Iterator[Finding]:
    """Neither the README nor the licence, the manifest or a citation file names a person.

    In a repository of several projects, its own README may do so for all.

    **Why.** standard-readme asks for maintainers; a portfolio is read to find its author, and a clone carries no
    account name.

    **Fix.** End the README with your name and one way to reach you, and fill the authors in `pyproject.toml`.
    """
    path, _readme = markdown_readme(project)
    whole = project.whole
    if any(_names_author(each, each.readme) for each in {project, whole} if each.readme is not None):
        return
    if not any(
        _HOLDERS.search(file) and _NAMED.search(whole.content(file))
        for file in whole.files.paths
        if file.count("/") < _DEEP
    ):
        yield Finding("could not find who made this", path)


def _names_author(project: Project, readme: Document) -> bool:
    return any("who" in s.kinds for s in project.readme_sections[1:]) or _AUTHOR.search(readme.text) is not None


_RUNNING = regex(
    r"colab\.research|mybinder|kaggle\.com/(?:code|kernels)|deepnote|huggingface\.co/spaces|streamlit|gradio|"
    r"herokuapp|"
    r"vercel\.app|netlify\.app|onrender\.com|youtu\.?be|vimeo|loom\.com|github\.io|shinyapps|replit|"
    r"railway\.app|fly\.dev|"
    r"azurewebsites|amazonaws|\.run\.app|pythonanywhere|powerbi|tableau|asciinema|nbviewer|\.ipynb\b|readthedocs|"
    r"\.(?:gif|mp4|webm)\b|\bdemo\b|"
    r"user-attachments/assets|<video|```mermaid",
    re.IGNORECASE,
)


@rule(
    "DOC017",
    Severity.ADVICE,
    minutes=20,
    requires=("DOC001", "DOC002"),
    bad={"README.md": FLATS, "train.py": "import pandas\n"},
    good={
        "train.py": "import pandas\n",
        "README.md": FLATS + "\n\n[Try it](https://huggingface.co/spaces/ada/rents)\n",
    },
)
def demo_missing(project: Project) -> Iterator[Finding]:
    """The README leads to nothing running, no recording, no notebook and no picture.

    **Why.** Papers with Code counts a demo among the extras of a complete repository; recruiters look at something
    before they read or run anything.

    **Fix.** Link a hosted demo or notebook, or show one screenshot of what comes out.
    """
    path, readme = markdown_readme(project)
    if project.is_collection or not project.code_paths:
        raise NotAssessedError("a collection of projects" if project.is_collection else "no code")
    pictured = any(image.target and not image.is_badge for image in readme.images)
    if not pictured and not _RUNNING.search(readme.text):
        yield Finding("could not find a demo, a recording or a picture", path)


_CODE = regex(r"\.(?:py|ipynb|R|Rmd|jl|scala)\Z", re.IGNORECASE)
_ASIDE = regex(r"(?:^|/)(?:tests?|docs?|examples?)/|(?:^|/)setup\.py\Z|(?:^|/)__init__\.py\Z", re.IGNORECASE)
_STALE_DAYS = 180
_LATER_COMMITS = 3
_DAY = 86_400


@rule(
    "DOC019",
    Severity.ADVICE,
    minutes=20,
    requires=("DOC001",),
    bad={
        "README.md": FLATS,
        "train.py": "",
        ".git/log": "2026-03-03 Ada Example: c\nM train.py\n2026-02-02 Ada Example: b\nM train.py\n"
        "2026-01-01 Ada Example: b\nM train.py\n2025-01-01 Ada Example: a\nA README.md\nA train.py\n",
    },
    good={
        "README.md": FLATS,
        "train.py": "",
        ".git/log": "2026-03-03 Ada Example: b\nM train.py\n2026-03-01 Ada Example: a\nA README.md\nA train.py\n",
    },
)
def readme_stale(project: Project) -> Iterator[Finding]:
    """Code was changed in at least three commits more than 180 days after the README was last touched.

    **Why.** A README that stopped years before the code did describes another program; nobody can tell which of its
    sentences still hold.

    **Fix.** Read the README against today's code, run its commands, and correct what no longer holds.
    """
    path = project.readme_path
    if path is None or project.history is None:
        raise NotAssessedError("no Git history" if path else "no README")
    touched = next((c.time for c in project.history.commits if any(change.path == path for change in c.changes)), None)
    if touched is None:
        raise NotAssessedError("the history read does not reach the README's last change")
    later = [
        commit
        for commit in project.history.commits
        if commit.time > touched + _STALE_DAYS * _DAY
        and any(_CODE.search(change.path) and not _ASIDE.search(change.path) for change in commit.changes)
    ]
    if len(later) >= _LATER_COMMITS:
        days = (later[0].time - touched) // _DAY
        yield Finding(f"{len(later)} commits changed code up to {days} days after the README's last change", path, 1)
