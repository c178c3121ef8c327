"""The one door through which foreign HTML gets onto a page: nh3, with a list of what may pass.

What a README holds is written by anybody. Only elements that carry text, tables, lists,
code and pictures are kept, only the attributes named here, and only addresses that a
reader may follow; a script, a style, a frame or a handler is dropped, not mended.
"""

from __future__ import annotations

SCHEMES = {"http", "https", "mailto"}
TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "ul", "ol", "li", "dl", "dt", "dd"),
    *("a", "em", "strong", "b", "i", "s", "del", "ins", "sub", "sup", "small", "kbd", "code", "pre", "abbr", "mark"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "img", "figure", "figcaption"),
    *("div", "details", "summary"),
}
_DROPPED_WHOLE = {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math", "title"}
_WRITTEN = {  # before the page's own hand has gone over it
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "h1": {"id"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
}
_SHOWN = {
    **_WRITTEN,
    "img": {"src", "alt", "width", "height", "loading"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "td": {"colspan", "rowspan", "class"},
    "th": {"colspan", "rowspan", "class", "scope"},
    "blockquote": {"class"},
}


def sanitise(html: str) -> str:
    """README's own HTML, as Markdown made it, without anything that could act.

    Relative addresses stay, to be resolved; ``h1`` stays, to become the page's title.
    """
    return _clean(html, TAGS | {"h1"}, _WRITTEN)


def seal(html: str) -> str:
    """The same once more, when the page's own hand has gone over it: nothing is added after this."""
    return _clean(html, TAGS, _SHOWN)


def _clean(html: str, tags: set[str], attributes: dict[str, set[str]]) -> str:
    import nh3

    return nh3.clean(
        html,
        tags=tags,
        attributes=attributes,
        clean_content_tags=_DROPPED_WHOLE,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
