"""Targets that mean harm, or are merely odd: no crash, no hang, no memory beyond bounds, nothing shown as it is."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import time

import pytest

from tests.conftest import SOURCE
from tests.repositories import bare, commit, git, repository

NAMES = (
    "new\nline.py",
    "\x1b[2J\x1b]0;title\x07.md",
    "tab\t.py",
    "<img src=x onerror=alert(1)>.md",
    "\u202egnp.py",
    "-rf",
    "--help",
    "a'b\".csv",
    "=cmd().py",
    "::error::x.py",
    "$(id).py",
    "`id`.md",
    "100%.md",
    "{{ 7 * 7 }}.md",
    "emoji \U0001f389.md",
    " lead.py",
    "#hash.md",
    "ends.",
    "con",
    "*",
    "?x=1",
    "[a].md",
    "\\b.py",
)
FORMATS = ("text", "json", "jsonl", "csv", "sarif", "markdown", "html", "github")


@pytest.fixture
def odd(desk):
    """A repository in which every name is a trap, one is no UTF-8, and every file has something to say about it."""
    folder = repository(desk / "odd", {"README.md": "# Odd <script>alert(1)</script>\n\n![x](<no\x1b[31m.png>)\n"})
    for name in NAMES:
        (folder / name).write_text(f"{'<' * 7} HEAD\n{name}\n{'=' * 7}\n{'>' * 7} x\n")
        (folder / f"{name} d").mkdir()
        (folder / f"{name} d" / ".DS_Store").write_text("")
    (folder / os.fsdecode(b"\xff\xfe.pyc")).write_text("x")
    return commit(folder, {})


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_name_is_obeyed_or_lost(scaffolio, odd, output_format):
    done = scaffolio("audit", "odd", "-f", output_format, "-v")
    assert done.returncode == 1, done.stderr
    assert "\x1b" not in done.stdout
    if output_format in {"json", "jsonl", "sarif"}:
        json.loads(done.stdout)
    else:
        assert all(c.isprintable() or c == "\n" for c in done.stdout)
    if output_format in {"html", "markdown"}:
        outside_code = re.sub(r"(`+).*?\1", "", re.sub(r"\\[^\w\s]", "", done.stdout))
        assert "<img src=x" not in outside_code
        assert "<script>alert" not in outside_code
    if output_format == "csv":
        assert len(list(csv.reader(io.StringIO(done.stdout)))) == 2


@pytest.mark.full
def test_folder_and_objects_agree_on_odd_names(scaffolio, odd, desk):
    bare(desk / "odd.git", odd)
    told = [json.loads(scaffolio("audit", target, "-f", "json").stdout)["targets"][0] for target in ("odd", "odd.git")]
    for target in told:
        del target["target"]
    assert told[0] == told[1]


@pytest.mark.full
def test_a_class_page_of_odd_names_obeys_none(scaffolio, odd, desk):
    (desk / "roster.csv").write_text('id,target\n"<b>\n=x",odd\n')
    assert scaffolio("audit", "--targets-from", "roster.csv", "-o", "out").returncode == 1
    (page,) = (desk / "out" / "feedback").iterdir()
    text = page.read_text()
    assert "<img" not in text
    assert "<b>" not in text
    assert "\x1b" not in text


def test_links_out_of_the_tree_are_never_read(scaffolio, desk, home):
    (home / "secret.txt").write_text("AKIA-outside\n")
    folder = repository(desk / "links", {"README.md": "# Links\n"})
    (folder / "out.md").symlink_to(home / "secret.txt")
    (folder / "folder").symlink_to(home)
    (folder / "loop").symlink_to("loop")
    (folder / "ring").mkdir()
    (folder / "ring" / "back").symlink_to("..")
    (folder / "MODEL_CARD.md").symlink_to("/etc/passwd")
    commit(folder, {})
    bare(desk / "links.git", folder)
    for target in ("links", "links.git"):
        done = scaffolio("audit", target, "--preview", "-f", "json")
        assert done.returncode == 1
        assert "outside" not in done.stdout
        assert "root:" not in done.stdout


def test_submodules_are_not_entered(scaffolio, desk):
    inner = repository(desk / "inner", {"README.md": "# Inner\n", "a.pyc": "x"})
    folder = repository(desk / "outer", {"README.md": "# Outer\n"})
    git(folder, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "inner")
    commit(folder, {})
    bare(desk / "outer.git", folder)
    for target in ("outer", "outer.git"):
        done = scaffolio("audit", target, "--select", "GIT003", "-f", "json")
        assert (done.returncode, json.loads(done.stdout)["targets"][0]["projects"][0]["findings"]) == (0, [])


def measured(desk, *arguments):
    """Exit code, seconds and the peak memory in MB of a run and what it started."""
    code = (
        "import resource, subprocess, sys; r = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
        "print(r, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, sys.executable, "-m", "scaffolio", "audit", *arguments],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    code, megabytes = map(int, done.stdout.split())
    return code, time.monotonic() - start, megabytes


def test_a_sparse_file_of_2_gb_costs_nothing(desk, home):
    folder = repository(desk / "large", {"README.md": "# Large\n"})
    for name in ("data.csv", "train.py", "analysis.ipynb", "metrics.json"):
        with (folder / name).open("wb") as stream:
            stream.truncate(2_000_000_000)
    code, seconds, megabytes = measured(desk, "large", "--preview")
    assert code == 1
    assert megabytes < 400
    assert seconds < 60


@pytest.mark.full
def test_a_large_blob_costs_no_memory(desk, home):
    folder = repository(desk / "large", {"README.md": "# Large\n"})
    for name in ("data.csv", "analysis.ipynb", "train.py"):
        with (folder / name).open("wb") as stream:
            stream.truncate(200_000_000)
    git(folder, "-c", "core.compression=1", "-c", "core.bigFileThreshold=1m", "add", "--all")
    git(folder, "commit", "--quiet", "-m", "x")
    code, _, megabytes = measured(desk, "large@main")
    assert code == 1
    assert megabytes < 400


@pytest.mark.full
def test_a_hundred_thousand_files_are_bounded(desk, home):
    """Made by ``fast-import``, so that the test itself stays quick."""
    git(desk, "init", "--quiet", "--bare", "--initial-branch=main", "many.git")
    stream = ["commit refs/heads/main\ncommitter A <a@b.c> 1772366400 +0000\ndata 1\nx\n"]
    stream += [f"M 100644 inline d{n % 300}/f{n}.txt\ndata 2\n{n % 10}\n\n" for n in range(100_000)]
    stream += ["M 100644 inline README.md\ndata 7\n# Many\n\n"]
    git(desk / "many.git", "fast-import", "--quiet", given="".join(stream).encode())
    code, seconds, megabytes = measured(desk, "many.git")
    assert code == 1
    assert megabytes < 600
    assert seconds < 120


def test_a_tree_that_cannot_be_read_is_said_so(scaffolio, desk):
    folder = repository(desk / "torn", {"README.md": "# Torn\n", "a/b.md": "x"})
    tree = git(folder, "rev-parse", "HEAD:a")
    bare(desk / "torn.git", folder)
    broken = desk / "torn.git" / "objects" / tree[:2] / tree[2:]
    for path in (desk / "torn.git" / "objects").rglob("*.pack"):
        path.chmod(0o644)
        path.write_bytes(path.read_bytes()[:40])
    if broken.exists():
        broken.chmod(0o644)
        broken.write_bytes(b"junk")
    done = scaffolio("audit", "torn.git", "-f", "json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["targets"][0]["status"] == "failed"


@pytest.mark.parametrize("content", [b"", b"ref: refs/heads/gone\n", b"\x00\xff", b"ref: ../../../etc/passwd\n"])
def test_a_broken_head_is_no_crash(scaffolio, desk, content):
    folder = repository(desk / "torn", {"README.md": "# Torn\n"})
    (folder / ".git" / "HEAD").write_bytes(content)
    bare_like = desk / "torn.git"
    (folder / ".git").rename(bare_like)
    done = scaffolio("audit", "torn.git", "torn", "-f", "json")
    assert {target["status"] for target in json.loads(done.stdout)["targets"]} <= {"audited", "empty", "failed"}
    assert "Scaffolio itself" not in done.stdout + done.stderr
