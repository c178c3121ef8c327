"""From what was made of each project to the pages of a site: templates, addresses, maps for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from scaffolio.errors import SettingsError
from scaffolio.portfolio.site.made import Made
from scaffolio.portfolio.told import TECHNIQUES

if TYPE_CHECKING:
    from jinja2 import Environment

PREVIEW = "social-preview.png"
STYLE = "style.css"
PEOPLE = "portfolio.jsonld"
_TEMPLATES = ("base.html.jinja", "index.html.jinja", "project.html.jinja", "about.html.jinja", "404.html.jinja")
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
    texts = {
        "index.html": _rendered(environment, "index.html.jinja", shared, page=_head(site, "", site.title)),
        "about.html": _rendered(environment, "about.html.jinja", shared, page=_head(site, "about.html", "About")),
        "404.html": _rendered(environment, "404.html.jinja", shared, page=_head(site, "404.html", "Not found")),
    }
    for made in site.projects:
        name = f"{made.card['slug']}.html"
        head = _head(site, name, made.card["heading"], made.card)
        texts[name] = _rendered(environment, "project.html.jinja", shared, page=head, card=made.card, **made.page)
    texts |= {STYLE: site.own.get(STYLE) or _shipped(STYLE), ".nojekyll": "", PEOPLE: _people(site)}
    texts["robots.txt"] = "User-agent: *\nAllow: /\n"
    if site.base_url:
        texts["robots.txt"] += f"Sitemap: {site.base_url}/sitemap.xml\n"
        texts["sitemap.xml"] = _sitemap(site, [name for name in texts if name.endswith(".html") and name != "404.html"])
    if site.host:
        texts["CNAME"] = f"{site.host}\n"
    return texts


def template_names() -> tuple[str, ...]:
    """Files that a person may put in the place of ours."""
    return (*_TEMPLATES, STYLE)


def _head(site: Site, name: str, title: str, card: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What stands in a page's head: title, description, address, the picture others show for it."""
    project = card is not None
    described = site.about.strip().split("\n\n")[0].replace("\n", " ") or f"Machine-learning projects by {site.author}"
    image = card["card"] if project else PREVIEW
    return {
        "name": name,
        "title": title if not project and name == "" else f"{title} · {site.title}",
        "short": title,
        "description": (card["description"] if project else described)[:300],
        "address": f"{site.base_url}/{name}" if site.base_url else "",
        "image": f"{site.base_url}/{image}" if site.base_url else image,
        "image_size": (1200, 630) if project else (1280, 640),
        "image_alt": _spoken(card) if project else f"{site.title}: {len(site.projects)} machine-learning projects",
        "kind": "article" if project else "website",
        "root": site.path if name == "404.html" else "",
    }


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


def _rendered(environment: Environment, name: str, shared: Mapping[str, Any], **given: Any) -> str:
    from jinja2 import TemplateError

    try:
        return environment.get_template(name).render({**shared, **given})
    except TemplateError as error:
        raise _wrong(name, error) from error
    except (TypeError, ValueError, KeyError, AttributeError, ZeroDivisionError) as error:
        raise _wrong(name, error) from error


def _wrong(name: str, error: Exception) -> SettingsError:
    file, line = getattr(error, "filename", None) or getattr(error, "name", None) or name, getattr(error, "lineno", None)
    place = f"site/{file}" + (f", line {line}" if line else "")
    return SettingsError(f"{place}: {error}", "Mend the template, or remove it: ours takes its place")


@cache
def _environment(own: tuple[tuple[str, str], ...]) -> Environment:
    from jinja2 import ChoiceLoader, DictLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    ours = DictLoader({name: _shipped(name) for name in _TEMPLATES})
    environment = SandboxedEnvironment(
        loader=ChoiceLoader([DictLoader(dict(own)), ours, PrefixLoader({"scaffolio": ours})]),
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
