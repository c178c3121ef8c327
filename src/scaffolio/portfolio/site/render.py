"""From what was made of each project to the pages of a site: templates, addresses, maps for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from scaffolio.errors import SettingsError
from scaffolio.portfolio.site.made import Made
from scaffolio.portfolio.site.parts import Resolver, first_words
from scaffolio.portfolio.site.readme import read_page
from scaffolio.portfolio.told import TECHNIQUES

if TYPE_CHECKING:
    from jinja2 import Environment

PREVIEW = "social-preview.png"
STYLE = "style.css"
ICON = "icon.svg"
PEOPLE = "portfolio.jsonld"
OWN = "site"
"""The folder of a portfolio in which templates and styles of one's own lie."""

_TEMPLATES = (
    "base.html.jinja",
    "index.html.jinja",
    "project.html.jinja",
    "about.html.jinja",
    "404.html.jinja",
    "strip.html.jinja",
)
_GITHUB = ".github.io"


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that is on every page: whose site it is, where it will be, and its projects in order.

    ``own`` are templates and styles of the person's own by file name; they take the
    place of those that ship.
    """

    title: str
    author: str
    email: str
    about: str
    base_url: str
    projects: Sequence[Made]
    own: Mapping[str, str]
    lang: str = "en"

    @property
    def cards(self) -> list[Mapping[str, Any]]:
        """The cards of the projects, in order."""
        return [made.card for made in self.projects]

    @property
    def path(self) -> str:
        """Where on its host the site lies, with a slash at its end."""
        return f"{urlsplit(self.base_url).path.rstrip('/')}/" if self.base_url else ""

    @property
    def host(self) -> str:
        """A domain of one's own, which GitHub Pages wants to be told; empty on GitHub's."""
        host = urlsplit(self.base_url).hostname or ""
        return "" if host.endswith(_GITHUB) or host in {"localhost", "127.0.0.1"} else host


def pages(site: Site) -> dict[str, str]:
    """Every text file of the site by its path.

    Raises:
        SettingsError: a template of the person's own is wrong; the message names file and line.
    """
    environment = _environment(tuple(sorted(site.own.items())))
    shared = {"site": site, "cards": site.cards, "coverage": _coverage(site.cards), "techniques": TECHNIQUES}
    alone: dict[str, dict[str, Any]] = {
        "index.html": {"page": _head(site, "", site.title), "lead": _opening(_about(site.about))},
        "about.html": {"page": _head(site, "about.html", "About"), "about": _about(site.about)},
        "404.html": {"page": _head(site, "404.html", "Not found")},
    }
    texts = {name: _rendered(environment, f"{name}.jinja", {**shared, **given}) for name, given in alone.items()}
    for made in site.projects:
        name = f"{made.card['slug']}.html"
        given = {**made.page, "page": _head_of(site, made.card), "card": made.card}
        texts[name] = _rendered(environment, "project.html.jinja", {**shared, **given})
    texts |= {name: site.own.get(name) or _shipped(name) for name in (STYLE, ICON)}
    texts |= {".nojekyll": "", PEOPLE: _people(site)}
    texts["robots.txt"] = "User-agent: *\nAllow: /\n"
    if site.base_url:
        texts["robots.txt"] += f"Sitemap: {site.base_url}/sitemap.xml\n"
        texts["sitemap.xml"] = _sitemap(site, [name for name in texts if name.endswith(".html") and name != "404.html"])
    if site.host:
        texts["CNAME"] = f"{site.host}\n"
    return texts


def template_names() -> tuple[str, ...]:
    """Files that a person may put in the place of ours."""
    return (*_TEMPLATES, STYLE, ICON)


def _head(site: Site, name: str, title: str) -> dict[str, Any]:
    """What stands in a page's head: title, description, address, the picture others show for it."""
    described = first_words(_about(site.about)) or f"Machine-learning projects by {site.author or site.title}"
    return {
        "name": name,
        "title": title if title == site.title else f"{title} · {site.title}",
        "short": title,
        "description": described,
        "address": _at(site, name),
        "image": _at(site, PREVIEW) or PREVIEW,
        "image_size": (1280, 640),
        "image_alt": f"{site.title}: {len(site.projects)} machine-learning projects",
        "kind": "website",
        "root": site.path if name == "404.html" else "",
    }


def _head_of(site: Site, card: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a project's page."""
    return {
        **_head(site, f"{card['slug']}.html", card["heading"]),
        "description": card["description"],
        "image": _at(site, card["card"]) or card["card"],
        "image_size": (1200, 630),
        "image_alt": _spoken(card),
        "kind": "article",
    }


def _at(site: Site, name: str) -> str:
    """The whole address of a file of the site; empty where nobody said where the site will be."""
    return f"{site.base_url}/{name}" if site.base_url else ""


@lru_cache(maxsize=1)
def _about(text: str) -> str:
    """What the plan says of its owner, as HTML; pictures have no place in it."""
    page = read_page(text, Resolver(lambda _: None, lambda _: None))
    title = f"<h2>{escape(page.title, quote=False)}</h2>\n" if page.title else ""
    below = (f'<h2 id="{escape(s.anchor)}">{escape(s.heading, quote=False)}</h2>\n{s.html}\n' for s in page.sections)
    return f"{title}{page.opening}\n{''.join(below)}".strip()


def _opening(about: str) -> str:
    """The first paragraph of it, as HTML."""
    start = about.find("<p>")
    return about[start : about.find("</p>", start) + len("</p>")] if start >= 0 else ""


def _spoken(card: Mapping[str, Any]) -> str:
    result = card["result"]
    told = f". {result['metric']} {result['value']} {result['interval']}".rstrip() if result else ""
    return f"{card['heading']}{told}"


def _coverage(cards: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The six techniques, each with the first project of it, if there is one."""
    first: dict[str, str] = {}
    for card in cards:
        first.setdefault(card["technique"], card["slug"])
    return [{"name": name, "slug": first.get(key, "")} for key, name in TECHNIQUES.items()]


def _people(site: Site) -> str:
    """Who made what, as schema.org has it, in a file of its own: no page holds a script element."""
    person = {"@type": "Person", "name": site.author} | ({"url": site.base_url} if site.base_url else {})
    works = [
        {
            "@type": "SoftwareSourceCode",
            "name": card["heading"],
            "description": card["description"],
            "author": {"@type": "Person", "name": site.author},
            **({"codeRepository": card["code"]} if card["code"] else {}),
            **({"url": f"{site.base_url}/{card['slug']}.html"} if site.base_url else {}),
            **({"keywords": card["technique_name"]} if card["technique"] else {}),
        }
        for card in site.cards
    ]
    graph = {"@context": "https://schema.org", "@graph": [person, *works]}
    return json.dumps(graph, ensure_ascii=False, indent=1) + "\n"


def _sitemap(site: Site, names: Sequence[str]) -> str:
    places = "".join(
        f"<url><loc>{escape(site.base_url)}/{'' if name == 'index.html' else quote(name)}</loc></url>\n"
        for name in names
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{space}">\n{places}</urlset>\n'


def _rendered(environment: Environment, name: str, given: Mapping[str, Any]) -> str:
    from jinja2 import TemplateError, TemplateNotFound

    try:
        return environment.get_template(name).render(given)
    except TemplateNotFound as error:
        raise SettingsError(
            f"{_place(name, error)}: there is no template {error}",
            f"Templates lie in {OWN}/; ours are called scaffolio/NAME",
        ) from error
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise SettingsError(f"{_place(name, error)}: {error}", "Mend the template, or remove it for ours") from error


def _place(name: str, error: Exception) -> str:
    """The file and line of a template that an error comes from."""
    file, line = getattr(error, "filename", None) or f"{OWN}/{name}", getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".jinja"):
            file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return file if line is None else f"{file}:{line}"


@cache
def _environment(own: tuple[tuple[str, str], ...]) -> Environment:
    from jinja2 import ChoiceLoader, FunctionLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    theirs = dict(own)

    def load(name: str) -> tuple[str, str, Any] | None:
        return (theirs[name], f"{OWN}/{name}", None) if name in theirs else None

    def load_ours(name: str) -> tuple[str, str, Any] | None:
        return (_shipped(name), f"scaffolio/{name}", None) if name in _TEMPLATES else None

    ours = FunctionLoader(load_ours)
    environment = SandboxedEnvironment(
        loader=ChoiceLoader([FunctionLoader(load), ours, PrefixLoader({"scaffolio": ours})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["url"] = quote
    return environment


def _shipped(name: str) -> str:
    return files("scaffolio.portfolio.site").joinpath("templates", name).read_text(encoding="utf-8")


def workflow(folder: str) -> str:
    """A GitHub workflow that publishes a folder of the repository as it is."""
    return _shipped("pages.yml").replace("FOLDER", json.dumps(folder))
