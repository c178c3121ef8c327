"""What is wrong with a site's pages, as far as that can be told without a browser."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_VOID = frozenset({"meta", "link", "img", "br", "hr", "rect", "path", "polyline"})
_NAMED = ("og:title", "og:description", "og:image", "og:image:alt", "twitter:card", "description", "viewport")
_FORBIDDEN = frozenset({"script", "iframe", "object", "embed", "form", "style", "base"})


class Page(HTMLParser):
    """One page, read for what a checker asks."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.meta: dict[str, str] = {}
        self.headings: list[int] = []
        self.landmarks: list[str] = []
        self.lang = self.title = ""
        self._open: list[str] = []
        self._link: list[str] | None = None
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag, attrs) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append(tag)
        if tag in _FORBIDDEN:
            self.faults.append(f"<{tag}> on a page")
        self.faults += [f"{name} on <{tag}>" for name in given if name.startswith("on") or name == "style"]
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "meta" and "content" in given:
            self.meta[given.get("name") or given.get("property", "")] = given["content"]
        if tag in {"main", "nav", "header", "footer"}:
            self.landmarks.append(tag)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag == "img":
            self._image(given)
        if tag == "a":
            self._link = []
        self.targets += [given[name] for name in ("href", "src") if name in given]

    def _image(self, given: dict[str, str]) -> None:
        if not given.get("alt", "").strip():
            self.faults.append(f"no words for {given.get('src')}")
        if not (given.get("width", "").isdigit() and given.get("height", "").isdigit()):
            self.faults.append(f"no size for {given.get('src')}")
        if self._link is not None:
            self._link.append(given.get("alt", ""))

    def handle_endtag(self, tag) -> None:
        if tag in _VOID:
            return
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")
        if tag == "a":
            if not "".join(self._link or []).strip():
                self.faults.append("a link without words")
            self._link = None

    def handle_data(self, data) -> None:
        if self._open and self._open[-1] == "title":
            self.title += data
        if self._link is not None:
            self._link.append(data)


def faults(site: Path) -> list[str]:
    """Everything that is wrong, each with its page."""
    pages = {path.name: Page(path.read_text(encoding="utf-8")) for path in sorted(site.glob("*.html"))}
    return [f"{name}: {fault}" for name, page in pages.items() for fault in _of_page(name, page, pages, site)]


def _of_page(name: str, page: Page, pages: dict[str, Page], site: Path) -> list[str]:
    found = list(page.faults)
    if not page.lang or not page.title.strip():
        found.append("no language or no title")
    found += [f"no {wanted}" for wanted in _NAMED if not page.meta.get(wanted, "").strip()]
    if page.headings.count(1) != 1 or page.headings[0] != 1:
        found.append(f"headings {page.headings}")
    found += [f"h{a} to h{b}" for a, b in zip(page.headings, page.headings[1:], strict=False) if b > a + 1]
    found += [f"no <{landmark}>" for landmark in ("header", "nav", "main", "footer") if landmark not in page.landmarks]
    found += [f"id {one} twice" for one in sorted({each for each in page.ids if page.ids.count(each) > 1})]
    root = urlsplit(pages["index.html"].meta.get("og:url", "")).path
    for target in page.targets:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            continue
        path = unquote(parts.path)
        if name == "404.html":
            path = path.removeprefix(root)
        if path and not (site / path).is_file():
            found.append(f"{target} leads nowhere")
        page_there = pages.get(path or name)
        if parts.fragment and page_there is not None and unquote(parts.fragment) not in page_there.ids:
            found.append(f"{target} leads to no place")
    return found
