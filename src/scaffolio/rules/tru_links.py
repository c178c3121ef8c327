"""TRU: links that jump nowhere, lead to nobody's page, or fetch a result's picture from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.anchors import anchors, is_anchor, slug
from scaffolio.parsers.document import Document, Image
from scaffolio.parsers.markdown import DOCUMENT_LIMIT
from scaffolio.parsers.stand_ins import asked_for, is_stand_in
from scaffolio.parsers.targets import repository_path
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import rule

_OTHERS_READ = 20
"""Other documents whose headings are read to judge a link into them."""

_MARKDOWN = (".md", ".markdown")


@rule(
    "TRU003",
    Severity.WARNING,
    scope=Scope.ANYWHERE,
    minutes=1,
    bad={"README.md": "# Churn\n\n[Results](#results)\n\n## 📊 Results\n\nF1 0.81.\n"},
    good={"README.md": "# Churn\n\n[Results](#-results)\n\n## 📊 Results\n\nF1 0.81.\n"},
)
def anchor_broken(project: Project) -> Iterator[Finding]:
    """A link jumps to a heading that the page does not have.

    Anchors are made as GitHub makes them: lower case, hyphens for spaces, punctuation and emoji left out, `-1` behind
    a heading that comes twice; ids and names in HTML count. Whether letters are large or small does not.

    **Why.** A table of contents whose entries do nothing is the first thing a reader clicks (markdownlint MD051).

    **Fix.** On GitHub, the link sign beside the heading holds its anchor; copy that.
    """
    read: dict[str, frozenset[str]] = {}
    for path in project.document_paths:
        if not path.lower().endswith(_MARKDOWN):
            continue
        for link in project.document(path).links:
            target, mark, fragment = link.target.partition("#")
            aim = (repository_path(target, path) or "") if target else path
            if not mark or not fragment or aim not in project.paths or not aim.lower().endswith(_MARKDOWN):
                continue
            if aim not in read and len(read) < _OTHERS_READ:
                read[aim] = anchors(project.document(aim))
            whole = len(project.document(aim).text) <= DOCUMENT_LIMIT if aim in read else False
            if whole and not is_anchor(fragment, read[aim]):
                near = _nearest(fragment, project.document(aim))
                yield Finding(f"no heading has the anchor #{fragment}{near}", path, link.line, link.target)


def _nearest(fragment: str, document: Document) -> str:
    wanted = "".join(filter(str.isalnum, fragment.lower()))
    close = next((h for h in document.headings if "".join(filter(str.isalnum, h.text.lower())) == wanted), None)
    return f"; #{slug(close.text)} is that of line {close.line}" if close and close.form in {"markdown", "html"} else ""


_TO_TOP = regex(
    r"\b(?:top|up|start|beginning|contents|toc|inicio|arriba|haut|oben|topo)\b|[⬆↑🔝🔼^]|回到|返回|顶部", re.IGNORECASE
)
_FORK = regex(r"\bfork", re.IGNORECASE)
_CODE = regex(r"`[^`\n]{0,300}`")
_PLAIN = regex(r"https?://[^\s()<>\[\]\"'|`*]{1,300}|(?<![\w.+@/-])[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}")
_CLONED = regex(r"(?:https?://|git@)[\w.-]{1,60}[/:][\w.<>{}\[\] -]{1,80}/[\w.<>{}\[\] -]{1,80}")


@rule(
    "TRU011",
    Severity.ERROR,
    scope=Scope.ANYWHERE,
    minutes=2,
    bad={"README.md": "# Churn\n\n[Live demo](#) of the model.\n"},
    good={"README.md": "# Churn\n\n[Live demo](https://ada-churn.streamlit.app) of the model. [Back to top](#)\n"},
)
def placeholder_link(project: Project) -> Iterator[Finding]:
    """A link, a picture or a clone address still holds a stand-in: `#`, `yourusername`, `[Add your demo link]`.

    A link back to the top of the page and the steps for a fork, whose address only the reader knows, are no fault.

    **Why.** It shows that nobody clicked it, and the demo or repository that the sentence promises cannot be reached.

    **Fix.** Put the real address there, or take the link out.
    """
    for path in project.document_paths:
        document = project.document(path)
        seen: set[tuple[str, int]] = set()
        for target, line, shown in (*_targets(document), *_written_out(document), *_cloned(document)):
            if is_stand_in(target) and (target, line) not in seen:
                seen.add((target, line))
                yield Finding("this address was never filled in", path, line, shown)
        for line, shown in sorted(set(asked_for(document))):
            yield Finding("this address was never filled in", path, line, shown)


def _targets(document: Document) -> Iterator[tuple[str, int, str]]:
    badges = {image.line: image.alt for image in document.images}
    for link in document.links:
        alone = link.target.strip() == "#"
        if alone and (not (link.text or _promises(badges.get(link.line, ""))) or _TO_TOP.search(link.text)):
            continue
        yield link.target, link.line, f"[{link.text}]({link.target})" if link.text else link.target
    yield from ((image.target, image.line, image.target) for image in document.images if image.target != "#")


def _written_out(document: Document) -> Iterator[tuple[str, int, str]]:
    """Addresses that stand in a sentence without being marked as links; GitHub makes them links."""
    for paragraph in document.prose:
        if "://" in paragraph.text or "@" in paragraph.text:
            words = _CODE.sub(lambda code: " " * len(code[0]), paragraph.text)
            for found in _PLAIN.finditer(words):
                address = found[0].rstrip(".,;:!?")
                target = address if "://" in address else f"mailto:{address}"
                yield target, paragraph.line_at(found.start()), address


def _promises(alt: str) -> bool:
    return re.search(r"\b(?:demo|live|app|docs|paper|video)\b", alt, re.IGNORECASE) is not None


def _cloned(document: Document) -> Iterator[tuple[str, int, str]]:
    """Addresses that a `git clone` names, but not in the steps of a fork."""
    lines = document.text.split("\n")
    spots = [(fence.line + at, text) for fence in document.fences for at, text in enumerate(fence.content.split("\n"))]
    spots += [(code.line, code.text) for code in document.inline_code]
    for line, text in spots:
        if not ("clone" in text or "git+" in text) or not (found := _CLONED.search(text[:500])):
            continue
        start = max((h.line for h in document.headings if h.line <= line), default=1)
        if not _FORK.search("\n".join(lines[max(start - 1, line - 15) : line])):
            yield found[0].removesuffix(".git"), line, text.strip()[:120]


_KEPT_AT_GITHUB = regex(r"(?:[\w-]+\.)*(?:github|githubusercontent|githubassets)\.(?:com|io)\Z", re.IGNORECASE)
_ADDRESS = regex(r"(?:https?:)?//(?P<host>[\w.-]{1,200})(?P<rest>[^\s]{0,500})", re.IGNORECASE)
_RESULT = regex(
    r"confusion|\broc\b|roc[_-]|\bauc\b|accuracy|\bloss\b|precision|recall|learning[ _-]?curve|feature[ _-]?importance|"
    r"\bshap\b|residual|predict|forecast|heat ?map|correlation|distribution|histogram|scatter|box ?plot|elbow|"
    r"silhouette|cluster|\bresults?\b|evaluation|metrics?\b|\bplots?\b|\bcharts?\b|graph\b|matrix",
    re.IGNORECASE,
)


@rule(
    "TRU014",
    Severity.ADVICE,
    scope=Scope.ANYWHERE,
    minutes=5,
    bad={"README.md": "# Churn\n\n## Results\n\n![Confusion matrix](https://i.imgur.com/a1b2c3d.png)\n"},
    good={"README.md": "# Churn\n\n## Results\n\n![Confusion matrix](docs/confusion.png)\n", "docs/confusion.png": "P"},
)
def image_remote_only(project: Project) -> Iterator[Finding]:
    """A picture of a result is fetched from another host than GitHub.

    Counted are pictures whose words name a result, or that stand in a section on results and have no other words.
    Badges and GitHub's own attachments are left out.

    **Why.** Such a picture vanishes with its host, changes without a commit, and belongs to no run of this code.

    **Fix.** Have the code write the figure, commit it, and link it by its path.
    """
    for path in project.document_paths:
        for image in project.document(path).images:
            if not image.is_badge and _is_remote(image) and _is_result(project, path, image):
                yield Finding("a result's picture lies on another host", path, image.line, image.target[:120])


def _is_remote(image: Image) -> bool:
    found = _ADDRESS.match(image.target.strip())
    return found is not None and not _KEPT_AT_GITHUB.match(found["host"]) and not is_stand_in(image.target)


def _is_result(project: Project, document: str, image: Image) -> bool:
    path = unquote(image.target.partition("://")[2].partition("?")[0].partition("/")[2])
    if _RESULT.search(f"{image.alt} {path.replace('_', ' ').replace('-', ' ')}"):
        return True
    if document != project.readme_path or image.alt.strip().lower() not in _WORDLESS:
        return False
    return any(s.line <= image.line <= s.last for s in project.readme_sections if "results" in s.kinds)


_WORDLESS = frozenset({"", "image", "img", "screenshot", "alt text", "png"})
