"""GIT: what was put under version control."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.history import Change, Commit, History
from scaffolio.parsers.secrets import FoundSecret, find_in_versions, may_hold_secret, secret_rank
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

PAST_VERSIONS = 1_000
"""Past versions of files that are searched for secrets, the likeliest and newest first."""

PAST_BYTES = 8_000_000
"""Bytes of past versions that are searched for secrets, together."""

PAST_SIZE = 250_000
"""Bytes of the largest past version that is searched for secrets."""

LARGE_BLOB = 10_000_000
"""Bytes above which a past version makes every clone slow."""

_LISTED = 10
_KEY = '{"username": "ada", "key": "4c9a71be0d52f6138e7ba95dc2046f31"}\n'

_JUNK_FOLDERS = frozenset(
    [
        "__pycache__",
        ".ipynb_checkpoints",
        "node_modules",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".tox",
        ".nox",
        ".eggs",
        ".virtual_documents",
        "__MACOSX",
    ]
)
_JUNK_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".Rhistory"})
_ENVIRONMENT = regex(
    r"(?P<root>(?:^|.*/)[^/]+)/(?:pyvenv\.cfg|lib/python3\.\d+/site-packages/.+|Lib/site-packages/.+)\Z"
)
_COMPILED = regex(r"\.py[cod]\Z")


@rule(
    "GIT003",
    Severity.WARNING,
    scope=Scope.ANYWHERE,
    minutes=3,
    bad={"README.md": "# Churn\n", "src/__pycache__/train.cpython-311.pyc": "\x00"},
    good={"README.md": "# Churn\n", "src/train.py": "print(1)\n", ".gitignore": "__pycache__/\n"},
)
def junk_tracked(project: Project) -> Iterator[Finding]:
    """Files that a machine makes anew are among the project's: virtual environments, caches, notebook checkpoints.

    **Why.** A committed virtual environment or `node_modules` is on reviewers' lists of what makes a repository look
    unkempt; it also carries one machine's paths to everybody else's.

    **Fix.** `git rm -r --cached` what is named, and add its name to `.gitignore`.
    """
    found: Counter[str] = Counter()
    for path in project.files.paths:
        if junk := _junk(path):
            found[junk] += 1
    for place in sorted(found):
        noun = "file" if found[place] == 1 else "files"
        yield Finding(f"{place} is part of the repository", place, None, f"{found[place]} {noun}")


def _junk(path: str) -> str | None:
    """The folder or file that a path is junk by; folders of one name count once, at the highest."""
    environment = _ENVIRONMENT.match(path)
    if environment:
        return environment["root"]
    parts = path.split("/")
    for position, part in enumerate(parts[:-1]):
        if part in _JUNK_FOLDERS or part.endswith(".egg-info"):
            return "/".join(parts[: position + 1])
    return path if parts[-1] in _JUNK_FILES or _COMPILED.search(path) else None


_TEXT = regex(
    r"\.(?:py|md|ipynb|toml|ya?ml|json|txt|cfg|ini|sh|csv|tsv|rst|r|jl|js|ts|html|css|sql|tex|bib|cff)\Z|"
    r"(?:^|/)(?:Dockerfile|Makefile|LICENSE|\.gitignore|\.env\.example)\Z",
    re.IGNORECASE,
)
_LARGEST = 1_000_000
_CONFLICT = regex(
    rb"^<{7} [^\n]*\n(?:(?!<{7} |>{7} )[^\n]*\n)*?={7}\r?\n(?:(?!<{7} |>{7} )[^\n]*\n)*?>{7} ", re.MULTILINE
)
_START = b"<" * 7 + b" "


@rule(
    "GIT004",
    Severity.ERROR,
    scope=Scope.ANYWHERE,
    minutes=5,
    bad={"README.md": "# Churn\n", "train.py": f"{'<' * 7} HEAD\nC = 1\n{'=' * 7}\nC = 10\n{'>' * 7} tuning\n"},
    good={
        "README.md": "# Churn\n",
        "train.py": "C = 10\n",
        "docs/merging.md": "Git writes `<<<<<<< HEAD` above your lines.\n",
    },
)
def conflict_marker(project: Project) -> Iterator[Finding]:
    """A file still holds the markers of a merge that was never resolved.

    Files of up to 1 MB are read. Markers inside a Markdown code block are an explanation, not a conflict.

    **Why.** Python with a conflict marker does not parse, a notebook with one does not open.

    **Fix.** Keep the lines that are right and delete the three markers.
    """
    for path in project.files.paths:
        if not _TEXT.search(path) or project.files.size(path) > _LARGEST:
            continue
        content = project.content(path)
        if _START not in content:
            continue
        match = _CONFLICT.search(content)
        if match and not _explained(project, path, content[: match.start()].count(b"\n") + 1):
            line = content.count(b"\n", 0, match.start()) + 1
            evidence = content[match.start() : match.start() + 60].split(b"\n")[0].decode(errors="replace")
            yield Finding("an unresolved merge is left in the file", path, line, evidence)


def _explained(project: Project, path: str, line: int) -> bool:
    if not path.lower().endswith((".md", ".markdown")):
        return path.lower().endswith((".rst", ".tex", ".html"))
    fences = project.document(path).fences
    return any(fence.line <= line < fence.line + fence.content.count("\n") + 1 for fence in fences)


@rule(
    "GIT001",
    Severity.ERROR,
    scope=Scope.REPOSITORY,
    minutes=20,
    bad={"README.md": "# Churn\n", "kaggle.json": _KEY},
    good={
        "README.md": "# Churn\n",
        "download.py": 'import os\n\nTOKEN = os.environ["KAGGLE_KEY"]\n',
        "kaggle.example.json": '{"username": "your-name", "key": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}\n',
    },
)
def secret_committed(project: Project) -> Iterator[Finding]:
    """A file holds what has the exact form of a key, a token or a private key.

    Files of up to 1 MB are read, and every cell of a notebook; pictures, tests, lock files and others' code are not.
    The value is never printed.

    **Why.** Whoever finds a key in a public repository can use it, and programs look for nothing else
    (docs.github.com, "About secret scanning"). Of a reviewer it costs the trust in everything else.

    **Fix.** Revoke the key where it was issued: deleting the line is not enough, since the history keeps it. Then read
    it from the environment, and name the file that sets it in `.gitignore`.
    """
    for found in project.secrets:
        yield Finding(f"this looks like a {found.secret.kind}", found.path, found.line, found.secret.described)


def _past(project: Project) -> History:
    if project.history is None:
        raise NotAssessedError("no Git history")
    return project.history


@rule(
    "GIT002",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=30,
    bad={
        "README.md": "# Churn\n",
        ".git/log": "2026-03-02 Ada: Ignore the key\nD kaggle.json\n2026-03-01 Ada: Download\nA kaggle.json\n",
        ".git/past/kaggle.json": _KEY,
    },
    good={
        "README.md": "# Churn\n",
        ".git/log": "2026-03-02 Ada: Drop the settings\nD config.py\n2026-03-01 Ada: Add settings\nA config.py\n",
        ".git/past/config.py": "SEED = 1\n",
    },
)
def secret_in_history(project: Project) -> Iterator[Finding]:
    """An earlier version of a file holds what has the exact form of a key or token.

    Up to 1,000 versions of up to 250 kB are searched, those of files named like settings first, then the newest.

    **Why.** Every clone carries every version: a key that was committed once is public, whatever the files say now
    (docs.github.com, "Removing sensitive data from a repository").

    **Fix.** Revoke the key where it was issued. After that, rewriting the history is optional, and breaks others'
    clones.
    """
    history = _past(project)
    versions = _past_versions(history)
    chosen = _affordable(versions, history)
    known = {found.secret.value for found in project.secrets} if chosen else set()
    leaks = []
    for commit, found in _leaks(history, chosen):
        if found.secret.value not in known:
            known.add(found.secret.value)
            leaks.append((commit, found))
    for commit, found in leaks:
        where = f"commit {commit.id[:7]} of {_day(commit)}"
        message = f"{where} holds on line {found.line} what looks like a {found.secret.kind}"
        yield Finding(message, found.path, None, found.secret.described)
    if not leaks and (len(chosen) < len(versions) or not history.whole):
        raise NotAssessedError(f"the {len(chosen)} past versions searched hold no secret; there are more")


def _past_versions(history: History) -> dict[str, tuple[Commit, Change]]:
    """Each version that is no longer a file's last, and the newest commit that made it."""
    current = set(history.current().values())
    versions: dict[str, tuple[Commit, Change]] = {}
    for commit in history.commits:
        for change in commit.changes:
            size = history.sizes.get(change.blob, PAST_SIZE + 1)
            if change.blob not in current and size <= PAST_SIZE and may_hold_secret(change.path, size):
                versions.setdefault(change.blob, (commit, change))
    return versions


def _affordable(versions: dict[str, tuple[Commit, Change]], history: History) -> dict[str, tuple[Commit, Change]]:
    """As many versions as are searched: those of telling names first, then the newest, notebooks last."""
    ranked = sorted(versions.items(), key=lambda version: secret_rank(version[1][1].path))
    chosen: dict[str, tuple[Commit, Change]] = {}
    room = PAST_BYTES
    for blob, version in ranked:
        size = history.sizes[blob]
        if size <= room and len(chosen) < PAST_VERSIONS:
            chosen[blob] = version
            room -= size
    return chosen


def _leaks(history: History, versions: dict[str, tuple[Commit, Change]]) -> Iterator[tuple[Commit, FoundSecret]]:
    contents = ((blob, versions[blob][1].path, content) for blob, content in history.contents(list(versions)))
    return ((versions[blob][0], found) for blob, found in find_in_versions(contents))


def _day(commit: Commit) -> str:
    try:
        return datetime.fromtimestamp(commit.time, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return "an unknown day"


@rule(
    "GIT005",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=30,
    bad={
        "README.md": "# Churn\n",
        ".git/log": "2026-03-02 Ada: Drop the weights\nD model.pt\n2026-03-01 Ada: Train\nA model.pt 48000000\n",
    },
    good={
        "README.md": "# Churn\n",
        ".git/log": "2026-03-02 Ada: Drop the weights\nD model.pt\n2026-03-01 Ada: Train\nA model.pt 48000\n",
    },
)
def large_blob_in_history(project: Project) -> Iterator[Finding]:
    """The history carries versions of a file over 10 MB that are no longer in the work tree.

    The ten largest files are named. What is in the work tree now is judged by other rules.

    **Why.** Every clone downloads every version ever committed; GitHub warns of files over 50 MB and asks to keep a
    repository under 1 GB (docs.github.com, "About large files on GitHub").

    **Fix.** Keep such files in releases, Git LFS or DVC from now on. Where nobody else builds on the repository,
    `git filter-repo --strip-blobs-bigger-than 10M` takes them out of the history.
    """
    history = _past(project)
    current = set(history.current().values())
    sizes: dict[str, dict[str, int]] = {}
    for commit in history.commits:
        for change in commit.changes:
            size = history.sizes.get(change.blob, 0)
            if size > LARGE_BLOB and change.blob not in current:
                sizes.setdefault(change.path, {})[change.blob] = size
    largest = sorted(sizes, key=lambda path: (-sum(sizes[path].values()), path))[:_LISTED]
    for path in largest:
        versions = sizes[path].values()
        number = "one version" if len(versions) == 1 else f"{len(versions)} versions"
        yield Finding(
            f"the history carries {sum(versions) / 1e6:.0f} MB of a file that is gone or replaced", path, None, number
        )
    if not largest and not history.whole:
        raise NotAssessedError("only the newest commits are here")
    if not largest and history.lacks_versions:
        raise NotAssessedError("the clone lacks some large versions, whose size is not known")


_FEW_COMMITS = 3
_MANY_FILES = 5
_WHOLE = 0.9


@rule(
    "GIT006",
    Severity.ADVICE,
    scope=Scope.REPOSITORY,
    pedantic=True,
    minutes=5,
    bad={
        **{f"src/step_{number}.py": "x = 1\n" for number in range(6)},
        ".git/log": "2026-03-01 Ada: Add files via upload\n" + "".join(f"A src/step_{n}.py\n" for n in range(6)),
    },
    good={
        **{f"src/step_{number}.py": "x = 1\n" for number in range(6)},
        ".git/log": "".join(f"2026-03-0{9 - n} Ada: Step {n}\nA src/step_{n}.py\n" for n in range(6)),
    },
)
def single_dump_history(project: Project) -> Iterator[Finding]:
    """At most three commits, one of which brought nearly all of at least five files.

    **Why.** A history that grew shows how the work was done, and which steps were tried and left (The Turing Way,
    "Version control"); one dump shows none of it.

    **Fix.** Leave the past as it is: a history made up afterwards is worse. Commit each change from now on by itself.
    """
    history = _past(project)
    if not history.whole:
        raise NotAssessedError("only the newest commits are here")
    commits = [commit for commit in history.commits if commit.changes]
    if not 0 < len(commits) <= _FEW_COMMITS:
        return
    added = max(sum(change.kind == "A" for change in commit.changes) for commit in commits)
    if added >= _MANY_FILES and added >= _WHOLE * len(project.files.paths):
        number = "one commit" if len(commits) == 1 else f"{len(commits)} commits"
        yield Finding(f"{number} made all of it", ".", None, f"{added} files at once")


_NOISE = regex(
    r"\W{0,3}(?:(?:minor|small|some|more|few|final|last|quick|first|initial|new|the|a|an|my|all|and|just|again|oops|"
    r"updat(?:e|es|ed|ing)|fix|fixes|fixed|fixing|chang(?:e|es|ed)|edit|edits|edited|commit|commits|wip|test|tests|temp|"
    r"tmp|asdf+|save|saved|stuff|things|misc|cleanup|clean|up|upload|uploads|uploaded|add|adds|added|create|created|"
    r"delete|deleted|remove|removed|rename|renamed|modify|modified|file|files|via|code|work|done|push|bug|bugs|typo|"
    r"readme(?:\.md)?|progress|ok|final|draft|[\w-]{1,60}\.(?:py|ipynb|md|txt|csv|yml|yaml|json))"
    r"\W{0,3}){1,4}\Z",
    re.IGNORECASE,
)
_SUBJECTS = 10
_LONGEST_NOISE = 60
_NOISY = 0.5


@rule(
    "GIT007",
    Severity.ADVICE,
    scope=Scope.REPOSITORY,
    pedantic=True,
    minutes=5,
    bad={
        "README.md": "# Churn\n",
        ".git/log": "".join(
            f"2026-03-{20 - n} Ada: {'update' if n % 3 else 'Add files via upload'}\n" for n in range(10)
        ),
    },
    good={
        "README.md": "# Churn\n",
        ".git/log": "".join(f"2026-03-{20 - n} Ada: Refuse rows without label {n}\n" for n in range(10)),
    },
)
def noise_commit_subjects(project: Project) -> Iterator[Finding]:
    """More than half of at least ten commit subjects say only that something was changed.

    **Why.** A subject that names the change is how a reader, and the author a year later, finds why a line is as it is
    (Chris Beams, "How to Write a Git Commit Message").

    **Fix.** Say in the next subject what the change does: "Split by customer before scaling" rather than "update".
    """
    history = _past(project)
    subjects = [commit.subject for commit in history.commits if not commit.subject.startswith(("Merge ", "Revert "))]
    noise = [subject for subject in subjects if _says_nothing(subject)]
    if len(subjects) >= _SUBJECTS and len(noise) > _NOISY * len(subjects):
        common = Counter(subject.strip()[:40] for subject in noise).most_common(1)[0][0]
        yield Finding(f"{len(noise)} of {len(subjects)} commit subjects name no change", ".", None, common)


def _says_nothing(subject: str) -> bool:
    return len(subject) <= _LONGEST_NOISE and (not any(map(str.isalnum, subject)) or _NOISE.match(subject) is not None)


@rule(
    "GIT008",
    Severity.ADVICE,
    scope=Scope.REPOSITORY,
    minutes=2,
    bad={"README.md": "# Churn\n", "train.py": "print(1)\n"},
    good={"README.md": "# Churn\n", "train.py": "print(1)\n", ".gitignore": "__pycache__/\n.venv/\n"},
)
def no_gitignore(project: Project) -> Iterator[Finding]:
    """There is code, and no `.gitignore` anywhere.

    **Why.** Without one, the next `git add .` brings caches, virtual environments and keys into the repository; GitHub
    keeps a template for Python (github.com/github/gitignore).

    **Fix.** Add a `.gitignore` that names `__pycache__/`, `.venv/`, `.ipynb_checkpoints/`, `.env` and what runs write.
    """
    ignoring = any(path.rpartition("/")[2] == ".gitignore" for path in project.files.paths)
    if project.code_paths and not ignoring:
        yield Finding("no .gitignore found", ".gitignore")
