"""OWN, on words: whether what is told could stand in anybody's README."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.ownership import MOST_OF_THE_TEMPLATE
from scaffolio.parsers.anchored import is_anchored, named_words
from scaffolio.parsers.document import Document, count_words
from scaffolio.parsers.foreign import ForeignText, foreign_text
from scaffolio.parsers.scaffold import Manifest, heading_line
from scaffolio.parsers.sections import ReadSection
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.repeated import repeated_answers
from scaffolio.rule import NotAssessedError, markdown_readme, rule

_OF_CHALLENGES = regex(
    r"challenges\b|difficulties\b|obstacles\b|hurdles\b|"
    r"(?:problems?|issues?) (?:i |we )?(?:faced|encountered|met|solved)|"
    r"lessons? learn|what went wrong|what (?:did not|didn.t) work",
    re.IGNORECASE,
)
_OF_LIMITATIONS = regex(r"\blimitations?\b|\bshortcomings?\b|\bweaknesses\b", re.IGNORECASE)
_FEWEST_WORDS = 8
_LONGEST_ITEM = 25
_GENERIC = regex(
    r"\bmore (?:\w+ )?(?:data|samples|rows|training|features|tuning|experiments)\b|"
    r"\b(?:larger|bigger) (?:data ?set|sample)|"
    r"\b(?:limited|small) (?:amount of )?(?:data|data ?set|sample size)\b|\btun(?:e|ed|ing)\b|\bhyper-?parameters?\b|"
    r"\bdeep learning\b|\bneural networks?\b|\b(?:other|advanced|complex|better) (?:models|algorithms)\b|\bensembl",
    re.IGNORECASE,
)
_ITEM = regex(r"(?m)(?<=[.!?])\s+(?=[A-Z])|^[ \t]*(?:[-*+•✗✘✓✔❌⚠]\ufe0f?|\d{1,2}[.)])[ \t]+|\n[ \t]*\n")

_VAGUE = "# Churn\n\n## Challenges\n\nCleaning the data was hard, and choosing the right model took a long time.\n"
_ANCHORED = (
    "# Churn\n\n## Challenges\n\nRows of one customer stood in both parts; `split.py` now keeps them together.\n"
)


@rule(
    "OWN006",
    Severity.ADVICE,
    minutes=10,
    requires=("DOC001",),
    bad={"README.md": _VAGUE, "train.py": "import sklearn\n"},
    good={"README.md": _ANCHORED, "split.py": "import sklearn\n"},
)
def challenge_unanchored(project: Project) -> Iterator[Finding]:
    """A section on challenges names no commit, file, function, column, figure, metric or error of this repository.

    Code spans, links, pictures, numbers, metrics, and names that the code knows count. It can't see whether what is
    named was the difficulty.

    **Why.** Hiring managers ask how a candidate got past an obstacle (r/datascience, "What makes a good personal
    project", 2020); a sentence that fits every project is no answer.

    **Fix.** Point at the commit, file or number that shows it: what was seen, what was changed, what came of it.
    """
    path, readme = markdown_readme(project)
    for section in _sections(project, _OF_CHALLENGES):
        told = _told(readme, section)
        if count_words(told) >= _FEWEST_WORDS and not _names_something(project, told):
            yield Finding("the challenges name nothing of this repository", path, section.line, section.heading)


@rule(
    "OWN007",
    Severity.ADVICE,
    minutes=10,
    requires=("DOC001",),
    bad={"README.md": "# Churn\n\n## Limitations\n\n- More data would help.\n- Hyperparameter tuning.\n"},
    good={"README.md": "# Churn\n\n## Limitations\n\n- More data would help.\n- The file holds no firms.\n"},
)
def limitation_generic(project: Project) -> Iterator[Finding]:
    """The limitations ask for more data, more tuning or deep learning, and for nothing else.

    One sentence of another kind, or one that names something of the repository, is enough. It can't see a generic
    sentence in other words.

    **Why.** A limitation tells a reader for whom and when the result does not hold (Mitchell et al. 2019, "Model Cards
    for Model Reporting"); that more of everything would help holds of every model.

    **Fix.** Say where you would refuse to use this: which rows, which time, which people, and what the mistake costs.
    """
    path, readme = markdown_readme(project)
    for section in _sections(project, _OF_LIMITATIONS):
        told = _told(readme, section)
        items = [item for item in _ITEM.split(told) if count_words(item)]
        if items and all(_is_generic(item) for item in items) and not is_anchored(told):
            yield Finding("the limitations would hold of any model", path, section.line, section.heading)


def _sections(project: Project, heading: re.Pattern[str]) -> Iterator[ReadSection]:
    """The outermost sections under such a heading."""
    last = 0
    for section in project.readme_sections:
        if section.line > last and heading.search(section.heading):
            last = section.last
            yield section


def _told(readme: Document, section: ReadSection) -> str:
    """A section's text, sections below it included; headings and open questions are left out."""
    lines = readme.text.split("\n")[section.line : section.last]
    return "\n".join(line for line in lines if not line.startswith("#") and "PLACEHOLDER(" not in line)


def _names_something(project: Project, told: str) -> bool:
    """Whether a text is anchored by its form, or by a word that the project's code knows."""
    if is_anchored(told):
        return True
    quoted, plain = named_words(told)
    return any(project.code_mentions(word) for word in plain) or any(
        project.code_mentions(mark + word + mark) for word in quoted for mark in "'\""
    )


def _is_generic(item: str) -> bool:
    return count_words(item) <= _LONGEST_ITEM and _GENERIC.search(item) is not None


_LOREM = regex(r"^[^\w\n]{0,20}lorem ipsum dolor\b", re.IGNORECASE | re.MULTILINE)
_NO_TITLE = frozenset({"project title", "your project title", "project_title", "project name", "your project name"})
_SIGN_LINES = 5
"""Lines of a template's that show, together with their share, whose page it is."""


@rule(
    "OWN010",
    Severity.WARNING,
    scope=Scope.ANYWHERE,
    minutes=10,
    bad={"MODEL_CARD.md": "# Churn model\n\n- **License:** [More Information Needed]\n"},
    good={"MODEL_CARD.md": "# Churn model\n\n- **License:** MIT\n", "README.md": "# Churn\n\nWho leaves next month?\n"},
)
def foreign_template_text(project: Project) -> Iterator[Finding]:
    """A README or card still holds what a template wrote to its author, or is mostly the template's.

    Known are cookiecutter-data-science, Kedro, Hugging Face's model card and several README generators, by
    fingerprints of their lines; a title that was never chosen; and lorem ipsum. Addresses that were never filled in
    are TRU011's.

    **Why.** Reviewers ask for a useful README, "not a template that you haven't filled out" (responsible.com, "Prevent
    your GitHub Portfolio from Selling You Short").

    **Fix.** Put in place of these lines what only you know, or delete them.
    """
    for path in project.document_paths:
        text = project.text(path)
        for title in project.document(path).headings[:1]:
            if title.text.strip().lower() in _NO_TITLE:
                yield Finding("the title was never chosen", path, title.line, title.text)
        if b"orem ipsum" in project.content(path) and (stuffed := _LOREM.search(text)):
            yield Finding("filling text stands where words belong", path, text.count("\n", 0, stuffed.start()) + 1)
        for found in foreign_text(text):
            yield from _template_told(path, found)


def _template_told(path: str, found: ForeignText) -> Iterator[Finding]:
    """One finding for a template: lines that speak to the author, or how much of the page it wrote."""
    if found.asks:
        (line, said), *more = found.asks
        others = f", and {len(more)} more like it" if more else ""
        yield Finding(f"a line that {found.template} wrote for the author to replace{others}", path, line, said[:100])
    elif found.lines >= _SIGN_LINES and found.words > MOST_OF_THE_TEMPLATE * found.of_words:
        yield Finding(f"{found.words / found.of_words:.0%} of the words are {found.template}'s template", path)


_PASTED = "# Birds\n\n## Approach\n\nTrees lost.\n\n## Limitations\n\nTrees lost.\n"
_TWO_ASKED = Manifest(
    "1", "classification", asked={"README.md": {"Approach": "approach", "Limitations": "limitations"}}
).to_json()


@rule(
    "OWN011",
    Severity.ERROR,
    minutes=10,
    bad={"README.md": _PASTED, ".scaffolio/manifest.json": _TWO_ASKED},
    good={"README.md": _PASTED + "Nobody reports height at night.\n", ".scaffolio/manifest.json": _TWO_ASKED},
)
def answer_repeated(project: Project) -> Iterator[Finding]:
    """A section that asked something says nothing but what stands, word for word, in the answer to a question above it.

    Case, punctuation and layout make no other sentence, and one sentence more is enough.

    **Why.** One sentence put in place of several questions answers one of them at most; a reader who meets it twice
    takes the page for a form that nobody filled in.

    **Fix.** Say in that section what its own question asks, or delete the section.
    """
    if project.manifest is None:
        raise NotAssessedError("not made by Scaffolio, or its manifest is gone")
    for one in repeated_answers(project):
        line = heading_line(project.text(one.path), one.heading)
        yield Finding(f'{one.heading} only repeats the answer under "{one.other}"', one.path, line, one.heading)
