"""DOC: whether there is a README, how it opens, and what it gives to run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from scaffolio.example_files import FLATS_OPENING, FLATS_TITLE
from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.commands import holds_command, shows_command
from scaffolio.parsers.document import Document, Prose, count_words
from scaffolio.parsers.sections import heading_kinds
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, markdown_readme, rule

ENOUGH_WORDS = 50
"""Words of prose below which a README tells next to nothing."""

_MARK = regex(r"\s{0,12}(?:[-*+>] {0,3}|\d+[.)] )?\s{0,12}(?:```|~~~)")
_SENTENCES = regex(r"\s{0,12}[A-Z][a-z]+ (?:[\w,'’-]+ ){4}")
_OPENING_WORDS = 5
_FIRST_SECTIONS = 4
_SET_UP = frozenset({"how", "install", "usage", "data", "results", "references"})


@rule(
    "DOC001",
    Severity.ERROR,
    scope=Scope.ANYWHERE,
    minutes=20,
    bad={"train.py": "print('training')\n"},
    good={"README.md": FLATS_OPENING},
)
def readme_missing(project: Project) -> Iterator[Finding]:
    """There is no README: nothing at the root, in `.github/` or in `docs/` introduces the project.

    **Why.** A visitor of a repository sees the README before anything else; GitHub lists it first among the
    files it recommends (docs.github.com, "About READMEs").

    **Fix.** Write a README.md that says what question the project answers, on which data and with what result.
    """
    at_root = (path for path in project.files.paths if "/" not in path and path.lower().startswith("readme"))
    if project.readme_path is None and next(at_root, None) is None:
        yield Finding(f"no README found{_one_below(project)}", "README.md")


def _one_below(project: Project) -> str:
    """Where a README lies, if the one folder that holds all the rest has it; nobody is shown that one."""
    tops = {path.partition("/")[0] for path in project.own_paths if not path.startswith(".")}
    lower = [path for path in project.own_paths if len(tops) == 1 and path.lower() == f"{min(tops).lower()}/readme.md"]
    return f" at the root; {lower[0]} is one" if lower else ""


@rule(
    "DOC002",
    Severity.ERROR,
    scope=Scope.ANYWHERE,
    minutes=20,
    requires=("DOC001",),
    bad={"README.md": "# Sentiment analysis\n\nCoursework.\n"},
    good={"README.md": FLATS_OPENING + "\n## Results\n" + "On flats it never saw the model is off by six days. " * 4},
)
def readme_empty(project: Project) -> Iterator[Finding]:
    """The README holds fewer than 50 words of prose; code, tables, badges and comments do not count as prose.

    **Why.** Reviewers of graduates' portfolios spent about four minutes on a repository and asked for a README that
    says what it is about (responsible.com, "Prevent your GitHub Portfolio from Selling You Short").

    **Fix.** Say what question the project answers, for whom, on which data, how, and what came out.
    """
    path, readme = markdown_readme(project)
    words = readme.words + _indented_words(readme)
    if words < ENOUGH_WORDS and not (readme.tables and words + _table_words(readme) >= ENOUGH_WORDS):
        yield Finding(f"the README holds {words} words of prose", path, 1)


def _indented_words(readme: Document) -> int:
    """Words of indented blocks that are sentences: Markdown takes them for code, their author did not."""
    lines = readme.text.split("\n")
    blocks = (
        fence.content
        for fence in readme.fences
        if not fence.language
        and not (fence.line > 1 and _MARK.match(lines[fence.line - 2]))
        and _SENTENCES.match(fence.content)
    )
    return sum(map(count_words, blocks))


def _table_words(readme: Document) -> int:
    return sum(count_words(" ".join(row.cells)) for table in readme.tables for row in table.rows)


@rule(
    "DOC003",
    Severity.WARNING,
    scope=Scope.ANYWHERE,
    minutes=5,
    requires=("DOC001", "DOC002"),
    bad={"README.md": FLATS_TITLE + "## Installation\n\n" + "Clone the repository and install what it needs. " * 8},
    good={
        "README.md": FLATS_OPENING + "\n## Installation\n\n" + "Clone the repository and install what it needs. " * 5
    },
)
def no_opening_statement(project: Project) -> Iterator[Finding]:
    """The README has no title, or nothing between its title and the next heading says what the project is.

    A first section named *About*, *Overview*, *Introduction* and the like counts as the opening.

    **Why.** standard-readme asks for a title and a short description before all else; a reader who has to scroll to
    learn the subject often does not.

    **Fix.** Put one or two sentences under the title: the question, the data, the answer.
    """
    path, readme = markdown_readme(project)
    if not readme.headings:
        if count_words(readme.prose[0].text) < _OPENING_WORDS if readme.prose else True:
            yield Finding("no title and no opening sentence found", path, 1)
        return
    first = project.readme_sections[0]
    if sum(count_words(paragraph.text) for paragraph in _opening(project, readme)) < _OPENING_WORDS:
        yield Finding(
            "nothing between the title and the next heading says what this is", path, first.line, first.heading
        )


def _opening(project: Project, readme: Document) -> Iterator[Prose]:
    """The prose above the first heading, under title or subtitle, and of an introduction among the first sections.

    A bold line right below the title is a heading by its form, and may be the statement itself.
    """
    sections = project.readme_sections
    title = _title_lines(readme)
    yield from (Prose(heading.text, heading.line) for heading in readme.headings[1:2] if heading.form == "bold")
    yield from readme.prose_between(1, sections[0].line - 1)
    for position, section in enumerate(sections[: _FIRST_SECTIONS + title - 1]):
        subtitle = position == title and not _SET_UP & set(section.kinds)
        if position < title or subtitle or {"what", "why"} & set(section.kinds):
            end = sections[position + 1].line - 1 if position + 1 < len(sections) else section.last
            yield from readme.prose_between(section.line, end)


def _title_lines(readme: Document) -> int:
    """How many headings make the title: those that stand right below one another and name no part of a README."""
    count = 1
    for above, heading in pairwise(readme.headings):
        if heading.line > above.line + 2 or _SET_UP & heading_kinds(heading.text):
            break
        count += 1
    return count


@rule(
    "DOC006",
    Severity.ERROR,
    minutes=10,
    requires=("DOC001",),
    bad={"README.md": FLATS_OPENING + "\n## Usage\n\nTrain the model, then evaluate it.\n"},
    good={"README.md": FLATS_OPENING + "\n## Usage\n\n```\npip install -e .\npython train.py\n```\n"},
)
def usage_missing(project: Project) -> Iterator[Finding]:
    """The README shows no command to run: none in a code block or code span, and no notebook to open.

    **Why.** standard-readme asks for *Usage*; of 42,546 popular notebooks 81% could not be run again
    (arXiv 2502.04184), and a reader who finds no first command does not try.

    **Fix.** Add one code block with the commands that install the project and reproduce its main result.
    """
    path, readme = markdown_readme(project)
    if project.is_template:
        raise NotAssessedError("a template for projects, which says what to run once it is filled in")
    linked = (project.text(path) for path in project.linked_documents)
    if shows_command(readme, project.readme_sections) or any(map(holds_command, linked)):
        return
    if _PORTFOLIO.search(project.name + readme.text[:_OPENING]) and all(map(_TOLD.search, project.own_paths)):
        raise NotAssessedError("a portfolio whose projects lie elsewhere: nothing here could be run")
    asked = (s for s in project.readme_sections if "usage" in s.kinds and _RUNNING.search(s.heading))
    yield Finding("could not find a command to run", path, next((section.line for section in asked), None))


_TOLD = regex(r"\.(?:md|rst|txt|pdf|docx?|png|jpe?g|gif|svg)\Z|(?:\A|/)(?:\.git[^/]*|licen[cs]e)\Z", re.IGNORECASE)
"""What is read or looked at, and never run."""

_PORTFOLIO = regex(r"\bportf[oó]lio\b", re.IGNORECASE)
_OPENING = 300
"""Characters of a README in which it says what it is."""

_RUNNING = regex(
    r"\busage|\buse\b|\bhow to|\brun|\bstart|\binstall|\bset ?-?up|\bdeploy|\btrain|\bapi\b|\bdemo|\bcommand|"
    r"\breproduc",
    re.IGNORECASE,
)
"""Headings that a command belongs under."""
