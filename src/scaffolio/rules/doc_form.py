"""DOC, on the form: contents, pictures, headings, code blocks, and the text of a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from scaffolio.example_files import FLATS
from scaffolio.model import Finding, Severity
from scaffolio.parsers.document import Document, Image, count_words
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, markdown_readme, rule

_LONG_LINES = 150
_MANY_HEADINGS = 8
_CONTENTS_LINKS = 4


@rule(
    "DOC013",
    Severity.ADVICE,
    pedantic=True,
    minutes=5,
    requires=("DOC001",),
    bad={"README.md": FLATS + "\n\n## Part\n\nSome words.\n" * 40},
    good={
        "README.md": FLATS
        + "\n\n- [A](#part)\n- [B](#part-1)\n- [C](#part-2)\n- [D](#part-3)\n"
        + "\n## Part\n\nSome words.\n" * 40
    },
)
def no_contents_in_long_readme(project: Project) -> Iterator[Finding]:
    """A README of more than 150 lines and eight headings has no list of its sections.

    **Why.** standard-readme asks for a table of contents from 100 lines on. GitHub shows an outline of its own, so
    this rule is off unless selected.

    **Fix.** List the main sections, linked, below the opening; an editor's plugin keeps the list up to date.
    """
    path, readme = markdown_readme(project)
    lines = readme.text.count("\n")
    if lines > _LONG_LINES and len(readme.headings) >= _MANY_HEADINGS and len(_anchors(readme)) < _CONTENTS_LINKS:
        named = any(re.search(r"(?i)contents|toctree|\btoc\b", line) for line in readme.text.split("\n")[:_LONG_LINES])
        if not named:
            yield Finding(f"{lines} lines, {len(readme.headings)} headings and no contents", path, 1)


def _anchors(readme: Document) -> list[int]:
    return [link.line for link in readme.links if link.target.startswith("#") and len(link.target) > 1]


_FILE_NAME = regex(r"[\w.() -]{1,80}\.(?:png|jpe?g|gif|svg|webp|bmp)\Z", re.IGNORECASE)
_SAYS_NOTHING = frozenset(
    {
        "",
        "image",
        "img",
        "alt text",
        "alt",
        "picture",
        "screenshot",
        "figure",
        "photo",
        "title",
        "text",
        "alt-text",
        "png",
    }
)
_ORNAMENT = regex(
    r"latex|render\.githubusercontent|/math|logo|icon|banner|header|cover|avatar|sponsor|opencollective|contrib|wercker|gitter|backers|title",
    re.IGNORECASE,
)


@rule(
    "DOC014",
    Severity.WARNING,
    minutes=3,
    requires=("DOC001",),
    bad={"README.md": FLATS + "\n\n![](figures/pr.png)\n"},
    good={"README.md": FLATS + "\n\n![Precision falls below 0.5 at recall 0.8](figures/pr.png)\n"},
)
def image_alt_missing_or_filename(project: Project) -> Iterator[Finding]:
    """Pictures in the README have no alternative text, or only a file name or a word such as *image*.

    Badges, formulas, logos, banners and pictures that have a title or that HTML marks as decoration (`alt=""`) do not
    count.

    **Why.** Whoever cannot see or load the picture gets nothing of the result it shows (WCAG 1.1.1;
    markdownlint MD045).

    **Fix.** Say in the alternative text what the picture shows: the result, not the kind of plot.
    """
    path, readme = markdown_readme(project)
    lines = readme.text.split("\n")
    shown = [
        image for image in readme.images if image.target and not image.is_badge and not _ORNAMENT.search(image.target)
    ]
    mute = [image for image in shown if _says_nothing(image) and not _decorates(image, lines)]
    if mute:
        yield Finding(
            f"{len(mute)} of {len(shown)} pictures have no text that says what they show",
            path,
            mute[0].line,
            mute[0].alt or None,
        )


def _says_nothing(image: Image) -> bool:
    alt = image.alt.strip()
    return alt.lower() in _SAYS_NOTHING or _FILE_NAME.match(alt) is not None


_TITLED = regex(r"alt\s{0,3}=\s{0,3}(?:\"\"|'')|<img[^>]{0,300}\btitle\s{0,3}=")


def _decorates(image: Image, lines: list[str]) -> bool:
    around = "".join(lines[image.line - 1 : image.line + 3])
    return _TITLED.search(around) is not None


@rule(
    "DOC015",
    Severity.ADVICE,
    pedantic=True,
    minutes=2,
    requires=("DOC001",),
    bad={"README.md": FLATS + "\n\n#### Results\n\nGood.\n"},
    good={"README.md": FLATS + "\n\n## Results\n\nGood.\n"},
)
def heading_levels_jump(project: Project) -> Iterator[Finding]:
    """A heading is more than one level below the heading before it.

    **Why.** Outlines and screen readers take levels for structure (markdownlint MD001). Most readers do not notice, so
    this rule is off unless selected.

    **Fix.** Use the next level; the size of the letters is the style sheet's business.
    """
    path, readme = markdown_readme(project)
    real = [heading for heading in readme.headings if heading.form in {"markdown", "html"}]
    for before, heading in pairwise(real):
        if heading.level > before.level + 1:
            yield Finding(f"level {heading.level} follows level {before.level}", path, heading.line, heading.text)


_FENCE = regex(r"\s{0,12}(?:[-*+>] {0,3}|\d+[.)] )?\s{0,12}(?:```+|~~~+)\s*\Z")


@rule(
    "DOC016",
    Severity.ADVICE,
    pedantic=True,
    minutes=1,
    requires=("DOC001",),
    bad={"README.md": FLATS + "\n\n```\npip install rents\n```\n"},
    good={"README.md": FLATS + "\n\n```sh\npip install rents\n```\n"},
)
def fence_language_missing(project: Project) -> Iterator[Finding]:
    """A fenced block of code does not say its language.

    **Why.** Without one there is no highlighting and copied commands cannot be told from output (markdownlint MD040).
    Off unless selected.

    **Fix.** Write the language after the opening marks: `sh`, `python`, `text` for output.
    """
    path, readme = markdown_readme(project)
    lines = readme.text.split("\n")
    for fence in readme.fences:
        if not fence.language and _FENCE.match(lines[fence.line - 2] if fence.line > 1 else ""):
            yield Finding("a block of code names no language", path, fence.line - 1)


_FIRST_WORDS = 150
_STUBS = regex(
    r"one paragraph of project description goes here|this project was bootstrapped with|an awesome readme template|"
    r"this is a template|replace this (?:text|section)|add a short description|brief description of (?:the|"
    r"your) project|"
    r"a short description about the project|describe your project here|your project description",
    re.IGNORECASE,
)
_SENTENCE = 6


@rule(
    "DOC018",
    Severity.WARNING,
    minutes=5,
    requires=("DOC001", "DOC002"),
    bad={"README.md": "# Rents\n\nOne paragraph of project description goes here.\n\n" + "Words of the author. " * 15},
    good={"README.md": FLATS},
)
def boilerplate_first(project: Project) -> Iterator[Finding]:
    """The first 150 words are contents or the text of a template, not a word on the project.

    **Why.** Reviewers of portfolios give a repository minutes; what stands first decides whether they read on.

    **Fix.** Put the question, the data and the result first; contents and badges may follow.
    """
    path, readme = markdown_readme(project)
    if project.is_template:
        raise NotAssessedError("a template, whose text is its own")
    counted = 0
    for paragraph in readme.prose:
        if counted >= _FIRST_WORDS:
            break
        if match := _STUBS.search(paragraph.text):
            yield Finding("the text of a template stands first", path, paragraph.line_at(match.start()), match[0])
            return
        counted += count_words(paragraph.text)
    anchors = _anchors(readme)
    told = [p.line for p in readme.prose if count_words(p.text) >= _SENTENCE and p.line not in anchors]
    if len(anchors) > _SENTENCE and (not told or told[0] > anchors[_SENTENCE]):
        yield Finding("contents stand before the first sentence", path, anchors[0])
