"""One project's card and page, from its files: every number from its run, every picture with its words."""

from __future__ import annotations

import posixpath
from dataclasses import asdict
from typing import Any
from urllib.parse import unquote

from scaffolio.claims import Standing
from scaffolio.parsers.document import Document
from scaffolio.parsers.headline import Headline
from scaffolio.portfolio import told
from scaffolio.portfolio.site import cases, parts, readme
from scaffolio.portfolio.site.card import card_of, figure_of
from scaffolio.portfolio.site.desk import Desk, Subject, address_of, shown, table
from scaffolio.portfolio.site.made import Made
from scaffolio.portfolio.site.pictures import Door
from scaffolio.project import Project

METRICS = "reports/metrics.json"
_LAST = frozenset({"install", "usage"})
_QUOTED = ("<blockquote>\n<p>", "</p>\n</blockquote>")
_NOT_LAST = frozenset({"results", "limitations", "data", "approach", "challenges"})


def make(subject: Subject, door: Door) -> Made:
    """Make the card and the page of one project; what is wrong with it is told, not raised."""
    desk, project = Desk(subject, door), subject.project
    headline = _headline(desk)
    document, path = project.readme, project.readme_path or "README.md"
    if document is None:
        desk.blame(path, None, "there is no README to make a page from")
    page = _page(desk, document, path)
    if document is not None:
        _check(desk, document, path, page)
    figure = figure_of(desk, document, path)
    card = card_of(desk, page, headline, figure)
    quiz = _quiz(desk)
    _drift(desk)
    shown_parts = {
        "opening": _without(page.opening, {card["heading"], card["lead"]}),
        "sections": [{"heading": s.heading, "anchor": s.anchor, "html": s.html} for s in _in_order(page)],
        "minutes": page.minutes,
        "quiz": quiz,
        "facts": _facts(project),
    }
    return Made(card, shown_parts, desk.pictures, tuple(desk.problems), tuple(desk.notes))


def _headline(desk: Desk) -> Headline | None:
    project = desk.subject.project
    if METRICS not in project.paths:
        return None
    if project.headline is None or not project.run_results:
        desk.blame(METRICS, None, "no result can be read from it; run the project again")
        return None
    return project.headline


def _page(desk: Desk, document: Document | None, path: str) -> parts.Page:
    project = desk.subject.project
    resolver = parts.Resolver(lambda local: shown(desk, local), lambda local: address_of(desk, local))
    text = project.text(path) if document is not None else ""
    page = readme.read_page(text, resolver, posixpath.dirname(path))
    if page.cut:
        desk.notes.append(f"{path} is longer than a page shows; its end is left out")
    return page


def _check(desk: Desk, document: Document, path: str, page: parts.Page) -> None:
    """Blame pictures without words, and addresses in the project that lead nowhere."""
    folder, paths = posixpath.dirname(path), desk.subject.project.paths
    folders = {posixpath.dirname(each) for each in paths}
    for image in document.images:
        local = parts.local_path(image.target, folder)
        if local is None:
            continue
        if not image.alt.strip():
            desk.blame(path, image.line, f"the picture {image.target} has no alternative text: say what it shows")
        if local not in paths:
            desk.blame(path, image.line, f"the picture {image.target} is not there")
        elif shown(desk, local) is None and local.lower().endswith(".svg"):
            desk.notes.append(f"{path}:{image.line}: SVG is not shown; save {image.target} as PNG")
    anchors = page.anchors | {parts.slug(page.title)}
    for link in document.links:
        local = parts.local_path(link.target, folder)
        if link.target.startswith("#") and link.target != "#" and unquote(link.target[1:]) not in anchors:
            desk.blame(path, link.line, f"the link {link.target} leads to no heading")
        elif local is not None and local not in paths and local not in {*folders, "."} and not _below(local, folders):
            desk.blame(path, link.line, f"the link {link.target} leads to no file")


def _below(local: str, folders: set[str]) -> bool:
    return any(folder.startswith(f"{local}/") for folder in folders)


def _quiz(desk: Desk) -> dict[str, Any] | None:
    project = desk.subject.project
    if cases.PATH not in project.paths:
        return None
    try:
        quiz = cases.read_cases(project.text(cases.PATH))
    except cases.BrokenCasesError as error:
        desk.blame(cases.PATH, None, f"{error}; run the project again")
        return None
    told_quiz = asdict(quiz)
    for case in told_quiz["cases"]:
        case["picture"] = None
        if case["image"]:
            asset = shown(desk, case["image"])
            if asset is None:
                desk.blame(cases.PATH, None, f"the picture {case['image']} is not there; run the project again")
            case["picture"] = asdict(asset) if asset else None
    return {**told_quiz, "worst": quiz.worst, "right": quiz.right}


def _drift(desk: Desk) -> None:
    """Blame every number of README that a run contradicts."""
    for claim in desk.subject.project.claims:
        if claim.standing is Standing.CONTRADICTED:
            found = f", {claim.evidence.path} has {told.number(claim.evidence.value)}" if claim.evidence else ""
            desk.blame(
                claim.path, claim.claim.line, f"{claim.claim.number.text.strip()} is not what the run says{found}"
            )


def _facts(project: Project) -> dict[str, str]:
    """Where the data come from and under which terms."""
    dataset = table(project.run_results.get("dataset"))
    return {key: str(dataset.get(key) or "") for key in ("name", "source", "license")}


def _without(opening: str, said: set[str]) -> str:
    """The opening without the quoted question, where the page's head has said it."""
    kept, start = [], 0
    while (begin := opening.find(_QUOTED[0], start)) >= 0 and (end := opening.find(_QUOTED[1], begin)) >= 0:
        end += len(_QUOTED[1])
        kept.append(opening[start:begin])
        if parts.words_of(opening[begin:end]) not in said:
            kept.append(opening[begin:end])
        start = end
    return "".join([*kept, opening[start:]])


def _in_order(page: parts.Page) -> list[parts.Section]:
    """README's sections in its own order, but how to run it comes last."""

    def late(section: parts.Section) -> bool:
        return bool(section.kinds & _LAST) and not section.kinds & _NOT_LAST

    return sorted((s for s in page.sections if s.html), key=late)
