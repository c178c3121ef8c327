"""The HTML report: one file, nothing fetched, nothing executed; and, in a browser, accessible."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from scaffolio.report.html import render
from tests.browser import SCHEMES, WIDTHS, browser, violations

HOSTILE = {
    "README.md": "# <b>A</b>\n\n[x](<script>alert(1)</script>.md) and [y](no.md)\n",
    '"><img src=x onerror=alert(1)>/.DS_Store': "",
    "train.py": "import numpy\n",
}


class Tags(HTMLParser):
    """Collects elements and the addresses they would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.seen.append(tag)
        self.fetched += [value for name, value in attrs if name in {"src", "href", "srcset", "action"}]


def test_names_are_shown_and_never_become_elements(judged) -> None:
    tags = Tags()
    tags.feed(render(judged(HOSTILE), verbose=True))
    assert not {"script", "img", "b", "iframe", "link"} & set(tags.seen)
    assert not tags.fetched


def test_every_finding_is_on_the_page(judged) -> None:
    report = judged(HOSTILE)
    found = sum(len(verdict.findings) for verdict in report.targets[0].projects[0].verdicts)
    assert len(re.findall(r'<li class="(?:error|warning|advice)">', render(report))) == found


@pytest.mark.full
def test_no_violation_in_a_browser_at_any_width_light_or_dark(judged, tmp_path) -> None:
    page = tmp_path / "report.html"
    page.write_text(render(judged(HOSTILE), verbose=True), encoding="utf-8")
    with browser() as chromium:
        for scheme in SCHEMES:
            for width in WIDTHS:
                assert violations(chromium, page, width, scheme) == []
