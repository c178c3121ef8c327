"""A project's card: the picture that stands for it, its question and its headline result, in words."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from scaffolio.parsers.document import Document
from scaffolio.parsers.headline import Headline
from scaffolio.portfolio import told
from scaffolio.portfolio.site import parts
from scaffolio.portfolio.site.desk import Desk, placed, table
from scaffolio.portfolio.site.made import Kept
from scaffolio.portfolio.site.pictures import CARD_FILE, BrokenPictureError, Card
from scaffolio.portfolio.state import question_of, title_of

_ASKS = frozenset("?\N{FULLWIDTH QUESTION MARK}؟՞")
"""Marks of a question, in the scripts that have one of their own."""
_BETTER = {"minimize": "lower", "maximize": "higher"}


def figure_of(desk: Desk, document: Document | None, path: str) -> dict[str, Any] | None:
    """The picture that stands for the project: the plan's, else README's first, else the run's first."""
    for local, alt in _candidates(desk, document, path):
        if local not in desk.subject.project.paths or not local.lower().endswith(desk.door.suffixes):
            continue
        try:
            asset = placed(desk, desk.door.thumbnail(desk.content(local)), local, "-small")
        except BrokenPictureError as error:
            desk.blame(local, None, f"the picture cannot be shown: {error}")
            return None
        return {**asdict(asset), "alt": alt, "source": local}
    return None


def _candidates(desk: Desk, document: Document | None, path: str) -> Iterator[tuple[str, str]]:
    folder, entry = posixpath.dirname(path), desk.subject.entry
    images = [(parts.local_path(i.target, folder), i.alt.strip()) for i in (document.images if document else ())]
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


def card_of(desk: Desk, page: parts.Page, headline: Headline | None, figure: dict[str, Any] | None) -> dict[str, Any]:
    """What stands for the project on the first page, and at the head of its own."""
    subject, project = desk.subject, desk.subject.project
    entry = subject.entry
    title = (entry.title if entry else "") or title_of(project)
    question = (entry.question if entry else "") or question_of(project)
    heading = title if _ASKS & set(title) or not question else question
    technique = entry.technique if entry else project.technique
    known = told.TECHNIQUES.get(technique or "", "")
    card = {
        "slug": subject.slug,
        "name": project.name,
        "heading": heading,
        "lead": question if question and question != heading else "",
        "answer": page.answer,
        "description": page.description or parts.shortened(question or heading),
        "technique": technique if known else "",
        "technique_name": known or "Other",
        "stage": subject.stage,
        "draft": subject.stage == "draft" or headline is None,
        "sample": bool(table(project.run_results.get("dataset")).get("sample")),
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
        "better": _BETTER.get(headline.direction or "", ""),
        "baseline": headline.baseline or "",
        "baseline_value": "" if headline.baseline_value is None else told.number(headline.baseline_value),
        "difference": told.difference(headline),
        "verdict": told.verdict(headline),
        "tie": headline.distinguishable is False,
        "strip": _strip(headline),
        "split": told.split(headline),
    }


def _strip(headline: Headline) -> dict[str, float] | None:
    """Where the paired difference and its interval lie on a line from 0, worse, to 100, better; no difference is 50.

    ``None`` where a run gave no interval.
    """
    value, low, high = headline.difference, headline.difference_low, headline.difference_high
    if value is None or low is None or high is None or headline.direction not in _BETTER:
        return None
    reach = (max(abs(low), abs(high), abs(value)) or 1) * 1.1 * (-1 if headline.direction == "minimize" else 1)
    start, middle, end = sorted(50 + 50 * each / reach for each in (low, value, high))
    return {"start": round(start, 1), "middle": round(middle, 1), "end": round(end, 1)}


def _drawn(desk: Desk, card: Mapping[str, Any]) -> str:
    """The card that stands for the page elsewhere, 1200 by 630 pixels."""
    result, below = card["result"], []
    if result:
        below = [f"{result['metric']} {result['value']} {result['interval']}".strip()]
        if result["baseline"]:
            below.append(f"best baseline, {result['baseline']}: {result['baseline_value']}")
            below += [f"difference {result['difference']}", result["verdict"]] if result["difference"] else []
    figure = card["figure"]
    words = Card(f"{card['technique_name']}", card["heading"], tuple(filter(None, below)))
    try:
        content = desk.door.card(words, desk.content(figure["source"]) if figure else None)
    except BrokenPictureError:  # told already, when the page showed it
        content = desk.door.card(words, None)
    if not desk.door.can_write(card["heading"]):
        desk.notes.append(f"{CARD_FILE}: no font of this system has the letters of {card['heading']}; it is left out")
    address = f"{desk.subject.slug}/{CARD_FILE}"
    desk.pictures[address] = Kept(kept=desk.door.keep(content))
    return address
