"""Make the page that shows a portfolio: what is ready is shown, what is wrong stops it, nothing is half-made."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

from scaffolio import __version__
from scaffolio.adapters import files, pictures, site_files, workers
from scaffolio.errors import UsageError
from scaffolio.model import Stage
from scaffolio.ownership import placeholders
from scaffolio.portfolio.plan import Plan
from scaffolio.portfolio.site import render
from scaffolio.portfolio.site.desk import Subject
from scaffolio.portfolio.site.made import LAYOUT, Kept, Made, Problem
from scaffolio.portfolio.site.pictures import Card, Door
from scaffolio.portfolio.site.project import METRICS, make
from scaffolio.report.words import plural
from scaffolio.scaffold import names
from scaffolio.usecases.members import Member, Portfolio, open_portfolio, open_projects

OUT = "public"
CACHE = ".scaffolio/site-cache"
WORKFLOW = ".github/workflows/pages.yml"
MOST_OWN = 1_000_000

_READ = 2_000_000
_WORTH_A_PROCESS = 12
_AT_A_TIME = 6
_PATIENCE = 120.0
_RESERVED = frozenset({"index", "about", "404", "style", "icon", "robots", "sitemap", "portfolio"})


@dataclass(frozen=True, slots=True)
class Hidden:
    """A project that is not on the page, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """What came of it: the folder, what it shows and hides, and what stopped it.

    Where there are ``problems``, nothing was changed. ``workflow`` is the file that was
    written for GitHub Pages, ``None`` where one was there or ``out`` lies elsewhere.
    """

    out: Path
    shown: tuple[str, ...]
    hidden: tuple[Hidden, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    pages: int = 0
    workflow: Path | None = None


def build(folder: Path, out: Path | None = None, base_url: str | None = None, *, drafts: bool = False) -> BuiltSite:
    """Make the site of the portfolio in ``folder``.

    Raises:
        UsageError: there is no project, or the plan, an address, a template or the folder to write to is wrong.
        CannotRunError: there is no such folder, or the disk cannot be written.
    """
    out = out or folder / OUT
    site_files.check_replaceable(out)
    portfolio = open_projects(folder)
    cache = site_files.Cache(folder / CACHE)
    _make_ahead(portfolio, folder, cache)
    made, hidden = _made(portfolio, cache, drafts=drafts)
    site = _site(portfolio, folder, base_url, made)
    shown = tuple(str(one.card["slug"]) for one in made)
    problems = tuple(problem for one in made for problem in one.problems)
    notes = tuple(note for one in made for note in one.notes) + _remarks(site)
    built = BuiltSite(out, shown, tuple(hidden), problems, notes)
    if problems:
        return built
    texts = render.pages(site)
    copied = _pictures(site, cache)
    with site_files.replacing(out) as staging:
        site_files.fill(staging, texts, copied)
    cache.forget_unused()
    workflow = _write_workflow(folder, out)
    return replace(built, pages=sum(name.endswith(".html") for name in texts), workflow=workflow)


def _make_ahead(portfolio: Portfolio, folder: Path, cache: site_files.Cache) -> None:
    """Where much is to be made, let several processes make and keep it; what one fails at is made again here."""
    named = zip(portfolio.members, page_names(portfolio.members), strict=True)
    left = [place for place, (member, slug) in enumerate(named) if not cache.has(_digest(member, slug))]
    jobs = min(workers.cores(), len(left) // _WORTH_A_PROCESS)
    if jobs > 1:
        tasks = [(folder, left[start : start + _AT_A_TIME]) for start in range(0, len(left), _AT_A_TIME)]
        deque(workers.work_through(make_some, tasks, jobs, _PATIENCE), maxlen=0)


def make_some(task: object) -> bool:
    """Make and keep the projects at some places of a portfolio; for a process of its own."""
    folder, places = cast("tuple[Path, list[int]]", task)
    portfolio, cache = _opened_once(folder), site_files.Cache(folder / CACHE)
    slugs = page_names(portfolio.members)
    for place in places:
        member = portfolio.members[place]
        cache.made(_digest(member, slugs[place]), partial(_make, member, slugs[place], cache))
    return True


@lru_cache(maxsize=1)
def _opened_once(folder: Path) -> Portfolio:
    return open_portfolio(folder)


def _made(portfolio: Portfolio, cache: site_files.Cache, *, drafts: bool) -> tuple[list[Made], list[Hidden]]:
    """What is shown, in order, and what is not."""
    found: list[Made] = []
    hidden: list[Hidden] = []
    for member, slug in zip(portfolio.members, page_names(portfolio.members), strict=True):
        one = Made.from_json(cache.made(_digest(member, slug), partial(_make, member, slug, cache)))
        # A fault is told, not hidden: what was shown until now would go away in silence.
        if one.card["draft"] and not drafts and (one.card["unfinished"] or not one.problems):
            hidden.append(Hidden(slug, one.card["why"]))
        else:
            found.append(_placed(one, member))
    return found, hidden


def _placed(made: Made, member: Member) -> Made:
    """The same with every path as seen from the portfolio."""
    path = "" if member.path == "." else f"{member.path}/"
    problems = tuple(Problem(f"{path}{p.path}", p.line, p.message) for p in made.problems)
    root = member.folder or Path()
    sources = {a: Kept(str(root / k.source) if k.source else "", k.kept) for a, k in made.pictures.items()}
    return replace(made, problems=problems, pictures=sources, notes=tuple(f"{path}{note}" for note in made.notes))


def _make(member: Member, slug: str, cache: site_files.Cache) -> Mapping[str, Any]:
    door = Door(pictures.SUFFIXES, pictures.for_page, pictures.thumbnail, pictures.card, pictures.can_write, cache.keep)
    project, entry = member.project, member.entry
    left, ran = sum(1 for _ in placeholders(project)), METRICS in project.paths
    graded = member.graded() if ran and not left else None
    stage = graded.stage if graded else Stage.DRAFT
    made = make(Subject(project, slug, str(stage), entry, code_address(member)), door)
    if not ran:
        why = f"no {METRICS}: not run yet"
    else:
        why = ", ".join(graded.blocking) if graded else f"{plural(left, 'question')} left in it"
    return replace(made, card={**made.card, "why": why, "unfinished": bool(left) or not ran}).to_json()


def code_address(member: Member) -> str:
    """Where a project's code is seen: as the plan says, else where it is pushed; empty where nobody knows."""
    if member.entry is not None and member.entry.code_url:
        return member.entry.code_url.rstrip("/")
    if not member.remote or not member.remote.startswith("https://"):
        return ""
    repository, folder = member.remote.rstrip("/").removesuffix(".git"), member.project.prefix.rstrip("/")
    return f"{repository}/tree/HEAD/{quote(folder)}" if folder else repository


def page_names(members: Sequence[Member]) -> list[str]:
    """A page's name for each project, each once, whatever script its own name is written in."""
    taken: set[str] = set()
    found = []
    for place, member in enumerate(members, start=1):
        wanted = names.slug(member.entry.name if member.entry else member.project.name) or f"project-{place}"
        slug, number = (f"project-{wanted}" if wanted in _RESERVED else wanted), 1
        while slug in taken:
            number += 1
            slug = f"{wanted}-{number}"
        taken.add(slug)
        found.append(slug)
    return found


def _digest(member: Member, slug: str) -> str:
    """A digest of everything the card and page are made of."""
    project = member.project
    found = hashlib.sha256(f"{__version__} {LAYOUT} {slug} {member.entry!r} {member.remote}".encode())
    for path in sorted(project.paths):
        content = project.read(path, _READ)
        found.update(f"{path}\0{project.files.size(path)}\0".encode(errors="replace"))
        found.update(hashlib.sha256(content).digest())
    return found.hexdigest()


def _site(portfolio: Portfolio, folder: Path, base_url: str | None, made: Sequence[Made]) -> render.Site:
    plan = portfolio.plan or Plan(title=f"Projects in {folder.resolve().name}", projects=())
    address = _checked(base_url) if base_url is not None else plan.base_url
    return render.Site(plan.title, plan.author, plan.email, plan.about, address, made, _own(folder))


def _checked(address: str) -> str:
    try:
        parts = urlsplit(address)
        right = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.fragment
    except ValueError:
        right = False
    if address and (not right or not address.isprintable() or any(c in address for c in ' "<>\\')):
        raise UsageError(f"--base-url is no address of a page: {address}", "Write it whole: https://ada.example.org")
    return address.rstrip("/")


def _own(folder: Path) -> dict[str, str]:
    """Templates and styles of the person's own, which take the place of those that ship."""
    found = {}
    for path in sorted((folder / render.OWN).glob("*")):
        if path.suffix == ".jinja" or path.name in render.template_names():
            if path.stat().st_size > MOST_OWN:
                raise UsageError(f"{path} is no template: it has over {MOST_OWN // 1000} kB", "Remove it")
            found[path.name] = files.read_text(path) or ""
    return found


def _remarks(site: render.Site) -> tuple[str, ...]:
    if site.base_url:
        return ()
    return ("without --base-url there is no sitemap, and no address in what others show of a page",)


def _pictures(site: render.Site, cache: site_files.Cache) -> list[tuple[str, Path]]:
    """Every picture's address and where it is copied from."""
    found = [
        (address, Path(kept.source) if kept.source else cache.path(kept.kept))
        for made in site.projects
        for address, kept in made.pictures.items()
    ]
    lines = tuple(filter(None, [f"{len(site.projects)} machine-learning projects", _named(site)]))
    words, figures = Card(site.author, site.title, lines), _figures(site)
    told = [__version__, LAYOUT, words.above, words.title, words.below, figures]
    digest = hashlib.sha256(json.dumps(told).encode())
    places = dict(found)
    preview = cache.remade(digest.hexdigest(), lambda: pictures.preview(words, [places[one] for one in figures]))
    return [*found, (render.PREVIEW, cache.path(preview))]


def _figures(site: render.Site) -> list[str]:
    """Addresses of the figures that stand for the projects; each is named after its content."""
    return [str(card["figure"]["address"]) for card in site.cards if card["figure"]]


def _named(site: render.Site) -> str:
    return ", ".join(dict.fromkeys(str(card["technique_name"]) for card in site.cards if card["technique"]))


def _write_workflow(folder: Path, out: Path) -> Path | None:
    """Write the workflow that publishes the folder, unless there is one or the folder lies elsewhere."""
    path = folder / WORKFLOW
    if path.exists() or not out.resolve().is_relative_to(folder.resolve()):
        return None
    below = out.resolve().relative_to(folder.resolve()).as_posix()
    files.write_text(path, render.workflow(below))
    return path
