"""Which links can be asked, what badges say, and what counts as gone."""

import pytest

from scaffolio.parsers.online import Online, badge_words, is_askable, is_demo, says_failing, space_name


@pytest.mark.parametrize(
    "url", ["https://ada.dev/x", "http://127.0.0.1:80/x", "HTTPS://ADA.dev", "https://ada.dev/a?b=c"]
)
def test_pages_of_the_web_are_asked(url):
    assert is_askable(url)


@pytest.mark.parametrize(
    "url",
    [
        "#x",
        "data.csv",
        "mailto:a@b.c",
        "ftp://x/y",
        "javascript:x",
        "https://",
        "https://example.com/x",
        "https://{host}/x",
        "https://a b",
        "https://github.com/yourusername/x",
        "https://user:pw@ada.dev",
        "https://x:port/",
        "https://ada.dev/$VERSION",
        "https://a/...",
        "file:///x",
    ],
)
def test_placeholders_and_other_schemes_are_not(url):
    assert not is_askable(url)


@pytest.mark.parametrize(
    ("svg", "words"),
    [
        (b'<svg aria-label="CI: passing"><title>CI: passing</title>', "CI: passing"),
        (b"<svg><title>tests -\n failing</title>", "tests - failing"),
        (b'<svg role="img" aria-label="build: failing">', "build: failing"),
        (b"<html>no badge</html>", ""),
        (b"\xff<title>\xff</title>", "\ufffd"),
    ],
)
def test_a_badge_says_what_its_title_says(svg, words):
    assert badge_words(svg) == words


@pytest.mark.parametrize(
    ("words", "failing"),
    [
        ("CI - failing", True),
        ("build: failed", True),
        ("build: error", True),
        ("CI - passing", False),
        ("", False),
        ("error rate: 3%", False),
        ("failing-tests - passing", False),
        ("coverage: 81%", False),
        ("docs – failing", True),
        ("build: invalid", False),
        ("no status", False),
    ],
)
def test_only_the_state_itself_can_fail(words, failing):
    assert says_failing(words) is failing


@pytest.mark.parametrize(
    ("url", "words", "demo"),
    [
        ("https://churn.streamlit.app/", "here", True),
        ("https://huggingface.co/spaces/ada/churn", "x", True),
        ("https://ada.dev/x", "Live demo", True),
        ("https://ada.dev/x", "the paper", False),
        ("https://notstreamlit.app.ada.dev", "x", False),
        ("https://huggingface.co/ada/churn", "weights", False),
        ("https://ada.dev/x", "demographics", False),
    ],
)
def test_demos_are_known_by_host_or_words(url, words, demo):
    assert is_demo(url, words) is demo


def test_only_404_and_410_mean_gone():
    online = Online(
        answers={f"https://a/{status}": status for status in (200, 301, 401, 403, 404, 410, 429, 500, 503, 999)}
    )
    assert [url for url in online.answers if online.is_dead(url)] == ["https://a/404", "https://a/410"]
    assert online.is_dead("https://a/404#part")
    assert not online.is_dead("https://a/never-asked")


@pytest.mark.parametrize(
    ("stage", "trouble"), [("RUNNING", None), ("SLEEPING", "is asleep"), ("BUILDING", None), ("", None)]
)
def test_a_space_is_judged_by_its_stage(stage, trouble):
    url = "https://huggingface.co/spaces/ada/churn"
    assert space_name(f"{url}/?x#y") == "ada/churn"
    assert Online(spaces={"ada/churn": stage}).trouble(url) == trouble
