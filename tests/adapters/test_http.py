"""The door to the web, against a server on this machine."""

import time

import pytest

from scaffolio.adapters import github, http
from scaffolio.parsers.online import Repository
from tests.serving import serve


def answer(statuses, body=b"x"):
    """Answer each path with its status; a tuple holds those for HEAD and GET."""

    def play(request, server):
        status = statuses.get(request.path.partition("?")[0], 404)
        status = status if isinstance(status, int) else status[request.command != "HEAD"]
        if status == 0:
            time.sleep(3)
            return
        request.send_response(status)
        if status in {301, 302}:
            request.send_header("Location", statuses.get(f"to {request.path}", "/ok"))
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(body)
            server.sent += len(body)

    return play


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(http, "PAUSE", 0)
    monkeypatch.setattr(http, "TIMEOUT", 1.0)


def test_a_page_is_gone_only_when_get_says_so_too():
    pages = {
        "/ok": 200,
        "/gone": 404,
        "/410": 410,
        "/no-head": (404, 200),
        "/405": (405, 200),
        "/403": 403,
        "/500": 500,
        "/moved": 301,
    }
    with serve(answer(pages)) as server:
        found = http.statuses(f"{server.address}{path}" for path in pages)
    assert {url.removeprefix(server.address): status for url, status in found.items()} == {
        "/ok": 200,
        "/gone": 404,
        "/410": 410,
        "/no-head": 200,
        "/405": 200,
        "/403": 403,
        "/500": 500,
        "/moved": 200,
    }


def test_a_live_page_costs_one_head():
    with serve(answer({"/ok": 200})) as server:
        http.statuses([f"{server.address}/ok", f"{server.address}/ok"])
    assert server.requests == [("HEAD", "/ok")]
    assert server.headers[0]["user-agent"].startswith("scaffolio/")


def test_a_host_that_has_enough_is_left_alone():
    with serve(answer({"/a": 429, "/b": 200})) as server:
        found = http.statuses([f"{server.address}/a", f"{server.address}/b"])
    assert found == {f"{server.address}/a": 429}
    assert server.requests == [("HEAD", "/a")]


def test_silence_and_refused_connections_say_nothing():
    with serve(answer({"/slow": 0})) as server:
        found = http.statuses([f"{server.address}/slow", "http://127.0.0.1:1/", "http://nowhere.invalid/"])
    assert found == {}


def test_the_time_is_bounded():
    with serve(answer({"/a": 200})) as server:
        assert http.statuses([f"{server.address}/a"], budget=0) == {}


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://[fe80::1]/",
        "file:///etc/passwd",
    ],
)
def test_private_networks_and_files_are_not_reached(url, monkeypatch):
    monkeypatch.delenv("http_proxy", raising=False)
    with pytest.raises(http.NoAnswerError, match=r"private network|no web address"):
        http.fetch(url)


def test_a_redirect_does_not_lead_into_a_private_network():
    leading = answer({"/x": 302, "to /x": "http://169.254.169.254/latest"})
    with serve(leading) as server, pytest.raises(http.NoAnswerError, match="private network"):
        http.fetch(f"{server.address}/x")


def test_endless_redirects_end():
    with serve(answer({"/x": 302, "to /x": "/x"})) as server:
        assert http.fetch(f"{server.address}/x")[0] == 302


def test_a_large_answer_is_read_in_part():
    with serve(answer({"/x": 200}, b"x" * 1_000_000)) as server:
        assert len(http.fetch(f"{server.address}/x")[1]) == http.SMALL


def test_odd_addresses_are_no_crash():
    assert http.statuses(["http://127.0.0.1:1/ä ö", "http://[::1", "http://"]) == {}


FACTS = {
    "full_name": "ada/churn",
    "private": False,
    "description": "Who leaves?",
    "homepage": "https://ada.dev",
    "default_branch": "trunk",
    "topics": ["churn", "classification"],
    "archived": False,
}
RUNS = {
    "total_count": 4,
    "workflow_runs": [
        {
            "path": ".github/workflows/ci.yml",
            "conclusion": "cancelled",
            "html_url": "https://github.com/ada/churn/actions/runs/4",
        },
        {
            "path": ".github/workflows/ci.yml",
            "conclusion": "failure",
            "html_url": "https://github.com/ada/churn/actions/runs/3",
        },
        {
            "path": ".github/workflows/ci.yml",
            "conclusion": "success",
            "html_url": "https://github.com/ada/churn/actions/runs/2",
        },
        {
            "path": ".github/workflows/docs.yml@trunk",
            "conclusion": "success",
            "html_url": "https://github.com/ada/churn/actions/runs/1",
        },
        {"path": "dynamic/pages/pages-build-deployment", "conclusion": "failure", "html_url": "x"},
    ],
}


@pytest.fixture
def api(monkeypatch):
    """GitHub's API as its documentation describes it."""
    import json

    answers = {
        "/repos/ada/churn": (200, FACTS, {}),
        "/repos/ada/churn/releases/latest": (200, {"tag_name": "v1.0"}, {}),
        "/repos/ada/churn/actions/runs": (200, RUNS, {}),
        "/repos/ada/limited": (403, {"message": "API rate limit exceeded"}, {"X-RateLimit-Remaining": "0"}),
        "/repos/ada/slow-down": (429, {"message": "secondary rate limit"}, {"Retry-After": "60"}),
        "/repos/ada/odd": (200, ["no", "object"], {}),
        "/repos/ada/denied": (401, {"message": "Bad credentials"}, {}),
        "/repos/ada/broken": (502, {}, {}),
    }

    def play(request, server):
        status, content, headers = answers.get(request.path.partition("?")[0], (404, {"message": "Not Found"}, {}))
        body = json.dumps(content).encode()
        request.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    for name in ("GITHUB_TOKEN", "GH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    with serve(play) as server:
        monkeypatch.setenv("GITHUB_API_URL", server.address)
        yield server


def test_what_github_shows_is_read(api):
    assert github.describe("ada", "churn") == Repository(
        description="Who leaves?",
        topics=("churn", "classification"),
        homepage="https://ada.dev",
        release="v1.0",
        failing={".github/workflows/ci.yml": "https://github.com/ada/churn/actions/runs/3"},
    )
    assert "branch=trunk" in api.requests[-1][1]
    assert not any("authorization" in headers for headers in api.headers)


def test_a_token_is_used_where_there_is_one(api, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    github.describe("ada", "churn")
    assert {headers["authorization"] for headers in api.headers} == {"Bearer secret"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nothing", "GitHub shows no such repository"),
        ("limited", "GitHub's rate limit is used up"),
        ("slow-down", "rate limit"),
        ("denied", "GitHub refused the token"),
        ("broken", "GitHub answered 502"),
    ],
)
def test_what_github_does_not_tell_has_a_reason(api, name, reason):
    with pytest.raises(http.NoAnswerError, match=reason):
        github.describe("ada", name)


def test_an_answer_of_another_shape_is_no_crash(api):
    assert github.describe("ada", "odd") == Repository()


def test_no_answer_at_all_has_a_reason(api, monkeypatch):
    monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:1")
    with pytest.raises(http.NoAnswerError, match="did not answer"):
        github.describe("ada", "churn")


def test_a_token_does_not_travel_unencrypted(monkeypatch):
    seen = {}

    def fetch(url, headers):
        seen.update(headers)
        return 200, b"{}", {}

    monkeypatch.setattr(github, "fetch", fetch)
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setenv("GITHUB_API_URL", "http://api.ada.dev")
    github.describe("ada", "churn")
    assert "Authorization" not in seen
