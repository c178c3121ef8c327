"""A real browser for the pages Scaffolio makes: the system's Chromium or Chrome, never one downloaded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@contextmanager
def browser() -> Iterator:
    """Start the browser; a machine without one cannot judge pages, and says so."""
    from playwright.sync_api import sync_playwright

    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"none of {', '.join(_NAMES)} is installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def violations(chromium, page: Path, width: int, scheme: str) -> list[str]:
    """What axe-core objects to, and whether the page is wider than the window; folded parts are opened first."""
    from axe_playwright_python.sync_playwright import Axe

    view = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    try:
        view.goto(page.as_uri())
        view.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in Axe().run(view).response["violations"]]
        wide = view.evaluate("document.documentElement.scrollWidth")
        return found + ([f"{wide} px wide in a window of {width}"] if wide > width else [])
    finally:
        view.close()
