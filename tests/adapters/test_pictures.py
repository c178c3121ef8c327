"""Pictures made fit for a page: small enough, of a known size, and never a decoded bomb."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from scaffolio.adapters import fonts, pictures
from scaffolio.portfolio.site.pictures import BrokenPictureError, Card
from tests.portfolios import picture


def size(content: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(content)).size


def test_a_figure_that_fits_stays_byte_for_byte():
    content = picture()
    assert pictures.for_page(content).content == content


def test_a_picture_of_5000_pixels_is_made_smaller():
    shown = pictures.for_page(picture(5000, 2500))
    assert (shown.width, shown.height) == size(shown.content) == (1680, 840)


def test_a_thumbnail_stays_below_60_kb_even_of_noise():
    noise = Image.effect_noise((1600, 1200), 90).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")
    small = pictures.thumbnail(buffer.getvalue())
    assert small.width <= pictures.THUMBNAIL
    assert len(small.content) <= 60_000


def test_what_was_transparent_is_white():
    buffer = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(buffer, "PNG")
    shown = Image.open(io.BytesIO(pictures.thumbnail(buffer.getvalue()).content)).convert("RGB")
    assert shown.getpixel((5, 5)) == (255, 255, 255)


def test_of_a_moving_picture_the_first_frame_is_shown():
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    shown = pictures.for_page(buffer.getvalue())
    assert (shown.suffix, shown.width) == (".png", 40)


@pytest.mark.parametrize("make", [pictures.for_page, pictures.thumbnail])
@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg onload=alert(1)/>", picture()[:400], b"%PDF-1.4", picture(kind="JPEG")[:300]]
)
def test_a_broken_picture_is_told(make, content):
    with pytest.raises(BrokenPictureError):
        make(content)


def test_a_picture_that_unpacks_to_gigabytes_is_not_decoded():
    buffer = io.BytesIO()
    Image.new("1", (7000, 7000)).save(buffer, "PNG")
    with pytest.raises(BrokenPictureError, match="more than are decoded"):
        pictures.for_page(buffer.getvalue())


@pytest.mark.parametrize("title", ["Which first?", "Какие первыми?", "鳥", "عصفور", "Zoë’s “birds” − 2²", ""])
@pytest.mark.parametrize("figure", [None, picture()])
def test_a_card_has_its_size_whatever_its_words(title, figure):
    words = Card("Vision", title, ("η² 0.310", "best baseline: 0.2"))
    content = pictures.card(words, figure)
    assert size(content) == (1200, 630)
    assert pictures.card(words, figure) == content
    assert len(content) < 300_000


@pytest.fixture
def fontless(monkeypatch, tmp_path):
    """A system without a font of its own."""
    monkeypatch.setattr(fonts, "folders", lambda: (tmp_path,))
    for each in (fonts._files, fonts._file):
        each.cache_clear()
    yield
    for each in (fonts._files, fonts._file):
        each.cache_clear()


def test_a_card_whose_title_no_font_can_write_shows_the_figure_alone(fontless):
    figure = picture()
    assert pictures.card(Card("a", "鳥"), figure) == pictures.card(Card("b", "鸟", ("c",)), figure)
    assert pictures.card(Card("a", "birds"), figure) != pictures.card(Card("a", "fish"), figure)
    assert pictures.card(Card("a", "鳥", ("b",)), None) != pictures.card(Card("a", "鸟", ("c",)), None)
    assert not pictures.can_write("鳥")


def test_a_card_leaves_out_a_result_that_it_can_write_in_part_only(fontless):
    alone, part = Card("a", "birds"), Card("a", "birds", ("鳥 0.310", "best baseline: 0.2"))
    assert pictures.card(part, None) == pictures.card(alone, None)
    assert pictures.card(Card("a", "birds", ("η² 0.310",)), None) != pictures.card(alone, None)


def test_the_whole_sites_card_shows_six_figures_at_most(tmp_path):
    figures = [tmp_path / f"{place}.png" for place in range(7)]
    for figure in figures:
        figure.write_bytes(picture())
    words = Card("Ada", "Questions")
    shown = pictures.preview(words, figures[:6])
    assert size(shown) == (1280, 640)
    assert pictures.preview(words, figures) == shown
    assert pictures.preview(words, figures[:5]) != shown
    assert pictures.preview(words, []) == pictures.card(words, None, pictures.PREVIEW)


def test_a_line_that_no_font_can_write_is_left_out_whole_and_symbols_alone(fontless):
    figure = picture()
    assert pictures.card(Card("a", "birds", ("Жар 0.5", "c")), figure) == pictures.card(Card("a", "birds"), figure)
    assert pictures.card(Card("a", "\U0001f426 birds\ufe0f"), figure) == pictures.card(Card("a", "birds"), figure)
    assert pictures.card(Card("a", "b", ("η² 1",)), None) == pictures.card(Card("a", "b", ("eta-squared 1",)), None)


def test_letters_that_a_font_of_the_system_has_are_written():
    if not pictures.can_write("Ж"):
        pytest.skip("no font with Cyrillic letters is installed")
    assert pictures.card(Card("a", "Жар"), None) != pictures.card(Card("a", "Зной"), None)
    assert fonts.font("Жар", 20).getlength("Жар") > 20


@pytest.mark.parametrize(("text", "left"), [("שלום", True), ("2024 عصفور", True), ("birds عصفور", False), ("", False)])
def test_a_text_runs_as_its_first_letter_does(text, left):
    assert fonts.runs_left(text) is left


def test_a_file_that_is_no_font_is_passed_over(fontless, tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert not pictures.can_write("Ж")


def test_a_long_title_stays_on_the_card():
    long = pictures.card(Card("a", "Which of the many reports that arrive in a night should be read first? " * 6), None)
    assert size(long) == (1200, 630)
