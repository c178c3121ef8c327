"""The site in a real browser: every type of page, light and dark, at three widths, by keyboard and at 200%."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from scaffolio.portfolio.plan import example_plan
from scaffolio.usecases.portfolio_site import build
from tests.browser import SCHEMES, WIDTHS, browser, violations
from tests.html_check import faults
from tools.examples import EXAMPLES

pytestmark = pytest.mark.full

PAGES = (
    "index",
    "about",
    "404",
    "bird-strikes",
    "storm-winds",
    "retail-segments",
    "daily-births",
    "licence-kinds",
    "clip-art",
)
SHIFT = """
() => new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => shift += one.value))
    .observe({type: 'layout-shift', buffered: true});
  document.querySelectorAll('img').forEach(one => one.loading = 'eager');
  Promise.all([...document.images].map(one => one.decode().catch(() => 0)))
    .then(() => setTimeout(() => done(shift), 200));
})
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The six examples, as drafts, and where they were made."""
    folder = tmp_path_factory.mktemp("portfolio")
    (folder / "portfolio.yml").write_text(example_plan(), encoding="utf-8")
    for example in EXAMPLES.glob("*/README.md"):
        shutil.copytree(example.parent, folder / example.parent.name)
    built = build(folder, drafts=True)
    assert built.problems == ()
    return built.out


@dataclass(frozen=True)
class Address:
    """A page as a server shows it; ``as_uri`` as a path has it."""

    uri: str

    def as_uri(self) -> str:
        return self.uri


@pytest.fixture(scope="module")
def served(site):
    """Gives a page's address on a server: the 404 page names its style from the host's root."""
    handler = partial(QuietHandler, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield lambda name: Address(f"http://127.0.0.1:{server.server_port}/{name}.html")
    server.shutdown()
    thread.join()
    server.server_close()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *words) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def chromium():
    with browser() as found:
        yield found


@pytest.mark.parametrize("name", PAGES)
def test_no_violation_light_or_dark_at_any_width(served, chromium, name):
    for scheme in SCHEMES:
        for width in WIDTHS:
            assert violations(chromium, served(name), width, scheme) == [], (scheme, width)


def test_the_six_examples_pages_have_no_fault(site):
    pages = {path.name for path in site.glob("*.html")}
    assert pages == {f"{name}.html" for name in PAGES}
    assert faults(site) == []


@pytest.mark.parametrize("name", ["index", "bird-strikes"])
def test_the_keyboard_reaches_everything_in_reading_order_and_shows_where_it_is(site, chromium, name):
    view = chromium.new_page(viewport={"width": 1440, "height": 900})
    view.goto((site / f"{name}.html").as_uri())
    reached, outlined = [], []
    for _ in range(view.evaluate("document.querySelectorAll('a, summary, [tabindex=\"0\"]').length")):
        view.keyboard.press("Tab")
        place = "e => [...document.querySelectorAll('*')].indexOf(e)"
        reached.append(view.evaluate(f"({place})(document.activeElement)"))
        outlined.append(view.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    first = view.evaluate("document.querySelector('.skip').textContent")
    view.close()
    assert first == "Skip to content"
    assert reached == sorted(set(reached))
    assert set(outlined) == {"solid"}


def test_the_skip_link_leads_past_the_navigation(site, chromium):
    view = chromium.new_page()
    view.goto((site / "index.html").as_uri())
    view.keyboard.press("Tab")
    view.keyboard.press("Enter")
    focused = view.evaluate("document.activeElement.id")
    view.close()
    assert focused == "main"


def test_an_answer_opens_by_keyboard_without_javascript(site, chromium):
    context = chromium.new_context(java_script_enabled=False)
    view = context.new_page()
    view.goto((site / "clip-art.html").as_uri())
    summary = view.locator("summary").first
    answer = view.locator("dl.answers").first
    assert not answer.is_visible()
    summary.press("Enter")
    assert answer.is_visible()
    context.close()


@pytest.mark.parametrize("name", ["index", "bird-strikes", "daily-births"])
def test_at_200_per_cent_nothing_is_cut_off(site, chromium, name):
    """A window of 1280 pixels at 200% has 640 to lay out, at 400% 320 (WCAG 1.4.10)."""
    for width in (640, 320):
        view = chromium.new_page(viewport={"width": width, "height": 512}, device_scale_factor=2)
        view.goto((site / f"{name}.html").as_uri())
        view.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        view.close()


@pytest.mark.parametrize("name", ["index", "bird-strikes", "clip-art"])
def test_nothing_moves_while_pictures_arrive_and_nothing_is_asked_of_others(site, chromium, name):
    asked = []
    view = chromium.new_page(viewport={"width": 768, "height": 900})
    view.on("request", lambda request: asked.append(request.url))
    view.goto((site / f"{name}.html").as_uri())
    shift = view.evaluate(SHIFT)
    loaded = view.evaluate("[...document.images].every(one => one.naturalWidth > 0)")
    view.close()
    assert shift < 0.01
    assert loaded
    assert all(url.startswith(site.as_uri()) for url in asked)


def test_the_index_is_below_150_kb_without_its_pictures(site):
    weight = sum((site / name).stat().st_size for name in ("index.html", "style.css", "icon.svg"))
    assert weight < 150_000
    assert all(path.stat().st_size <= 60_000 for path in site.glob("*/*-small.*"))


def test_a_project_prints_without_what_is_only_for_the_screen(site, chromium):
    view = chromium.new_page()
    view.goto((site / "index.html").as_uri())
    view.emulate_media(media="print")
    assert not view.locator("header.site nav").is_visible()
    pages = view.pdf(format="A4").count(b"/Type /Page\n")
    view.close()
    assert pages == 1
