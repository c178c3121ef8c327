"""One project's card and page, from its files: every number from its run, every picture with its words."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any
from urllib.parse import quote

from scaffolio.claims import Standing
from scaffolio.parsers.document import Document
from scaffolio.parsers.headline import Headline
from scaffolio.portfolio import told
from scaffolio.portfolio.plan import Entry
from scaffolio.portfolio.site import cases, readme
from scaffolio.portfolio.site.made import Kept, Made, Problem
from scaffolio.portfolio.site.pictures import CARD_FILE, BrokenPictureError, Card, Door, Picture
from scaffolio.portfolio.state import question_of, title_of
from scaffolio.project import Project

METRICS = "reports/metrics.json"
MOST_PICTURE_BYTES = 30_000_000
_LAST = frozenset({"install", "usage"})
_NOT_LAST = frozenset({"results", "limitations", "data", "approach", "challenges"})


@dataclass(frozen=True, slots=True)
class Subject:
    """A project to be shown: its files, what the plan says of it, where its code is seen, how far it has come."""

    project: Project
    slug: str
    stage: str
    entry: Entry | None = None
    code: str = ""


@dataclass
class _Desk:
    """What gathers while a page is made."""

    subject: Subject
    door: Door
    shown: dict[str, readme.Asset | None] = field(default_factory=dict)
    pictures: dict[str, Kept] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def blame(self, path: str, line: int | None, message: str) -> None:
        problem = Problem(path, line, message)
        if problem not in self.problems:
            self.problems.append(problem)

    def content(self, path: str) -> bytes:
        return self.subject.project.read(path, MOST_PICTURE_BYTES + 1)


def make(subject: Subject, door: Door) -> Made:
    """Make the card and the page of one project; what is wrong with it is told, not raised."""
    desk, project = _Desk(subject, door), subject.project
    headline = _headline(desk)
    document, path = project.readme, project.readme_path or "README.md"
    if document is None:
        desk.blame(path, None, "there is no README to make a page from")
    page = _page(desk, document, path)
    if document is not None:
        _check(desk, document, path, page)
    figure = _figure(desk, document, path)
    card = _card(desk, page, headline, figure)
    quiz = _quiz(desk)
    _drift(desk)
    shown = {
        "opening": _without(page.opening, {card["heading"], card["lead"]}),
        "sections": [{"heading": s.heading, "anchor": s.anchor, "html": s.html} for s in _in_order(page)],
        "minutes": page.minutes,
        "quiz": quiz,
        "facts": _facts(project),
    }
    return Made(card, shown, desk.pictures, tuple(desk.problems), tuple(desk.notes))


def _headline(desk: _Desk) -> Headline | None:
    project = desk.subject.project
    if METRICS not in project.paths:
        return None
    if project.headline is None or not project.run_results:
        desk.blame(METRICS, None, "no result can be read from it; run the project again")
        return None
    return project.headline


def _page(desk: _Desk, document: Document | None, path: str) -> readme.Page:
    project = desk.subject.project
    resolver = readme.Resolver(lambda local: _shown(desk, local), lambda local: _address(desk, local))
    text = project.text(path) if document is not None else ""
    page = readme.read_page(text, resolver, posixpath.dirname(path))
    if page.cut:
        desk.notes.append(f"{path} is longer than a page shows; its end is left out")
    return page


def _check(desk: _Desk, document: Document, path: str, page: readme.Page) -> None:
    """Blame pictures without words, and addresses in the project that lead nowhere."""
    folder, paths = posixpath.dirname(path), desk.subject.project.paths
    folders = {posixpath.dirname(each) for each in paths}
    for image in document.images:
        local = readme.local_path(image.target, folder)
        if local is None:
            continue
        if not image.alt.strip():
            desk.blame(path, image.line, f"the picture {image.target} has no alternative text: say what it shows")
        if local not in paths:
            desk.blame(path, image.line, f"the picture {image.target} is not there")
        elif _shown(desk, local) is None and local.lower().endswith(".svg"):
            desk.notes.append(f"{path}:{image.line}: SVG is not shown; save {image.target} as PNG")
    anchors = page.anchors | {readme.slug(page.title)}
    for link in document.links:
        local = readme.local_path(link.target, folder)
        if link.target.startswith("#") and link.target != "#" and link.target[1:] not in anchors:
            desk.blame(path, link.line, f"the link {link.target} leads to no heading")
        elif local is not None and local not in paths and local not in {*folders, "."} and not _below(local, folders):
            desk.blame(path, link.line, f"the link {link.target} leads to no file")


def _below(local: str, folders: set[str]) -> bool:
    return any(folder.startswith(f"{local}/") for folder in folders)


def _shown(desk: _Desk, local: str) -> readme.Asset | None:
    """A picture of the project as its page shows it, made once."""
    if local in desk.shown:
        return desk.shown[local]
    found = None
    if local in desk.subject.project.paths and local.lower().endswith(desk.door.suffixes):
        try:
            found = _placed(desk, desk.door.for_page(desk.content(local)), local)
        except BrokenPictureError as error:
            desk.blame(local, None, f"the picture cannot be shown: {error}")
    desk.shown[local] = found
    return found


def _placed(desk: _Desk, picture: Picture, local: str, kind: str = "") -> readme.Asset:
    """Give a picture its address: a name of its own for every content, so that a browser may keep it."""
    stem = "".join(c if c.isascii() and c.isalnum() else "-" for c in posixpath.basename(local).rpartition(".")[0])
    mark = hashlib.sha256(picture.content).hexdigest()[:10]
    address = f"{desk.subject.slug}/{stem.strip('-').lower() or 'figure'}{kind}.{mark}{picture.suffix}"
    whole = picture.content == desk.content(local)
    desk.pictures[address] = Kept(source=local) if whole else Kept(kept=desk.door.keep(picture.content))
    return readme.Asset(address, picture.width, picture.height)


def _address(desk: _Desk, local: str) -> str | None:
    """Where a file can be read on GitHub; elsewhere nobody knows how addresses are made."""
    code = desk.subject.code
    if local not in desk.subject.project.paths or not code.startswith("https://github.com/"):
        return None
    base = code.replace("/tree/", "/blob/", 1) if "/tree/" in code else f"{code}/blob/HEAD"
    return f"{base}/{quote(local)}"


def _figure(desk: _Desk, document: Document | None, path: str) -> dict[str, Any] | None:
    """The picture that stands for the project: the plan's, else README's first, else the run's first."""
    for local, alt in _candidates(desk, document, path):
        if local not in desk.subject.project.paths or not local.lower().endswith(desk.door.suffixes):
            continue
        try:
            asset = _placed(desk, desk.door.thumbnail(desk.content(local)), local, "-small")
        except BrokenPictureError as error:
            desk.blame(local, None, f"the picture cannot be shown: {error}")
            return None
        return {**asdict(asset), "alt": alt, "source": local}
    return None


def _candidates(desk: _Desk, document: Document | None, path: str) -> Iterator[tuple[str, str]]:
    folder, entry = posixpath.dirname(path), desk.subject.entry
    images = [(readme.local_path(i.target, folder), i.alt.strip()) for i in (document.images if document else ())]
    drawn = desk.subject.project.run_results.get("figures")
    alts = {f"reports/figures/{name}": str(alt) for name, alt in drawn.items()} if isinstance(drawn, dict) else {}
    alts |= {local: alt for local, alt in reversed(images) if local and alt}
    if entry is not None and entry.figure:
        if entry.figure not in desk.subject.project.paths:
            desk.blame(entry.figure, None, "the plan's figure is not there")
        elif not alts.get(entry.figure):
            desk.blame(entry.figure, None, "the plan's figure has no alternative text: show it in README, with words")
        yield entry.figure, alts.get(entry.figure, "")
    yield from ((local, alt) for local, alt in images if local and alt)
    yield from alts.items()


def _card(desk: _Desk, page: readme.Page, headline: Headline | None, figure: dict[str, Any] | None) -> dict[str, Any]:
    subject, project = desk.subject, desk.subject.project
    entry = subject.entry
    title = (entry.title if entry else "") or title_of(project)
    question = (entry.question if entry else "") or question_of(project)
    heading = title if "?" in title or not question else question
    technique = entry.technique if entry else project.technique
    known = told.TECHNIQUES.get(technique or "", "")
    card = {
        "slug": subject.slug,
        "name": project.name,
        "heading": heading,
        "lead": question if question and question != heading else "",
        "description": page.description or question or heading,
        "technique": technique if known else "",
        "technique_name": known or "Other",
        "stage": subject.stage,
        "draft": subject.stage == "draft" or headline is None,
        "sample": bool(_table(project.run_results.get("dataset")).get("sample")),
        "result": _told(headline),
        "figure": figure,
        "code": subject.code,
        "demo": entry.demo_url if entry else "",
    }
    return {**card, "card": _drawn(desk, card)}


def _told(headline: Headline | None) -> dict[str, Any] | None:
    """The headline result in words; the templates add none of their own to a number."""
    if headline is None:
        return None
    return {
        "metric": headline.metric,
        "value": told.number(headline.value),
        "interval": told.span(headline.low, headline.high),
        "model": headline.model,
        "own": headline.role == "own",
        "reference": headline.role == "reference",
        "better": "lower" if headline.direction == "minimize" else "higher",
        "baseline": headline.baseline or "",
        "baseline_value": "" if headline.baseline_value is None else told.number(headline.baseline_value),
        "difference": told.difference(headline),
        "verdict": told.verdict(headline),
        "tie": headline.distinguishable is False,
        "split": told.split(headline),
    }


def _drawn(desk: _Desk, card: Mapping[str, Any]) -> str:
    """The card that stands for the page elsewhere, 1200 by 630 pixels."""
    result, below = card["result"], []
    if result:
        below = [f"{result['metric']} {result['value']} {result['interval']}".strip()]
        if result["baseline"]:
            below.append(f"best baseline, {result['baseline']}: {result['baseline_value']}")
            below.append(f"difference {result['difference']}, {result['verdict']}" if result["difference"] else "")
    figure = card["figure"]
    words = Card(f"{card['technique_name']}", card["heading"], tuple(filter(None, below)))
    try:
        content = desk.door.card(words, desk.content(figure["source"]) if figure else None)
    except BrokenPictureError:  # told already, when the page showed it
        content = desk.door.card(words, None)
    address = f"{desk.subject.slug}/{CARD_FILE}"
    desk.pictures[address] = Kept(kept=desk.door.keep(content))
    return address


def _quiz(desk: _Desk) -> dict[str, Any] | None:
    project = desk.subject.project
    if cases.PATH not in project.paths:
        return None
    try:
        quiz = cases.read_cases(project.text(cases.PATH))
    except cases.BrokenCasesError as error:
        desk.blame(cases.PATH, None, f"{error}; run the project again")
        return None
    shown = asdict(quiz)
    for case in shown["cases"]:
        case["picture"] = None
        if case["image"]:
            asset = _shown(desk, case["image"])
            if asset is None:
                desk.blame(cases.PATH, None, f"the picture {case['image']} is not there; run the project again")
            case["picture"] = asdict(asset) if asset else None
    return {**shown, "worst": quiz.worst}


def _drift(desk: _Desk) -> None:
    """Blame every number of README that a run contradicts."""
    for claim in desk.subject.project.claims:
        if claim.standing is Standing.CONTRADICTED:
            found = f", {claim.evidence.path} has {told.number(claim.evidence.value)}" if claim.evidence else ""
            desk.blame(
                claim.path, claim.claim.line, f"{claim.claim.number.text.strip()} is not what the run says{found}"
            )


def _facts(project: Project) -> dict[str, str]:
    """Where the data come from and under which terms."""
    dataset = _table(project.run_results.get("dataset"))
    return {key: str(dataset.get(key) or "") for key in ("name", "source", "license")}


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _without(opening: str, said: set[str]) -> str:
    """The opening without the quoted question, where the page's head has said it."""
    for words in filter(None, said):
        opening = opening.replace(f"<blockquote>\n<p>{escape(words, quote=False)}</p>\n</blockquote>", "")
    return opening


def _in_order(page: readme.Page) -> list[readme.Section]:
    """README's sections in its own order, but how to run it comes last."""

    def late(section: readme.Section) -> bool:
        return bool(section.kinds & _LAST) and not section.kinds & _NOT_LAST

    return sorted((s for s in page.sections if s.html), key=late)
