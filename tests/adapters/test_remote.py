"""A repository elsewhere: fetched in part, sealed, and gone afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from scaffolio.adapters import remote
from scaffolio.adapters.objects import find_commit, open_commit
from scaffolio.errors import CannotRunError, LateAnswerError, UnreachableError
from scaffolio.parsers.address import Address
from tests.conftest import SOURCE
from tests.repositories import bare, commit, git, repository
from tests.serving import serve, serve_git


@pytest.fixture
def served(tmp_path, home, monkeypatch):
    """A data-heavy repository on a Git host: 2 MB of data that changed twice, little code."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    work = repository(tmp_path / "work", {"README.md": "# Churn\n", "data/a.csv": os.urandom(700_000)})
    first = git(work, "rev-parse", "HEAD")
    git(work, "tag", "v1")
    commit(work, {"README.md": "# Churn\n\nMore.\n", "data/a.csv": os.urandom(700_000)})
    git(work, "checkout", "--quiet", "-b", "aside")
    aside = git(commit(work, {"aside.md": "x"}), "rev-parse", "HEAD")
    git(work, "checkout", "--quiet", "main")
    (tmp_path / "host").mkdir()
    bare(tmp_path / "host" / "churn.git", work)
    with serve_git(tmp_path / "host") as server:
        server.first, server.aside, server.temporary = first, aside, folder
        yield server


def readme(git_dir, ref):
    with open_commit(git_dir, find_commit(git_dir, ref)) as source:
        return source.read("README.md", 100), list(source.absent)


def test_a_clone_has_the_history_but_no_large_file(served):
    with remote.cloned(Address(f"{served.address}/churn.git"), ask=False) as git_dir:
        assert readme(git_dir, None) == (b"# Churn\n\nMore.\n", ["data/a.csv"])
        assert git(git_dir, "rev-list", "--count", "HEAD") == "2"
    assert list(served.temporary.iterdir()) == []


def test_it_moves_less_than_a_quarter_of_a_full_clone(served, tmp_path):
    with remote.cloned(Address(f"{served.address}/churn.git"), ask=False):
        partial = served.sent
    git(tmp_path, "clone", "--quiet", "--bare", f"{served.address}/churn.git", "full.git")
    assert partial <= (served.sent - partial) / 4


def test_a_sealed_clone_fetches_nothing_more(served):
    with remote.cloned(Address(f"{served.address}/churn.git"), ask=False) as git_dir:
        asked = len(served.requests)
        done = subprocess.run(
            ["git", "cat-file", "blob", "HEAD:data/a.csv"], cwd=git_dir, capture_output=True, check=False
        )
        assert done.returncode != 0
        assert len(served.requests) == asked


@pytest.mark.parametrize("name", ["v1", "first"])
def test_a_tag_and_a_commit_can_be_asked_for(served, name):
    ref = served.first if name == "first" else name
    with remote.cloned(Address(f"{served.address}/churn.git", ref), ask=False) as git_dir:
        assert readme(git_dir, ref)[0] == b"# Churn\n"


def test_a_commit_of_another_branch_can_be_asked_for(served):
    with remote.cloned(Address(f"{served.address}/churn.git", served.aside), ask=False) as git_dir:
        assert find_commit(git_dir, served.aside) == served.aside


def test_what_is_not_there_is_unreachable_and_an_unknown_branch_is_named(served):
    with (
        pytest.raises(UnreachableError, match="cannot be cloned"),
        remote.cloned(Address(f"{served.address}/no.git"), ask=False),
    ):
        pass
    with (
        pytest.raises(CannotRunError, match="no branch or tag nope"),
        remote.cloned(Address(f"{served.address}/churn.git", "nope"), ask=False),
    ):
        pass
    assert list(served.temporary.iterdir()) == []


def test_a_password_is_asked_for_by_nobody_and_told_to_nobody(home):
    def refuse(request, _server):
        request.send_response(401)
        request.send_header("WWW-Authenticate", 'Basic realm="x"')
        request.send_header("Content-Length", "0")
        request.end_headers()

    with serve(refuse) as server:
        url = server.address.replace("://", "://ada:secret@") + "/churn.git"
        with pytest.raises(UnreachableError) as error, remote.cloned(Address(url), timeout=20, ask=False):
            pass
    assert "secret" not in f"{error.value} {error.value.hint}"
    assert "Log in" in error.value.hint


def test_credentials_of_the_persons_own_reach_the_host(served, home):
    helper = home / "helper"
    helper.write_text("#!/bin/sh\necho username=ada\necho password=secret\n")
    helper.chmod(0o755)
    (home / ".gitconfig").write_text(f"[credential]\nhelper = {helper}\n")

    def ask(request, server):
        if "authorization" not in server.headers[-1]:
            request.send_response(401)
            request.send_header("WWW-Authenticate", 'Basic realm="x"')
        else:
            request.send_response(404)
        request.send_header("Content-Length", "0")
        request.end_headers()

    with (
        serve(ask) as server,
        pytest.raises(UnreachableError, match="not found"),
        remote.cloned(Address(f"{server.address}/churn.git"), ask=False),
    ):
        pass
    assert any("authorization" in headers for headers in server.headers)


def test_a_host_that_never_answers_is_late(home):
    def sleep(_request, _server):
        time.sleep(4)

    with serve(sleep) as server:
        start = time.monotonic()
        with (
            pytest.raises(LateAnswerError, match="longer than 1 s"),
            remote.cloned(Address(f"{server.address}/x.git"), 1.0, ask=False),
        ):
            pass
        assert time.monotonic() - start < 4


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_no_folder_behind(home, tmp_path, name):
    folder = tmp_path / "temporary"
    folder.mkdir()

    def sleep(_request, _server):
        time.sleep(15)

    with serve(sleep) as server:
        process = subprocess.Popen(
            [sys.executable, "-m", "scaffolio", "audit", f"{server.address}/x.git"],
            env={**os.environ, "PYTHONPATH": str(SOURCE), "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not server.requests and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(name)
        assert process.wait(20) == 130
    assert list(folder.iterdir()) == []


def test_ssh_never_asks_without_a_terminal(tmp_path, home, monkeypatch):
    ssh = tmp_path / "ssh"
    ssh.write_text(f'#!/bin/sh\necho "$@" > {tmp_path / "said"}\nexit 255\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    with pytest.raises(UnreachableError), remote.cloned(Address("git@example.org:ada/churn"), ask=False):
        pass
    said = Path(tmp_path / "said").read_text()
    assert "BatchMode=yes" in said
    assert "ada/churn" in said
