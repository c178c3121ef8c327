"""``--online`` from end to end, against a server on this machine; and nothing asked without it."""

import json

import pytest

from tests.repositories import git, repository
from tests.serving import serve

PAGES = {"/ok": 200, "/gone": 404, "/forbidden": 403, "/demo": 410, "/badge.svg": 200, "/fine/badge.svg": 200}
SPACE = {"runtime": {"stage": "PAUSED"}}


@pytest.fixture
def web(home):
    def play(request, server):
        body, status = b"<svg><title>CI - failing</title></svg>", PAGES.get(request.path, 404)
        if request.path == "/fine/badge.svg":
            body = b"<svg><title>docs: passing</title></svg>"
        if request.path == "/api/spaces/ada/churn":
            body, status = json.dumps(SPACE).encode(), 200
        if request.path == "/repos/ada/churn":
            body, status = (
                json.dumps({"description": None, "topics": [], "homepage": f"{server.address}/gone"}).encode(),
                200,
            )
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if request.command == "GET":
            request.wfile.write(body)

    with serve(play) as server:
        yield server


@pytest.fixture
def project(web, desk):
    at = web.address
    readme = (
        f"# Churn\n\n![CI]({at}/badge.svg) ![docs]({at}/fine/badge.svg)\n\n"
        f"[Good]({at}/ok), [old]({at}/gone#part), [mine]({at}/forbidden).\n\n"
        f"[Live demo]({at}/demo) and [space](https://huggingface.co/spaces/ada/churn), [none](https://example.com/x).\n"
    )
    folder = repository(desk / "churn", {"README.md": readme, "sub/README.md": f"# Sub\n\n[x]({at}/gone)\n"})
    git(folder, "remote", "add", "origin", "git@github.com:ada/churn.git")
    return folder


def audited(scaffolio, web, *flags):
    done = scaffolio(
        "audit",
        "churn",
        "--select",
        "WEB",
        "-f",
        "json",
        *flags,
        GITHUB_API_URL=web.address,
        HF_ENDPOINT=web.address,
        GH_TOKEN="",
    )
    return json.loads(done.stdout)["targets"][0]["projects"][0]


def test_what_is_dead_is_found_with_its_line(scaffolio, web, project):
    found = audited(scaffolio, web, "--online")["findings"]
    told = [(finding["code"], finding["line"], finding["message"]) for finding in found]
    assert told == [
        ("WEB002", None, "the homepage that GitHub shows answers 404"),
        ("WEB003", None, "GitHub shows no description and no topics"),
        ("WEB004", 3, "a badge says that something fails"),
        ("WEB001", 5, "the page this links to is gone"),
        ("WEB002", 7, "the demo answers 410"),
        ("WEB002", 7, "the demo is paused"),
    ]


@pytest.mark.full
def test_two_runs_and_two_processes_say_the_same(scaffolio, web, project):
    def run(*flags):
        environment = {"GITHUB_API_URL": web.address, "HF_ENDPOINT": web.address}
        return scaffolio("audit", "churn", "churn", "--online", "-f", "json", *flags, **environment).stdout

    assert run() == run() == run("-j", "2")


def test_without_the_flag_nothing_is_asked(scaffolio, web, project):
    judged = audited(scaffolio, web)
    assert web.requests == []
    assert {entry["reason"] for entry in judged["not_assessed"]} == {"needs --online"}


def test_settings_cannot_open_the_network(scaffolio, web, project):
    (project / ".scaffolio.toml").write_text("online = true\n")
    assert scaffolio("audit", "churn", GITHUB_API_URL=web.address).returncode == 2
    assert web.requests == []


def test_a_dead_network_is_not_assessed(scaffolio, project, web):
    dead = "http://127.0.0.1:1"
    (project / "README.md").write_text(f"# Churn\n\n[x]({dead}/x)\n")
    done = scaffolio("audit", "churn", "--select", "WEB", "--online", "-f", "json", GITHUB_API_URL=dead)
    judged = json.loads(done.stdout)["targets"][0]["projects"][0]
    assert judged["findings"] == []
    reasons = {entry["code"]: entry["reason"] for entry in judged["not_assessed"]}
    assert reasons == {"WEB001": "no server answered", "WEB003": "GitHub did not answer"}


def test_links_into_a_private_repository_are_left_alone(scaffolio, project, web):
    (project / "README.md").write_text("# Churn\n\n[issues](https://github.com/ada/churn/issues)\n")
    git(project, "remote", "set-url", "origin", "https://github.com/ada/churn")
    done = scaffolio(
        "audit", "churn", "--select", "WEB001", "--online", "-f", "json", GITHUB_API_URL=f"{web.address}/none"
    )
    assert json.loads(done.stdout)["targets"][0]["projects"][0]["findings"] == []
